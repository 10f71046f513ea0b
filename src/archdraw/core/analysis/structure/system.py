"""The whole design as events, units and the failure of each component's own duty."""

from __future__ import annotations

from dataclasses import field, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from archdraw.core.analysis.structure.events import Event, EventKind, InstanceGroup, Unit
from archdraw.core.analysis.structure.figures import failure_of
from archdraw.core.analysis.structure.formula import Formula
from archdraw.core.giving_way import give_way
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.structure.domains import DomainTree
    from archdraw.core.analysis.structure.figures import FigureBook, PartFigures
    from archdraw.core.analysis.structure.whole_networks import Narrowed
    from archdraw.core.model import Component, Design

# Above this an instance is no event of its own: one stands for all that share its domains.
MAX_INSTANCE_EVENTS = 256


@slotted
class System:
    """Events by index, units by index, and per component the node that fails with its own duty.

    `own` leaves out stand-ins; `role` is what callers depend on: the own duty, or that of a component
    that is promoted (semantics §4). `domain_events` gives the bit of each domain that can fail. `network_of`
    are by connection that goes over cables the components and cables that it may take.
    """

    events: list[Event] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    formula: Formula = field(default_factory=Formula)
    own: dict[str, int] = field(default_factory=dict)
    role: dict[str, int] = field(default_factory=dict)
    instances_of: dict[str, Unit] = field(default_factory=dict)
    steps_of: dict[str, list[Unit]] = field(default_factory=dict)
    units_of: dict[str, list[int]] = field(default_factory=dict)
    connection_node: dict[str, int] = field(default_factory=dict)
    domain_bit: dict[str, int] = field(default_factory=dict)
    domain_order: list[str] = field(default_factory=list)
    domain_failure: list[float] = field(default_factory=list)
    domain_ancestors: list[int] = field(default_factory=list)
    domain_event: list[int] = field(default_factory=list)
    successors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    network_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Connections over networks of which long turns were left out.
    narrowed: dict[str, Narrowed] = field(default_factory=dict)

    def without_structure(self) -> System:
        """Return events, units and domains alone: what results name and weigh."""
        return System(
            events=self.events,
            units=self.units,
            instances_of=self.instances_of,
            units_of=self.units_of,
            domain_bit=self.domain_bit,
            domain_failure=self.domain_failure,
            domain_event=self.domain_event,
        )

    def add_event(
        self, name: str, kind: EventKind, element: str, probability: float, period_hours: float | None = None
    ) -> int:
        """Append an event and return its index."""
        self.events.append(Event(len(self.events), name, kind, element, probability, period_hours))
        return len(self.events) - 1

    def add_event_unit(self, event: int) -> Unit:
        """Append the unit that consists of one event."""
        entry = self.events[event]
        unit = Unit(len(self.units), entry.id, event, failure=entry.probability)
        self.units.append(unit)
        self.units_of.setdefault(entry.element, []).append(unit.index)
        return unit


@slotted
class KeptUnits:
    """The events and units of one component with these figures, and the numbers of the first ones."""

    component: Component
    part: PartFigures
    events: list[Event]
    units: list[Unit]
    first_event: int
    first_unit: int


@slotted
class SystemBefore:
    """A system to which components were added, in this order and with these figures.

    `lengths` are how many events, units and nodes there were before each of them, and after the last. Figures
    that hang on the load are other records in each run: what is added for the same ones does not.
    """

    system: System
    components: Sequence[Component]
    parts: Sequence[PartFigures]
    lengths: list[tuple[int, int, int]]

    def begin(self, system: System, count: int) -> None:
        """Add the first so many components to a system that has the same domains."""
        before = self.system
        lengths = self.lengths
        events, units, nodes = lengths[count]
        system.events += before.events[len(system.events) : events]
        system.units += before.units[:units]
        system.formula = before.formula.beginning(nodes)
        system.own = dict(islice(before.own.items(), count))
        system.instances_of = {unit.id: unit for unit in system.units if unit.event is None}
        for component, (_, first, _), (_, last, _) in zip(
            self.components[:count], lengths, lengths[1:], strict=False
        ):
            if first < last:
                system.units_of[component.id] = list(range(first, last))


