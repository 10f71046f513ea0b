from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from tests.core.analysis.simulation.queues import mean_latency, run, span_for, station_program

from archdraw.core.analysis.simulation.caching import Cache
from archdraw.core.analysis.simulation.calling import Breaker
from archdraw.core.analysis.simulation.engine import Engine
from archdraw.core.analysis.simulation.faults import (
    CROWDED,
    CUT,
    FULL,
    LIMITED,
    LOST,
    NOBODY,
    OPEN,
    TIMEOUT,
)
from archdraw.core.analysis.simulation.program import (
    BreakerPlan,
    CachePlan,
    CallPlan,
    Disturbances,
    Outage,
    Program,
    Scaling,
    Slowdown,
    SourcePlan,
    Span,
    StationPlan,
    Surge,
    VisitPlan,
)
from archdraw.core.analysis.simulation.sampling import Replication
from archdraw.core.analysis.simulation.streams import Times

INSTANT = Times(0.0, 0.0)


def pair(back: StationPlan, call: CallPlan, rate: float = 10.0, front: StationPlan | None = None) -> Program:
    """A front that calls a back once a request."""
    stations = (front or StationPlan("front", INSTANT), back)
    visits = (VisitPlan(0, ((0,),)), VisitPlan(1))
    return Program(stations, visits, (call,), (SourcePlan("j", 0, rate),))


def disturbed(program: Program, what: Disturbances, end: float = 100.0, *, seed: int = 1) -> Replication:
    span = Span(0.0, (("all", 0.0, end),), intervals=50)
    return Engine(program, span, what, seed=seed).run().taken()


def faults(found: Replication) -> Counter[int]:
    return Counter(found.faults)


def call(**fields: Any) -> CallPlan:
    return CallPlan("c", (1,), journey="j", **fields)


def test_a_timeout_ends_the_call_and_the_abandoned_work_still_costs() -> None:
    back = StationPlan("back", Times(1.0, 0.0), slots=100)
    found = run(pair(back, call(timeout_s=0.25)), 2000)
    assert set(found.faults) == {TIMEOUT}
    assert not found.latencies
    # 10 a second, a second each: ten slots of a hundred work for nobody.
    assert found.stations[1].busy == pytest.approx(0.1, rel=0.1)


def test_the_caller_goes_on_when_the_time_is_over_not_when_the_work_is() -> None:
    back = StationPlan("back", Times(1.0, 0.0), slots=100)
    found = run(pair(back, call(timeout_s=0.25, needed=False)), 1000)
    assert mean_latency(found) == pytest.approx(0.25)
    assert found.degraded == len(found.latencies)


def test_a_caller_behind_a_caller_is_given_up_too() -> None:
    stations = (
        StationPlan("front", INSTANT), StationPlan("middle", Times(0.01)),
        StationPlan("back", Times(1.0, 0.0)),
    )  # fmt: skip
    calls = (CallPlan("a", (1,), timeout_s=0.3, journey="j"), CallPlan("b", (2,), journey="j"))
    visits = (VisitPlan(0, ((0,),)), VisitPlan(1, ((1,),)), VisitPlan(2))
    found = run(Program(stations, visits, calls, (SourcePlan("j", 0, 5.0),)), 500)
    assert set(found.faults) == {TIMEOUT}
    assert {one.connection: one.failed > 0.95 * one.attempts for one in found.calls} == {
        "a": True,
        "b": False,
    }


def test_retries_multiply_the_load_of_what_fails() -> None:
    back = StationPlan("back", Times(1.0, 0.0), slots=1000)
    found = run(pair(back, call(timeout_s=0.1, retries=2)), 1000)
    attempts = found.calls[0].attempts
    assert attempts == pytest.approx(3 * found.arrived, rel=0.02)


def test_backoff_doubles_and_jitter_shortens_it() -> None:
    back = StationPlan("back", Times(1.0, 0.0), slots=1000)
    plain = run(pair(back, call(timeout_s=0.1, retries=2, backoff_s=0.2, needed=False)), 500)
    assert mean_latency(plain) == pytest.approx(0.1 * 3 + 0.2 + 0.4)
    jittered = run(pair(back, call(timeout_s=0.1, retries=2, backoff_s=0.2, jitter=True, needed=False)), 4000)
    assert mean_latency(jittered) == pytest.approx(0.1 * 3 + 0.1 + 0.2, rel=0.03)


