"""Where load does not grow in proportion: the multiple of the traffic at which a limit is reached."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.analysis import analyse
from archdraw.core.analysis.flow.ladder import Ladder, Share
from archdraw.core.analysis.flow.load import utilisation
from archdraw.core.analysis.flow.settling import Flow, Settled, settle
from archdraw.core.analysis.modelling import flow_of
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Journey

USER = Component(id="user", kind="client_web")


@cache
def kinds() -> Catalog:
    return load_catalog()


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Chains and trees of services, with calls that are given up and repeated, threads and breakers."""
    count = draw(st.integers(1, 4))
    parts = [USER]
    for at in range(count):
        threads = draw(st.sampled_from([None, 20]))
        parts.append(
            Component(
                id=f"c{at}",
                kind="service",
                service_time_ms=draw(st.sampled_from([5.0, 20.0, 60.0])),
                concurrency=4.0,
                attributes={} if threads is None else {"threads": threads},
            )
        )
    links = [
        Connection(
            id=f"l{at}",
            source="user" if at == 0 else f"c{draw(st.integers(0, at - 1))}",
            target=f"c{at}",
            calls=draw(st.sampled_from([0.5, 1.0, 2.0])),
            timeout_ms=draw(st.sampled_from([100.0, 300.0, 900.0])),
            retries=draw(st.integers(0, 3)),
            circuit_breaker=draw(st.sampled_from([False, False, True])),
        )
        for at in range(count)
    ]
    journey = Journey(id="j", entry="user", peak_rps=10.0)
    return flow_of(Design(components=tuple(parts), connections=tuple(links), journeys=(journey,)), kinds())


def busiest(flow: Flow) -> Share:
    def share(at: Settled) -> float:
        parts = [utilisation(at.load, part) or 0.0 for part in flow.parts.values()]
        return max(*parts, *(use.utilisation for use in at.pools.values()))

    return share


def plainly(flow: Flow, share: Share, low: float, high: float) -> float:
    """Return the multiple by halving, each try from an idle system and to its end."""
    for _ in range(30):
        middle = math.sqrt(low * high)
        if share(settle(flow, middle, overload=False)) < 1.0:
            low = middle
        else:
            high = middle
    return high


@settings(max_examples=12)
@given(flows())
def test_tries_that_start_from_less_traffic_and_end_early_find_the_same(flow: Flow) -> None:
    share = busiest(flow)
    ladder = Ladder(flow, lambda times: times, None)
    ends = ladder.bracket(share)
    assert ends is not None
    found, plain = ladder.exact(share, *ends), plainly(flow, share, *ends)
    # Where slots are waited for and calls are repeated rounds may go to and fro near the end: whether one of
    # them goes over it depends on where they started.
    late = 2e-3 if flow.pools and flow.repeating else 1e-6
    # From idle, 80 rounds may be too few near the end: then it is seen a little late, never early.
    assert plain * (1.0 - 2e-3) < found < plain * (1.0 + late)


@given(flows(), st.integers(1, 400))
def test_with_little_work_left_the_answer_is_between_what_is_known(flow: Flow, work: int) -> None:
    share = busiest(flow)
    ladder = Ladder(flow, lambda times: times, None, work)
    ends = ladder.bracket(share)
    assert ends is not None
    low, high = ends
    assert share(ladder.at(low)) < 1.0 <= share(ladder.at(high))
    assert low <= ladder.exact(share, low, high) <= high


def test_a_thousand_repeated_calls_are_no_reason_to_wait(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [
        Component(
            id=f"c{at}", kind="service", service_time_ms=2.0, concurrency=8.0, attributes={"threads": 20}
        )
        for at in range(60)
    ]
    links = tuple(
        Connection(id=f"l{at}", source=f"c{(at - 1) // 2}", target=f"c{at}", timeout_ms=200.0, retries=1)
        for at in range(1, 60)
    )
    journeys = tuple(Journey(id=f"j{at}", entry=f"c{at}", peak_rps=20.0) for at in range(12))
    design = Design(components=tuple(parts), connections=links, journeys=journeys)
    rounds = []

    def counted(*given: Any, **more: Any) -> Settled:
        found = settle(*given, **more)
        rounds.append(found.rounds)
        return found

    monkeypatch.setattr("archdraw.core.analysis.flow.ladder.settle", counted)
    monkeypatch.setattr("archdraw.core.analysis.flow.ladder._MOST_WORK", 4_000)
    result = analyse(design, catalog)
    # What is left then is in proportion: threads are as long held as now.
    assert sum(rounds) < 1_200
    first = result.journeys[0]
    assert first.ceiling_rps is not None
    assert 20.0 < first.ceiling_rps < 1e5
