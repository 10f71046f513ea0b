"""Minimal cut sets out of a decision diagram: counted without being listed.

A. Rauzy, "New algorithms for fault trees analysis", Reliab. Eng. Syst. Saf. 40, 1993. The sets are kept
in a diagram of their own, in which a variable that is skipped is in none of the sets (S. Minato,
"Zero-suppressed BDDs for set manipulation in combinatorial problems", DAC 1993).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.diagram import DEEPEST_RECURSION, FAILS, WORKS, BudgetExceeded

if TYPE_CHECKING:
    from fractions import Fraction

    from archdraw.core.analysis.reliability.diagram import Diagram

NONE = 0
ONLY_EMPTY = 1


class MinimalSets:
    """Families of sets of levels of a failure diagram; a node is a number, 0 no set, 1 the empty set."""

    def __init__(self, diagram: Diagram, budget: int) -> None:
        self._diagram = diagram
        self._budget = budget
        self.level = [len(diagram.level), len(diagram.level)]
        self.taking = [0, 1]
        self.without = [0, 1]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._known: dict[tuple[int, int], int] = {}
        self._deep = diagram.level[WORKS] > DEEPEST_RECURSION

    def find(self, root: int) -> int:
        """Return the minimal sets that make `root`, which is monotone, fail.

        Those with the variable on top are the minimal sets of what is left when it has failed, but for
        those that fail what is left when it works: M(f) = x · (M(f₁) but for f₀) + M(f₀).

        Raises
        ------
        BudgetExceeded
            More nodes or steps than the budget.
        """
        diagram = self._diagram
        level, high, low = diagram.level, diagram.high, diagram.low
        found = {WORKS: NONE, FAILS: ONLY_EMPTY}
        for node in diagram.below(root):
            taking = self._but_for(found[high[node]], low[node])
            found[node] = self._node(level[node], taking, found[low[node]])
        return found[root]

    def _but_for(self, sets: int, failing: int) -> int:
        """Return the sets that do not make `failing` fail."""
        if not self._deep:
            return self._but_for_recursive(sets, failing)
        known = self._known
        work = [(sets, failing)]
        while work:
            pair = work[-1]
            if self._settled(pair) >= 0:
                work.pop()
                continue
            first, second, top = self._halves(pair)
            taking, without = self._settled(first), self._settled(second)
            if taking < 0:
                work.append(first)
            elif without < 0:
                work.append(second)
            else:
                known[pair] = self._node(top, taking, without)
                if len(known) > 4 * self._budget:
                    raise BudgetExceeded
                work.pop()
        return self._settled((sets, failing))

    def _but_for_recursive(self, sets: int, failing: int) -> int:
        if sets == NONE or failing == WORKS:
            return sets
        if failing == FAILS:
            return NONE
        if sets == ONLY_EMPTY:
            return sets
        key = (sets, failing)
        found = self._known.get(key)
        if found is None:
            level, high, low = self._diagram.level, self._diagram.high, self._diagram.low
            top = self.level[sets]
            # What is in none of the sets works.
            while level[failing] < top:
                failing = low[failing]
            taking, without = self.taking[sets], self.without[sets]
            if level[failing] > top:
                up = down = failing
            else:
                up, down = high[failing], low[failing]
            found = self._node(
                top, self._but_for_recursive(taking, up), self._but_for_recursive(without, down)
            )
            self._known[key] = found
            if len(self._known) > 4 * self._budget:
                raise BudgetExceeded
        return found

    def _settled(self, pair: tuple[int, int]) -> int:
        sets, failing = pair
        if sets == NONE or failing == FAILS:
            return NONE
        if sets == ONLY_EMPTY or failing == WORKS:
            return sets
        return self._known.get(pair, -1)

    def _halves(self, pair: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int], int]:
        sets, failing = pair
        diagram = self._diagram
        top = self.level[sets]
        # What is in none of the sets works.
        while diagram.level[failing] < top:
            failing = diagram.low[failing]
        if diagram.level[failing] > top:
            return (self.taking[sets], failing), (self.without[sets], failing), top
        return (self.taking[sets], diagram.high[failing]), (self.without[sets], diagram.low[failing]), top

    def _node(self, level: int, taking: int, without: int) -> int:
        if taking == NONE:
            return without
        key = (level, taking, without)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self.level)
            if found > self._budget:
                raise BudgetExceeded
            self.level.append(level)
            self.taking.append(taking)
            self.without.append(without)
        return found

    def below(self, root: int) -> list[int]:
        """Return the inner nodes below a node, inputs first."""
        seen = {root}
        work = [root]
        while work:
            node = work.pop()
            if node > ONLY_EMPTY:
                for following in (self.taking[node], self.without[node]):
                    if following not in seen:
                        seen.add(following)
                        work.append(following)
        return sorted(node for node in seen if node > ONLY_EMPTY)

    def size(self, root: int, options: Sequence[int] | None = None) -> int:
        """Return how many sets there are, where each level may be met in so many ways (without: in one)."""
        counts = {NONE: 0, ONLY_EMPTY: 1}
        for node in self.below(root):
            ways = 1 if options is None else options[self.level[node]]
            counts[node] = ways * counts[self.taking[node]] + counts[self.without[node]]
        return counts[root]

    def count(self, root: int, options: Sequence[Mapping[int, Fraction | int]]) -> dict[int, int]:
        """Return how many sets of events there are of each order.

        Parameters
        ----------
        options
            Of each level by how many sets of each order it may be met.
        """
        counts: dict[int, dict[int, Fraction | int]] = {NONE: {}, ONLY_EMPTY: {0: 1}}
        for node in self.below(root):
            found = dict(counts[self.without[node]])
            ways = options[self.level[node]]
            for size, number in counts[self.taking[node]].items():
                for more, factor in ways.items():
                    found[size + more] = found.get(size + more, 0) + number * factor
            counts[node] = found
        return {size: int(number) for size, number in sorted(counts[root].items())}

    def all(self, root: int, options: Sequence[Sequence[frozenset[int]]]) -> list[frozenset[int]]:
        """Return every set as what its levels may be met by, put together.

        Parameters
        ----------
        options
            Of each level what it may be met by.
        """
        found: list[frozenset[int]] = []
        # What has been taken stands as a chain: sets of a long row of gates are as long as it.
        work: list[tuple[int, Any]] = [(root, None)]
        while work:
            node, taken = work.pop()
            if node > ONLY_EMPTY:
                work.append((self.without[node], taken))
                work += [(self.taking[node], (one, taken)) for one in options[self.level[node]]]
            elif node == ONLY_EMPTY:
                parts: list[frozenset[int]] = []
                while taken is not None:
                    one, taken = taken
                    parts.append(one)
                found.append(frozenset().union(*parts))
        return found

    def by_weight(
        self, root: int, weight: Sequence[Sequence[float]]
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield the sets as levels with the option that each is met by, the heaviest products first.

        Best-first search: the best that a node can still reach is known, so nothing is looked at in vain.

        Parameters
        ----------
        weight
            Of each level the weights of its options.
        """
        orders = [sorted(range(len(one)), key=lambda n: -one[n]) for one in weight]
        best = {NONE: -1.0, ONLY_EMPTY: 1.0}
        for node in self.below(root):
            most = weight[self.level[node]][orders[self.level[node]][0]]
            best[node] = max(most * best[self.taking[node]], best[self.without[node]])
        heap: list[tuple[float, int, float, int, int, tuple[tuple[int, int], ...]]] = []
        number = 0

        def push(
            most: float, product: float, node: int, place: int, taken: tuple[tuple[int, int], ...]
        ) -> None:
            nonlocal number
            number += 1
            heapq.heappush(heap, (-most, number, product, node, place, taken))

        if root != NONE:
            push(best[root], 1.0, root, 0, ())
        while heap:
            _, _, product, node, place, taken = heapq.heappop(heap)
            if node == ONLY_EMPTY:
                yield taken
                continue
            level, taking, without = self.level[node], self.taking[node], self.without[node]
            option = orders[level][place]
            share = product * weight[level][option]
            push(share * best[taking], share, taking, 0, (*taken, (level, option)))
            if place + 1 < len(orders[level]):
                # The next option comes when it is its turn.
                later = weight[level][orders[level][place + 1]]
                push(product * later * best[taking], product, node, place + 1, taken)
            if place == 0 and without != NONE:
                push(product * best[without], product, without, 0, taken)
