"""What cut sets are written in: literals that stand for many events which may be swapped for each other.

Instances of one component in the same domains may be swapped: a set with three of them is minimal
exactly when every other three do as well. So "at least j of them are down" is one literal for each j, and
a set that takes three holds the literals 1, 2 and 3. Then union, subset and size of sets of literals are
those of the sets of events, thousands of sets become one, and the sets are counted, not listed.

P(at least j | at least j − 1) makes the literals independent of each other: they are as good as events.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.binomial import too_few_up
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from fractions import Fraction

    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

Cut = frozenset[int]


@slotted
class EventClass:
    """Events that may be swapped: `count` of them, each down with probability `failure`.

    `first` is the number of the literal "at least one is down"; `event` is the index of one of the events,
    `unit` the unit they are instances of (−1: none) and `groups` its instance groups.
    """

    first: int
    count: int
    failure: float
    event: int
    unit: int = -1
    groups: tuple[int, ...] = ()
    tails: dict[int, float] = field(default_factory=dict)

    def at_least(self, number: int) -> float:
        """Return the probability that at least so many are down."""
        known = self.tails.get(number)
        if known is None:
            known = self.tails[number] = too_few_up(self.count, self.count - number + 1, self.failure)
        return known


class Literals:
    """Numbers the literals of a system and translates sets of them into events.

    Domains of the mask `fatal` are taken to be up: they tell no instances apart.
    """

    def __init__(self, system: System, fatal: int = 0) -> None:
        self.system = system
        self.fatal = fatal
        self.classes: list[EventClass] = []
        self.of_domain: list[int] = []
        self.of_event_unit: dict[int, int] = {}
        # Per unit of instances the masks of their domains that may be down, with the classes.
        self.of_unit: dict[int, list[tuple[int, int]]] = {}
        self._class_of: list[int] = []
        for event, failure in zip(system.domain_event, system.domain_failure, strict=True):
            self.of_domain.append(self._add(1, failure, event))
        for unit in system.units:
            if unit.event is not None:
                self.of_event_unit[unit.index] = self._add(1, unit.failure, unit.event)
                continue
            if unit.base != unit.index:
                continue  # the same instances as another unit
            alike: dict[int, list[int]] = {}
            for place, group in enumerate(unit.groups):
                alike.setdefault(group.domain_mask & ~fatal, []).append(place)
            for mask, places in alike.items():
                count = sum(unit.groups[place].count for place in places)
                event = unit.groups[places[0]].events[0]
                added = self._add(count, unit.failure, event, unit.index, tuple(places))
                self.of_unit.setdefault(unit.index, []).append((mask, added))

    def _add(
        self, count: int, failure: float, event: int, unit: int = -1, groups: tuple[int, ...] = ()
    ) -> int:
        self.classes.append(EventClass(len(self._class_of), count, failure, event, unit, groups))
        self._class_of.extend([len(self.classes) - 1] * count)
        return len(self.classes) - 1

    def class_of(self, literal: int) -> EventClass:
        """Return the class of a literal."""
        return self.classes[self._class_of[literal]]

    def taking(self, place: int, number: int) -> range:
        """Return the literals of a set that takes so many events of the class at the place."""
        first = self.classes[place].first
        return range(first, first + number)

    def chance(self, literal: int) -> float:
        """Return P(at least j | at least j − 1): the failure of the literal as an independent event."""
        owner = self.class_of(literal)
        number = literal - owner.first + 1
        if number == 1:
            return owner.at_least(1) if owner.count > 1 else owner.failure
        before = owner.at_least(number - 1)
        return owner.at_least(number) / before if before > 0.0 else 0.0

    def counts(self, cut: Iterable[int]) -> dict[int, int]:
        """Return how many events of each class (by its place) a set takes."""
        found: dict[int, int] = {}
        for literal in cut:
            place = self._class_of[literal]
            found[place] = found.get(place, 0) + 1
        return found

    def sets_in(self, cut: Iterable[int]) -> int:
        """Return how many sets of events a set of literals stands for."""
        return math.prod(
            math.comb(self.classes[place].count, number) for place, number in self.counts(cut).items()
        )

    def weight(self, literal: int) -> float:
        """Return what a literal adds to the summed probability of all sets of events a set stands for."""
        owner = self.class_of(literal)
        taken = literal - owner.first
        return (owner.count - taken) / (taken + 1) * owner.failure

    def ways(self, literal: int) -> Fraction | int:
        """Return by what a literal multiplies the number of sets of events a set stands for."""
        owner = self.class_of(literal)
        if owner.count == 1:
            return 1
        from fractions import Fraction

        taken = literal - owner.first
        return Fraction(owner.count - taken, taken + 1)

    def probability(self, cut: Iterable[int]) -> float:
        """Return the probability that all events of one such set are down."""
        return math.prod(self.classes[self._class_of[literal]].failure for literal in cut)

    def event_sets(self, cut: Iterable[int], most: int) -> Iterator[tuple[str, ...]]:
        """Return up to `most` of the sets of events, by their names."""
        # A product takes its factors in as a whole: no more of each than are asked for.
        choices = [
            tuple(islice(combinations(self.names(place), number), most))
            for place, number in sorted(self.counts(cut).items())
        ]
        for chosen in islice(product(*choices), most):
            yield tuple(name for names in chosen for name in names)

    def names(self, place: int) -> list[str]:
        """Return the names of the events of a class."""
        owner = self.classes[place]
        events = self.system.events
        if owner.unit < 0:
            return [events[owner.event].id]
        unit: Unit = self.system.units[owner.unit]
        element = events[owner.event].element
        found: list[str] = []
        for group in (unit.groups[place] for place in owner.groups):
            if len(group.events) == group.count:
                found.extend(events[event].id for event in group.events)
            else:
                # Of a very large component only one instance is an event; the others are called alike.
                found.extend(f"{element}#{number + 1}" for number in group.numbers)
        return found
