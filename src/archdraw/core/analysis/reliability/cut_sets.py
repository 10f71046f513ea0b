"""Minimal cut sets, bottom-up: all of them, or those of low order with a bound on what the others weigh."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.families import ALWAYS, EMPTY, NEVER, Cut, Family, absorbed, minimal
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.literals import Literals
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# More sets than this at one gate: the next lower order only.
MOST_SETS = 20_000
MOST_PAIRS = 200_000


class TooMany(Exception):  # noqa: N818 - control flow: try again with a lower order
    """More cut sets than the list may hold."""


class CutSetFinder:
    """Finds the minimal cut sets of the nodes of one system, up to `order` or (None) all of them.

    Shared nodes are done once. `most` is how many sets one node may have.
    """

    def __init__(
        self,
        system: System,
        literals: Literals,
        order: int | None,
        most: int,
        should_stop: Stop | None = None,
    ) -> None:
        self.order = order
        self._limit_order = math.inf if order is None else order
        self._system = system
        self._literals = literals
        self._stop = should_stop
        self._most = most
        self._families: dict[int, Family] = {WORKS: NEVER, FAILS: ALWAYS}
        self._weights: dict[int, float] = {}
        self._left_out: dict[int, float] = {}
        self._dropped = 0.0

    def find(self, root: int) -> Family:
        """Return the minimal cut sets of a node.

        Raises
        ------
        TooMany
            More than the list may hold; ask for a lower order.
        """
        formula = self._system.formula
        for done, node in enumerate(self._pending(root)):
            if done % 16 == 0:
                check(self._stop)
            threshold = formula.threshold[node]
            self._dropped = 0.0
            if threshold == 0:
                self._families[node] = self._of_unit(self._system.units[formula.unit[node]])
            else:
                inputs = [self._families[one] for one in formula.inputs[node]]
                self._families[node] = (
                    self._any(inputs) if threshold == 1 else self._at_least(threshold, inputs)
                )
            if self._dropped:
                self._left_out[node] = self._dropped
        return self._families[root]

    def find_any(self, roots: Sequence[int]) -> Family:
        """Return those of "any of the nodes fails"."""
        return self._any([self.find(root) for root in roots])

    def left_out(self, roots: Sequence[int]) -> float:
        """Return a bound on the probability that a set fails that was left out for its order.

        The failure of a node is that of its sets or of those left out at it or below it; a union has at
        most the summed probability.
        """
        if not self._left_out:
            return 0.0
        return math.fsum(self._left_out.get(node, 0.0) for node in self._system.formula.below(roots))

    def _pending(self, root: int) -> list[int]:
        seen = set()
        work = [root] if root not in self._families else []
        while work:
            node = work.pop()
            if node in seen:
                continue
            seen.add(node)
            work.extend(
                n for n in self._system.formula.inputs[node] if n not in self._families and n not in seen
            )
        return sorted(seen)

    def _of_unit(self, unit: Unit) -> Family:
        literals = self._literals
        if unit.event is not None:
            return Family(frozenset(literals.taking(literals.of_event_unit[unit.index], 1)), [])
        if unit.needed > unit.count:
            return ALWAYS
        if unit.needed <= 0:
            return NEVER
        domains = bits(unit.domain_mask & ~literals.fatal)
        if not domains:
            return minimal(self._instances(unit, 0, unit.count - unit.needed + 1, EMPTY))
        found: list[Cut] = []
        most = min(self._limit_order, len(domains))
        for size in range(int(most) + 1):
            for chosen in combinations(domains, size):
                lost = sum(1 << bit for bit in chosen)
                outer = 0
                for bit in chosen:
                    outer |= self._system.domain_ancestors[bit]
                if outer & lost:
                    continue
                more = unit.available(lost) - unit.needed + 1
                places = frozenset(literals.classes[literals.of_domain[bit]].first for bit in chosen)
                if more <= 0:
                    found.append(places)
                else:
                    found.extend(self._instances(unit, lost, more, places))
                self._limit(found)
        if most < len(domains):
            failures = [self._system.domain_failure[bit] for bit in domains]
            self._dropped += _any_so_many(failures, int(most) + 1)
        return minimal(found)

    def _instances(self, unit: Unit, lost: int, more: int, places: Cut) -> list[Cut]:
        """Return the domains of `places` with any `more` instances that have all their domains."""
        literals = self._literals
        left = [place for mask, place in literals.of_unit[unit.base] if not mask & lost]
        if len(places) + more > self._limit_order:
            ways = math.comb(sum(literals.classes[place].count for place in left), more)
            self._dropped += self._mass(places) * ways * unit.failure**more
            return []
        counts = [literals.classes[place].count for place in left]
        return [
            places.union(*(literals.taking(place, n) for place, n in zip(left, numbers, strict=True)))
            for numbers in _shared_out(more, counts)
        ]

    def _any(self, families: Sequence[Family]) -> Family:
        if ALWAYS in families:
            return ALWAYS
        singles = frozenset().union(*(family.singles for family in families))
        larger = [cut for family in families for cut in family.larger]
        self._limit(larger)
        return absorbed(singles, larger)

    def _at_least(self, threshold: int, families: Sequence[Family]) -> Family:
        threshold -= sum(1 for family in families if family is ALWAYS)
        families = [family for family in families if family is not ALWAYS]
        if threshold <= 0:
            return ALWAYS
        shared: dict[int, int] = {}
        for family in families:
            for event in family.singles:
                shared[event] = shared.get(event, 0) + 1
        singles = frozenset(event for event, count in shared.items() if count >= threshold)
        reached: list[list[Cut]] = [[EMPTY]] + [[] for _ in range(threshold)]
        for done, family in enumerate(families, start=1):
            own = [cut for cut in family.all() if not cut & singles]
            for count in range(min(threshold, done), 0, -1):
                if reached[count - 1] and threshold - count <= len(families) - done:
                    joined = reached[count] + self._product(reached[count - 1], own)
                    self._limit(joined)
                    reached[count] = minimal(joined).all() if count < threshold else joined
        rest = minimal(reached[threshold])
        return absorbed(singles | rest.singles, rest.larger)

    def _product(self, left: Sequence[Cut], right: Sequence[Cut]) -> list[Cut]:
        if len(left) == 1 and left[0] is EMPTY:
            return list(right)
        if len(left) > len(right):
            left, right = right, left
        if self.order is None:
            if len(left) * len(right) > 8 * self._most:
                raise TooMany
            return list({cut | other for cut in left for other in right})
        return self._truncated_product(left, right, self.order)

    def _truncated_product(self, left: Sequence[Cut], right: Sequence[Cut], order: int) -> list[Cut]:
        by_size: dict[int, list[Cut]] = {}
        by_event: dict[int, list[Cut]] = {}
        mass: dict[Cut, float] = {}
        for cut in right:
            by_size.setdefault(len(cut), []).append(cut)
            mass[cut] = self._mass(cut)
            for event in cut:
                by_event.setdefault(event, []).append(cut)
        weight = {size: math.fsum(mass[cut] for cut in those) for size, those in by_size.items()}
        found: set[Cut] = set()
        for cut in left:
            room = order - len(cut)
            own = self._mass(cut)
            for size, those in by_size.items():
                if size <= room:
                    found.update([cut | other for other in those])
                    continue
                # Too large together unless they share an event.
                near = {other for event in cut for other in by_event.get(event, ()) if len(other) == size}
                apart = weight[size]
                for other in near:
                    apart -= mass[other]
                    union = cut | other
                    if len(union) <= order:
                        found.add(union)
                    else:
                        self._dropped += self._mass(union)
                self._dropped += own * max(apart, 0.0)
            if len(found) > 2 * self._most:
                raise TooMany
        return list(found)

    def _mass(self, cut: Cut) -> float:
        """Return the summed probability of the sets of events that a set stands for."""
        weights = self._weights
        product = 1.0
        for literal in cut:
            known = weights.get(literal)
            if known is None:
                known = weights[literal] = self._literals.weight(literal)
            product *= known
        return product

    def _limit(self, sets: Sequence[Cut]) -> None:
        if len(sets) > 2 * self._most:
            raise TooMany


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


def _any_so_many(failures: Sequence[float], number: int) -> float:
    """Return the summed probability of all sets of so many of the events."""
    sums = [1.0] + [0.0] * number
    for failure in failures:
        for size in range(number, 0, -1):
            sums[size] += failure * sums[size - 1]
    return sums[number]