class UnitsBefore(Protocol):
    """Units of components as an earlier run has made them."""

    def begin_system(
        self, system: System, components: Sequence[Component], parts: Sequence[PartFigures]
    ) -> list[tuple[int, int, int]]:
        """Add the components with these figures that an earlier system began with; tell the lengths then."""
        ...

    def keep_system(self, before: SystemBefore) -> None:
        """Keep a system for the next run."""
        ...

    def units(self, system: System, component: Component, part: PartFigures) -> KeptUnits | None:
        """Return those of a component, if they would be the same again."""
        ...

    def keep_units(self, component: Component, known: KeptUnits) -> None:
        """Keep those that were made."""
        ...


def build_system(
    design: Design,
    parts: Mapping[str, PartFigures],
    tree: DomainTree,
    book: FigureBook,
    kept: UnitsBefore | None = None,
) -> System:
    """Lower components, domains and links to events and units (semantics §1, §4).

    `parts` are the figures of each component by id, `kept` are units of an earlier run.
    """
    system = System()
    _add_domains(system, design, tree, book)
    standby = promoted_by(design)
    ordered = [parts[component.id] for component in design.components]
    lengths = [] if kept is None else kept.begin_system(system, design.components, ordered)
    for component, part in zip(design.components[len(lengths) :], ordered[len(lengths) :], strict=True):
        lengths.append((len(system.events), len(system.units), len(system.formula)))
        known = None if kept is None else kept.units(system, component, part)
        if known is not None:
            system.own[component.id] = _add_known(system, known)
            continue
        first_event, first_unit = len(system.events), len(system.units)
        system.own[component.id] = _add_component(system, part, tree.placement(component))
        if kept is not None:
            events, units = system.events[first_event:], system.units[first_unit:]
            kept.keep_units(component, KeptUnits(component, part, events, units, first_event, first_unit))
    if kept is not None:
        lengths.append((len(system.events), len(system.units), len(system.formula)))
        kept.keep_system(SystemBefore(system, design.components, ordered, lengths))
    before = dict(system.own)
    for part in parts.values():
        if part.stricter and part.id in system.instances_of:
            system.own[part.id] = _raised(system, part, before)
    for component in design.components:
        system.role[component.id] = system.own[component.id]
    for source, targets in standby.items():
        system.role[source] = _promoted(system, source, targets)
        system.successors[source] = targets
    for connection in design.connections:
        if connection.availability is not None and connection.availability < 1.0:
            failure = failure_of(connection.availability)
            period = book.link_period(connection, failure)
            event = system.add_event(connection.id, "connection", connection.id, failure, period)
            system.connection_node[connection.id] = system.formula.var(system.add_event_unit(event).index)
    return system


def own_units(system: System, tree: DomainTree, part: PartFigures, component: Component) -> list[Unit]:
    """Return the units of the duty of a component as it might be, in the domains of a system.

    The instances come first, or the one event of a managed component. The system stays as it is.
    """
    apart = System(domain_bit=system.domain_bit)
    _add_component(apart, part, tree.placement(component))
    return apart.units


def promoted_by(design: Design) -> dict[str, tuple[str, ...]]:
    """Return for each component that has them the components that take over its role."""
    known = design.component_by_id
    found: dict[str, list[str]] = {}
    for connection in design.connections:
        if (
            connection.kind != "replicate"
            or not connection.promotes
            or connection.source == connection.target
        ):
            continue
        if connection.source in known and connection.target in known:
            found.setdefault(connection.source, []).append(connection.target)
    return {source: tuple(dict.fromkeys(targets)) for source, targets in found.items()}


def _add_domains(system: System, design: Design, tree: DomainTree, book: FigureBook) -> None:
    # Outer domains first: a lost region makes its zones irrelevant when states are listed.
    for group_id in sorted(tree.ids, key=lambda one: len(tree.chain(one))):
        failure = book.domain_failure(design.group_by_id[group_id])
        if failure <= 0.0:
            continue
        period = book.domain_period(design.group_by_id[group_id], failure)
        bit = len(system.domain_order)
        system.domain_bit[group_id] = 1 << bit
        system.domain_order.append(group_id)
        system.domain_failure.append(failure)
        system.domain_event.append(system.add_event(group_id, "domain", group_id, failure, period))
        outer = (system.domain_bit.get(one, 0) for one in tree.chain(group_id)[1:])
        system.domain_ancestors.append(sum(set(outer)))


