"""How likely at least two more leaves complete what some leaves do not fail alone, from the gates over these.

That any two of all leaves fail that may matter is far more likely: of hundreds it nearly always is so.
"""

from __future__ import annotations

from math import exp, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.low_orders import LowOrders

# Where fewer fail on average, that two do is next to as likely as the sum over all pairs of them; where more
# do it is not worked out.
_FEW_FAIL, _MANY_FAIL, _SURE = 0.05, 100.0, 0.999
# What sums round off at most.
_ROUNDED = 1e-12


class TwoCompletions:
    """Looks at what must fail beside some leaves while these have failed for certain."""

    def __init__(self, orders: LowOrders, failure: Sequence[float]) -> None:
        self._orders, self._failure = orders, failure
        self._weights = orders.gate_weights(failure)

    def at_most(self, numbers: int, failed: int, gone: int, working: int) -> float:
        """Return how likely it fails by two more leaves at least, at most, where no single one is enough.

        It fails through a pair, or through a gate that takes three leaves or more, some of which have failed;
        or several things must fail, through one leaf each. What takes leaves apart from those that have
        failed is at most as likely as if these were apart from all (J. van den Berg, H. Kesten, 1985).

        Parameters
        ----------
        numbers
            Of the things that must fail, as bits (`LowOrders.needed`).
        failed
            Mask of the leaves of which enough have failed: here all have.
        gone
            Those of them that have failed for certain: they are no more leaves.
        working
            Mask of leaves that work.
        """
        lows, several = self._orders.required(numbers)
        pairs = more = 0
        for low in lows:
            pairs |= low.pairs
            more |= low.more
        failure = list(self._failure)
        for leaf in bits(working):
            failure[leaf] = 0.0
        for leaf in bits(failed):
            failure[leaf] = 1.0
        found = sum(self._weights.varied(failure, failed | working).rest(more))
        weight = self._weights.weights
        found += sum([weight[one] * weight[two] for one, two in self._orders.places_of(pairs)])
        if several and found < 1.0:
            alone = 0
            for low in lows:
                alone |= low.singles
                for one, two in self._orders.pairs(low):
                    if one & failed:
                        alone |= two
                    if two & failed:
                        alone |= one
            found += two_of(*sums_over(alone & ~gone & ~working, self._failure))
        return min(1.0, found * (1.0 + _ROUNDED))


def sums_over(mask: int, failure: Sequence[float]) -> tuple[float, float, float]:
    """Return sums over leaves: how likely each fails, the odds of that, −log of how likely it works."""
    chances = [min(failure[leaf], _SURE) for leaf in bits(mask)]
    odds = [chance / (1.0 - chance) for chance in chances]
    return sum(chances), sum(odds), sum(map(log1p, odds))


def two_of(total: float, odds: float, logs: float) -> float:
    """Return how likely it is at most that at least two leaves fail, by the sums over them."""
    if total < _FEW_FAIL:
        return max(0.0, total * total / 2.0) + _ROUNDED
    if odds > _MANY_FAIL:
        return 1.0
    return 1.0 - exp(-logs) * (1.0 + odds) * (1.0 - _ROUNDED)
