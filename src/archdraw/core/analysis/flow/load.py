"""Rates, utilisation and ceilings of a design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.gains import gains
from archdraw.core.analysis.flow.traffic import AmplificationLoop, Visits, visits
from archdraw.core.analysis.structure.graphs import reach
from archdraw.core.records import frozen, slotted

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.traffic import Edges
    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.model import Design, Journey

# More requests a second than this are as good as endless: a slip of the pen stays a number.
MOST_RATE = 1e30


@frozen
class JourneyLoad:
    """Load of one journey; `visits` is None where a ring of calls multiplies without end.

    `rate` is the journey's requests per second at peak, None where nothing is stated; `loop` names the
    components of an amplifying ring.
    """

    journey: str
    rate: float | None
    visits: Visits | None
    loop: tuple[str, ...] = ()


@frozen
class Ceiling:
    """What limits a journey: rate (1/s) at which the component reaches the limit."""

    component: str
    rate: float


@slotted
class Load:
    """Rates per second over all journeys, by component and connection; what is not known is absent."""

    journeys: dict[str, JourneyLoad] = field(default_factory=dict)
    rate: dict[str, float] = field(default_factory=dict)
    by_journey: dict[str, dict[str, float]] = field(default_factory=dict)
    connections: dict[str, float] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    attempts: dict[tuple[str, str], float] = field(default_factory=dict)

    def component_rate(self, component: str) -> float | None:
        """Return requests per second at a component, None where not known."""
        return None if component in self.unknown else self.rate.get(component)


def compute_load(
    design: Design,
    table: RequirementTable,
    hit_ratio: Mapping[str, float],
    attempts: Mapping[tuple[str, str], float] | None = None,
    factor: float | Mapping[str, float] = 1.0,
) -> Load:
    """Return the load that the journeys bring at their peak rates, times `factor`.

    The factor may be one by journey; those it does not name keep their load. A journey without a peak rate
    counts with its average rate, one without either not at all. `attempts` says how often calls are made
    until they are answered or given up, by journey and connection.
    """
    load = Load(attempts=dict(attempts or {}))
    components = design.component_by_id
    plain: dict[str, Edges] = {}
    varying = table.journey_bound
    if attempts:
        connections = design.connection_by_id
        varying = varying | {connections[connection].source for _, connection in attempts}
    for journey in design.journeys:
        if journey.entry is None or journey.entry not in components:
            load.journeys[journey.id] = JourneyLoad(journey.id, None, None)
            continue

        def edges(node: str, journey: Journey = journey) -> Edges:
            if node not in varying and node in plain:
                return plain[node]
            found = gains(
                node,
                journey,
                table.outgoing.get(node, []),
                table.needs(node, journey),
                hit_ratio,
                components,
                attempts,
            )
            if node not in varying:
                plain[node] = found
            return found

        rate = journey.peak_rps if journey.peak_rps is not None else journey.average_rps
        try:
            found = visits(journey.entry, edges)
        except AmplificationLoop as ring:
            load.journeys[journey.id] = JourneyLoad(journey.id, rate, None, ring.components)
            load.unknown.update(reach(ring.components[0], lambda node: [c.target for c, _ in edges(node)]))
            continue
        load.journeys[journey.id] = JourneyLoad(journey.id, rate, found)
        if rate is not None:
            times = factor.get(journey.id, 1.0) if isinstance(factor, Mapping) else factor
            _add(load, journey.id, rate * times, found)
    return load


def utilisation(load: Load, part: PartFigures) -> float | None:
    """Return rate ÷ (serving instances × capacity of one), None where either is not known."""
    rate, capacity = load.component_rate(part.id), part.total_capacity_rps
    return None if rate is None or capacity is None else rate / capacity


def ceilings(load: Load, journey: str, parts: Mapping[str, PartFigures], limit: float) -> list[Ceiling]:
    """Return what limits the journey, tightest first.

    Each entry is the rate of this journey alone at which the component reaches `limit` × capacity while
    the other journeys stay at their load; 0 where those already exceed it.
    """
    own = load.journeys[journey].visits
    if own is None:
        return []
    found: list[Ceiling] = []
    for component in own.components:
        rate = ceiling_of(load, journey, parts[component], limit)
        if rate is not None:
            found.append(Ceiling(component, rate))
    return sorted(found, key=lambda entry: entry.rate)


def ceiling_of(load: Load, journey: str, part: PartFigures, limit: float) -> float | None:
    """Return the rate of a journey alone at which one component reaches `limit` × its capacity.

    None where the journey never gets there, or where no capacity is known.
    """
    own, capacity = load.journeys[journey].visits, part.total_capacity_rps
    count = 0.0 if own is None else own.components.get(part.id, 0.0)
    if capacity is None or count <= 0.0 or part.id in load.unknown:
        return None
    others = sum(rate for name, rate in load.by_journey.get(part.id, {}).items() if name != journey)
    return max(0.0, (limit * capacity - others) / count)


def _add(load: Load, journey: str, rate: float, found: Visits) -> None:
    if rate <= 0.0:
        load.rate.update((component, load.rate.get(component, 0.0)) for component in found.components)
        load.connections.update((name, load.connections.get(name, 0.0)) for name in found.connections)
        for component in found.components:
            load.by_journey.setdefault(component, {})[journey] = 0.0
        return
    for component, count in found.components.items():
        own = min(rate * count, MOST_RATE)
        load.rate[component] = load.rate.get(component, 0.0) + own
        load.by_journey.setdefault(component, {})[journey] = own
    for connection, count in found.connections.items():
        load.connections[connection] = load.connections.get(connection, 0.0) + min(rate * count, MOST_RATE)
