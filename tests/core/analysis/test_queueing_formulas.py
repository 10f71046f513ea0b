"""Queueing formulas against tables, sums over states and each other."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from archdraw.core.analysis.flow.queueing import (
    Unstable,
    allen_cunneen,
    erlang_b,
    erlang_c,
    growth_text,
    m_g_1,
    m_m_c,
    m_m_c_k,
)


@pytest.mark.parametrize(
    ("servers", "load", "blocked"),
    [
        # Erlang B tables: the load that blocks 1 % and 0.1 %.
        (1, 0.0101, 0.01),
        (5, 1.3608, 0.01),
        (10, 4.4612, 0.01),
        (20, 12.031, 0.01),
        (100, 84.064, 0.01),
        (10, 3.0920, 0.001),
        (50, 32.512, 0.001),
    ],
)
def test_erlang_b_is_that_of_the_tables(servers: int, load: float, blocked: float) -> None:
    assert erlang_b(servers, load) == pytest.approx(blocked, rel=1e-3)


@given(st.integers(1, 60), st.floats(0.01, 80.0))
def test_erlang_b_is_the_last_term_of_its_sum(servers: int, load: float) -> None:
    terms = [load**n / math.factorial(n) for n in range(servers + 1)]
    assert erlang_b(servers, load) == pytest.approx(terms[-1] / math.fsum(terms), rel=1e-9)


@given(st.integers(1, 60), st.floats(0.01, 0.99))
def test_erlang_c_is_the_share_of_its_sum_that_waits(servers: int, busy: float) -> None:
    load = servers * busy
    terms = [load**n / math.factorial(n) for n in range(servers)]
    last = load**servers / math.factorial(servers) / (1.0 - busy)
    assert erlang_c(servers, load) == pytest.approx(last / (math.fsum(terms) + last), rel=1e-9)


def test_ten_thousand_servers_lose_no_digits() -> None:
    blocked = erlang_b(10_000, 9_900.0)
    # B ≈ φ(z) ÷ (√c·Φ(z)) for z = (c − a)/√c, within terms of order 1/√c.
    z = 100.0 / math.sqrt(9_900.0)
    density = math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)
    assert blocked == pytest.approx(
        density / (math.sqrt(9_900.0) * 0.5 * math.erfc(-z / math.sqrt(2.0))), rel=0.02
    )
    assert 0.0 < blocked < erlang_c(10_000, 9_900.0) < 1.0


def test_one_server_waits_as_m_m_1() -> None:
    found = m_m_c(3.0, 0.25, 1)
    assert found.probability == pytest.approx(0.75, abs=1e-12)
    assert found.mean == pytest.approx(0.75 / (4.0 - 3.0), abs=1e-12)
    # The response of M/M/1 is exponential with mean 1/(μ − λ): variance 1, of which the service has 1/16.
    assert found.variance == pytest.approx(1.0 - 1.0 / 16.0, abs=1e-12)


def test_three_servers_wait_as_worked_by_hand() -> None:
    # λ = 2, μ = 1, c = 3: p₀ = 1/9, C = 4/9, Wq = 4/9.
    found = m_m_c(2.0, 1.0, 3)
    assert found.probability == pytest.approx(4.0 / 9.0, abs=1e-12)
    assert found.mean == pytest.approx(4.0 / 9.0, abs=1e-12)


def test_constant_services_wait_half_as_long() -> None:
    constant, exponential = m_g_1(0.8, 1.0, 0.0), m_g_1(0.8, 1.0, 1.0)
    assert constant.mean == pytest.approx(2.0, abs=1e-12)
    assert exponential.mean == pytest.approx(m_m_c(0.8, 1.0, 1).mean, abs=1e-12)
    assert exponential.variance == pytest.approx(m_m_c(0.8, 1.0, 1).variance, abs=1e-9)


def test_allen_cunneen_is_exact_where_it_must_be() -> None:
    plain, same = m_m_c(7.0, 0.5, 4), allen_cunneen(7.0, 0.5, 4, 1.0, 1.0)
    assert (same.probability, same.mean) == pytest.approx((plain.probability, plain.mean), abs=1e-12)
    assert same.variance == pytest.approx(plain.variance, abs=1e-12)
    assert allen_cunneen(0.8, 1.0, 1, 1.0, 0.25).mean == pytest.approx(m_g_1(0.8, 1.0, 0.25).mean, abs=1e-12)


@given(st.integers(1, 8), st.integers(0, 20), st.floats(0.05, 40.0))
def test_a_bounded_queue_is_its_birth_and_death_chain(servers: int, longest: int, rate: float) -> None:
    places = servers + longest
    weights = [1.0]
    for n in range(1, places + 1):
        weights.append(weights[-1] * rate / min(n, servers))
    total = math.fsum(weights)
    found = m_m_c_k(rate, 1.0, servers, places)
    assert found.blocked == pytest.approx(weights[-1] / total, rel=1e-9, abs=1e-300)
    assert found.mean_in_system == pytest.approx(sum(n * w for n, w in enumerate(weights)) / total, rel=1e-9)
    for j, chance in enumerate(found.ahead):
        assert chance == pytest.approx(weights[servers + j] / (total - weights[-1]), rel=1e-9, abs=1e-300)


def test_a_bounded_queue_far_past_full_load_turns_the_rest_away() -> None:
    found = m_m_c_k(1e6, 1.0, 10, 10_000)
    assert found.blocked == pytest.approx(1.0 - 1e-5, rel=1e-9)
    assert found.mean_in_system == pytest.approx(10_000.0, rel=1e-3)


def test_a_bounded_queue_with_endless_places_is_m_m_c() -> None:
    assert m_m_c_k(2.0, 1.0, 3, 400).waiting.mean == pytest.approx(4.0 / 9.0, abs=1e-9)


@pytest.mark.parametrize("rate", [4.0, 5.5])
def test_too_much_load_is_no_number_but_a_growth(rate: float) -> None:
    asks: tuple[Callable[[], object], ...] = (
        lambda: m_m_c(rate, 0.5, 2),
        lambda: allen_cunneen(rate, 0.5, 2, 1.0, 2.0),
        lambda: m_g_1(rate, 0.25, 1.0),
    )
    for ask in asks:
        with pytest.raises(Unstable) as told:
            ask()
        assert told.value.growth == pytest.approx(rate - 4.0)
    assert "grows by 1.5" in growth_text(1.5)
    assert "limit" in growth_text(0.0)


def test_fewer_places_than_servers_are_refused() -> None:
    with pytest.raises(ValueError, match="as many places as servers"):
        m_m_c_k(1.0, 1.0, 4, 3)


def test_no_load_waits_nowhere() -> None:
    assert m_m_c(0.0, 1.0, 2).mean == 0.0
    assert m_m_c_k(0.0, 1.0, 2, 5).blocked == 0.0
