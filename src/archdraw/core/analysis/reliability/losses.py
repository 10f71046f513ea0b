"""What fails when one thing is lost: every component, instance, domain and event in one pass.

Scenario k is bit k of a word, so all of them run through the formula together (one OR per gate).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.result import LossKind
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System


@slotted
class Scenarios:
    """Single losses, one bit each, with the failure of every unit in each of them."""

    losses: list[tuple[str, LossKind]] = field(default_factory=list)
    event_bit: dict[int, int] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    unit_bit: dict[int, int] = field(default_factory=dict)
    everything: int = 0
    nothing_lost: int = 0


def single_losses(system: System, components: Iterable[str], domains: Iterable[str]) -> Scenarios:
    """Return the scenarios: components, instances, domains (those of the loss matrix), then other events."""
    found = Scenarios()
    count = _lose_components(system, found, components)
    count = _lose_instances(system, found, count)
    count = _lose_domains(system, found, domains, count)
    for unit in system.units:
        if unit.event is not None and unit.index not in found.unit_bit:
            _fail(found, unit.index, count)
            found.unit_bit[unit.index] = found.event_bit[unit.event] = count
            count += 1
    # The last scenario loses nothing: what fails even then has no single points.
    found.nothing_lost = count
    found.everything = (2 << count) - 1
    for unit in system.units:
        if unit.event is None and unit.count < unit.needed:
            found.units[unit.index] = found.everything
    return found


def scan(system: System, scenarios: Scenarios, roots: Sequence[int]) -> dict[int, int]:
    """Return per node the word of the scenarios in which it fails."""
    return evaluate(system.formula, system.formula.below(roots), scenarios.units, scenarios.everything)


def _lose_components(system: System, found: Scenarios, components: Iterable[str]) -> int:
    count = 0
    for component in components:
        units = system.units_of.get(component, ())
        if not units:
            continue
        found.losses.append((component, "component"))
        for index in units:
            event = system.units[index].event
            if system.units[index].above:
                _fail(found, index, count)
                continue
            if event is None or system.events[event].kind == "managed":
                _fail(found, index, count)
                found.unit_bit[index] = count
                if event is not None:
                    found.event_bit[event] = count
        count += 1
    return count


def _lose_instances(system: System, found: Scenarios, count: int) -> int:
    for component, unit in system.instances_of.items():
        for event in (event for group in unit.groups for event in group.events):
            if unit.count == 1:
                # The only instance and the component are the same loss.
                found.event_bit[event] = found.unit_bit[unit.index]
                continue
            found.losses.append((system.events[event].id, "instance"))
            found.event_bit[event] = count
            for one in (unit, *system.steps_of.get(component, ())):
                if unit.count - 1 < one.needed:
                    _fail(found, one.index, count)
            count += 1
    return count


def _lose_domains(system: System, found: Scenarios, domains: Iterable[str], count: int) -> int:
    inside: dict[str, list[tuple[Unit, int]]] = {}
    for component, unit in system.instances_of.items():
        lost: dict[str, int] = {}
        for group in unit.groups:
            for domain in group.all_domains:
                lost[domain] = lost.get(domain, 0) + group.count
        for domain, instances in lost.items():
            for one in (unit, *system.steps_of.get(component, ())):
                inside.setdefault(domain, []).append((one, instances))
    event_of = dict(zip(system.domain_order, system.domain_event, strict=True))
    for domain in domains:
        found.losses.append((domain, "domain"))
        if domain in event_of:
            found.event_bit[event_of[domain]] = count
        for unit, instances in inside.get(domain, ()):
            if unit.count - instances < unit.needed:
                _fail(found, unit.index, count)
        count += 1
    return count


def _fail(found: Scenarios, unit: int, bit: int) -> None:
    found.units[unit] = found.units.get(unit, 0) | 1 << bit
