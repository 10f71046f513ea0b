"""What fails when one thing is lost: every component, instance, domain and event in one pass.

Scenario k is bit k of a word, so all of them run through the formula together (one OR per gate). Losses that
fail no unit, as of one instance of several, are one scenario, that of losing nothing: words stay short.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.giving_way import give_way
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.result import LossKind
    from archdraw.core.analysis.structure.events import Event, Unit
    from archdraw.core.analysis.structure.system import System

    # Domains around instances, and how many instances.
    _Placed = tuple[tuple[Sequence[str], int], ...]

# Stands for the bit of losing nothing until it is known.
_NOTHING = -1


@slotted
class Scenarios:
    """Single losses with the failure of every unit in each scenario.

    `loss_bit` is by place in `losses` the bit of its scenario, `nothing_lost` the highest bit. Of instances
    that can be spared the events are not in `event_bit`.
    """

    events: Sequence[Event]
    components: list[str] = field(default_factory=list)
    instances: list[int] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    loss_bit: list[int] = field(default_factory=list)
    event_bit: dict[int, int] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    unit_bit: dict[int, int] = field(default_factory=dict)
    everything: int = 0
    nothing_lost: int = 0

    @property
    def losses(self) -> list[tuple[str, LossKind]]:
        """What is lost: components, instances by their events, domains; of thousands only the matrix asks."""
        return [
            *[(component, "component") for component in self.components],
            *[(self.events[event].id, "instance") for event in self.instances],
            *[(domain, "domain") for domain in self.domains],
        ]


def single_losses(system: System, components: Iterable[str], domains: Sequence[str]) -> Scenarios:
    """Return the scenarios: components, instances, domains (those of the loss matrix), then other events."""
    found = Scenarios(system.events)
    made = _Made(found)
    _lose_components(system, made, components)
    _lose_instances(system, made)
    _lose_domains(system, made, domains)
    never: list[int] = []
    for unit in system.units:
        if unit.event is None:
            if unit.count < unit.needed:
                never.append(unit.index)
        elif unit.index not in found.unit_bit:
            found.unit_bit[unit.index] = found.event_bit[unit.event] = made.scenario([unit.index])
    # What fails even when nothing is lost has no single points.
    made.end()
    found.units.update(dict.fromkeys(never, found.everything))
    return found


def scan(system: System, scenarios: Scenarios, roots: Sequence[int]) -> dict[int, int]:
    """Return per node the word of the scenarios in which it fails."""
    return evaluate(system.formula, system.formula.below(roots), scenarios.units, scenarios.everything)


class _Made:
    """Gives scenarios their bits; those in which no unit fails get that of losing nothing at the end."""

    def __init__(self, found: Scenarios) -> None:
        self.found = found
        self._count = 0

    def scenario(self, failing: Sequence[int]) -> int:
        """Return the bit of the scenario in which these units fail, −1 where there are none."""
        if not failing:
            return _NOTHING
        bit = self._count
        units = self.found.units
        for unit in failing:
            known = units.get(unit)
            units[unit] = 1 << bit if known is None else known | 1 << bit
        self._count += 1
        return bit

    def loss(self, failing: Sequence[int]) -> int:
        """Return the same for a loss of the matrix."""
        give_way()
        bit = self.scenario(failing)
        self.found.loss_bit.append(bit)
        return bit

    def end(self) -> None:
        """Give the last bit to losing nothing."""
        found = self.found
        last = found.nothing_lost = self._count
        found.everything = (2 << last) - 1
        found.loss_bit = [last if bit == _NOTHING else bit for bit in found.loss_bit]
        for event, bit in found.event_bit.items():
            if bit == _NOTHING:
                found.event_bit[event] = last


def _lose_components(system: System, made: _Made, components: Iterable[str]) -> None:
    found = made.found
    for component in components:
        units = system.units_of.get(component, ())
        if not units:
            continue
        found.components.append(component)
        if len(units) == 1 and system.units[units[0]].event is None:
            # Most are nothing but their instances.
            found.unit_bit[units[0]] = made.loss(units)
            continue
        failing: list[int] = []
        whole: list[int] = []
        for index in units:
            unit = system.units[index]
            event = unit.event
            if unit.above:
                failing.append(index)
            elif event is None or system.events[event].kind == "managed":
                failing.append(index)
                whole.append(index)
        bit = made.loss(failing)
        for index in whole:
            found.unit_bit[index] = bit
            event = system.units[index].event
            if event is not None:
                found.event_bit[event] = bit


def _lose_instances(system: System, made: _Made) -> None:
    found, steps_of = made.found, system.steps_of
    instances = found.instances
    for component, unit in system.instances_of.items():
        least = unit.count - 1
        if least == 0:
            # The only instance and the component are the same loss.
            for group in unit.groups:
                found.event_bit.update(dict.fromkeys(group.events, found.unit_bit[unit.index]))
            continue
        before = len(instances)
        for group in unit.groups:
            instances += group.events
        failing = [unit.index] if least < unit.needed else []
        if steps_of:
            failing += [one.index for one in steps_of.get(component, ()) if least < one.needed]
        if failing:
            for event in instances[before:]:
                found.event_bit[event] = made.loss(failing)
        else:
            # Most components have one to spare.
            found.loss_bit += [_NOTHING] * (len(instances) - before)


def _lose_domains(system: System, made: _Made, domains: Sequence[str]) -> None:
    inside: dict[str, list[tuple[list[Unit], int]]] = {}
    for places, there in _placed_alike(system, domains):
        lost: dict[str, int] = {}
        for around, count in places:
            for domain in around:
                lost[domain] = lost.get(domain, 0) + count
        for domain, instances in lost.items():
            inside.setdefault(domain, []).append((there, instances))
    event_of = dict(zip(system.domain_order, system.domain_event, strict=True))
    for domain in domains:
        failing = [
            unit.index
            for there, instances in inside.get(domain, ())
            for unit in there
            if unit.count - instances < unit.needed
        ]
        made.found.domains.append(domain)
        bit = made.loss(failing)
        if domain in event_of:
            made.found.event_bit[event_of[domain]] = bit


def _placed_alike(system: System, domains: Sequence[str]) -> list[tuple[_Placed, list[Unit]]]:
    """Return units of instances by where these are; their steps with them."""
    if all(domain in system.domain_bit for domain in domains):
        # Where all of them can fail their masks say it all.
        alike: dict[tuple[tuple[int, int], ...], list[Unit]] = {}
        for unit in system.instances_of.values():
            known = alike.get(unit.built)
            if known is None:
                alike[unit.built] = [unit]
            else:
                known.append(unit)
        order = system.domain_order
        masks = {mask for built in alike for mask, _ in built}
        names = {mask: [order[bit] for bit in bits(mask)] for mask in masks}
        found: list[tuple[_Placed, list[Unit]]] = [
            (tuple([(names[mask], count) for mask, count in built]), there) for built, there in alike.items()
        ]
    else:
        by_name: dict[_Placed, list[Unit]] = {}
        for unit in system.instances_of.values():
            places = tuple([(group.all_domains, group.count) for group in unit.groups])
            by_name.setdefault(places, []).append(unit)
        found = list(by_name.items())
    if system.steps_of:
        for _, there in found:
            there += [step for unit in there for step in system.steps_of.get(unit.id, ())]
    return found
