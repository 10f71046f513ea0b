"""Percentiles of closed forms on a fine grid: the truth lies in the bracket, the middle within 1e-6 of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from archdraw.core.analysis.flow.combining import hedged, in_parallel, in_sequence, one_of
from archdraw.core.analysis.flow.families import (
    bounded_waiting_share,
    m_m_c_response,
    service_share,
    waiting_share,
)
from archdraw.core.analysis.flow.grid import Grid, Timing, from_cumulative
from archdraw.core.analysis.flow.queueing import erlang_c, m_m_c, m_m_c_k
from archdraw.core.analysis.flow.service_time import exponential

CELLS = 1 << 22
END = 16.0
GRID = Grid(END / CELLS, CELLS)
Cumulative = Callable[[float], float]


def expo(rate: float, grid: Grid = GRID) -> Timing:
    return from_cumulative(grid, service_share(exponential(1.0 / rate)), 1.0 / rate)


def solved(reached: Cumulative, share: float) -> float:
    low, high = 0.0, END
    for _ in range(100):
        middle = (low + high) / 2.0
        low, high = (middle, high) if reached(middle) < share else (low, middle)
    return high


def m_m_1() -> tuple[Timing, Cumulative]:
    # Arrivals 1/s, service 3/s: exponential of rate 2.
    response = m_m_c_response(1.0, 1.0 / 3.0, 1, erlang_c(1, 1.0 / 3.0))
    return from_cumulative(GRID, response, 0.5), lambda t: 1.0 - math.exp(-2.0 * t)


def m_m_c_waiting() -> tuple[Timing, Cumulative]:
    # Three servers of rate 2, arrivals 5/s: who waits, waits an exponential time of rate 6 − 5.
    queue = m_m_c(5.0, 0.5, 3)
    load = 2.5
    empty = 1.0 / (sum(load**k / math.factorial(k) for k in range(3)) + load**3 / math.factorial(3) * 6.0)
    waits = load**3 / math.factorial(3) * 6.0 * empty
    assert queue.probability == pytest.approx(waits, rel=1e-12)
    share = waiting_share(queue.probability, queue.mean)
    return from_cumulative(GRID, share, queue.mean), lambda t: 1.0 - waits * math.exp(-t)


def m_m_c_k_waiting() -> tuple[Timing, Cumulative]:
    # Two servers of rate 1, six places, arrivals 1.5/s: a mixture of Erlang times of rate 2.
    queue = m_m_c_k(1.5, 1.0, 2, 6)
    weights = [1.5**n / (math.factorial(n) if n <= 2 else 2.0 * 2.0 ** (n - 2)) for n in range(7)]
    let_in = sum(weights[:-1])

    def reached(t: float) -> float:
        tail = 0.0
        for n in range(2, 6):
            ahead = n - 2
            terms = sum(math.exp(-2.0 * t) * (2.0 * t) ** i / math.factorial(i) for i in range(ahead + 1))
            tail += weights[n] / let_in * terms
        return 1.0 - tail

    return from_cumulative(GRID, bounded_waiting_share(queue), queue.waiting.mean), reached


def parallel() -> tuple[Timing, Cumulative]:
    longest = in_parallel(GRID, [expo(1.0), expo(2.0)], [10, 1])
    return longest, lambda t: (1.0 - math.exp(-t)) ** 10 * (1.0 - math.exp(-2.0 * t))


def hedged_pair() -> tuple[Timing, Cumulative]:
    def reached(t: float) -> float:
        return 1.0 - math.exp(-t) * (math.exp(-(t - 1.0)) if t > 1.0 else 1.0)

    return hedged(expo(1.0), delay=1.0), reached


def cache_mixture() -> tuple[Timing, Cumulative]:
    def reached(t: float) -> float:
        both = 1.0 - (10.0 * math.exp(-0.5 * t) - math.exp(-5.0 * t)) / 9.0
        return 0.9 * (1.0 - math.exp(-5.0 * t)) + 0.1 * both

    # Smaller times want smaller cells: half of one is what the middle may be away.
    grid = Grid(10.0 / CELLS, CELLS)
    return in_sequence(grid, (expo(5.0, grid), one_of(grid, [(0.1, expo(0.5, grid))]))), reached


def tandem() -> tuple[Timing, Cumulative]:
    rates = (3.0, 2.0, 1.5)

    def reached(t: float) -> float:
        return 1.0 - sum(math.exp(-r * t) * math.prod(o / (o - r) for o in rates if o != r) for r in rates)

    return in_sequence(GRID, [expo(rate) for rate in rates]), reached


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", [m_m_1, m_m_c_waiting, m_m_c_k_waiting, parallel, hedged_pair, cache_mixture, tandem]
)
def test_the_middle_of_the_bracket_is_the_closed_form(
    form: Callable[[], tuple[Timing, Cumulative]],
) -> None:
    timing, reached = form()
    for share in (0.95, 0.99, 0.999):
        truth = solved(reached, share)
        low, high = timing.percentile(share)
        assert low - 1e-12 <= truth <= high + 1e-12
        assert (low + high) / 2.0 == pytest.approx(truth, rel=1e-6)
