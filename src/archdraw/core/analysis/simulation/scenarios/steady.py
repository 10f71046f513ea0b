"""Nothing happens: the load as stated, everything up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When


def _stage(_site: Site, _element: str, values: Mapping[str, float], _when: When) -> Staged:
    failing = values["random_failures"] > 0.0
    notes = ("Instances and domains fail and are repaired at random during the run.",) if failing else ()
    return Staged(Disturbances(random_failures=failing), notes=notes)


SCENARIO = Scenario(
    "steady",
    "Steady load",
    "The stated load on a design that works: latencies, waiting and utilisation.",
    _stage,
    (Parameter("random_failures", "Random failures", "0 or 1", 0.0, 0.0, 1.0, switch=True),),
)
