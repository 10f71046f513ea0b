"""Minimal cut sets of units of instances: worked out once for all that are built alike.

Most components of a design are two or three instances in the same zones: their sets differ in nothing but the
numbers of the literals.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.families import ALWAYS, EMPTY, NEVER, Cut, Family, minimal
from archdraw.core.analysis.reliability.literals import Shape
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import frozen, slotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from archdraw.core.analysis.reliability.literals import Literals
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# Needed and, per class of instances, the mask of the domains that tell it apart with the number of instances.
_Shape = tuple[int, Shape]
# So many shapes are remembered from run to run.
_MOST_SHAPES = 2_048


class TooMany(Exception):  # noqa: N818 - control flow: try again with a lower order
    """More cut sets than the list may hold."""


@slotted
class _Pattern:
    """The sets of one shape: literals of domains, and places of literals counted from the unit's first.

    `left_out` are sets that are larger than asked for: their domains and the chance of these, in how many
    ways they take how many instances; `domains_left_out` bounds what even more lost domains weigh.
    """

    singles: tuple[int, ...]
    single_domains: tuple[int, ...]
    larger: list[tuple[tuple[int, ...], tuple[int, ...]]]
    left_out: list[tuple[tuple[int, ...], float, int, int]]
    domains_left_out: float

    def without(self, known: Collection[Cut]) -> _Pattern:
        """Return the pattern without what contains a set of domains that is known."""
        if not known:
            return self
        singles = tuple([one for one in self.single_domains if not _holds((one,), known)])
        larger = [cut for cut in self.larger if not _holds(cut[0], known)]
        left_out = [one for one in self.left_out if not _holds(one[0], known)]
        return _Pattern(self.singles, singles, larger, left_out, self.domains_left_out)


class UnitSets:
    """Cut sets of units up to `order` (None: all)."""

    def __init__(
        self,
        system: System,
        literals: Literals,
        order: int | None,
        most: int,
        whole: UnitSets | None = None,
        known: Collection[Cut] = (),
    ) -> None:
        self._system = system
        self._literals = literals
        self.order = order
        self.most = most
        self._whole, self.known = whole, known
        self._patterns: dict[_Shape, _Pattern] = {}
        self.dropped = 0.0

    def without(self, known: Collection[Cut]) -> UnitSets:
        """Return the same without the sets that contain one of some sets of domains."""
        return UnitSets(self._system, self._literals, self.order, self.most, self, known)

    def of(self, unit: Unit) -> Family:
        """Return the sets of a unit; what is left out of them is in `dropped`.

        Raises
        ------
        TooMany
            More than twice as many sets as asked for.
        """
        self.dropped = 0.0
        literals = self._literals
        if unit.event is not None:
            return Family(frozenset(literals.taking(literals.of_event(unit), 1)), [])
        if unit.needed > unit.count:
            return ALWAYS
        if unit.needed <= 0:
            return NEVER
        if unit.count == 1 and not unit.domain_mask & ~literals.fatal:
            return Family(frozenset((literals.shape_of(unit.base)[1],)), [])
        pattern, first = self._pattern(unit)
        self.dropped = pattern.domains_left_out
        for _, chance, ways, more in pattern.left_out:
            self.dropped += chance * ways * unit.failure**more
        singles = frozenset([*pattern.single_domains, *[first + place for place in pattern.singles]])
        larger = [frozenset([*lost, *[first + place for place in places]]) for lost, places in pattern.larger]
        return Family(singles, larger)

    def of_any(self, units: Sequence[Unit]) -> tuple[Family, UnitSets, float]:
        """Return the sets of "any of the units fails" with a bound on what is left out, in the last place.

        Units share no instances: a set is within one of another unit only where it is one of domains. What
        is returned for other units leaves out what contains one of these.
        """
        literals = self._literals
        singles: set[int] = set()
        alike: dict[_Shape, list[tuple[int, float]]] = {}
        for unit in units:
            if unit.event is None and 0 < unit.needed <= unit.count:
                shape, first = literals.shape_of(unit.base)
                alike.setdefault((unit.needed, shape), []).append((first, unit.failure))
                continue
            family = self.of(unit)
            if family is ALWAYS:
                return ALWAYS, self.without(()), 0.0
            singles |= family.singles
        domains = minimal(self._domain_sets(alike))
        rest = self.without(domains.all())
        singles |= domains.singles
        larger = list(domains.larger)
        left_out = 0.0
        for shape_of_all, members in alike.items():
            pattern = rest.of_shape(shape_of_all)
            firsts = [first for first, _ in members]
            singles.update(
                pattern.single_domains, *[[first + n for first in firsts] for n in pattern.singles]
            )
            for lost, places in pattern.larger:
                larger += _placed(lost, places, firsts)
            left_out += len(members) * pattern.domains_left_out
            for _, chance, ways, more in pattern.left_out:
                left_out += chance * ways * sum([failure**more for _, failure in members])
        return Family(frozenset(singles), larger), rest, left_out

    def _domain_sets(self, shapes: Iterable[_Shape]) -> list[Cut]:
        """Return the sets of shapes that consist of domains alone."""
        found: list[Cut] = []
        for pattern in map(self.of_shape, shapes):
            found += [frozenset((one,)) for one in pattern.single_domains]
            found += [frozenset(lost) for lost, places in pattern.larger if not places]
        return found

    def _pattern(self, unit: Unit) -> tuple[_Pattern, int]:
        """Return the sets of the shape of a unit and the first of its literals."""
        shape, first = self._literals.shape_of(unit.base)
        return self.of_shape((unit.needed, shape)), first

    def of_shape(self, shape: _Shape) -> _Pattern:
        """Return the sets of all units of a shape."""
        pattern = self._patterns.get(shape)
        if pattern is None:
            if self._whole is None:
                pattern = self._worked_out(*shape)
            else:
                pattern = self._whole.of_shape(shape).without(self.known)
            self._patterns[shape] = pattern
        return pattern

    def _worked_out(self, needed: int, classes: Sequence[tuple[int, int]]) -> _Pattern:
        system, literals = self._system, self._literals
        around = 0
        for mask, _ in classes:
            around |= mask
        domains = bits(around)
        place = {bit: n for n, bit in enumerate(domains)}
        ancestors = tuple([_ranked(system.domain_ancestors[bit] & around, place) for bit in domains])
        ranked = tuple([(_ranked(mask, place), count) for mask, count in classes])
        most = len(domains) if self.order is None else min(self.order, len(domains))
        shape = _sets_of_shape(needed, ranked, ancestors, self.order, most, self.most)
        literal = [literals.classes[literals.of_domain[bit]].first for bit in domains]
        failure = [system.domain_failure[bit] for bit in domains]
        left_out: list[tuple[tuple[int, ...], float, int, int]] = []
        for lost, ways, more in shape.left_out:
            chance = math.prod([failure[n] for n in lost])
            left_out.append((tuple([literal[n] for n in lost]), chance, ways, more))
        return _Pattern(
            shape.singles,
            tuple([literal[n] for n in shape.single_domains]),
            [(tuple([literal[n] for n in lost]), places) for lost, places in shape.larger],
            left_out,
            any_so_many(failure, most + 1) if most < len(domains) else 0.0,
        )


@frozen
class _ShapeSets:
    """What a pattern is made from, domains by their place among those around the unit."""

    singles: tuple[int, ...]
    single_domains: tuple[int, ...]
    larger: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    left_out: tuple[tuple[tuple[int, ...], int, int], ...]


@lru_cache(maxsize=_MOST_SHAPES)
def _sets_of_shape(
    needed: int,
    classes: tuple[tuple[int, int], ...],
    ancestors: tuple[int, ...],
    order: int | None,
    most: int,
    limit: int,
) -> _ShapeSets:
    """Return the sets of a shape, the same in every design: they are kept from one edit to the next."""
    highest = math.inf if order is None else order
    found: list[Cut] = []
    left_out: list[tuple[tuple[int, ...], int, int]] = []
    sizes = [count for _, count in classes]
    for lost in _losses(ancestors, most):
        down = sum([1 << n for n in lost])
        counts = [0 if mask & down else count for mask, count in classes]
        more = sum(counts) - needed + 1
        if more <= 0:
            found.append(frozenset(lost))
        elif len(lost) + more > highest:
            left_out.append((lost, math.comb(sum(counts), more), more))
        else:
            places = frozenset(lost)
            found.extend(places | taken for taken in _taking(more, counts, sizes))
        if len(found) > 2 * limit:
            raise TooMany
    family = minimal(found)
    return _ShapeSets(
        tuple([~one for one in family.singles if one < 0]),
        tuple([one for one in family.singles if one >= 0]),
        tuple(
            [(tuple([x for x in cut if x >= 0]), tuple([~x for x in cut if x < 0])) for cut in family.larger]
        ),
        tuple(left_out),
    )


def _placed(lost: tuple[int, ...], places: tuple[int, ...], firsts: Sequence[int]) -> list[Cut]:
    """Return one set of a pattern for each of the units whose first literals are given."""
    if len(places) == 2:
        one, two = places
        if not lost:
            return [frozenset((first + one, first + two)) for first in firsts]
        return [frozenset((*lost, first + one, first + two)) for first in firsts]
    if len(places) == 3:
        one, two, three = places
        return [frozenset((*lost, first + one, first + two, first + three)) for first in firsts]
    return [frozenset([*lost, *[first + place for place in places]]) for first in firsts]


def domains_lost_together(system: System, around: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield the domains of a mask that may be lost together, up to so many, the fewest first."""
    domains = bits(around)
    place = {bit: n for n, bit in enumerate(domains)}
    ancestors = [_ranked(system.domain_ancestors[bit] & around, place) for bit in domains]
    for lost in _losses(ancestors, min(most, len(domains))):
        yield tuple([domains[n] for n in lost])