def _add_component(system: System, part: PartFigures, placement: Mapping[tuple[str, ...], list[int]]) -> int:
    give_way()
    if part.client:
        return system.formula.any_of(())
    if part.managed:
        event = system.add_event(part.id, "managed", part.id, part.failure, part.period_hours)
        nodes = [system.formula.var(system.add_event_unit(event).index)]
    else:
        nodes = [system.formula.var(_add_instances(system, part, placement).index)]
    if part.beta > 0.0:
        # Of all failures of an instance the share β takes all of them down, and lasts as long.
        period = None if part.period_hours is None else part.period_hours / part.beta
        event = system.add_event(f"{part.id}!ccf", "ccf", part.id, part.failure * part.beta, period)
        nodes.append(system.formula.var(system.add_event_unit(event).index))
    if part.failover > 0.0:
        # It happens as often as the active one fails.
        event = system.add_event(f"{part.id}!failover", "failover", part.id, part.failover, part.period_hours)
        nodes.append(system.formula.var(system.add_event_unit(event).index))
    return system.formula.any_of(nodes)


def _add_known(system: System, known: KeptUnits) -> int:
    """Add the events and units that a component had in an earlier run."""
    give_way()
    system.events += known.events
    system.units += known.units
    for unit in known.units:
        system.units_of.setdefault(known.part.id, []).append(unit.index)
        if unit.event is None:
            system.instances_of[known.part.id] = unit
    nodes = [system.formula.var(unit.index) for unit in known.units]
    return nodes[0] if len(nodes) == 1 else system.formula.any_of(nodes)


def _add_instances(system: System, part: PartFigures, placement: Mapping[tuple[str, ...], list[int]]) -> Unit:
    failure = part.failure * (1.0 - part.beta)
    period = part.period_hours
    if period is not None and part.beta < 1.0:
        period /= 1.0 - part.beta
    every = part.replicas <= MAX_INSTANCE_EVENTS
    numbered: dict[int, int] = {}
    for index in sorted(i for group in placement.values() for i in (group if every else group[:1])):
        name = part.id if part.replicas == 1 else f"{part.id}#{index + 1}"
        numbered[index] = system.add_event(name, "instance", part.id, failure, period)
    groups: list[InstanceGroup] = []
    for domains, members in placement.items():
        mask = 0
        for domain in domains:
            mask |= system.domain_bit.get(domain, 0)
        events = tuple(numbered[index] for index in members if index in numbered)
        groups.append(InstanceGroup(mask, domains, len(members), events, tuple(members)))
    domain_mask = 0
    for group in groups:
        domain_mask |= group.domain_mask
    index = len(system.units)
    unit = Unit(
        index,
        part.id,
        None,
        tuple(groups),
        part.needed,
        failure,
        domain_mask,
        part.replicas,
        base=index,
        built=tuple([(group.domain_mask, group.count) for group in groups]),
    )
    system.units.append(unit)
    system.units_of.setdefault(part.id, []).append(unit.index)
    system.instances_of[part.id] = unit
    return unit


def _raised(system: System, part: PartFigures, own: Mapping[str, int]) -> int:
    """Return the failure of a component that needs more instances while caches are down.

    Each step up is a unit of its own, "too few for this, given enough for the step below": the steps are
    independent of each other, and a step fails when it or one below does.
    """
    formula, unit = system.formula, system.instances_of[part.id]
    below, steps, at_step = unit.needed, [], {}
    for needed in sorted({needed for _, needed in part.stricter}):
        step = replace(unit, index=len(system.units), needed=needed, above=below, tables={}, slopes={})
        system.units.append(step)
        system.units_of[part.id].append(step.index)
        system.steps_of.setdefault(part.id, []).append(step)
        steps.append(formula.var(step.index))
        at_step[needed] = formula.any_of(steps)
        below = needed
    raised = [
        formula.all_of([at_step[needed], *(own[cache] for cache in sorted(caches))])
        for caches, needed in part.stricter
    ]
    return formula.any_of([own[part.id], *raised])


def _promoted(system: System, source: str, targets: tuple[str, ...]) -> int:
    """Return the failure of (own(source) or own(target) …) and of the change-over itself."""
    formula = system.formula
    both = formula.all_of([system.own[source], *(system.own[target] for target in targets)])
    change = [
        formula.var(unit)
        for unit in system.units_of.get(source, ())
        if (event := system.units[unit].event) is not None and system.events[event].kind == "failover"
    ]
    return formula.any_of([both, *change])
