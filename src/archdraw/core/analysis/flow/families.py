"""Distribution functions of service and waiting times, for the grid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from archdraw.core.analysis.flow.grid import Timing, from_cumulative
from archdraw.core.analysis.flow.special import gamma_share, normal_share

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.grid import Cumulative, Grid, Numbers
    from archdraw.core.analysis.flow.queueing import Bounded
    from archdraw.core.analysis.flow.service_time import ServiceTime


def service_share(service: ServiceTime) -> Cumulative:
    """Return the distribution function of a service time."""
    mean = service.mean
    if service.shape == "constant":
        return lambda t: (t >= mean * (1.0 - 1e-12)).astype(np.float64)
    if service.shape == "exponential":
        return lambda t: -np.expm1(-t / mean)
    if service.shape == "gamma":
        shape = 1.0 / service.cv2
        return lambda t: gamma_share(shape, t / (mean * service.cv2))
    sigma = service.sigma
    middle = math.log(mean) - sigma**2 / 2.0
    return lambda t: normal_share((_log(t) - middle) / sigma)


def left_share(service: ServiceTime) -> Cumulative:
    """Return the distribution function of what is left of a service that somebody finds under way.

    ∫₀ᵗ (1 − F) ÷ mean = t (1 − F(t)) ÷ mean + ∫₀ᵗ x dF(x) ÷ mean.
    """
    mean, share = service.mean, service_share(service)
    if service.shape == "constant":
        return lambda t: np.minimum(t / mean, 1.0)
    if service.shape == "exponential":
        return share
    if service.shape == "gamma":
        shape = 1.0 / service.cv2
        return lambda t: t * (1.0 - share(t)) / mean + gamma_share(shape + 1.0, t / (mean * service.cv2))
    sigma = service.sigma
    middle = math.log(mean) - sigma**2 / 2.0
    return lambda t: t * (1.0 - share(t)) / mean + normal_share((_log(t) - middle) / sigma - sigma)


def waiting_share(probability: float, mean: float) -> Cumulative:
    """Return an atom at 0 and an exponential tail: waiting at M/M/c, and at what is taken to be like it."""
    if probability <= 0.0 or mean <= 0.0:
        return np.ones_like
    return lambda t: 1.0 - probability * np.exp(-t * probability / mean)


def m_m_c_response(rate: float, service: float, servers: int, waits: float) -> Cumulative:
    """Return the distribution function of waiting and exponential service together at M/M/c.

    `waits` is the probability of waiting. One rounding in place of two.
    """
    own, drain = 1.0 / service, servers / service - rate
    if abs(drain - own) < 1e-7 * own:
        return lambda t: 1.0 - np.exp(-own * t) * (1.0 + waits * own * t)

    def share(t: Numbers) -> Numbers:
        both = (drain * np.exp(-own * t) - own * np.exp(-drain * t)) / (drain - own)
        found: Numbers = 1.0 - (1.0 - waits) * np.exp(-own * t) - waits * both
        return found

    return share


def bounded_waiting_share(queue: Bounded) -> Cumulative:
    """Return the distribution function of waiting at M/M/c/K, of those who are not turned away.

    Waiting for j + 1 departures is an Erlang time: its tail is a sum of Poisson terms.
    """
    # later[i]: the probability of waiting for more than i departures.
    later = np.cumsum(np.asarray(queue.ahead, dtype=np.float64)[::-1])[::-1]

    def share(t: Numbers) -> Numbers:
        found = np.ones_like(t)
        x = queue.drain * t
        logs = _log(x)
        for departures, chance in enumerate(later):
            if departures == 0:
                found -= chance * np.exp(-x)
            elif chance > 0.0:
                found -= chance * np.exp(departures * logs - x - math.lgamma(departures + 1.0))
        return found

    return share


def m_g_1_waiting(grid: Grid, busy: float, service: ServiceTime, mean: float) -> Timing:
    """Return the waiting at one server with Poisson arrivals: Pollaczek–Khinchine, on the grid.

    Waiting is a geometric number of services under way, each with what is left of it:
    (1 − ρ) ÷ (1 − ρ·r(z)). Its coefficients follow by Newton's iteration for the inverse of a power series,
    which needs no circle to wrap around: O(n log n).
    """
    left = from_cumulative(grid, left_share(service), service.mean)
    sides = [(1.0 - busy) * _inverse_series(_one_less(cells, busy)) for cells in (left.low, left.high)]
    return Timing(grid, np.maximum(sides[0], 0.0), np.maximum(sides[1], 0.0), mean)


def _one_less(cells: Numbers, busy: float) -> Numbers:
    series = -busy * cells
    series[0] += 1.0
    return series


def _inverse_series(series: Numbers) -> Numbers:
    """Return the power series g with f·g = 1, as many terms as f has.

    g ← g·(2 − f·g) knows twice as many terms after each step.
    """
    size = len(series)
    found = np.array([1.0 / series[0]])
    while len(found) < size:
        known = min(2 * len(found), size)
        longer = np.zeros(known)
        longer[: len(found)] = found
        product = _times(series[:known], longer)
        product = -product
        product[0] += 2.0
        found = _times(longer, product)
    return found


def _times(one: Numbers, two: Numbers) -> Numbers:
    size = len(one)
    product: Numbers = np.fft.irfft(np.fft.rfft(one, 2 * size) * np.fft.rfft(two, 2 * size), 2 * size)[:size]
    return product


def _log(t: Numbers) -> Numbers:
    with np.errstate(divide="ignore"):
        found: Numbers = np.log(t)
    return found