def test_a_retry_budget_bounds_the_attempts() -> None:
    back = StationPlan("back", Times(1.0, 0.0), slots=1000)
    found = run(pair(back, call(timeout_s=0.1, retries=5, budget=0.1)), 2000)
    assert found.calls[0].attempts == pytest.approx(1.1 * found.arrived, rel=0.03)


def test_a_breaker_opens_tries_one_call_and_closes_again() -> None:
    breaker = Breaker(BreakerPlan(share=0.5, window=4, open_s=5.0))
    for failed in (False, True, False, True):
        assert breaker.admits(0.0)
        breaker.note(0.0, failed=failed)
    assert (breaker.state, breaker.opened) == ("open", 1)
    assert not breaker.admits(4.9)
    assert breaker.admits(5.1)
    assert breaker.state == "half-open"
    assert not breaker.admits(5.2)
    breaker.note(5.3, failed=True)
    assert (breaker.state, breaker.opened) == ("open", 2)
    assert breaker.admits(10.4)
    breaker.note(10.5, failed=False)
    assert breaker.state == "closed"


def test_an_open_breaker_spares_caller_and_target() -> None:
    back = StationPlan("back", Times(0.01), slots=100)
    what = Disturbances(slowdowns=(Slowdown("back", 20.0, 60.0, 5.0),))
    bare = disturbed(pair(back, call(timeout_s=0.5), rate=50.0), what)
    guarded = disturbed(pair(back, call(timeout_s=0.5, breaker=BreakerPlan()), rate=50.0), what)
    assert set(faults(bare)) == {TIMEOUT}
    assert faults(guarded)[OPEN] > 10 * faults(guarded)[TIMEOUT]
    assert guarded.calls[0].opened > 1
    # It closes again once the target answers in time.
    assert max(guarded.fault_begins) < 70.0


def test_a_rate_limit_lets_so_many_through() -> None:
    found = run(station_program(StationPlan("s", Times(0.001), limit_rps=6.0), 10.0), 5000)
    assert set(found.faults) == {LIMITED}
    assert len(found.latencies) / (found.moments[-1] - found.moments[0]) == pytest.approx(6.0, rel=0.03)


def test_a_bulkhead_bounds_the_calls_under_way() -> None:
    back = StationPlan("back", Times(1.0, 0.0))
    found = run(pair(back, call(most_open=5)), 2000)
    assert set(found.faults) == {CROWDED}
    # Erlang B: of a load of 10 the five places refuse 56.4 %.
    assert len(found.latencies) / (found.moments[-1] - found.moments[0]) == pytest.approx(4.36, rel=0.05)


def test_a_full_queue_refuses() -> None:
    found = run(station_program(StationPlan("s", Times(1.0), slots=1, places=0), 1.0), 20_000)
    assert set(found.faults) == {FULL}
    # Erlang B of one server at load 1.
    assert len(found.faults) / found.arrived == pytest.approx(0.5, rel=0.2)


def test_held_places_run_out_while_a_dependency_is_slow() -> None:
    front = StationPlan("front", Times(0.001), pool=20)
    back = StationPlan("back", Times(0.01))
    what = Disturbances(slowdowns=(Slowdown("back", 20.0, 60.0, 8.0),))
    found = disturbed(pair(back, call(), rate=50.0, front=front), what)
    assert max(found.stations[0].queue) > 500
    assert max(found.latencies) > 30.0


def test_an_instance_that_goes_down_takes_its_work_along_and_is_avoided_once_that_is_known() -> None:
    plan = StationPlan(
        "s",
        Times(0.5),
        slots=10,
        instances=2,
        failover_s=5.0,
        roots=(("s", "s#1", "az-a"), ("s", "s#2", "az-b")),
    )
    found = disturbed(station_program(plan, 10.0), Disturbances(outages=(Outage("az-a", 40.0, 80.0),)))
    assert faults(found)[LOST] > 0
    assert all(35.0 <= came <= 45.0 for came in found.fault_begins)
    # In the five seconds until it is noticed half of the requests meet the dead instance.
    assert faults(found)[NOBODY] == pytest.approx(25, abs=12)


def test_a_spare_takes_over_after_the_failover_time() -> None:
    plan = StationPlan(
        "db", Times(0.01), slots=10, spares=1, failover_s=10.0, roots=(("db", "db#1"), ("db", "db#2"))
    )
    found = disturbed(station_program(plan, 20.0), Disturbances(outages=(Outage("db#1", 30.0, 90.0),)))
    assert min(found.fault_begins) == pytest.approx(30.0, abs=1.0)
    assert max(found.fault_begins) == pytest.approx(40.0, abs=1.0)


