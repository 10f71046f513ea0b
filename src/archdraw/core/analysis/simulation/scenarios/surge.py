"""The journey comes many times as often for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Surge
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When


def _stage(site: Site, _element: str, values: Mapping[str, float], when: When) -> Staged:
    return Staged(Disturbances(surges=(Surge(site.journey, when.start_s, when.end_s, values["factor"]),)))


SCENARIO = Scenario(
    "surge",
    "Ten times the load for an hour",
    "The journey comes ten times as often: what saturates first, what is refused, how long it lasts after.",
    _stage,
    (
        Parameter("factor", "Load", "×", 10.0, 0.0, 1000.0),
        Parameter("for_s", "For", "s", 3600.0, 0.001),
    ),
    event_s="for_s",
    during="surge",
)
