from __future__ import annotations

import math

import pytest
from tests.core.analysis.simulation.queues import KNOWN, KnownQueue, erlang_c, m_m_1, run, station_program

from archdraw.core.analysis.simulation.program import StationPlan
from archdraw.core.analysis.simulation.statistics import mean_estimate, percentile_estimate
from archdraw.core.analysis.simulation.streams import Times

REPLICATIONS = 10
each_known = pytest.mark.parametrize("queue", KNOWN, ids=lambda queue: queue.name)


def covers(queue: KnownQueue, seed: int, requests: int) -> bool:
    values = [
        queue.measure(run(queue.program, requests, seed=seed, replication=at)) for at in range(REPLICATIONS)
    ]
    found = mean_estimate(values)
    assert found.low is not None
    assert found.high is not None
    return found.low <= queue.expected <= found.high


@each_known
def test_intervals_cover_the_known_answer_about_as_often_as_they_say(queue: KnownQueue) -> None:
    # 24 runs: with 95 % each, fewer than 19 hits come up once in ten thousand times.
    assert sum(covers(queue, seed, 600) for seed in range(24)) >= 19


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@each_known
def test_intervals_cover_the_known_answer_in_90_to_99_per_cent_of_200_runs(queue: KnownQueue) -> None:
    hits = sum(covers(queue, seed, queue.requests) for seed in range(1000, 1200))
    assert 180 <= hits <= 198


def test_many_requests_come_close_to_the_known_mean_and_percentiles() -> None:
    found = run(m_m_1(0.5).program, 150_000, seed=3)
    # The asymptotic standard error of the mean is 0.7 %, that of the percentiles not much more.
    assert math.fsum(found.latencies) / len(found.latencies) == pytest.approx(2.0, rel=0.025)
    ordered = sorted(found.latencies)
    assert ordered[len(ordered) // 2] == pytest.approx(2.0 * math.log(2.0), rel=0.025)
    assert ordered[int(len(ordered) * 0.99)] == pytest.approx(2.0 * math.log(100.0), rel=0.05)


def test_waiting_and_busy_share_are_those_of_the_formulas() -> None:
    program = station_program(StationPlan("s", Times(1.0), slots=5, instances=2), 8.0)
    station = run(program, 100_000).stations[0]
    assert station.busy == pytest.approx(0.8, rel=0.02)
    assert station.wait_s == pytest.approx(erlang_c(10, 8.0) / 2.0, rel=0.08)


@pytest.mark.parametrize(("cv2", "heavy"), [(0.25, False), (4.0, False), (2.0, True)])
def test_the_variance_of_the_work_counts_as_pollaczek_and_khinchine_say(cv2: float, heavy: bool) -> None:
    program = station_program(StationPlan("s", Times(1.0, cv2, heavy), slots=1), 0.5)
    found = [run(program, 30_000, replication=at) for at in range(4)]
    wait = math.fsum(one.stations[0].wait_s for one in found) / 4
    assert wait == pytest.approx(0.5 * (1.0 + cv2) / (2.0 * 0.5), rel=0.1)


def test_queues_of_their_own_wait_longer_than_a_shared_one() -> None:
    waits = {}
    for way in ("shared", "least-busy", "round-robin", "random"):
        plan = StationPlan("s", Times(1.0), slots=1, instances=4, balancing=way)
        waits[way] = run(station_program(plan, 3.2), 40_000).stations[0].wait_s
    assert waits["shared"] < waits["least-busy"] < waits["round-robin"] < waits["random"]
    # With each request thrown at random there are four M/M/1 queues.
    assert waits["random"] == pytest.approx(0.8 / 0.2, rel=0.15)


def test_one_value_has_no_interval_and_none_has_no_figure() -> None:
    assert mean_estimate([3.0]).low is None
    assert "Only one replication" in mean_estimate([3.0]).scaled(1000.0).words
    assert mean_estimate([3.0]).scaled(1000.0).value == 3000.0
    assert mean_estimate([]).value is None


def test_a_percentile_has_an_interval_only_with_the_requests_it_needs() -> None:
    runs = [sorted(run(m_m_1().program, 300, replication=at).latencies) for at in range(10)]
    few = percentile_estimate(runs, 0.999)
    assert few.value is None
    assert "p99.9 needs about" in few.words
    runs = [sorted(run(m_m_1().program, 10_000, replication=at).latencies) for at in range(10)]
    p99 = percentile_estimate(runs, 0.99)
    assert p99.value is not None
    assert p99.low is not None
    assert p99.high is not None
    assert p99.low <= math.log(100.0) / 0.3 <= p99.high