def test_too_few_for_the_quorum_refuse_everything() -> None:
    roots = tuple(("q", f"q#{at}") for at in (1, 2, 3))
    plan = StationPlan("q", Times(0.01), slots=10, instances=3, needed=2, roots=roots)
    what = Disturbances(outages=(Outage("q#1", 20.0, 60.0), Outage("q#2", 40.0, 80.0)))
    found = disturbed(station_program(plan, 20.0), what)
    assert all(39.0 <= came <= 60.5 for came in found.fault_begins)
    assert faults(found)[NOBODY] == pytest.approx(400, abs=80)


def test_failures_and_repairs_at_random_give_the_availability() -> None:
    plan = StationPlan("s", INSTANT, slots=1, mean_up_s=90.0, mean_down_s=10.0, roots=(("s",),))
    what = Disturbances(random_failures=True)
    found = [disturbed(station_program(plan, 5.0), what, 20_000.0, seed=seed) for seed in range(3)]
    share = sum(len(one.latencies) for one in found) / sum(one.arrived for one in found)
    assert share == pytest.approx(0.9, abs=0.02)


def test_a_lost_connection_fails_the_calls_over_it() -> None:
    found = disturbed(
        pair(StationPlan("back", INSTANT), call()), Disturbances(outages=(Outage("c", 10.0, 20.0),))
    )
    assert set(found.faults) == {CUT}
    assert all(10.0 <= came <= 20.0 for came in found.fault_begins)


def test_alternatives_that_are_known_to_be_dead_are_left_out() -> None:
    stations = (
        StationPlan("front", INSTANT),
        StationPlan("one", Times(0.01), failover_s=2.0, roots=(("one",),)),
        StationPlan("two", Times(0.01), roots=(("two",),)),
    )
    either = CallPlan("c", (1, 2), (1.0, 2.0), journey="j")
    visits = (VisitPlan(0, ((0,),)), VisitPlan(1), VisitPlan(2))
    program = Program(stations, visits, (either,), (SourcePlan("j", 0, 20.0),))
    found = disturbed(program, Disturbances(outages=(Outage("one", 50.0, 99.0),)))
    assert all(49.9 <= came <= 52.1 for came in found.fault_begins)
    assert found.stations[1].served == pytest.approx(500, abs=100)


def test_messages_wait_for_a_consumer_that_is_down() -> None:
    stations = (
        StationPlan("front", INSTANT),
        StationPlan("worker", Times(0.01), slots=1, roots=(("worker",),)),
    )
    deliver = CallPlan("c", (1,), waits=True, retries=1000, needed=False, journey="j")
    program = Program(
        stations, (VisitPlan(0, (), (0,)), VisitPlan(1)), (deliver,), (SourcePlan("j", 0, 20.0),)
    )
    found = disturbed(program, Disturbances(outages=(Outage("worker", 20.0, 60.0),)))
    assert not found.faults
    assert max(found.stations[1].queue) == pytest.approx(800, abs=150)
    assert found.stations[1].queue[-1] < 20


def test_a_cache_forgets_and_warms_up_again() -> None:
    cache = Cache(CachePlan(0, 0.9, 60.0), [100.0], None, 1)
    assert cache.hits(99.0) == pytest.approx(0.9)
    assert cache.hits(100.0) == pytest.approx(0.0)
    assert cache.hits(160.0) == pytest.approx(0.9 * (1.0 - math.exp(-1.0)))


def test_a_hit_spares_the_store() -> None:
    stations = (
        StationPlan("front", INSTANT),
        StationPlan("cache", INSTANT),
        StationPlan("store", Times(0.01)),
    )
    calls = (
        CallPlan("ask", (1,), asks=0, needed=False, journey="j"),
        CallPlan("miss", (2,), cache=0, journey="j"),
    )  # fmt: skip
    program = Program(
        stations, (VisitPlan(0, ((0,), (1,))), VisitPlan(1), VisitPlan(2)), calls,
        (SourcePlan("j", 0, 50.0),),
        (CachePlan(1, 0.8, 60.0),),
    )  # fmt: skip
    found = run(program, 10_000)
    assert found.stations[2].served / found.stations[0].served == pytest.approx(0.2, rel=0.1)
    down = disturbed(program, Disturbances(outages=(Outage("cache", 0.0, 100.0),)))
    assert down.stations[2].served == down.stations[0].served


