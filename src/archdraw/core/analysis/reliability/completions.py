"""What else fails something together with sets of leaves that do not fail it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.two_completions import sums_over, two_of
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.reliability.low_orders import LowOrders, Needed
    from archdraw.core.analysis.reliability.low_words import LowWords


# What the least likely leaves fail in all that are not looked at.
_LITTLE = 0.02


class Completions:
    """The single leaves that complete some of the sets, by their numbers, and what does not fail anyway.

    What more than one leaf completes is only known to be `needed`.
    """

    def __init__(
        self,
        words: LowWords,
        numbers: Sequence[int],
        below: int,
        partners: Mapping[int, int],
        mates: Mapping[int, Sequence[tuple[int, int]]],
        failure: Sequence[float],
        pause: Callable[[], None],
    ) -> None:
        """Find them.

        Parameters
        ----------
        words
            Of the sets, in which nothing more has failed.
        numbers
            The sets that are looked at: they do not fail the whole.
        below
            Mask of the leaves that may complete them; those that never fail are not looked at, nor what is
            not in `looked` after all.
        partners
            By leaf the leaves with which it fails the whole.
        mates
            By leaf pairs of leaves with which it does, no two of the three alone.
        pause
            Called now and then; where it raises BudgetExceeded the less likely leaves are not looked at.
        """
        mine = mask_of(numbers, max(numbers, default=0))
        self.looked = 0
        self._by_leaf: dict[int, list[int]] = {}
        leaves = sorted(bits(below), key=failure.__getitem__, reverse=True)
        left = sum([failure[leaf] for leaf in leaves])
        for leaf in leaves:
            try:
                pause()
            except BudgetExceeded:
                break
            if left <= _LITTLE:
                break
            left -= failure[leaf]
            self.looked |= 1 << leaf
            word = words.failing_with(leaf) & mine
            if word and leaf in partners:
                word &= ~words.holding(partners[leaf])
            for one, two in mates.get(leaf, ()) if word else ():
                word &= ~(words.holding(1 << one) & words.holding(1 << two))
            if word:
                self._by_leaf[leaf] = bits(word)

    def by_set(self) -> dict[int, int]:
        """Return by the number of a set the mask of the leaves that complete it."""
        found: dict[int, int] = {}
        for leaf, numbers in self._by_leaf.items():
            for number in numbers:
                found[number] = found.get(number, 0) | 1 << leaf
        return found

    def weight(self, failure: Sequence[float], weights: Sequence[float]) -> float:
        """Return how likely it is at most that a set has failed, by their weights, and what completes it."""
        total = 0.0
        for leaf, numbers in self._by_leaf.items():
            if failure[leaf] > 0.0:
                total += failure[leaf] * sum([weights[number] for number in numbers])
        return total


class Several:
    """How likely at least two more leaves complete sets that need something: a pair, or any two that may."""

    def __init__(self, needed: Needed, orders: LowOrders, failure: Sequence[float]) -> None:
        weight = orders.weights(failure)
        self._pairs = sum([weight[one] * weight[two] for one, two in needed.pairs])
        self._larger, self._failure = needed.larger, failure
        self._sums = sums_over(needed.larger, failure)
        self._known: dict[int, float] = {}

    def without(self, working: int) -> float:
        """Return it while the leaves of a mask work."""
        working &= self._larger
        found = self._known.get(working)
        if found is None:
            less = sums_over(working, self._failure)
            left = [one - other for one, other in zip(self._sums, less, strict=True)]
            found = self._known[working] = self._pairs + two_of(*left)
        return found
