"""What cut sets are written in: literals that stand for many events which may be swapped for each other.

Instances of one component in the same domains may be swapped: a set with three of them is minimal
exactly when every other three do as well. So "at least j of them are down" is one literal for each j, and
a set that takes three holds the literals 1, 2 and 3. Then union, subset and size of sets of literals are
those of the sets of events, thousands of sets become one, and the sets are counted, not listed.

P(at least j | at least j − 1) makes the literals independent of each other: they are as good as events.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from itertools import chain, combinations, islice, product
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


# By the masks of the domains that tell them apart the numbers of the instances of a unit.
Shape = tuple[tuple[int, int], ...]
# The shape, by its masks the places of the groups, and how many literals there are.
_Layout = tuple[Shape, list[tuple[int, ...]], int]
# The first literal and class of a unit, which it is, and how it is laid out; of a single event its literal,
# its class, −1 and the event.
_Seed = tuple[int, int, int, "_Layout | int"]


class _Classes:
    """The classes by their places; they are made when they are first looked at.

    Of thousands of components most are never asked for but by the numbers of their literals.
    """

    __slots__ = ("_made", "_seeds", "_system")

    def __init__(self, system: System, seeds: list[_Seed]) -> None:
        self._system = system
        self._seeds = seeds
        self._made: dict[int, EventClass] = {}

    def __len__(self) -> int:
        return len(self._seeds)

    def __getitem__(self, place: int) -> EventClass:
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = self._class(place, *self._seeds[place])
        return found

    def _class(self, place: int, first: int, begin: int, index: int, layout: _Layout | int) -> EventClass:
        system = self._system
        if isinstance(layout, int):
            return EventClass(first, 1, system.events[layout].probability, layout)
        unit = system.units[index]
        shape, groups, _ = layout
        number = place - begin
        first += sum([count for _, count in shape[:number]])
        event = unit.groups[groups[number][0]].events[0]
        return EventClass(first, shape[number][1], unit.failure, event, index, groups[number])


@slotted
class _Numbers:
    """Which literals are what: classes by what they are made of, and what has been numbered by now.

    `length` is the number of literals. Which class each is of, and how many events that has, is written down
    when it is first asked for; so far for the first so many classes.
    """

    length: int = 0
    seeds: list[_Seed] = field(default_factory=list)
    of_event: dict[int, int] = field(default_factory=dict)
    of_instances: dict[int, tuple[Shape, int, int]] = field(default_factory=dict)
    layouts: dict[Shape, _Layout] = field(default_factory=dict)
    class_of: list[int] = field(default_factory=list)
    size_of: list[int] = field(default_factory=list)
    classes_written: int = 0

    def write(self) -> None:
        """Write down the classes of all literals."""
        for place in range(self.classes_written, len(self.seeds)):
            _, begin, _, layout = self.seeds[place]
            count = 1 if isinstance(layout, int) else layout[0][place - begin][1]
            self.class_of += [place] * count
            self.size_of += [count] * count
        self.classes_written = len(self.seeds)

    def copied(self) -> _Numbers:
        """Return the same, to be gone on with."""
        return _Numbers(
            self.length,
            list(self.seeds),
            dict(self.of_event),
            dict(self.of_instances),
            dict(self.layouts),
            list(self.class_of),
            list(self.size_of),
            self.classes_written,
        )


class Literals:
    """Numbers the literals of a system and translates sets of them into events.

    Domains of the mask `fatal` are taken to be up: they tell no instances apart. Units are numbered when they
    are first asked for.
    """

    def __init__(self, system: System, fatal: int = 0, numbers: _Numbers | None = None) -> None:
        self.system = system
        self.fatal = fatal
        known = self._numbers = _Numbers() if numbers is None else numbers
        self.classes = _Classes(system, known.seeds)
        self._of_event, self._of_instances, self._layouts = known.of_event, known.of_instances, known.layouts
        # Domains come first.
        self.of_domain = list(range(len(system.domain_event)))
        if numbers is None:
            for event in system.domain_event:
                self._add(event)

    def of(self, system: System) -> Literals:
        """Return the same numbers for a system that differs in nothing but how probable things are."""
        return Literals(system, self.fatal, self._numbers.copied())

    def of_event(self, unit: Unit) -> int:
        """Return the class of a unit that is one event."""
        place = self._of_event.get(unit.index)
        if place is None:
            place = self._of_event[unit.index] = self._add(unit.event or 0)
        return place

    def of_instances(self, base: int) -> list[tuple[int, int]]:
        """Return the masks of the domains that tell the instances of a unit apart, each with their class.

        Of units that count the same instances it is asked for by the index of the first.
        """
        shape, _, place = self._of_instances.get(base) or self._laid_out(base)
        return [(mask, place + number) for number, (mask, _) in enumerate(shape)]

    def shape_of(self, base: int) -> tuple[Shape, int]:
        """Return the same masks, each with the number of instances, and the first literal of all of them."""
        known = self._of_instances.get(base) or self._laid_out(base)
        return known[0], known[1]

    def _laid_out(self, base: int) -> tuple[Shape, int, int]:
        """Return the shape of a unit, the first of its literals and the place of its first class."""
        unit = self.system.units[base]
        built = unit.built
        layout = self._layouts.get(built)
        if layout is None:
            layout = self._layouts[built] = self._layout(built)
        numbers = self._numbers
        first, place = numbers.length, len(numbers.seeds)
        numbers.length += layout[2]
        numbers.seeds += [(first, place, base, layout)] * len(layout[0])
        known = self._of_instances[base] = layout[0], first, place
        return known

    def _layout(self, built: Shape) -> _Layout:
        """Return how groups in some domains are laid out, by domains and numbers of instances."""
        alike: dict[int, list[int]] = {}
        for place, (mask, _) in enumerate(built):
            alike.setdefault(mask & ~self.fatal, []).append(place)
        shape = tuple([(mask, sum([built[place][1] for place in places])) for mask, places in alike.items()])
        return shape, [tuple(places) for places in alike.values()], sum([count for _, count in shape])

    def _add(self, event: int) -> int:
        numbers = self._numbers
        place = len(numbers.seeds)
        numbers.seeds.append((numbers.length, place, -1, event))
        numbers.length += 1
        return place

    @property
    def _class_of(self) -> list[int]:
        """By literal its class."""
        numbers = self._numbers
        if len(numbers.class_of) < numbers.length:
            numbers.write()
        return numbers.class_of

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
        class_of = self._class_of
        for literal in cut:
            place = class_of[literal]
            found[place] = found.get(place, 0) + 1
        return found

    def sets_in(self, cut: Collection[int]) -> int:
        """Return how many sets of events a set of literals stands for."""
        numbers = self._numbers
        if len(numbers.size_of) < numbers.length:
            numbers.write()
        size_of = numbers.size_of
        for literal in cut:
            if size_of[literal] != 1:
                break
        else:
            return 1
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
        classes, class_of = self.classes, self._class_of
        return math.prod([classes[class_of[literal]].failure for literal in cut])

    def event_sets(self, cut: Iterable[int], most: int) -> Iterator[tuple[str, ...]]:
        """Return up to `most` of the sets of events, by their names."""
        # A product takes its factors in as a whole: no more of each than are asked for.
        choices = [
            tuple(islice(combinations(self.names(place), number), most))
            for place, number in sorted(self.counts(cut).items())
        ]
        for chosen in islice(product(*choices), most):
            yield tuple(chain.from_iterable(chosen))

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
