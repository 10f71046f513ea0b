"""What else fails something together with sets of leaves that do not fail it alone."""

from __future__ import annotations

from math import exp, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.reliability.low_orders import LowOrders, Needed
    from archdraw.core.analysis.reliability.low_words import LowWords


# What the least likely leaves fail in all that are not looked at.
_LITTLE = 0.02
# Where fewer fail on average, that two do is next to as likely as the sum over all pairs of them; where more
# do it is not worked out.
_FEW_FAIL, _MANY_FAIL, _SURE = 0.05, 100.0, 0.999
# What sums round off at most.
_ROUNDED = 1e-12


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
        self._sums = self._sums_of(needed.larger)
        self._known: dict[int, float] = {}

    def without(self, working: int) -> float:
        """Return it while the leaves of a mask work."""
        working &= self._larger
        found = self._known.get(working)
        if found is None:
            less = self._sums_of(working)
            found = self._known[working] = self._pairs + _two_of(
                *[one - other for one, other in zip(self._sums, less, strict=True)]
            )
        return found

    def _sums_of(self, mask: int) -> tuple[float, float, float]:
        """Return sums over leaves: how likely each fails, the odds of that, −log of how likely it works."""
        chances = [min(self._failure[leaf], _SURE) for leaf in bits(mask)]
        odds = [chance / (1.0 - chance) for chance in chances]
        return sum(chances), sum(odds), sum(map(log1p, odds))


def _two_of(total: float, odds: float, logs: float) -> float:
    """Return how likely it is at most that at least two leaves fail, by the sums over them."""
    if total < _FEW_FAIL:
        return max(0.0, total * total / 2.0) + _ROUNDED
    if odds > _MANY_FAIL:
        return 1.0
    return 1.0 - exp(-logs) * (1.0 + odds) * (1.0 - _ROUNDED)
