"""Intervals: what a simulation knows, and how surely (95 % throughout).

Means: Student's t over replications. Percentiles: order statistics of all requests together, at ranks as far
from the middle one as the replications are apart in the share of requests below it; requests that follow each
other are not independent, so the binomial ranks alone would be too narrow.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.95
# A percentile is shown where its interval reaches no further than half of the way to the largest request.
FURTHEST = 0.5


@frozen
class Estimate:
    """A simulated figure with its 95 % interval; where either is missing, `words` says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""

    def scaled(self, factor: float) -> Estimate:
        """Return the figure in another unit."""
        value, low, high = (
            None if one is None else one * factor for one in (self.value, self.low, self.high)
        )
        return Estimate(value, low, high, self.words)


def mean_estimate(values: Sequence[float], *, least: float = -math.inf, most: float = math.inf) -> Estimate:
    """Return the mean of one value per replication with its t-interval, cut at what is possible."""
    count = len(values)
    if not count:
        return Estimate(None, words="No request was served.")
    mean = math.fsum(values) / count
    if count == 1:
        return Estimate(mean, words="Only one replication has a value: its error is not known.")
    variance = math.fsum((one - mean) ** 2 for one in values) / (count - 1)
    half = student_t(count - 1) * math.sqrt(variance / count)
    return Estimate(mean, max(least, mean - half), min(most, mean + half))


def percentile_estimate(
    samples: Sequence[Sequence[float]],
    share: float,
    unfinished: Sequence[int] | None = None,
    together: Sequence[float] | None = None,
) -> Estimate:
    """Return a percentile over the sorted samples of all replications.

    Parameters
    ----------
    samples
        The values of each replication in ascending order.
    share
        Which one: 0.99 for the 99th.
    unfinished
        How many of each replication were still under way at the end: longer than all others.
    together
        All samples in ascending order, where they are already there.
    """
    late = list(unfinished) if unfinished is not None else [0] * len(samples)
    used = [(one, more) for one, more in zip(samples, late, strict=True) if len(one) + more]
    total = sum(len(one) + more for one, more in used)
    name = percentile_name(share)
    if not total:
        return Estimate(None, words="No request was served.")
    if together is None:
        together = sorted(chain.from_iterable(samples))
    rank = math.ceil(share * total)
    if rank > len(together):
        return Estimate(
            None, words=f"{name} is beyond the end of the run: {sum(late):,} requests had no answer by then."
        )
    value = together[rank - 1]
    half = _half_width(used, value, share, total)
    room = FURTHEST * (1.0 - share)
    low, high = math.floor((share - half) * total), math.ceil((share + half) * total)
    if half > room or high > len(together):
        needed = _rounded_up(total * max((half / room) ** 2, 1.2))
        return Estimate(None, words=f"{name} needs about {needed:,} requests; {total:,} were measured.")
    return Estimate(value, together[max(0, low - 1)], together[high - 1])


def percentile_ends(
    samples: Sequence[Sequence[float]], share: float, together: Sequence[float]
) -> tuple[float | None, float | None]:
    """Return the interval of a percentile, however wide; an end that no sample reaches is None.

    Parameters
    ----------
    samples, together
        The values of each replication and of all of them, in ascending order.
    """
    total = len(together)
    rank = math.ceil(share * total)
    if not rank:
        return None, None
    half = _half_width([(one, 0) for one in samples if one], together[rank - 1], share, total)
    low, high = math.floor((share - half) * total), math.ceil((share + half) * total)
    return together[max(0, low - 1)], together[high - 1] if high <= total else None


def percentile_name(share: float) -> str:
    """Return how a percentile is called: p50, p99, p99.9."""
    return f"p{share * 100:g}"


def _half_width(used: Sequence[tuple[Sequence[float], int]], value: float, share: float, total: int) -> float:
    """Return how far the ranks of the interval are from the middle one, as a share of all requests."""
    count = len(used)
    binomial = share * (1.0 - share) / total
    if count < 2:
        return 1.96 * math.sqrt(binomial)
    shares = [bisect_right(one, value) / (len(one) + more) for one, more in used]
    mean = math.fsum(shares) / count
    between = math.fsum((one - mean) ** 2 for one in shares) / (count - 1) / count
    return max(student_t(count - 1) * math.sqrt(between), 1.96 * math.sqrt(binomial))


def _rounded_up(number: float) -> int:
    size = 10.0 ** max(0, math.floor(math.log10(number)) - 1)
    return int(math.ceil(number / size) * size)


@cache
def student_t(freedom: int) -> float:
    """Return the 97.5 % point of Student's distribution with so many degrees of freedom.

    By bisection of the closed form for whole degrees of freedom (Abramowitz, Stegun, "Handbook of
    Mathematical Functions", 26.7.3 and 26.7.4).
    """
    if freedom > 10_000:
        return 1.959964
    low, high = 1.9, 13.0
    while high - low > 1e-9:
        middle = (low + high) / 2.0
        if _central_share(middle, freedom) < SURE:
            low = middle
        else:
            high = middle
    return high


def _central_share(t: float, freedom: int) -> float:
    """Return the probability that a Student variable is between −t and t."""
    angle = math.atan(t / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    total = term = cosine if freedom % 2 else 1.0
    for step in range(3 if freedom % 2 else 2, freedom - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    if freedom % 2 == 0:
        return sine * total
    if freedom == 1:
        return 2.0 * angle / math.pi
    return 2.0 / math.pi * (angle + sine * total)
