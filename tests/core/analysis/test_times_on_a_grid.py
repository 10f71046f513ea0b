"""Certified percentiles contain the closed forms, and are tight."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.analysis.flow.combining import (
    hedged,
    in_parallel,
    in_sequence,
    one_of,
    repeated,
    with_timeout,
)
from archdraw.core.analysis.flow.families import (
    bounded_waiting_share,
    left_share,
    m_g_1_waiting,
    m_m_c_response,
    service_share,
    waiting_share,
)
from archdraw.core.analysis.flow.grid import Grid, Timing, fixed, from_cumulative
from archdraw.core.analysis.flow.queueing import erlang_c, m_g_1, m_m_c, m_m_c_k
from archdraw.core.analysis.flow.service_time import ServiceTime, constant, exponential, lognormal, with_cv2
from archdraw.core.analysis.flow.special import gamma_share, normal_share
from archdraw.core.analysis.flow.tails import gamma_cumulative

SHARES = (0.5, 0.95, 0.99, 0.999)


def of(grid: Grid, service: ServiceTime) -> Timing:
    return from_cumulative(grid, service_share(service), service.mean)


def expo(grid: Grid, rate: float) -> Timing:
    return of(grid, exponential(1.0 / rate))


def holds(timing: Timing, share: float, truth: float, width: float = 0.01) -> None:
    low, high = timing.percentile(share)
    assert low - 1e-12 <= truth <= high + 1e-12
    assert high - low <= width * truth


def solved(cumulative: object, share: float, end: float = 1000.0) -> float:
    """Return where a scalar distribution function reaches a share."""
    assert callable(cumulative)
    low, high = 0.0, end
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if cumulative(middle) < share else (low, middle)
    return high


@pytest.mark.parametrize("share", SHARES)
def test_m_m_1_is_exponential(share: float) -> None:
    grid = Grid(1.0 / 512, 1 << 14)
    response = from_cumulative(grid, m_m_c_response(2.0, 0.2, 1, erlang_c(1, 0.4)), 1.0 / 3.0)
    holds(response, share, -math.log(1.0 - share) / 3.0)


@pytest.mark.parametrize("share", SHARES)
def test_m_m_c_is_its_closed_form(share: float) -> None:
    rate, service, servers = 2.0, 1.0, 3
    waits = erlang_c(servers, rate * service)
    # At c·μ − λ = μ both exponentials are the same: 1 − e⁻ᵗ(1 + C·t).
    truth = solved(lambda t: 1.0 - math.exp(-t) * (1.0 + waits * t), share)
    grid = Grid(1.0 / 512, 1 << 14)
    holds(from_cumulative(grid, m_m_c_response(rate, service, servers, waits), 1.0), share, truth)
    # … and the same by convolution of waiting and service.
    waiting = from_cumulative(grid, waiting_share(waits, m_m_c(rate, service, servers).mean), 4.0 / 9.0)
    holds(in_sequence(grid, (waiting, expo(grid, 1.0))), share, truth)


def test_m_m_c_away_from_equal_rates() -> None:
    rate, servers = 4.5, 5
    waits = erlang_c(servers, rate)
    grid = Grid(1.0 / 256, 1 << 14)
    whole = from_cumulative(grid, m_m_c_response(rate, 1.0, servers, waits), 0.0)
    waiting = from_cumulative(grid, waiting_share(waits, m_m_c(rate, 1.0, servers).mean), 0.0)
    parts = in_sequence(grid, (waiting, expo(grid, 1.0)))
    for share in SHARES:
        low, high = whole.percentile(share)
        assert parts.percentile(share)[0] <= high
        assert low <= parts.percentile(share)[1]


@pytest.mark.parametrize("share", SHARES)
def test_m_d_1_is_erlangs_sum(share: float) -> None:
    busy = 0.6

    def waited(t: float) -> float:
        total = 0.0
        for k in range(math.floor(t) + 1):
            x = busy * (t - k)
            total += math.exp(x) * (-x) ** k / math.factorial(k)
        return (1.0 - busy) * total

    truth = solved(waited, share, 12.0)
    service = constant(1.0)
    grid = Grid(1.0 / 1024, 1 << 14)
    waiting = m_g_1_waiting(grid, busy, service, m_g_1(busy, 1.0, 0.0).mean)
    low, high = waiting.percentile(share)
    assert low - 1e-9 <= truth <= high + 1e-9
    assert high - low <= 0.02 * max(truth, 1.0)
    response = in_sequence(grid, (waiting, fixed(grid, 1.0)))
    holds(response, share, truth + 1.0)
    assert response.mean == pytest.approx(1.0 + busy / (2.0 * (1.0 - busy)), abs=1e-12)


def test_pollaczek_khinchine_of_exponential_services_is_m_m_1() -> None:
    grid = Grid(1.0 / 256, 1 << 14)
    waiting = m_g_1_waiting(grid, 0.8, exponential(1.0), 4.0)
    response = in_sequence(grid, (waiting, expo(grid, 1.0)))
    for share in SHARES:
        holds(response, share, -math.log(1.0 - share) / 0.2, width=0.02)


@pytest.mark.parametrize("share", SHARES)
def test_m_m_c_k_is_a_mixture_of_erlang_times(share: float) -> None:
    queue = m_m_c_k(3.0, 1.0, 2, 6)

    def waited(t: float) -> float:
        tail = 0.0
        for j, chance in enumerate(queue.ahead):
            tail += chance * sum(
                math.exp(-2.0 * t) * (2.0 * t) ** i / math.factorial(i) for i in range(j + 1)
            )
        return 1.0 - tail

    grid = Grid(1.0 / 1024, 1 << 14)
    waiting = from_cumulative(grid, bounded_waiting_share(queue), queue.waiting.mean)
    truth = solved(waited, share, 30.0)
    low, high = waiting.percentile(share)
    assert low - 1e-12 <= truth <= high + 1e-12
    assert high - low <= 0.01


def test_a_tandem_of_three_is_no_sum_of_percentiles() -> None:
    grid = Grid(10.0 / (1 << 14), 1 << 14)
    tandem = in_sequence(grid, [expo(grid, rate - 2.0) for rate in (5.0, 4.0, 3.5)])
    low, high = tandem.percentile(0.99)
    assert low <= 4.36630 <= high
    assert (low + high) / 2.0 == pytest.approx(4.3663, abs=2e-3)
    assert tandem.mean == pytest.approx(1 / 3 + 1 / 2 + 1 / 1.5, abs=1e-12)


def test_a_tandem_bracket_closes_to_a_millionth() -> None:
    def reached(t: float) -> float:
        rates = (3.0, 2.0, 1.5)
        return 1.0 - sum(math.exp(-r * t) * math.prod(o / (o - r) for o in rates if o != r) for r in rates)

    truth = solved(reached, 0.99, 20.0)
    assert truth == pytest.approx(4.3663, abs=5e-5)
    grid = Grid(8.0 / (1 << 21), 1 << 21)
    tandem = in_sequence(grid, [expo(grid, rate) for rate in (3.0, 2.0, 1.5)])
    low, high = tandem.percentile(0.99)
    assert low <= truth <= high
    # Half-way between both roundings the error of the hops cancels to the second order.
    assert (low + high) / 2.0 == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("share", SHARES)
def test_the_last_of_several_parallel_calls(share: float) -> None:
    grid = Grid(16.0 / (1 << 14), 1 << 14)
    holds(in_parallel(grid, [expo(grid, 1.0)], [10]), share, -math.log(1.0 - share**0.1))
    truth = solved(lambda t: (1 - math.exp(-t)) * (1 - math.exp(-2 * t)), share)
    holds(in_parallel(grid, [expo(grid, 1.0), expo(grid, 2.0)]), share, truth)


def test_the_mean_of_the_last_of_ten_is_the_harmonic_sum() -> None:
    grid = Grid(40.0 / (1 << 14), 1 << 14)
    found = in_parallel(grid, [expo(grid, 1.0)], [10]).mean
    assert found == pytest.approx(sum(1 / k for k in range(1, 11)), abs=1e-4)


@pytest.mark.parametrize("share", SHARES)
def test_a_hedged_pair_is_the_shorter_of_two(share: float) -> None:
    grid = Grid(16.0 / (1 << 14), 1 << 14)
    holds(hedged(expo(grid, 1.0)), share, -math.log(1.0 - share) / 2.0)

    def later(t: float) -> float:
        return 1.0 - math.exp(-t) * (math.exp(-(t - 1.0)) if t > 1.0 else 1.0)

    holds(hedged(expo(grid, 1.0), delay=1.0), share, solved(later, share))


@pytest.mark.parametrize("share", SHARES)
def test_a_cache_is_a_mixture(share: float) -> None:
    hit = 0.9

    def reached(t: float) -> float:
        both = 1.0 - (10.0 * math.exp(-t) - math.exp(-10.0 * t)) / 9.0
        return hit * (1.0 - math.exp(-10.0 * t)) + (1.0 - hit) * both

    grid = Grid(16.0 / (1 << 15), 1 << 15)
    cache, store = expo(grid, 10.0), expo(grid, 1.0)
    found = in_sequence(grid, (cache, one_of(grid, [(1.0 - hit, store)])))
    holds(found, share, solved(reached, share), width=0.02 if share == 0.5 else 0.01)
    assert found.mean == pytest.approx(0.1 + 0.1, abs=1e-12)


def test_a_timeout_cuts_the_tail_and_says_who_got_no_answer() -> None:
    grid = Grid(16.0 / (1 << 14), 1 << 14)
    found = with_timeout(expo(grid, 1.0), 2.0)
    holds(found, 0.5, math.log(2.0))
    assert found.percentile(0.99)[0] == pytest.approx(2.0, abs=1e-9)
    assert found.percentile(0.99)[1] == pytest.approx(2.0, abs=2 * grid.step)
    assert found.failed == pytest.approx(math.exp(-2.0), abs=1e-3)
    assert found.mean == pytest.approx(1.0 - math.exp(-2.0), abs=1e-3)
    assert with_timeout(expo(grid, 1.0), 2.0, fallback=True).failed == 0.0


def test_a_retry_is_a_second_attempt_after_the_first_has_been_given_up() -> None:
    grid = Grid(16.0 / (1 << 14), 1 << 14)
    found = with_timeout(expo(grid, 1.0), 1.0, retries=1, pause=0.5)
    late = math.exp(-1.0)
    # 1.5 later the second attempt starts: P(T ≤ 2) = (1 − e⁻¹) + e⁻¹(1 − e⁻⁰·⁵).
    low, high = found.up_to(2.0)
    assert low - 1e-9 <= (1.0 - late) + late * (1.0 - math.exp(-0.5)) <= high
    assert high - low < 2e-3
    assert found.failed == pytest.approx(late**2, abs=1e-3)


def test_a_timeout_that_never_comes_changes_nothing() -> None:
    grid = Grid(1.0, 64)
    part = expo(grid, 1.0)
    assert with_timeout(part, 1e9, retries=3) is part


def test_beyond_the_grid_the_upper_end_is_not_known() -> None:
    grid = Grid(0.01, 100)
    low, high = expo(grid, 1.0).percentile(0.99)
    assert low == pytest.approx(1.0)
    assert high == math.inf


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("shape", [0.5, 1.0, 3.0, 40.0])
def test_gamma_times_add_up_to_gamma_times(shape: float, share: float) -> None:
    grid = Grid(8.0 / (1 << 14), 1 << 14)
    alone = of(grid, with_cv2(1.0 / 4.0, 1.0 / shape))
    found = repeated(alone, 4)
    scale = 0.25 / shape
    truth = solved(lambda t: float(gamma_share(4.0 * shape, np.array([t / scale]))[0]), share, 50.0)
    holds(found, share, truth)


@given(st.integers(1, 40), st.floats(0.001, 120.0))
def test_gamma_of_whole_shape_is_a_poisson_sum(shape: int, x: float) -> None:
    truth = 1.0 - math.fsum(math.exp(i * math.log(x) - x - math.lgamma(i + 1)) for i in range(shape))
    assert float(gamma_share(float(shape), np.array([x]))[0]) == pytest.approx(truth, abs=1e-12)


@given(st.floats(0.001, 60.0))
def test_gamma_of_one_half_is_the_error_function(x: float) -> None:
    assert float(gamma_share(0.5, np.array([x]))[0]) == pytest.approx(math.erf(math.sqrt(x)), abs=1e-12)


def test_a_lognormal_time_goes_through_its_mean_and_its_99th_percentile() -> None:
    service = lognormal(20.0, 80.0)
    assert float(service_share(service)(np.array([80.0]))[0]) == pytest.approx(0.99, abs=1e-12)
    grid = Grid(2000.0 / (1 << 16), 1 << 16)
    found = of(grid, service)
    assert float((found.low * np.arange(grid.size)).sum() * grid.step) == pytest.approx(20.0, abs=0.05)
    assert float(normal_share(np.array([0.0]))[0]) == 0.5
    assert lognormal(20.0, 15.0).shape == "exponential"
    assert lognormal(1.0, 1000.0).sigma == pytest.approx(2.3263478740408408)


@pytest.mark.parametrize(
    "service", [constant(2.0), exponential(2.0), with_cv2(2.0, 0.3), lognormal(2.0, 9.0)]
)
def test_what_is_left_of_a_service_has_the_right_mean(service: ServiceTime) -> None:
    times = np.linspace(0.0, 400.0, 400_001)
    left = 1.0 - left_share(service)(times)
    mean = float(np.trapezoid(left, times))
    assert mean == pytest.approx(service.mean * (1.0 + service.cv2) / 2.0, rel=1e-4)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.05, 5.0), st.floats(0.05, 4.0)), min_size=1, max_size=5),
    st.sampled_from(SHARES),
)
def test_a_finer_grid_lies_within_a_coarser_one(hops: list[tuple[float, float]], share: float) -> None:
    ends = []
    for size in (1 << 9, 1 << 13):
        grid = Grid(300.0 / size, size)
        parts = [of(grid, with_cv2(mean, cv2)) for mean, cv2 in hops]
        ends.append(in_sequence(grid, parts).percentile(share))
    (low, high), (finer_low, finer_high) = ends
    assert low <= finer_low + 1e-9
    assert finer_high <= high + 1e-9


def test_twenty_hops_in_a_fifth_of_a_second_within_one_per_cent() -> None:
    size = 1 << 14
    hops = [with_cv2(5.0 + index, 0.3 + 0.1 * index) for index in range(20)]
    spent = []
    for _ in range(3):
        begun = time.process_time()
        grid = Grid(1200.0 / size, size)
        low, high = in_sequence(grid, [of(grid, hop) for hop in hops]).percentile(0.999)
        spent.append(time.process_time() - begun)
    assert (high - low) / high <= 0.01
    assert min(spent) <= 0.2


@pytest.mark.parametrize("shape", [400.0, 600.0, 5000.0])
def test_plain_and_array_gamma_agree(shape: float) -> None:
    for x in (shape * 0.9, shape, shape * 1.07):
        assert gamma_cumulative(shape, x) == pytest.approx(
            float(gamma_share(shape, np.array([x]))[0]), abs=1e-5
        )
