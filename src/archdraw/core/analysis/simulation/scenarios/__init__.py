"""What may be simulated, one scenario a file."""

from archdraw.core.analysis.simulation.scenarios import (
    cache_flushed,
    cut_set,
    dependency_slow,
    instance_lost,
    retry_storm,
    steady,
    surge,
    zone_lost,
)
from archdraw.core.analysis.simulation.scenarios.scenario import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    steady.SCENARIO,
    surge.SCENARIO,
    zone_lost.SCENARIO,
    instance_lost.SCENARIO,
    cache_flushed.SCENARIO,
    dependency_slow.SCENARIO,
    retry_storm.SCENARIO,
    cut_set.SCENARIO,
)


def scenario(wanted: str) -> Scenario:
    """Return the scenario of that id.

    Raises
    ------
    ValueError
        There is none; the message is a sentence.
    """
    for one in SCENARIOS:
        if one.id == wanted:
            return one
    raise ValueError(f"There is no scenario “{wanted}”; there are: {', '.join(one.id for one in SCENARIOS)}.")
