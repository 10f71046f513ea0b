"""Plug-ins: finding them by entry points, what they may use (`api`), and keeping their faults apart."""
