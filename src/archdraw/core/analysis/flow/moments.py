"""Mean and variance of the time that calls take, in plain Python: for the live load, not for percentiles.

Sequences and choices are exact; timeouts, the longest and the shortest of several go through gamma times of
the same mean and variance.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.tails import up_to
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_POINTS = 48
# Longer than this (s) is no time of any system: what a drawing full of mistakes adds up to stays a number.
LONGEST = 1e60


@frozen
class Moments:
    """A time in s by mean and variance; `failed` is the share that gives up, `stable` whether it ends at all.

    Something below that gets more than it can serve makes `stable` false; mean and variance then leave the
    waiting there out.
    """

    mean: float
    variance: float
    failed: float = 0.0
    stable: bool = True


def bounded(mean: float, variance: float, failed: float, *, stable: bool) -> Moments:
    """Return the moments, no longer than the longest time."""
    return Moments(min(mean, LONGEST), min(variance, LONGEST * LONGEST), failed, stable)


NO_TIME = Moments(0.0, 0.0)


def late_share(time: Moments, timeout: float) -> float:
    """Return the share of calls that take longer than `timeout`; all of them where nothing ends."""
    return 1.0 - up_to(timeout, time.mean, time.variance)[0] if time.stable else 1.0


def in_sequence(parts: Sequence[Moments]) -> Moments:
    """Return one after another."""
    return bounded(
        sum(part.mean for part in parts),
        sum(part.variance for part in parts),
        1.0 - math.prod(1.0 - part.failed for part in parts),
        stable=all(part.stable for part in parts),
    )


def repeated(part: Moments, count: int) -> Moments:
    """Return `count` alike ones after another."""
    times = float(count)
    failed = 1.0 - (1.0 - part.failed) ** times
    return bounded(part.mean * times, part.variance * times, failed, stable=part.stable or not count)


def one_of(parts: Sequence[tuple[float, Moments]]) -> Moments:
    """Return exactly one of several, each with its probability; the rest takes no time."""
    mean = min(LONGEST, sum(share * part.mean for share, part in parts))
    second = sum(share * (part.variance + part.mean**2) for share, part in parts)
    failed = sum(share * part.failed for share, part in parts)
    stable = all(part.stable or share <= 0.0 for share, part in parts)
    return bounded(mean, max(0.0, second - mean**2), failed, stable=stable)


def in_parallel(parts: Sequence[Moments], counts: Sequence[int]) -> Moments:
    """Return the longest of several, each `counts` times."""
    works = math.prod((1.0 - part.failed) ** float(count) for part, count in zip(parts, counts, strict=True))
    stable = all(part.stable for part in parts)
    if sum(counts) == 1 and len(parts) == 1:
        return parts[0]

    def later(time: float) -> float:
        reached = 1.0
        for part, count in zip(parts, counts, strict=True):
            reached *= math.pow(up_to(time, part.mean, part.variance)[0], float(count))
        return 1.0 - reached

    most = max((part.mean + 14.0 * math.sqrt(part.variance) for part in parts), default=0.0)
    mean, variance = _integrated(later, most)
    return bounded(mean, variance, 1.0 - works, stable=stable)


def hedged(part: Moments, delay: float) -> Moments:
    """Return the first answer of two alike requests, the second sent after `delay` if need be."""

    def later(time: float) -> float:
        second = 1.0 - up_to(time - delay, part.mean, part.variance)[0] if time > delay else 1.0
        return (1.0 - up_to(time, part.mean, part.variance)[0]) * second

    mean, variance = _integrated(later, part.mean + 14.0 * math.sqrt(part.variance))
    return bounded(mean, variance, part.failed**2, stable=part.stable)


def with_timeout(part: Moments, timeout: float, retries: int, pause: float, *, fallback: bool) -> Moments:
    """Return the time until an answer, or until the last of 1 + `retries` attempts has been given up."""
    if part.stable:
        share, first, second = up_to(timeout, part.mean, part.variance)
    else:
        share = first = second = 0.0
    late, again = 1.0 - share, timeout + pause
    mean, square = first + late * timeout, second + late * timeout**2
    for _ in range(retries):
        mean, square = (
            first + late * (again + mean),
            second + late * (again**2 + 2.0 * again * mean + square),
        )
    answered = (1.0 - late ** (retries + 1)) * (1.0 - part.failed)
    failed = 0.0 if fallback else 1.0 - answered
    mean = min(mean, LONGEST)
    return bounded(mean, max(0.0, square - mean**2), failed, stable=part.stable)


def _integrated(later: Callable[[float], float], most: float) -> tuple[float, float]:
    """Return mean and variance of a time from its tail, by Simpson's rule on squares of equal steps."""
    if most <= 0.0:
        return 0.0, 0.0
    mean = second = 0.0
    for index in range(_POINTS + 1):
        # Time = most · u²: close points where most of the probability is.
        u = index / _POINTS
        weight = (1.0 if index in (0, _POINTS) else 4.0 if index % 2 else 2.0) / (3.0 * _POINTS)
        time = most * u * u
        tail = later(time) * weight * 2.0 * u * most
        mean += tail
        second += 2.0 * time * tail
    return mean, max(0.0, second - mean**2)
