"""How the times of calls combine to the time of what makes them.

Each function keeps both roundings on their side of the truth; see `grid`. Times of different calls are taken
as independent of each other.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from archdraw.core.analysis.flow.grid import Timing, convolve, fixed, grid_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.flow.grid import Grid, Numbers


def in_sequence(grid: Grid, parts: Sequence[Timing]) -> Timing:
    """Return the time of one after another: convolution."""
    if not parts:
        return fixed(grid, 0.0)
    low, high, mean, works = parts[0].low, parts[0].high, parts[0].mean, 1.0 - parts[0].failed
    for part in parts[1:]:
        low, high = convolve(low, part.low), convolve(high, part.high)
        mean += part.mean
        works *= 1.0 - part.failed
    return Timing(grid, low, high, mean, 1.0 - works)


def repeated(part: Timing, count: int) -> Timing:
    """Return the time of `count` alike ones after another, by squaring: O(log count) convolutions."""
    result: Timing | None = None
    power = part
    left = count
    while left > 0:
        if left & 1:
            result = power if result is None else in_sequence(part.grid, (result, power))
        left >>= 1
        if left:
            power = in_sequence(part.grid, (power, power))
    return fixed(part.grid, 0.0) if result is None else result


def in_parallel(grid: Grid, parts: Sequence[Timing], counts: Sequence[int] | None = None) -> Timing:
    """Return the time until the last of several is back: product of the distribution functions.

    `counts` says how many alike ones each part stands for.
    """
    if not parts:
        return fixed(grid, 0.0)
    powers = counts or (1,) * len(parts)
    if len(parts) == 1 and powers[0] == 1:
        return parts[0]
    works = math.prod((1.0 - part.failed) ** count for part, count in zip(parts, powers, strict=True))
    reached = [
        np.prod([_cumulated(cells) ** n for cells, n in zip(sides, powers, strict=True)], axis=0)
        for sides in ([part.low for part in parts], [part.high for part in parts])
    ]
    low, high = (np.diff(one, prepend=0.0) for one in reached)
    return Timing(grid, low, high, grid_mean(grid, low, high), 1.0 - works)


def one_of(grid: Grid, parts: Sequence[tuple[float, Timing]]) -> Timing:
    """Return the time of one of several, each with its probability; what is left over takes no time."""
    low, high = np.zeros(grid.size), np.zeros(grid.size)
    mean = failed = total = 0.0
    for share, part in parts:
        low += share * part.low
        high += share * part.high
        mean += share * part.mean
        failed += share * part.failed
        total += share
    rest = max(0.0, 1.0 - total)
    low[0] += rest
    high[0] += rest
    return Timing(grid, low, high, mean, failed)


def hedged(part: Timing, delay: float = 0.0) -> Timing:
    """Return the time of the first answer of two alike requests, the second sent after `delay` if need be.

    1 − product of the tails.
    """
    grid = part.grid
    sides = []
    for cells, cell in ((part.low, grid.below(delay)), (part.high, grid.above(delay))):
        tail = 1.0 - _cumulated(cells)
        # Of the second one everything is still to come until it has been sent.
        second = np.concatenate((np.ones(cell), tail))[: grid.size]
        sides.append(np.diff(1.0 - tail * second, prepend=0.0))
    low, high = sides
    return Timing(grid, low, high, grid_mean(grid, low, high), part.failed**2)


def with_timeout(
    part: Timing, timeout: float, retries: int = 0, pause: float = 0.0, *, fallback: bool = False
) -> Timing:
    """Return the time until an answer, or until the last of 1 + `retries` attempts has been given up.

    Each attempt is given up after `timeout`; the next one starts `pause` later and is independent. With a
    `fallback` giving up is no failure.
    """
    grid = part.grid
    last = grid.below(timeout)
    if last >= grid.size:
        return part
    given_up = fixed(grid, timeout)
    sides = []
    for cells, up, later in (
        (part.low, given_up.low, grid.below(timeout + pause)),
        (part.high, given_up.high, grid.above(timeout + pause)),
    ):
        in_time = np.where(np.arange(grid.size) <= last, cells, 0.0)
        late = max(0.0, 1.0 - float(in_time.sum()))
        ended = in_time + late * up
        # What comes after more attempts than fit on the grid, or than anybody needs, is not seen any more.
        fitting = grid.size // max(1, later) + 1
        for _ in range(min(retries, fitting)):
            ended = in_time + late * _delayed(ended, later)
        sides.append(ended)
    low, high = sides
    late = 1.0 - sum(part.up_to(timeout)) / 2.0
    failed = 0.0 if fallback else _failing(late, part.failed, retries)
    return Timing(grid, low, high, grid_mean(grid, low, high), failed)


def _failing(late: float, failed: float, retries: int) -> float:
    """Return the share that has no answer after all attempts; errors from below are passed on at once."""
    late = min(1.0, max(0.0, late))
    answered = 1.0 - late ** (retries + 1)
    return min(1.0, 1.0 - answered * (1.0 - failed))


def _delayed(cells: Numbers, by: int) -> Numbers:
    """Return the distribution of a time that is so many cells longer."""
    return np.concatenate((np.zeros(min(by, len(cells))), cells))[: len(cells)]


def _cumulated(cells: Numbers) -> Numbers:
    return np.minimum(np.cumsum(cells), 1.0)
