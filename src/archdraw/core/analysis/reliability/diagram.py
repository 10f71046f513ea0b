"""Binary decision diagrams of failure, in plain Python.

R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Trans. Comput. C-35(8),
1986. A node is an integer; 0 works, 1 fails; `high` is followed when the variable of the level has failed.
Inputs have smaller numbers than the nodes over them, so passes are plain loops.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Protocol

WORKS = 0
FAILS = 1
# Deeper diagrams take the loop with its own stack: Python allows about a thousand nested calls.
DEEPEST_RECURSION = 400


class BudgetExceeded(Exception):  # noqa: N818 - control flow between the engines, not a fault
    """The diagram would need more nodes than allowed."""


class Builder(Protocol):
    """What a diagram is made with, from the deepest level upwards."""

    def var(self, level: int, /) -> int:
        """Return the variable of a level."""
        ...

    def node(self, level: int, high: int, low: int, /) -> int:
        """Return the node that is `high` where the variable of the level failed, else `low`."""
        ...

    def any_of(self, nodes: Sequence[int], /) -> int:
        """Return the disjunction."""
        ...

    def at_least(self, count: int, nodes: Sequence[int], /) -> int:
        """Return whether at least `count` of the nodes hold."""
        ...

    def outside(self, root: int, known: int, /) -> int:
        """Return what equals `root` wherever `known` works, smaller if it may be."""
        ...


class Diagram:
    """Diagrams over `levels` variables, level 0 on top, of at most `budget` nodes.

    `pause` is called every 2,048 nodes: it may raise to end the work.
    """

    def __init__(self, levels: int, budget: int, pause: Callable[[], None] | None = None) -> None:
        self._pause = pause
        self.level = [levels, levels]
        self.high = [0, 1]
        self.low = [0, 1]
        self._levels = levels
        self._budget = budget
        self._unique: dict[tuple[int, int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._outside: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        return len(self.level)

    def node(self, level: int, high: int, low: int) -> int:
        """Return the node that is `high` where the variable of the level failed, else `low`."""
        if high == low:
            return high
        key = (level, high, low)
        found = self._unique.get(key)
        if found is None:
            found = len(self.level)
            if found > self._budget:
                raise BudgetExceeded
            if self._pause is not None and not found & 2047:
                self._pause()
            self.level.append(level)
            self.high.append(high)
            self.low.append(low)
            self._unique[key] = found
        return found

    def var(self, level: int) -> int:
        """Return the variable of a level."""
        return self.node(level, FAILS, WORKS)

    def layer(
        self, level: int, lows: Sequence[int] | int, highs: Mapping[int, int], below: Sequence[int]
    ) -> list[int]:
        """Return all nodes of one level.

        Parameters
        ----------
        lows
            By node the place of its low one in `below`; or of so many nodes it is their own place.
        highs
            By the nodes that have another high one the place of that.
        """
        found = list(below[:lows]) if isinstance(lows, int) else [below[at] for at in lows]
        levels, all_highs, all_lows = self.level, self.high, self.low
        known: dict[tuple[int, int], int] = {}
        for place, other in highs.items():
            low, high = found[place], below[other]
            if high == low:
                continue
            node = known.get((high, low))
            if node is None:
                node = known[high, low] = len(levels)
                levels.append(level)
                all_highs.append(high)
                all_lows.append(low)
            found[place] = node
        if len(levels) > self._budget:
            raise BudgetExceeded
        return found

    def either(self, left: int, right: int) -> int:
        """Return left or right."""
        return self._apply(left, right, FAILS, self._either)

    def both(self, left: int, right: int) -> int:
        """Return left and right."""
        return self._apply(left, right, WORKS, self._both)

    def outside(self, root: int, known: int) -> int:
        """Return a smaller diagram that equals `root` wherever `known`, which is monotone, works.

        O. Coudert, J. C. Madre, "A unified framework for the formal verification of sequential circuits",
        ICCAD 1990, for the case that failing more never makes `known` work.
        """
        if self._levels <= DEEPEST_RECURSION:
            tables = self._outside, self.level, self.high, self.low, self.node
            return _outside_recursive(root, known, tables)
        cache = self._outside
        work = [(root, known)]
        while work:
            pair = work[-1]
            if pair[0] <= FAILS or pair in cache:
                work.pop()
                continue
            settled, first, second = self._outside_parts(*pair)
            if settled >= 0:
                cache[pair] = settled
                work.pop()
                continue
            missing = [one for one in (first, second) if one[0] > FAILS and one not in cache]
            if missing:
                work.extend(missing)
                continue
            high, low = (one[0] if one[0] <= FAILS else cache[one] for one in (first, second))
            cache[pair] = low if first == second else self.node(self.level[pair[0]], high, low)
            work.pop()
        return root if root <= FAILS else cache[root, known]

    def _outside_parts(self, root: int, known: int) -> tuple[int, tuple[int, int], tuple[int, int]]:
        """Return the result where it is plain (else −1), and the two pairs that it is made of."""
        at, known = self.level[root], self._from_level(known, self.level[root])
        if known == WORKS:
            return root, (root, known), (root, known)
        if known in (FAILS, root):
            return WORKS, (root, known), (root, known)
        high, low = self.high[root], self.low[root]
        if self.level[known] > at:
            return -1, (high, known), (low, known)
        rest = (low, self.low[known])
        return -1, rest if self.high[known] == FAILS else (high, self.high[known]), rest

    def _from_level(self, known: int, at: int) -> int:
        """Return what certainly has failed whatever the variables above the level do."""
        level, low = self.level, self.low
        while level[known] < at:
            known = low[known]
        return known

    def negation(self, root: int) -> int:
        """Return what fails exactly when the node works (no longer monotone: probability only)."""
        turned = {WORKS: FAILS, FAILS: WORKS}
        for node in self.below(root):
            turned[node] = self.node(self.level[node], turned[self.high[node]], turned[self.low[node]])
        return turned[root]

    def any_of(self, nodes: Sequence[int]) -> int:
        """Return the disjunction; given deepest variables first, each step is short."""
        result = WORKS
        for node in nodes:
            result = self._kept(self.either(node, result))
        return result

    def at_least(self, count: int, nodes: Sequence[int]) -> int:
        """Return whether at least `count` of the nodes hold (deepest variables first)."""
        reached = [FAILS] + [WORKS] * count
        for done, node in enumerate(nodes, start=1):
            for k in range(min(count, done), 0, -1):
                # What can no longer reach the count is not needed.
                if count - k <= len(nodes) - done:
                    reached[k] = self._kept(self.either(reached[k], self.both(reached[k - 1], node)))
        return reached[count]

    def _kept(self, root: int) -> int:
        """Return what goes on in place of a node that was put together: here the node itself."""
        return root

    def below(self, root: int) -> list[int]:
        """Return the inner nodes of a diagram, inputs first."""
        seen = {root}
        work = [root]
        high, low = self.high, self.low
        while work:
            node = work.pop()
            if node > FAILS:
                for following in (high[node], low[node]):
                    if following not in seen:
                        seen.add(following)
                        work.append(following)
        return sorted(node for node in seen if node > FAILS)

    def _apply(self, left: int, right: int, dominant: int, cache: dict[tuple[int, int], int]) -> int:
        if self._levels <= DEEPEST_RECURSION:
            tables = dominant, cache, self.level, self.high, self.low, self._unique, self.node
            return _apply_recursive(left, right, tables)
        return self._apply_stacked(left, right, dominant, cache)

    def _apply_stacked(self, left: int, right: int, dominant: int, cache: dict[tuple[int, int], int]) -> int:
        neutral = 1 - dominant
        work = [(left, right)]
        level, highs, lows = self.level, self.high, self.low

        def settled(a: int, b: int) -> int:
            if a == b:
                return a
            if dominant in (a, b):
                return dominant
            if a == neutral:
                return b
            if b == neutral:
                return a
            return cache.get((a, b) if a < b else (b, a), -1)

        while work:
            a, b = work[-1]
            if settled(a, b) >= 0:
                work.pop()
                continue
            top = min(level[a], level[b])
            a_high, a_low = (highs[a], lows[a]) if level[a] == top else (a, a)
            b_high, b_low = (highs[b], lows[b]) if level[b] == top else (b, b)
            high, low = settled(a_high, b_high), settled(a_low, b_low)
            if high >= 0 and low >= 0:
                cache[(a, b) if a < b else (b, a)] = self.node(top, high, low)
                work.pop()
            else:
                if high < 0:
                    work.append((a_high, b_high))
                if low < 0:
                    work.append((a_low, b_low))
        return settled(left, right)


# What the recursions need at every step, looked up once: what settles the result (fails for "or", works for
# "and"; the other terminal is neutral), what is known, the nodes, and what makes one that is new.
_Tables = tuple[
    int,
    dict[tuple[int, int], int],
    list[int],
    list[int],
    list[int],
    dict[tuple[int, int, int], int],
    Callable[[int, int, int], int],
]
_OutsideTables = tuple[
    dict[tuple[int, int], int], list[int], list[int], list[int], Callable[[int, int, int], int]
]


def _apply_recursive(left: int, right: int, tables: _Tables) -> int:
    dominant, cache, level, highs, lows, unique, make = tables
    if left <= FAILS:
        return dominant if left == dominant else right
    if right <= FAILS:
        return dominant if right == dominant else left
    if left == right:
        return left
    key = (left, right) if left < right else (right, left)
    found = cache.get(key)
    if found is not None:
        return found
    at, other = level[left], level[right]
    if at == other:
        high = _apply_recursive(highs[left], highs[right], tables)
        low = _apply_recursive(lows[left], lows[right], tables)
    elif at < other:
        high = _apply_recursive(highs[left], right, tables)
        low = _apply_recursive(lows[left], right, tables)
    else:
        at = other
        high = _apply_recursive(left, highs[right], tables)
        low = _apply_recursive(left, lows[right], tables)
    if high == low:
        found = high
    else:
        found = unique.get((at, high, low))
        if found is None:
            found = make(at, high, low)
    cache[key] = found
    return found


def _outside_recursive(root: int, known: int, tables: _OutsideTables) -> int:
    if root <= FAILS:
        return root
    cache, level, highs, lows, make = tables
    at = level[root]
    # What certainly has failed whatever the variables above do.
    while level[known] < at:
        known = lows[known]
    if known == WORKS:
        return root
    if known in (FAILS, root):
        return WORKS
    key = (root, known)
    found = cache.get(key)
    if found is None:
        high, low = highs[root], lows[root]
        if level[known] > at:
            high = _outside_recursive(high, known, tables)
            low = _outside_recursive(low, known, tables)
            found = make(at, high, low)
        else:
            # With the variable failed everything is known: it may as well work.
            rest = _outside_recursive(low, lows[known], tables)
            up = highs[known]
            found = rest if up == FAILS else make(at, _outside_recursive(high, up, tables), rest)
        cache[key] = found
    return found


# Numbers by node.
ByNode = dict[int, float] | list[float]


def values(diagram: Diagram, nodes: Sequence[int], failure: Sequence[float]) -> ByNode:
    """Return the failure probability of each node; only positive terms, so nothing cancels.

    Parameters
    ----------
    nodes
        Inner nodes, inputs first (`Diagram.below`).
    failure
        Per level the probability that its variable has failed.
    """
    level, high, low = diagram.level, diagram.high, diagram.low
    if len(nodes) == len(diagram) - 2:
        # All nodes that there are.
        every = [0.0, 1.0]
        add = every.append
        inner = zip(islice(level, 2, None), islice(high, 2, None), islice(low, 2, None), strict=True)
        for at, up, down in inner:
            q = failure[at]
            add(q * every[up] + (1.0 - q) * every[down])
        return every
    found: dict[int, float] = {WORKS: 0.0, FAILS: 1.0}
    for node in nodes:
        q = failure[level[node]]
        found[node] = q * found[high[node]] + (1.0 - q) * found[low[node]]
    return found


def derivatives(
    diagram: Diagram,
    nodes: Sequence[int],
    failure: Sequence[float],
    found: ByNode,
    root: int,
    weight: float,
    into: list[float],
) -> None:
    """Add weight · ∂P(root)/∂q of every level to `into`: one pass from the root down."""
    if root <= FAILS:
        return
    level, high, low = diagram.level, diagram.high, diagram.low
    # Few nodes of a large diagram are found by name.
    every = len(nodes) == len(diagram) - 2
    reached: ByNode = [0.0] * len(diagram) if every else dict.fromkeys(nodes, 0.0)
    reached[root] = weight
    reached[WORKS] = reached[FAILS] = 0.0
    for node in reversed(nodes):
        mass = reached[node]
        if mass == 0.0:
            continue
        at, up, down = level[node], high[node], low[node]
        q = failure[at]
        into[at] += mass * (found[up] - found[down])
        reached[up] += mass * q
        reached[down] += mass * (1.0 - q)
