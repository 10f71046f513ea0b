"""Minimal cut sets, bottom-up: all of them, or those of low order with a bound on what the others weigh."""

from __future__ import annotations

import math
from heapq import nlargest
from itertools import combinations
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.families import ALWAYS, EMPTY, NEVER, Cut, Family, absorbed, minimal
from archdraw.core.analysis.reliability.unit_sets import TooMany, UnitSets
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.formula import FAILS, WORKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.literals import Literals
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.system import System

# More sets than this at one gate: the next lower order only.
MOST_SETS = 20_000
MOST_PAIRS = 200_000


class CutSetFinder:
    """Finds the minimal cut sets of the nodes of one system, up to `order` or (None) all of them.

    Shared nodes are done once. `most` is how many sets one node may have. `units` are the
    sets of units where they are known, or not all of them wanted. When the thread has worked until the
    time `until` it gives up. Only what is `weighed` can say what it has left out.
    """

    def __init__(
        self,
        system: System,
        literals: Literals,
        order: int | None,
        most: int,
        should_stop: Stop | None = None,
        units: UnitSets | None = None,
        until: float = math.inf,
        *,
        weighed: bool = True,
    ) -> None:
        self.order = order
        self._weighed = weighed
        self._until = until
        self._system = system
        self._units = UnitSets(system, literals, order, most) if units is None else units
        self._literals = literals
        self._stop = should_stop
        self._most = most
        self._families: dict[int, Family] = {WORKS: NEVER, FAILS: ALWAYS}
        self._weights: dict[int, float] = {}
        self._left_out: dict[int, float] = {}
        self._masses: dict[Cut, float] = {}
        self._dropped = 0.0

    def find(self, root: int) -> Family:
        """Return the minimal cut sets of a node.

        Raises
        ------
        TooMany
            More than the list may hold; ask for a lower order.
        """
        if root in self._families:
            return self._families[root]
        formula = self._system.formula
        pending = self._pending(root) if formula.threshold[root] else [root]
        for done, node in enumerate(pending):
            if done % 16 == 0:
                check(self._stop)
                if self._until < math.inf and thread_time() > self._until:
                    raise TooMany
            threshold = formula.threshold[node]
            self._dropped = 0.0
            if threshold == 0:
                self._families[node] = self._units.of(self._system.units[formula.unit[node]])
                self._dropped = self._units.dropped
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
        order = self.order
        if order is not None and threshold > order and self._out_of_reach(threshold, families, order):
            return Family(frozenset(), [])
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

    def _out_of_reach(self, threshold: int, families: Sequence[Family], order: int) -> bool:
        """Return whether no set of that order makes so many fail: as many as its events are in at most."""
        within: dict[int, int] = {}
        for family in families:
            for event in frozenset().union(*family.all()):
                within[event] = within.get(event, 0) + 1
        if sum(nlargest(order, within.values())) >= threshold:
            return False
        if self._weighed:
            # So many fail with at most the number expected to ÷ so many (Markov's inequality).
            expected = math.fsum(self._mass(cut) for family in families for cut in family.all())
            self._dropped += min(1.0, expected / threshold)
        return True

    def _product(self, left: Sequence[Cut], right: Sequence[Cut]) -> list[Cut]:
        if len(left) == 1 and left[0] is EMPTY:
            return list(right)
        if len(left) > len(right):
            left, right = right, left
        if self.order is None:
            if len(left) * len(right) > 8 * self._most:
                raise TooMany
            return list({cut | other for cut in left for other in right})
        way = self._truncated_product if self._weighed else self._short_product
        return way(left, right, self.order)

    def _short_product(self, left: Sequence[Cut], right: Sequence[Cut], order: int) -> list[Cut]:
        by_size: dict[int, list[Cut]] = {}
        for cut in right:
            by_size.setdefault(len(cut), []).append(cut)
        # Sets of a size by so many of their members: what two must share that would be too large together.
        holding: dict[tuple[int, int], dict[tuple[int, ...], list[Cut]]] = {}
        found: set[Cut] = set()
        for cut in left:
            for size, those in by_size.items():
                share = size + len(cut) - order
                if share <= 0:
                    found.update([cut | other for other in those])
                elif share <= len(cut):
                    known = holding.get((size, share))
                    if known is None:
                        known = holding[size, share] = {}
                        for other in those:
                            for part in combinations(sorted(other), share):
                                known.setdefault(part, []).append(other)
                    for part in combinations(sorted(cut), share):
                        found.update([cut | other for other in known.get(part, ())])
            if len(found) > 2 * self._most:
                raise TooMany
        return list(found)

    def _truncated_product(self, left: Sequence[Cut], right: Sequence[Cut], order: int) -> list[Cut]:
        by_size: dict[int, list[Cut]] = {}
        by_event: dict[int, list[Cut]] = {}
        mass = {cut: self._mass(cut) for cut in right}
        for cut in right:
            by_size.setdefault(len(cut), []).append(cut)
            for event in cut:
                by_event.setdefault(event, []).append(cut)
        weight = {size: math.fsum([mass[cut] for cut in those]) for size, those in by_size.items()}
        found: set[Cut] = set()
        for cut in left:
            room = order - len(cut)
            apart = 0.0
            for size, those in by_size.items():
                if size <= room:
                    found.update([cut | other for other in those])
                else:
                    apart += weight[size]
            own = self._mass(cut)
            # Too large together unless they share an event.
            for other in {other for event in cut for other in by_event.get(event, ())}:
                if len(other) > room:
                    apart -= mass[other]
                    shared = cut & other
                    if len(other) - len(shared) <= room:
                        found.add(cut | other)
                    else:
                        self._dropped += self._both(own * mass[other], shared)
            self._dropped += own * max(apart, 0.0)
            if len(found) > 2 * self._most:
                raise TooMany
        return list(found)

    def _mass(self, cut: Cut) -> float:
        """Return the summed probability of the sets of events that a set stands for."""
        product = self._masses.get(cut)
        if product is None:
            product = 1.0
            for literal in cut:
                product *= self._weight(literal)
            self._masses[cut] = product
        return product

    def _both(self, product: float, shared: Cut) -> float:
        """Return the mass of two sets together from the product of theirs; what they share counts once."""
        for literal in shared:
            weight = self._weight(literal)
            if weight <= 0.0:
                return 0.0
            product /= weight
        return product

    def _weight(self, literal: int) -> float:
        known = self._weights.get(literal)
        if known is None:
            known = self._weights[literal] = self._literals.weight(literal)
        return known

    def _limit(self, sets: Sequence[Cut]) -> None:
        if len(sets) > 2 * self._most:
            raise TooMany
