"""In which of many states the nodes of a formula fail, a bit for each state."""

from __future__ import annotations

from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.leaves import down_to
from archdraw.core.analysis.structure.formula import counted
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula

# Masks of the leaves of a node, of those that fail it alone, and of the numbers of products of two masks: one
# leaf of each fails it too.
Failing = tuple[int, int, int]


class LowWords:
    """The words of the nodes down to `known` ones, of which is known what fails them, by sets of leaves."""

    def __init__(
        self,
        formula: Formula,
        roots: Sequence[int],
        known: Mapping[int, Failing],
        products: Sequence[tuple[int, int]],
        sets: Sequence[Sequence[int]],
        pause: Callable[[], None],
    ) -> None:
        self._formula, self._roots, self._known, self._products = formula, roots, known, products
        numbers: dict[int, list[int]] = {}
        for number, leaves in enumerate(sets):
            for leaf in leaves:
                numbers.setdefault(leaf, []).append(number)
        last = len(sets)
        self._every = (1 << last) - 1
        self._words = {leaf: mask_of(those, last) for leaf, those in numbers.items()}
        self._either = mask_of(self._words, max(self._words, default=0))
        either = self._either
        found = self._found = {
            node: self._of_low(one) if one[0] & either else 0 for node, one in known.items()
        }
        self._gates = [node for node in down_to(formula, roots, known) if node not in known]
        for node in self._gates:
            pause()
            inputs = [found[one] for one in formula.inputs[node]]
            found[node] = counted(formula.threshold[node], inputs, self._every)

    @property
    def failing(self) -> int:
        """By bit the sets that fail any of the roots."""
        word = 0
        for root in self._roots:
            word |= self._found[root]
        return word

    def holding(self, mask: int) -> int:
        """Return the sets that hold any leaf of a mask."""
        word = 0
        for leaf in bits(mask & self._either):
            word |= self._words[leaf]
        return word

    def _of_low(self, failing: Failing) -> int:
        _, singles, pairs = failing
        word = self.holding(singles)
        for number in bits(pairs):
            one, two = self._products[number]
            if one & self._either and two & self._either:
                word |= self.holding(one) & self.holding(two)
        return word

    @cached_property
    def _uses(self) -> dict[int, list[int]]:
        """By node the gates it is in."""
        uses: dict[int, list[int]] = {}
        for node in self._gates:
            for one in self._formula.inputs[node]:
                uses.setdefault(one, []).append(node)
        return uses

    @cached_property
    def _holders(self) -> dict[int, list[int]]:
        """By leaf the known nodes that it is in."""
        holders: dict[int, list[int]] = {}
        for node, (below, _, _) in self._known.items():
            for leaf in bits(below):
                holders.setdefault(leaf, []).append(node)
        return holders

    def failing_with(self, leaf: int) -> int:
        """Return the sets that fail any of the roots if a leaf fails too: only what that changes is read."""
        found = self._found
        changed = self._known_with(leaf)
        work = list({gate for node in changed for gate in self._uses.get(node, ())})
        heapify(work)
        last = -1
        while work:
            node = heappop(work)
            if node == last:
                continue
            last = node
            word = self._gate_with(node, changed)
            if word != found[node]:
                changed[node] = word
                for gate in self._uses.get(node, ()):
                    heappush(work, gate)
        word = self.failing
        for root in self._roots:
            word |= changed.get(root, 0)
        return word

    def _known_with(self, leaf: int) -> dict[int, int]:
        """Return the words of known nodes that change if a leaf fails too."""
        changed: dict[int, int] = {}
        for node in self._holders.get(leaf, ()):
            _, singles, pairs = self._known[node]
            word = self._every if singles >> leaf & 1 else self._found[node]
            for number in bits(pairs):
                one, two = self._products[number]
                if one >> leaf & 1:
                    word |= self.holding(two)
                if two >> leaf & 1:
                    word |= self.holding(one)
            if word != self._found[node]:
                changed[node] = word
        return changed

    def _gate_with(self, node: int, changed: Mapping[int, int]) -> int:
        """Return the word of a gate, some inputs of which have changed."""
        found, inputs, threshold = self._found, self._formula.inputs[node], self._formula.threshold[node]
        if threshold > 1:
            now = [changed[one] if one in changed else found[one] for one in inputs]
            return counted(threshold, now, self._every)
        word = found[node]
        for one in inputs:
            if one in changed:
                word |= changed[one]
        return word
