"""Failure of k-of-n instances that are alike, without cancellation."""

from __future__ import annotations

import math

# Of so many the number of ways is still a number that can be multiplied with.
_FEW = 400


def too_few_up(available: int, needed: int, failure: float) -> float:
    """Return the probability that fewer than `needed` of `available` instances are up.

    Every instance is down with probability `failure`, independently. Sum of positive terms.
    """
    if needed <= 0:
        return 0.0
    if available < needed or failure >= 1.0:
        return 1.0
    if failure <= 0.0:
        return 0.0
    if needed == 1 and available <= _FEW:
        return min(1.0, failure**available)
    return min(1.0, math.fsum([_term(available, up, failure) for up in range(needed)]))


def between(available: int, least: int, needed: int, failure: float) -> float:
    """Return the probability that at least `least` but fewer than `needed` of `available` are up."""
    return min(
        1.0, math.fsum(_term(available, up, failure) for up in range(least, min(needed, available + 1)))
    )


def sensitivity(available: int, needed: int, failure: float) -> float:
    """Return ∂P/∂q of one of the instances: the others have exactly needed − 1 up."""
    if needed <= 0 or available < needed:
        return 0.0
    return _term(available - 1, needed - 1, failure)


def _term(count: int, up: int, failure: float) -> float:
    """Return the probability of exactly `up` of `count` being up."""
    if failure <= 0.0:
        return 1.0 if up == count else 0.0
    if failure >= 1.0:
        return 1.0 if up == 0 else 0.0
    down = count - up
    if count <= _FEW:
        return math.comb(count, up) * failure**down * (1.0 - failure) ** up
    ways = math.lgamma(count + 1) - math.lgamma(up + 1) - math.lgamma(down + 1)
    return math.exp(ways + down * math.log(failure) + up * math.log1p(-failure))
