"""Hedged calls, connections that are held, work that is followed to its end: simulated against formulas."""

from __future__ import annotations

import math
from typing import Any

import pytest
from tests.core.analysis.simulation.queues import NOTHING, erlang_c, mean_latency, run

from archdraw.core.analysis.simulation.engine import Engine
from archdraw.core.analysis.simulation.faults import FULL, LIMITED, TIMEOUT
from archdraw.core.analysis.simulation.program import (
    CallPlan,
    Program,
    SourcePlan,
    Span,
    StationPlan,
    VisitPlan,
)
from archdraw.core.analysis.simulation.request import SimulationRequest
from archdraw.core.analysis.simulation.results import SimulationResult
from archdraw.core.analysis.simulation.running import simulate
from archdraw.core.analysis.simulation.sampling import Replication
from archdraw.core.analysis.simulation.streams import Times
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Journey

INSTANT = Times(0.0, 0.0)


def hedging(back: StationPlan, rate: float = 10.0, *, deep: bool = False, **fields: Any) -> Program:
    """Return a caller of one station; `deep` puts a station between them, so that the target calls too."""
    stations = (StationPlan("front", INSTANT), back, StationPlan("between", INSTANT))
    call = CallPlan("c", (2 if deep else 1,), journey="j", **fields)
    calls = (call, CallPlan("d", (1,), journey="j"))
    visits = (VisitPlan(0, ((0,),)), VisitPlan(1), VisitPlan(2, ((1,),)))
    return Program(stations, visits, calls, (SourcePlan("j", 0, rate),))


def percentile(found: Replication, share: float) -> float:
    ordered = sorted(found.latencies)
    return ordered[math.ceil(share * len(ordered)) - 1]


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.3])
def test_the_first_of_two_answers_counts(delay: float, *, deep: bool) -> None:
    # Exponential times of mean 1/10 s: until the delay one of them is out, then two.
    mu = 10.0
    found = run(hedging(StationPlan("back", Times(1.0 / mu)), deep=deep, hedge_s=delay), 40_000)
    late = math.exp(-mu * delay)
    assert mean_latency(found) == pytest.approx((1.0 - late) / mu + late / (2.0 * mu), rel=0.02)
    # P(T > t) = exp(−μt) up to the delay, exp(−μ(2t − d)) after it.
    p99 = (math.log(100.0) / mu + delay) / 2.0
    assert percentile(found, 0.99) == pytest.approx(max(p99, min(delay, math.log(100.0) / mu)), rel=0.05)
    attempts = next(one for one in found.calls if one.connection == "c").attempts
    assert attempts == pytest.approx((1.0 + late) * found.arrived, rel=0.01)


def test_the_second_call_costs_its_work_though_nobody_waits_for_it() -> None:
    back = StationPlan("back", Times(0.1), slots=1000)
    plain, hedged = (run(hedging(back, hedge_s=hedge), 20_000) for hedge in (None, 0.0))
    assert plain.stations[1].busy is not None
    assert hedged.stations[1].busy == pytest.approx(2.0 * plain.stations[1].busy, rel=0.03)


def test_where_one_call_fails_the_other_may_still_answer() -> None:
    # All but the very first call are over the limit: a request fails where both of its calls are.
    found = run(hedging(StationPlan("back", Times(0.001), limit_rps=1e-9), hedge_s=0.5, retries=0), 200)
    assert set(found.faults) == {LIMITED}
    assert next(one for one in found.calls if one.connection == "c").attempts == 2 * found.arrived - 1
    # A failure is an answer: the second call goes out at once, not after the delay.
    down = run(hedging(StationPlan("back", Times(0.001), limit_rps=5.0), rate=4.0, hedge_s=30.0), 2000)
    assert len(down.latencies) > 0.6 * down.arrived
    assert max(down.latencies) < 1.0


