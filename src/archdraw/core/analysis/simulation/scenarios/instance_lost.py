"""One instance goes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Outage
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When


def _instances(site: Site) -> list[str]:
    """Return the first instance of each component, the busiest component first."""
    found = []
    for component in site.busiest():
        replicas = site.model.parts[component].replicas
        found.append(component if replicas == 1 else f"{component}#1")
    return found


def _stage(_site: Site, element: str, _values: Mapping[str, float], when: When) -> Staged:
    return Staged(Disturbances(outages=(Outage(element, when.start_s, when.end_s),)))


SCENARIO = Scenario(
    "instance-lost",
    "An instance is lost",
    "One instance is down for a while: what it takes along, and how the others bear its load.",
    _stage,
    (Parameter("for_s", "For", "s", 600.0, 0.001),),
    element_label="Instance",
    elements=_instances,
    event_s="for_s",
    during="instance down",
)
