"""A dependency answers much later than usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Slowdown
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When


def _dependencies(site: Site) -> list[str]:
    """Return what somebody waits for, stores and others' services first, the busiest first."""
    roles = site.model.parts
    order = ("store", "external", "service", "cache", "queue", "worker")

    def rank(component: str) -> int:
        role = roles[component].kind.role
        return order.index(role) if role in order else len(order)

    entry = site.design.journey_by_id[site.journey].entry
    return sorted((one for one in site.busiest() if one != entry), key=rank)


def _stage(_site: Site, element: str, values: Mapping[str, float], when: When) -> Staged:
    slow = Slowdown(element, when.start_s, when.end_s, values["extra_s"])
    return Staged(Disturbances(slowdowns=(slow,)))


SCENARIO = Scenario(
    "dependency-slow",
    "A dependency is slow by 8 s",
    "Each answer comes 8 s later: whether callers give up in time, or run out of places while they wait.",
    _stage,
    (
        Parameter("extra_s", "Later by", "s", 8.0, 0.0),
        Parameter("for_s", "For", "s", 120.0, 0.001),
    ),
    element_label="Dependency",
    elements=_dependencies,
    event_s="for_s",
    during="slow",
)