@pytest.mark.parametrize("deep", [False, True])
def test_a_timeout_ends_both_calls_and_retries_begin_with_one(*, deep: bool) -> None:
    back = StationPlan("back", Times(1.0, 0.0))
    once = run(hedging(back, deep=deep, hedge_s=0.1, timeout_s=0.3, needed=False), 1000)
    assert mean_latency(once) == pytest.approx(0.3)
    found = run(hedging(back, deep=deep, hedge_s=0.1, timeout_s=0.3, retries=2), 1000)
    assert set(found.faults) == {TIMEOUT}
    attempts = next(one for one in found.calls if one.connection == "c").attempts
    assert attempts == pytest.approx(6 * found.arrived, rel=0.02)


def test_a_bulkhead_counts_both_calls_and_lets_go_of_them() -> None:
    back = StationPlan("back", Times(0.02))
    found = run(hedging(back, hedge_s=0.01, most_open=50), 5000)
    assert not found.faults
    tight = run(hedging(back, rate=200.0, hedge_s=0.01, most_open=6), 5000)
    assert tight.latencies
    assert tight.faults


def test_a_hedged_run_ends_with_everything_accounted_for() -> None:
    for seed in range(5):
        back = StationPlan("back", Times(0.1), slots=1, places=5)
        program = hedging(back, rate=12.0, hedge_s=0.05, timeout_s=0.5, retries=1, backoff_s=0.1)
        found = run(program, 2000, seed=seed)
        assert found.arrived == found.done + found.failed + found.open
        assert set(found.faults) <= {TIMEOUT, FULL}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def simulated(
    catalog: Catalog, parts: list[Component], links: list[Connection], rate: float, **more: Any
) -> SimulationResult:
    journey = Journey(id="j", entry=parts[0].id, peak_rps=rate)
    design = Design(components=tuple(parts), connections=tuple(links), journeys=(journey,))
    request = SimulationRequest("j", requests=8000, replications=6, **more)
    return simulate(design, catalog, request, workers=0)


def station(name: str, service_ms: float, servers: int, **attributes: Any) -> Component:
    return Component(
        id=name, kind="service", service_time_ms=service_ms, concurrency=servers, attributes=attributes
    )


def link(source: str, target: str, kind: Any = "call", **attributes: Any) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, kind=kind, attributes=attributes)


def verdicts(found: SimulationResult) -> dict[str, str]:
    return {one.what: one.verdict for one in found.comparisons if one.element is None}


def test_a_drawn_hedge_agrees_with_the_formula(catalog: Catalog) -> None:
    parts = [Component(id="user", kind="client_web"), station("web", 100.0, 20_000)]
    found = simulated(catalog, parts, [link("user", "web", hedge=True, hedge_ms=80.0)], 50.0)
    said = verdicts(found)
    assert {said[name] for name in ("Mean latency", "p50 latency", "p95 latency", "p99 latency")} == {
        "agrees"
    }
    assert not any("hedg" in note for note in found.notes)


def test_connections_are_held_while_what_is_below_answers(catalog: Catalog) -> None:
    # Two connections, held for an exponential time below: M/M/2 with three quarters of it in use.
    parts = [
        Component(id="user", kind="client_web"),
        station("front", 0.0001, 20_000, max_connections=2),
        station("below", 100.0, 20_000),
    ]
    found = simulated(catalog, parts, [link("user", "front"), link("front", "below")], 15.0)
    waiting = erlang_c(2, 1.5) / (2.0 / 0.1 - 15.0) * 1000.0
    mean = found.undisturbed.latency["mean_ms"]
    assert mean.low is not None
    assert mean.high is not None
    assert mean.low <= 100.0 + waiting <= mean.high
    assert not found.undisturbed.faults
    assert verdicts(found)["Mean latency"] == "agrees"


def test_stated_connections_bound_what_a_store_works_on(catalog: Catalog) -> None:
    parts = [Component(id="user", kind="client_web"), station("db", 100.0, 50, max_connections=2)]
    found = simulated(catalog, parts, [link("user", "db")], 15.0)
    waiting = erlang_c(2, 1.5) / (2.0 / 0.1 - 15.0) * 1000.0
    mean = found.undisturbed.latency["mean_ms"]
    assert mean.low is not None
    assert mean.high is not None
    assert mean.low <= 100.0 + waiting <= mean.high


