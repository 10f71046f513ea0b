"""Everything that was computed about a design, for the rules that look for weaknesses.

A rule reads; it never changes anything. What each field holds, with the questions rules ask most:

- figures used for a component: `context.part("db").managed / .replicas / .needed / .capacity_rps …`
- load: `context.component("db").utilisation`, `context.load.by_journey["db"]`, `context.load.connections`
- availability: `context.results` → `JourneyResult.measures["served"]` with cut sets, importance …
- order-1 cuts of a component: `context.single_event(journey, "db")`
- which journeys depend on an element: `context.journeys_through("db")` (paths include connections, domains)
- failure domains: `context.domains.placement(component)`, `.chain(group)`, `.region(component)`
- what a component requires in a journey: `context.requirements.needs("web", journey)`
- severity, scaled: `context.severity("critical", journeys)`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES, ComponentResult, JourneyResult, Severity
from archdraw.core.giving_way import give_way
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.analysis.flow.load import Load
    from archdraw.core.analysis.result import LossRow
    from archdraw.core.analysis.structure.domains import DomainTree
    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Component, Connection, Design, Group, Journey

# How far a finding sinks for journeys that matter less.
_STEPS = {"critical": 0, "high": 0, "medium": 1, "low": 2}


def severity_for(base: Severity, journeys: Sequence[Journey]) -> Severity:
    """Return the severity for the most important of the journeys; without any at most "low"."""
    if not journeys:
        return max(base, "low", key=SEVERITIES.index)
    step = min(_STEPS[journey.criticality] for journey in journeys)
    return SEVERITIES[min(len(SEVERITIES) - 1, SEVERITIES.index(base) + step)]


class _Noting:
    """Gives a record with slots a place for what it has worked out."""


@frozen
class Context(_Noting):
    """The design with everything computed for it."""

    design: Design
    catalog: Kinds
    parts: Mapping[str, PartFigures]
    domains: DomainTree
    requirements: RequirementTable
    system: System
    load: Load
    hit_ratios: Mapping[str, float]
    results: tuple[JourneyResult, ...]
    components: tuple[ComponentResult, ...]
    loss_matrix: tuple[LossRow, ...]

    def part(self, component: str) -> PartFigures:
        """Return the figures that were used for a component."""
        return self.parts[component]

    def component(self, component: str) -> ComponentResult:
        """Return load, utilisation, availability and cost of a component."""
        return self._component_results[component]

    def result(self, journey: str) -> JourneyResult:
        """Return what was computed for a journey."""
        return self._journey_results[journey]

    def name(self, element: str) -> str:
        """Return how an element is called in messages: its name, else its id."""
        design = self.design
        found: Component | Group | Connection | Journey | None = (
            design.component_by_id.get(element)
            or design.group_by_id.get(element)
            or design.connection_by_id.get(element)
            or design.journey_by_id.get(element)
        )
        return found.name if found is not None and found.name else element

    def hit_ratio(self, cache: str) -> float:
        """Return the share of requests (0..1) that a cache answers for what stands behind it."""
        return self.hit_ratios.get(cache, 0.0)

    def role(self, component: str) -> str:
        """Return the role of a component's kind: client, router, service, store, cache, queue …"""
        return self.parts[component].kind.role

    def on_path(self, element: str, journey: str) -> bool:
        """Return whether *served* of a journey depends on an element (component, connection, domain)."""
        return element in self._paths.get(journey, frozenset())

    def journeys_through(self, element: str) -> tuple[Journey, ...]:
        """Return the journeys whose *served* depends on an element."""
        give_way()
        return tuple(j for j in self.design.journeys if element in self._paths.get(j.id, frozenset()))

    def single_event(self, journey: str, component: str) -> tuple[str, ...]:
        """Return the events of a component that alone stop the journey (order-1 cuts of *served*)."""
        return self._singles.get((journey, component), ())

    def neighbours(self, component: str) -> tuple[tuple[Connection, ...], tuple[Connection, ...]]:
        """Return the connections into and out of a component."""
        give_way()
        return tuple(self._incoming.get(component, ())), tuple(self.requirements.outgoing.get(component, ()))

    def severity(self, base: Severity, journeys: Iterable[Journey | str]) -> Severity:
        """Return the severity for the most important of the journeys; off every path at most "low"."""
        known = self.design.journey_by_id
        return severity_for(base, [known[j] if isinstance(j, str) else j for j in journeys])

    @cached_property
    def _component_results(self) -> dict[str, ComponentResult]:
        return {result.id: result for result in self.components}

    @cached_property
    def _journey_results(self) -> dict[str, JourneyResult]:
        return {result.id: result for result in self.results}

    @cached_property
    def _paths(self) -> dict[str, frozenset[str]]:
        return {result.id: frozenset(result.path) for result in self.results}

    @cached_property
    def _incoming(self) -> dict[str, list[Connection]]:
        found: dict[str, list[Connection]] = {}
        for links in self.requirements.outgoing.values():
            for connection in links:
                found.setdefault(connection.target, []).append(connection)
        return found

    @cached_property
    def _singles(self) -> dict[tuple[str, str], tuple[str, ...]]:
        element = {event.id: event.element for event in self.system.events}
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for result in self.results:
            served = result.measures.get("served")
            if served is None:
                continue
            for event in (*served.single_points.events, *served.single_points.managed):
                key = (result.id, element[event])
                found[key] = (*found.get(key, ()), event)
        return found
