"""The order of nodes within their ranks: few crossings, found by sweeps of medians and exchanges."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_SWEEPS = 16
_PATIENCE = 4
_EXCHANGES = 2
# A rank with more places than this is only sorted, never exchanged place by place.
_LONGEST_EXCHANGED = 150


class Span(NamedTuple):
    """A link from one rank to a later one.

    `leaves` and `enters` say where on its node it is attached: -1 at the lower end of the side to 1 at the
    upper, 0 in the middle. Nodes are numbers; a rank of -1 or of the number of ranks belongs to an anchor.
    """

    source: int
    target: int
    leaves: float = 0.0
    enters: float = 0.0


class Ranked:
    """Nodes in ranks with all links between neighbouring ranks; long links are cut by helper nodes.

    Parameters
    ----------
    ranks
        Rank of each node.
    spans
        Links, each to a higher rank.
    fixed
        Nodes whose order among each other is given: the higher the value the later. They stand for what is
        outside, at the ends.
    """

    def __init__(
        self, ranks: Sequence[int], spans: Iterable[Span], fixed: dict[int, float] | None = None
    ) -> None:
        self.count = len(ranks)
        self.rank = list(ranks)
        self.fixed = fixed or {}
        # Helpers of links to what is outside: they count in the order and take no room.
        self.passing: set[int] = set()
        self.up: list[list[tuple[int, float, float]]] = [[] for _ in ranks]
        self.down: list[list[tuple[int, float, float]]] = [[] for _ in ranks]
        for span in spans:
            self._cut(span)
        self.layers: list[list[int]] = [[] for _ in range(max(self.rank, default=-1) + 1)]
        for node in self._walk():
            self.layers[self.rank[node]].append(node)
        self._sort_fixed()

    def begin_with(self, places: Sequence[float]) -> None:
        """Begin with an order that somebody else found: the places of the first nodes, across.

        Helpers stand on the straight line between the ends of their link.
        """
        at = dict(enumerate(places))
        for start in range(self.count):
            for first, _, _ in self.down[start]:
                chain = []
                node = first
                while node >= self.count:
                    chain.append(node)
                    node = self.down[node][0][0]
                a, b = at.get(start), at.get(node)
                for index, helper in enumerate(chain):
                    share = (index + 1) / (len(chain) + 1)
                    low = b if a is None else a
                    high = a if b is None else b
                    at[helper] = (low or 0.0) + ((high or 0.0) - (low or 0.0)) * share
        before = self._copy(), self.crossings()
        for layer in self.layers:
            layer.sort(key=lambda node: at.get(node, 0.0))
        self._sort_fixed()
        if self.crossings() > before[1]:
            self.layers = before[0]

    def _cut(self, span: Span) -> None:
        before, leaves = span.source, span.leaves
        passing = span.source in self.fixed or span.target in self.fixed
        for rank in range(self.rank[span.source] + 1, self.rank[span.target]):
            helper = len(self.rank)
            self.rank.append(rank)
            self.up.append([])
            self.down.append([])
            if passing:
                self.passing.add(helper)
            self._join(before, helper, leaves, 0.0)
            before, leaves = helper, 0.0
        self._join(before, span.target, leaves, span.enters)

    def _join(self, source: int, target: int, leaves: float, enters: float) -> None:
        self.down[source].append((target, leaves, enters))
        self.up[target].append((source, enters, leaves))

    def _walk(self) -> list[int]:
        """Return all nodes, deep first from the first rank on, so that what is linked begins side by side."""
        seen = [False] * len(self.rank)
        order: list[int] = []
        for start in sorted(range(len(self.rank)), key=self.rank.__getitem__):
            stack = [start]
            while stack:
                node = stack.pop()
                if seen[node]:
                    continue
                seen[node] = True
                order.append(node)
                stack += [other for other, _, _ in reversed(self.up[node]) if not seen[other]]
                stack += [other for other, _, _ in reversed(self.down[node]) if not seen[other]]
        return order

    # -- sweeps --------------------------------------------------------------------------------

    def improve(self, should_stop: Callable[[], None] | None = None, sweeps: int = _SWEEPS) -> int:
        """Reorder the layers for few crossings; return how many are left."""
        best, least, patience = self._copy(), self.crossings(), _PATIENCE
        for sweep in range(sweeps):
            if least == 0 or patience == 0:
                break
            if should_stop is not None:
                should_stop()
            self._sweep(downwards=sweep % 2 == 0)
            self._exchange()
            found = self.crossings()
            patience -= 1
            if found < least:
                best, least, patience = self._copy(), found, _PATIENCE
        self.layers = best
        return least

    def _copy(self) -> list[list[int]]:
        return [list(layer) for layer in self.layers]

    def _sweep(self, *, downwards: bool) -> None:
        layers = range(1, len(self.layers)) if downwards else range(len(self.layers) - 2, -1, -1)
        for index in layers:
            self._sort(index, self.up if downwards else self.down, index - 1 if downwards else index + 1)

    def _sort(self, index: int, towards: list[list[tuple[int, float, float]]], other: int) -> None:
        layer = self.layers[index]
        if all(node in self.fixed for node in layer):
            return
        place = {node: float(at) for at, node in enumerate(self.layers[other])}
        keys: dict[int, float] = {}
        for node in layer:
            met = [place[one] + 0.45 * there - 0.02 * here for one, here, there in towards[node]]
            if met:
                keys[node] = sum(met) / len(met)
        # What has no neighbour there keeps its place; the others are sorted over the remaining ones.
        moving = iter(sorted((node for node in layer if node in keys), key=keys.__getitem__))
        self.layers[index] = [next(moving) if node in keys else node for node in layer]
        self._sort_fixed_in(index)

    def _sort_fixed(self) -> None:
        for index in range(len(self.layers)):
            self._sort_fixed_in(index)

    def _sort_fixed_in(self, index: int) -> None:
        layer = self.layers[index]
        held = sorted((node for node in layer if node in self.fixed), key=lambda one: (self.fixed[one], one))
        if held:
            inserting = iter(held)
            self.layers[index] = [next(inserting) if node in self.fixed else node for node in layer]

    def _exchange(self) -> None:
        """Exchange neighbours wherever that takes away crossings."""
        for _ in range(_EXCHANGES):
            gained = 0
            for index, layer in enumerate(self.layers):
                if 1 < len(layer) <= _LONGEST_EXCHANGED:
                    gained += self._exchange_in(index)
            if gained == 0:
                break

    def _exchange_in(self, index: int) -> int:
        layer = self.layers[index]
        above = self._places(index - 1)
        below = self._places(index + 1)
        met = {
            node: (
                sorted(above[one] + 0.45 * there for one, _, there in self.up[node]),
                sorted(below[one] + 0.45 * there for one, _, there in self.down[node]),
            )
            for node in layer
        }
        gained = 0
        for at in range(len(layer) - 1):
            first, second = layer[at], layer[at + 1]
            if first in self.fixed and second in self.fixed:
                continue
            gain = 0
            for a, b in zip(met[first], met[second], strict=True):
                if a and b:
                    gain += _inversions(a, b) - _inversions(b, a)
            if gain > 0:
                layer[at], layer[at + 1] = second, first
                gained += gain
        return gained

    def _places(self, index: int) -> dict[int, float]:
        if not 0 <= index < len(self.layers):
            return {}
        return {node: float(at) for at, node in enumerate(self.layers[index])}

    def crossings(self) -> int:
        """Return how many pairs of links cross between neighbouring ranks."""
        total = 0
        for first, second in pairwise(self.layers):
            place = {node: float(at) for at, node in enumerate(second)}
            ends = [
                end
                for node in first
                for _, end in sorted(
                    (leaves, place[other] + 0.45 * enters) for other, leaves, enters in self.down[node]
                )
            ]
            total += _inversions_in(ends)
        return total


def _inversions(first: list[float], second: list[float]) -> int:
    """Return how many pairs of sorted numbers have the one from `first` above the one from `second`."""
    if first[-1] <= second[0]:
        return 0
    return sum(bisect_left(second, value) for value in first)


def _inversions_in(values: list[float]) -> int:
    """Return how many pairs stand in the wrong order, in O(n log n) (a tree of counts)."""
    if len(values) < 2:
        return 0
    index = {value: at for at, value in enumerate(sorted(set(values)))}
    size = len(index)
    tree = [0] * (size + 1)
    total = 0
    for seen, value in enumerate(values):
        at = index[value] + 1
        not_above = 0
        node = at
        while node:
            not_above += tree[node]
            node &= node - 1
        total += seen - not_above
        while at <= size:
            tree[at] += 1
            at += at & -at
    return total
