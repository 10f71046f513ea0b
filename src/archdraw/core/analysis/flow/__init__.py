"""Load: arrival rates, utilisation, bottlenecks and ceilings."""