def _losses(ancestors: Sequence[int], most: int) -> Iterator[tuple[int, ...]]:
    """Yield the domains that may be lost together: none lies inside another one of them."""
    for size in range(most + 1):
        for chosen in combinations(range(len(ancestors)), size):
            lost = outer = 0
            for place in chosen:
                lost |= 1 << place
                outer |= ancestors[place]
            if not outer & lost:
                yield chosen


def _ranked(mask: int, place: Mapping[int, int]) -> int:
    """Return a mask of domains as one of their places."""
    found = 0
    for bit in bits(mask):
        found |= 1 << place[bit]
    return found


def _holds(domains: Sequence[int], known: Collection[Cut]) -> bool:
    return any(cut.issubset(domains) for cut in known)


def _taking(more: int, counts: Sequence[int], sizes: Sequence[int]) -> Iterator[Cut]:
    """Yield each way to take so many instances: ~place of its literals, counted from the unit's first."""
    for numbers in _shared_out(more, counts):
        taken: list[int] = []
        start = 0
        for number, size in zip(numbers, sizes, strict=True):
            taken.extend(~(start + n) for n in range(number))
            start += size
        yield frozenset(taken) if taken else EMPTY


def _shared_out(total: int, counts: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every way to take `total` from so many places, at most `counts` from each."""
    if not counts:
        if total == 0:
            yield ()
        return
    later = sum(counts[1:])
    for number in range(max(0, total - later), min(total, counts[0]) + 1):
        for rest in _shared_out(total - number, counts[1:]):
            yield (number, *rest)


def any_so_many(failures: Sequence[float], number: int) -> float:
    """Return the summed probability of all sets of so many of the events."""
    sums = [1.0] + [0.0] * number
    for failure in failures:
        for size in range(number, 0, -1):
            sums[size] += failure * sums[size - 1]
    return sums[number]