def test_more_connections_than_slots_change_nothing(catalog: Catalog) -> None:
    results = []
    for stated in ({}, {"max_connections": 5}):
        parts = [Component(id="user", kind="client_web"), station("db", 100.0, 2, **stated)]
        found = simulated(catalog, parts, [link("user", "db")], 15.0)
        results.append((found.phases, found.series))
    assert results[0] == results[1]


@pytest.mark.parametrize("answered_by", ["deliver", "publish"])
def test_work_is_followed_to_its_end(catalog: Catalog, answered_by: str) -> None:
    parts = [Component(id="user", kind="client_web"), station("web", 10.0, 1), station("mail", 20.0, 1)]
    sent = link("web", "mail", answered_by).revised(mode="async")
    found = simulated(catalog, parts, [link("user", "web"), sent], 20.0, seed=2)
    # M/M/1 in series: 1/(100 − 20) + 1/(50 − 20) s.
    mean = found.undisturbed.completion["mean_ms"]
    assert mean.low is not None
    assert mean.high is not None
    assert mean.low <= 1000.0 / 80.0 + 1000.0 / 30.0 <= mean.high
    said = verdicts(found)
    assert said["p99 until done"] == "agrees"
    assert said["Mean until done"] == "agrees"


def test_two_levels_of_messages_end_with_the_last_of_them(catalog: Catalog) -> None:
    parts = [station(name, time, 20_000) for name, time in (("web", 10.0), ("a", 20.0), ("b", 40.0))]
    links = [link("web", "a", "deliver"), link("a", "b", "deliver")]
    found = simulated(catalog, parts, links, 20.0)
    mean = found.undisturbed.completion["mean_ms"]
    assert mean.value == pytest.approx(70.0, rel=0.03)
    assert verdicts(found)["Mean until done"] == "agrees"


def test_where_everything_is_waited_for_nothing_is_followed(catalog: Catalog) -> None:
    found = simulated(catalog, [station("web", 10.0, 8), station("db", 5.0, 8)], [link("web", "db")], 20.0)
    assert found.undisturbed.completion == {}
    assert not any("until done" in one.what for one in found.comparisons)


def test_work_that_is_never_all_done_has_nothing_to_agree_with(catalog: Catalog) -> None:
    parts = [station("web", 10.0, 8), station("mail", 1000.0, 1)]
    found = simulated(catalog, parts, [link("web", "mail", "deliver")], 20.0)
    compared = next(one for one in found.comparisons if one.what == "p99 until done")
    assert (compared.computed, compared.verdict) == (None, "only simulated")
    assert "Unstable: mail gets more than it can serve" in compared.reason


def test_work_that_is_not_done_at_the_end_of_the_run_is_said(catalog: Catalog) -> None:
    # Each message is dealt with by one that holds a thread while it asks another: no end is known before.
    parts = [station("web", 10.0, 8), station("mail", 1.0, 9, threads=1), station("slow", 500.0, 99)]
    found = simulated(catalog, parts, [link("web", "mail", "deliver"), link("mail", "slow")], 20.0)
    done = found.undisturbed.completion
    assert done["mean_ms"].value is None
    assert "the work was not done by the end of the run" in done["mean_ms"].words
    assert "beyond the end of the run" in done["p99_ms"].words


def test_retries_of_the_caller_do_not_end_a_request_twice() -> None:
    stations = (
        StationPlan("front", INSTANT),
        StationPlan("back", Times(0.1)),
        StationPlan("mail", Times(0.2)),
    )
    calls = (
        CallPlan("c", (1,), journey="j", timeout_s=0.1, retries=3, hedge_s=0.02),
        CallPlan("m", (2,), journey="j", waits=True, retries=9),
    )
    visits = (VisitPlan(0, ((0,),)), VisitPlan(1, (), (1,)), VisitPlan(2))
    program = Program(stations, visits, calls, (SourcePlan("j", 0, 20.0),))
    span = Span(5.0, (("steady", 5.0, 105.0),))
    found = Engine(program, span, NOTHING, seed=3).run().taken()
    assert found.follows
    assert len(found.done_latencies) == len(found.latencies)
    assert sum(found.done_latencies) > sum(found.latencies)
