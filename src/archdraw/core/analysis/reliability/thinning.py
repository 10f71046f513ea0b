"""Diagrams without what hardly ever matters: a certain lower bound, and by how much it may be too low.

A node at which the failure of one more variable adds nearly nothing, with all that has to happen before,
becomes what it is while that variable works. The diagram then fails in fewer states than the formula does.
How likely the others are is known exactly at each step, and of several steps at most the sum; so the range
holds however much is left out, and diagrams that would have millions of nodes have thousands.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import DEEPEST_RECURSION, FAILS, WORKS, Diagram

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# So many new nodes are looked through at a time.
_STEP = 10
# What of the least that counts is not looked at closely.
_SMALL = 0.1


class ThinDiagram(Diagram):
    """Diagrams of formulas whose variables have failed with some probability, thinned as they grow.

    `left_out` bounds the probability of all states in which some root made so far has failed though its
    diagram works.
    """

    def __init__(
        self,
        failure: Sequence[float],
        steady: Sequence[bool],
        least: float,
        budget: int,
        pause: Callable[[], None] | None = None,
    ) -> None:
        """Prepare for variables.

        Parameters
        ----------
        failure
            By level the probability that the variable has failed.
        steady
            By level whether the failure of the variable never makes anything work again.
        least
            What weighs less at a node is left out.
        """
        super().__init__(len(failure), budget, pause)
        self.left_out = 0.0
        self.value = [0.0, 1.0]
        # Nodes made before anything was left out.
        self._whole = 0
        self._lacks: dict[tuple[int, int], tuple[float, float]] = {}
        self._failure = failure
        self._steady = steady
        self._least = least
        self._seen = len(self)

    def node(self, level: int, high: int, low: int) -> int:
        """Return the node that is `high` where the variable of the level failed, else `low`."""
        found = super().node(level, high, low)
        value = self.value
        if found == len(value):
            q = self._failure[level]
            value.append(q * value[high] + (1.0 - q) * value[low])
        return found

    def _kept(self, root: int) -> int:
        if len(self) - self._seen <= _STEP:
            return root
        nodes = self.below(root)
        cut = self._hardly_ever(root, nodes)
        if cut:
            self._whole = self._whole or len(self)
            root = self._without(root, nodes, cut)
        self._seen = len(self)
        return root

    def _hardly_ever(self, root: int, nodes: Sequence[int]) -> set[int]:
        """Return the nodes at which the failure of their variable may be left out; count what it weighs."""
        level, highs, lows, value = self.level, self.high, self.low, self.value
        failure, steady, least = self._failure, self._steady, self._least
        whole = self._whole or len(self)
        reached = dict.fromkeys(nodes, 0.0)
        reached[WORKS] = reached[FAILS] = 0.0
        reached[root] = 1.0
        cut: set[int] = set()
        for node in reversed(nodes):
            at, high, low, mass = level[node], highs[node], lows[node], reached[node]
            failed = mass * failure[at]
            more = value[high] - value[low] if steady[at] else value[high]
            if failed * more >= least:
                reached[high] += failed
                reached[low] += mass - failed
                continue
            if steady[at] and failed > 0.0 and node >= whole:
                more += self._lacking(low, high, _SMALL * least / failed)
            cut.add(node)
            self.left_out += failed * more
            reached[low] += mass if steady[at] else mass - failed
        return cut

    def _lacking(self, low: int, high: int, small: float, depth: int = 0) -> float:
        """Return at least the probability that `low` has failed and `high` works.

        It would be none, had nothing been left out of `high` before. What weighs less than `small` is not
        looked at closely.
        """
        if low == WORKS or high in (FAILS, low):
            return 0.0
        most = self.value[low]
        if most <= small or high == WORKS or depth > DEEPEST_RECURSION:
            return most
        if low == FAILS:
            return 1.0 - self.value[high]
        key = low, high
        known, closely = self._lacks.get(key, (1.0, math.inf))
        if closely > small:
            at, other = self.level[low], self.level[high]
            top = min(at, other)
            q = self._failure[top]
            one = (self.high[low], self.low[low]) if at == top else (low, low)
            two = (self.high[high], self.low[high]) if other == top else (high, high)
            down = self._lacking(one[0], two[0], small / q, depth + 1) if q > 0.0 else 0.0
            up = self._lacking(one[1], two[1], small / (1.0 - q), depth + 1) if q < 1.0 else 0.0
            known = min(known, q * down + (1.0 - q) * up)
            self._lacks[key] = known, small
        return known

    def _without(self, root: int, nodes: Sequence[int], cut: set[int]) -> int:
        level, highs, lows, steady = self.level, self.high, self.low, self._steady
        new = {WORKS: WORKS, FAILS: FAILS}
        for node in nodes:
            at, high, low = level[node], new[highs[node]], new[lows[node]]
            if node in cut:
                if steady[at]:
                    new[node] = low
                    continue
                high = WORKS
            new[node] = self.node(at, high, low)
        return new[root]
