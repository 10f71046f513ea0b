"""Fussell–Vesely importance, exact: P(some minimal cut set that contains e has failed) ÷ U.

J. B. Fussell, "How to hand-calculate system reliability and safety characteristics", IEEE Trans. Reliab.
R-24(3), 1975, approximates it by the sum of the sets; here it is the union.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.binomial import too_few_up
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.unions import union_probability
from archdraw.core.later import Later

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.families import Cut
    from archdraw.core.analysis.reliability.listing import Found
    from archdraw.core.analysis.reliability.literals import EventClass, Literals
    from archdraw.core.analysis.structure.events import Event, Unit
    from archdraw.core.analysis.structure.system import System


class Contributions:
    """P(some minimal cut set that contains it has failed) of the events of one measure, one at a time."""

    def __init__(self, found: Found, supports: Supports) -> None:
        self._literals, self._family = found.literals, found.family
        self._system = self._literals.system
        self._known: dict[str, float | None] = {}
        self._unsure_units = self._unsure_domains = 0
        for part in found.open_parts:
            self._unsure_units |= supports.units[part]
            self._unsure_domains |= supports.domains[part]

    def chance(self, name: str) -> float | None:
        """Return that of an event or of a component of several.

        None: it is in parts whose sets are not all listed, or needs too large a calculation.
        """
        if name not in self._known:
            self._known[name] = self._worked_out(name)
        return self._known[name]

    def _worked_out(self, name: str) -> float | None:
        unit = self._system.instances_of.get(name)
        try:
            if unit is not None and unit.count > 1:
                return self._of_unit(unit)
            if self._may_be_missing(name):
                return None
            place = self._place_of.get(name)
            return 0.0 if place is None else self._of_class(place)
        except BudgetExceeded:
            return None

    @cached_property
    def _using(self) -> dict[int, list[Cut]]:
        """By the place of a class the sets with an event of it."""
        using: dict[int, list[Cut]] = {}
        for cut in self._family.all():
            for place in self._literals.counts(cut):
                using.setdefault(place, []).append(cut)
        return using

    @cached_property
    def _place_of(self) -> dict[str, int]:
        """By the id of an event the place of its class."""
        classes = self._literals.classes
        return {name: place for place in self._using for name in _reported(self._system, classes[place])}

    def _may_be_missing(self, name: str) -> bool:
        """Return whether sets with an event may be among those that are not listed."""
        if not (self._unsure_units or self._unsure_domains):
            return False
        event = self._event_of[name]
        if event.kind == "domain":
            return bool(self._unsure_domains & self._system.domain_bit[event.element])
        units = (self._system.units[index] for index in self._system.units_of[event.element])
        return any(self._unsure_units >> one.index & 1 for one in units if one.event in (None, event.index))

    @cached_property
    def _event_of(self) -> dict[str, Event]:
        return {event.id: event for event in self._system.events}

    def _of_class(self, place: int) -> float:
        owner = self._literals.classes[place]
        return owner.failure * _given_one(self._literals, owner, self._using[place])

    def _of_unit(self, unit: Unit) -> float | None:
        if self._unsure_units >> unit.index & 1:
            return None
        places = [place for _, place in self._literals.of_instances(unit.index)]
        sets = {cut for place in places for cut in self._using.get(place, ())}
        return union_probability(sets, self._literals.chance)


class Vesely(Later):
    """Fussell–Vesely of one event, or its range, when it is asked for.

    Parameters
    ----------
    unavailability
        That of the journey, more than 0.
    least, most
        What certainly contains it where it is out of reach; 0 and 0 where nothing depends on the event.
    """

    __slots__ = ("_contributions", "_least", "_most", "_name", "_unavailability")

    def __init__(
        self, contributions: Contributions, name: str, unavailability: float, least: float, most: float
    ) -> None:
        self._contributions = contributions
        self._name = name
        self._unavailability = unavailability
        self._least, self._most = least, most

    def found(self, name: str) -> float | tuple[float, float] | None:
        """Return the value or, for the other field, the range."""
        chance = self._contributions.chance(self._name)
        if chance is None and self._most <= 0.0:
            chance = 0.0  # nothing changes with it
        if name == "fussell_vesely":
            return None if chance is None else min(1.0, chance / self._unavailability)
        return (self._least, self._most) if chance is None else None


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
