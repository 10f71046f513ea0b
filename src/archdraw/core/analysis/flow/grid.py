"""Times on a uniform grid, rounded down and up at each hop: what comes out is certainly in between.

A `Timing` holds two distributions over the cells 0, h, 2h …: of the time rounded down to a cell and of the
time rounded up. All ways in which times combine (one after another, the longest, the shortest, one of
several, giving up and trying again) keep the order of times, so that the true percentile lies between those
of both. What lies beyond the grid is not lost: it is the rest of the probability.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    # The share of times up to each of the given times, which are not negative.
    Cumulative = Callable[[Numbers], Numbers]

# What adding up rounded floating-point numbers may cost a probability.
SLACK = 1e-11


@frozen
class Grid:
    """Cells of width `step`, from 0 on."""

    step: float
    size: int

    @property
    def end(self) -> float:
        """Where the grid ends."""
        return self.step * self.size

    def below(self, time: float) -> int:
        """Return the last cell not after a time, at most `size`."""
        return min(self.size, math.floor(min(time / self.step, float(self.size)) + 1e-9))

    def above(self, time: float) -> int:
        """Return the first cell not before a time, at most `size`."""
        return min(self.size, math.ceil(min(time / self.step, float(self.size)) - 1e-9))


class Timing:
    """A time, between two roundings of it.

    Attributes
    ----------
    low, high
        Probabilities by cell, of the time rounded down and up.
    mean
        The mean, free of rounding where the parts allow it.
    failed
        Share of requests that give up: their time is the time until then.
    """

    __slots__ = ("failed", "grid", "high", "low", "mean")

    def __init__(self, grid: Grid, low: Numbers, high: Numbers, mean: float, failed: float = 0.0) -> None:
        self.grid = grid
        self.low = low
        self.high = high
        self.mean = mean
        self.failed = failed

    def percentile(self, share: float) -> tuple[float, float]:
        """Return what the percentile certainly lies between; the upper end is ∞ beyond the grid.

        Parameters
        ----------
        share
            0.99 for the 99th percentile.
        """
        step = self.grid.step
        lower = int(np.searchsorted(np.cumsum(self.low), share - SLACK))
        upper = int(np.searchsorted(np.cumsum(self.high), share + SLACK))
        return lower * step, upper * step if upper < self.grid.size else math.inf

    def up_to(self, time: float) -> tuple[float, float]:
        """Return what the share of times up to `time` certainly lies between."""
        cell = self.grid.below(time)
        if cell >= self.grid.size:
            return float(self.high.sum()), 1.0
        return float(self.high[: cell + 1].sum()), min(1.0, float(self.low[: cell + 1].sum()))


def grid_mean(grid: Grid, low: Numbers, high: Numbers) -> float:
    """Return the mean half-way between both roundings; what is beyond the grid counts with its end."""
    cells = np.arange(grid.size, dtype=np.float64)
    inside = float(((low + high) * cells).sum()) * grid.step / 2.0
    beyond = max(0.0, 2.0 - float(low.sum()) - float(high.sum())) / 2.0
    return inside + beyond * grid.end


def from_cumulative(grid: Grid, cumulative: Cumulative, mean: float) -> Timing:
    """Return the timing of a distribution function."""
    reached = cumulative(grid.step * np.arange(grid.size + 1, dtype=np.float64))
    np.clip(reached, 0.0, 1.0, out=reached)
    # Noise in the last digit must not make a probability negative.
    np.maximum.accumulate(reached, out=reached)
    steps = np.diff(reached)
    low = steps.copy()
    low[0] += reached[0]
    high = np.concatenate((reached[:1], steps[:-1]))
    return Timing(grid, low, high, mean)


def fixed(grid: Grid, time: float) -> Timing:
    """Return the timing of a constant time."""
    low, high = np.zeros(grid.size), np.zeros(grid.size)
    for cells, cell in ((low, grid.below(time)), (high, grid.above(time))):
        if cell < grid.size:
            cells[cell] = 1.0
    return Timing(grid, low, high, time)


def convolve(one: Numbers, two: Numbers) -> Numbers:
    """Return the distribution of a sum, as far as the grid goes; by FFT, without wrapping around."""
    size = len(one)
    transformed = np.fft.rfft(one, 2 * size) * np.fft.rfft(two, 2 * size)
    summed: Numbers = np.fft.irfft(transformed, 2 * size)[:size]
    # What the transform leaves where nothing is would add up.
    return np.maximum(summed, 0.0)
