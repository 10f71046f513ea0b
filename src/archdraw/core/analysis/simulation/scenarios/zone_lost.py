"""A failure domain goes down with everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Outage
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When


def _domains(site: Site) -> list[str]:
    """Return the domains that the journey's instances stand in: zones first, then by instances."""
    hit: dict[str, int] = {}
    used = set(site.used())
    for station in site.program.stations:
        if station.component in used:
            for roots in station.roots:
                for root in roots:
                    if root in site.model.tree:
                        hit[root] = hit.get(root, 0) + 1
    groups = site.design.group_by_id
    return sorted(hit, key=lambda one: (groups[one].kind != "zone", -hit[one], one))


def _stage(_site: Site, element: str, _values: Mapping[str, float], when: When) -> Staged:
    return Staged(Disturbances(outages=(Outage(element, when.start_s, when.end_s),)))


SCENARIO = Scenario(
    "zone-lost",
    "A zone is lost",
    "Everything in a failure domain is down for a while: what is lost, and whether the rest is enough.",
    _stage,
    (Parameter("for_s", "For", "s", 600.0, 0.001),),
    element_label="Domain",
    elements=_domains,
    event_s="for_s",
    during="domain down",
)