def test_autoscaling_comes_late_but_comes() -> None:
    plan = StationPlan("s", Times(1.0), slots=10, instances=2, scaling=Scaling(2, 10, 0.7, 15.0, 60.0))
    what = Disturbances(surges=(Surge("j", 100.0, 1000.0, 4.0),))
    found = disturbed(station_program(plan, 12.0), what, 800.0)
    queue = found.stations[0].queue
    step = 800.0 / 50
    assert max(queue[: int(100 / step)]) < 30
    assert max(queue) > 800
    assert queue[-1] < 100


def test_a_surge_multiplies_the_arrivals() -> None:
    program = station_program(StationPlan("s", INSTANT), 10.0)
    found = disturbed(program, Disturbances(surges=(Surge("j", 20.0, 60.0, 10.0),)))
    assert found.arrived_at[30] - found.arrived_at[10] == pytest.approx(4000, rel=0.05)
    assert found.arrived_at[10] == pytest.approx(200, rel=0.25)


def test_parallel_calls_take_as_long_as_the_longest() -> None:
    stations = (StationPlan("front", INSTANT), *(StationPlan(f"s{at}", Times(1.0)) for at in range(3)))
    calls = tuple(CallPlan(f"c{at}", (at + 1,), journey="j") for at in range(3))
    visits = tuple(VisitPlan(at + 1) for at in range(3))
    source = (SourcePlan("j", 0, 5.0),)
    together = Program(stations, (VisitPlan(0, ((0, 1, 2),)), *visits), calls, source)
    one_by_one = replace(together, visits=(VisitPlan(0, ((0,), (1,), (2,))), *visits))
    # The longest of three exponential times takes 1 + 1/2 + 1/3 on average.
    assert mean_latency(run(together, 20_000)) == pytest.approx(11.0 / 6.0, rel=0.03)
    assert mean_latency(run(one_by_one, 20_000)) == pytest.approx(3.0, rel=0.03)


@pytest.mark.parametrize("seed", range(5))
def test_what_arrived_is_done_failed_or_under_way(seed: int) -> None:
    back = StationPlan("back", Times(0.5), slots=4, places=3)
    program = pair(back, call(timeout_s=0.6, retries=2, breaker=BreakerPlan(window=5, open_s=1.0)), rate=12.0)
    what = Disturbances(
        outages=(Outage("back", 30.0, 40.0),), slowdowns=(Slowdown("back", 60.0, 99.0, 50.0),),
        surges=(Surge("j", 10.0, 20.0, 5.0),),
    )  # fmt: skip
    found = disturbed(program, what, seed=seed)
    assert found.arrived == found.done + found.failed + found.open
    assert found.done == len(found.latencies)
    assert found.failed == len(found.faults)
    patient = disturbed(pair(back, call(), rate=12.0), what, seed=seed)
    assert patient.arrived == patient.done + patient.failed + patient.open
    assert patient.open > 0


def test_the_same_seed_is_the_same_run_and_another_one_is_not() -> None:
    program = pair(StationPlan("back", Times(0.1), slots=2), call(timeout_s=1.0, retries=1))
    assert run(program, 500, seed=4) == run(program, 500, seed=4)
    assert run(program, 500, seed=4) != run(program, 500, seed=5)


def test_a_change_in_one_place_leaves_the_random_numbers_of_all_others() -> None:
    program = pair(StationPlan("back", Times(0.01)), call())
    slower = pair(StationPlan("back", Times(0.02)), call())
    one, two = run(program, 500), run(slower, 500)
    assert sorted(one.begins) == sorted(two.begins)
    assert [2.0 * took for took in sorted(one.latencies)] == pytest.approx(sorted(two.latencies))


def test_a_run_stops_when_it_is_asked_to() -> None:
    from archdraw.core.analysis.structure.cancelling import AnalysisCancelled

    program = station_program(StationPlan("s", INSTANT), 10.0)
    told: list[float] = []

    def stop(share: float) -> bool:
        told.append(share)
        return share > 0.5

    with pytest.raises(AnalysisCancelled):
        Engine(program, span_for(program, 1000), Disturbances(), seed=1).run(stop)
    assert told == sorted(told)
    assert 0.5 < told[-1] < 0.6
