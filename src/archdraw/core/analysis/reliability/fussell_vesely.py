"""Fussell–Vesely importance, exact: P(some minimal cut set that contains e has failed) ÷ U.

J. B. Fussell, "How to hand-calculate system reliability and safety characteristics", IEEE Trans. Reliab.
R-24(3), 1975, approximates it by the sum of the sets; here it is the union.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.binomial import too_few_up
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.unions import union_probability

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.families import Cut
    from archdraw.core.analysis.reliability.listing import Found
    from archdraw.core.analysis.reliability.literals import EventClass, Literals
    from archdraw.core.analysis.structure.system import System


def contributions(system: System, found: Found, supports: Supports) -> dict[str, float]:
    """Return P(some minimal cut set that contains it has failed) by event and by component of several.

    What occurs in parts whose sets are not all listed, or would need too large a calculation, is left out.
    """
    literals, family = found.literals, found.family
    unsure_units = unsure_domains = 0
    for part in found.open_parts:
        unsure_units |= supports.units[part]
        unsure_domains |= supports.domains[part]
    using: dict[int, list[Cut]] = {}
    for cut in family.all():
        for place in literals.counts(cut):
            using.setdefault(place, []).append(cut)
    chances: dict[str, float] = {}
    for place, sets in using.items():
        owner = literals.classes[place]
        if _is_unsure(system, owner, unsure_units, unsure_domains):
            continue
        try:
            chance = owner.failure * _given_one(literals, owner, sets)
        except BudgetExceeded:
            continue
        for name in _reported(system, owner):
            chances[name] = chance
    for component, unit in system.instances_of.items():
        if unit.count > 1 and not unsure_units >> unit.index & 1:
            places = [place for _, place in literals.of_unit[unit.index]]
            try:
                chances[component] = union_probability(
                    {cut for place in places for cut in using.get(place, ())}, literals.chance
                )
            except BudgetExceeded:
                continue
    return chances


def _is_unsure(system: System, owner: EventClass, units: int, domains: int) -> bool:
    """Return whether sets with an event of the class may be missing."""
    if owner.unit >= 0:
        return bool(units >> owner.unit & 1)
    event = system.events[owner.event]
    if event.kind == "domain":
        return bool(domains & system.domain_bit[event.element])
    return any(
        units >> index & 1
        for index in system.units_of[event.element]
        if system.units[index].event == owner.event
    )


def _reported(system: System, owner: EventClass) -> list[str]:
    """Return the ids of the events of a class that results speak of."""
    if owner.unit < 0:
        return [system.events[owner.event].id]
    groups = system.units[owner.unit].groups
    return [system.events[event].id for place in owner.groups for event in groups[place].events]


def _given_one(literals: Literals, owner: EventClass, sets: list[Cut]) -> float:
    """Return the probability that the rest of a set has failed, one event of the class being down.

    What else a set takes of the class must come from its other count − 1 events.
    """
    if owner.count == 1:
        return union_probability([cut - {owner.first} for cut in sets], literals.chance)
    others = owner.count - 1

    def more(number: int) -> float:
        return too_few_up(others, others - number + 1, owner.failure)

    def chance(literal: int) -> float:
        number = literal - owner.first
        if not 0 < number < owner.count:
            return literals.chance(literal)
        before = more(number - 1)
        return more(number) / before if before > 0.0 else 0.0

    return union_probability([cut - {owner.first} for cut in sets], chance)
