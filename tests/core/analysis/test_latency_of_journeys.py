"""Latency of drawn journeys against closed forms."""

from __future__ import annotations

import math

import pytest

from archdraw.core.analysis import add_latency, analyse
from archdraw.core.analysis.result import Analysis, Latency
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey
from archdraw.core.model.elements import Targets


def station(name: str, service_ms: float | None, servers: int = 1, **more: object) -> Component:
    kind = str(more.pop("kind", "service"))
    fields = {"service_time_ms": service_ms, "concurrency": servers, **more}
    return Component(id=name, name=name, kind=kind, **fields)  # type: ignore[arg-type]


def client(**attributes: object) -> Component:
    return Component(id="user", kind="client_web", attributes=attributes)


def link(source: str, target: str, **more: object) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **more)  # type: ignore[arg-type]


def run(
    catalog: Catalog,
    parts: list[Component],
    links: list[Connection],
    rate: float,
    targets: Targets | None = None,
    groups: tuple[Group, ...] = (),
) -> Analysis:
    journey = Journey(id="j", entry=parts[0].id, peak_rps=rate, targets=targets or Targets())
    design = Design(components=tuple(parts), connections=tuple(links), journeys=(journey,), groups=groups)
    return analyse(design, catalog)


def latency(analysis: Analysis) -> Latency:
    found = analysis.journeys[0].latency
    assert found is not None
    return found


def holds(found: Latency, name: str, truth_ms: float, width: float = 0.01) -> None:
    ends = found.percentile(name)
    assert ends is not None
    low, high = ends
    assert high is not None
    assert low - 1e-9 <= truth_ms <= high + 1e-9
    assert high - low <= width * truth_ms


def test_one_server_answers_as_m_m_1(catalog: Catalog) -> None:
    found = run(catalog, [client(), station("web", 100.0)], [link("user", "web")], 5.0)
    seen = latency(found)
    assert seen.mean_ms == pytest.approx(200.0, rel=1e-9)
    assert seen.method == "bounded"
    assert seen.approximations == ()
    for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("p999_ms", 0.999)):
        holds(seen, name, -math.log(1.0 - share) * 200.0)
    web = found.component("web")
    assert web is not None
    assert web.utilisation == pytest.approx(0.5)
    assert web.waiting_ms == pytest.approx(100.0)
    assert web.response_ms == pytest.approx(200.0)
    assert web.queue == "M/M/c"


def test_several_instances_are_servers_of_one_queue(catalog: Catalog) -> None:
    found = run(catalog, [client(), station("web", 1000.0, replicas=3)], [link("user", "web")], 2.0)
    web = found.component("web")
    assert web is not None
    assert web.waiting_ms == pytest.approx(4000.0 / 9.0, rel=1e-9)
    assert latency(found).mean_ms == pytest.approx(1000.0 + 4000.0 / 9.0, rel=1e-9)


def test_constant_services_wait_half_as_long(catalog: Catalog) -> None:
    web = station("web", 100.0, attributes={"service_cv2": 0})
    found = run(catalog, [client(), web], [link("user", "web")], 8.0)
    assert latency(found).mean_ms == pytest.approx(100.0 + 200.0, rel=1e-9)
    assert latency(found).method == "bounded"
    result = found.component("web")
    assert result is not None
    assert result.queue == "M/G/1"


def test_a_tandem_is_the_sum_of_exponential_times(catalog: Catalog) -> None:
    parts = [client(), station("a", 200.0), station("b", 250.0), station("c", 1000.0 / 3.5)]
    chained = run(catalog, parts, [link("user", "a"), link("a", "b"), link("b", "c")], 2.0)
    called = run(catalog, parts, [link("user", "a"), link("user", "b"), link("user", "c")], 2.0)
    for found in (latency(chained), latency(called)):
        holds(found, "p99_ms", 4366.3)
        assert found.mean_ms == pytest.approx(1000.0 * (1 / 3 + 1 / 2 + 1 / 1.5), rel=1e-9)
        assert found.method == "bounded"
        assert sum(hop.tail_share or 0.0 for hop in found.hops) == pytest.approx(1.0, abs=0.02)
    assert [hop.element for hop in latency(chained).hops] == ["a", "b", "c"]


def test_a_network_of_queues_has_the_means_of_jackson(catalog: Catalog) -> None:
    # Of the requests at b one in four goes back to a: λa = 3 ÷ (1 − 1/4) = 4.
    parts = [client(), station("a", 100.0), station("b", 200.0)]
    links = [link("user", "a"), link("a", "b"), link("b", "a", calls=0.25)]
    found = run(catalog, parts, links, 3.0)
    a, b = found.component("a"), found.component("b")
    assert a is not None
    assert b is not None
    assert a.rate_rps == pytest.approx(4.0, rel=1e-9)
    assert a.response_ms == pytest.approx(1000.0 / (10.0 - 4.0), rel=1e-9)
    assert b.response_ms == pytest.approx(1000.0 / (5.0 - 4.0), rel=1e-9)


def test_calls_at_once_wait_for_the_last(catalog: Catalog) -> None:
    parts = [client(fan="parallel"), station("a", 100.0, 50), station("b", 100.0, 50)]
    links = [link("user", "a"), link("user", "b")]
    found = latency(run(catalog, parts, links, 1e-3))
    holds(found, "p99_ms", -100.0 * math.log(1.0 - math.sqrt(0.99)))
    assert found.mean_ms == pytest.approx(150.0, rel=1e-3)
    one_by_one = latency(run(catalog, [client(), *parts[1:]], links, 1e-3))
    assert one_by_one.mean_ms == pytest.approx(200.0, rel=1e-3)


def test_a_fan_out_to_many_at_once_is_the_longest_of_them(catalog: Catalog) -> None:
    found = latency(
        run(catalog, [client(fan="parallel"), station("a", 100.0, 500)], [link("user", "a", calls=10)], 1e-3)
    )
    holds(found, "p99_ms", -100.0 * math.log(1.0 - 0.99**0.1))


@pytest.mark.parametrize("fan", ["sequence", "parallel"])
def test_a_miss_goes_to_the_store_after_the_cache(catalog: Catalog, fan: str) -> None:
    cache = station("cache", 10.0, 900, kind="in_memory_cache", attributes={"hit_ratio": 0.9})
    parts = [client(fan=fan), cache, station("db", 100.0, 900, kind="key_value")]
    links = [link("user", "cache"), link("user", "db", behind_cache="cache")]
    found = latency(run(catalog, parts, links, 1e-3))
    assert found.mean_ms == pytest.approx(10.0 + 0.1 * 100.0, rel=1e-6)

    def reached(t: float) -> float:
        miss = 1.0 - (100.0 * math.exp(-t / 100.0) - 10.0 * math.exp(-t / 10.0)) / 90.0
        return 0.9 * (1.0 - math.exp(-t / 10.0)) + 0.1 * miss

    ends = found.p99_ms
    assert ends is not None
    assert ends[1] is not None
    assert reached(ends[0]) <= 0.99 <= reached(ends[1])


def test_a_pool_is_one_of_its_members(catalog: Catalog) -> None:
    parts = [
        Component(id="lb", kind="l7_load_balancer", service_time_ms=1e-9, concurrency=1000),
        station("app1", 100.0, 900),
        station("app2", 100.0, 900),
    ]
    found = latency(run(catalog, parts, [link("lb", "app1", weight=3), link("lb", "app2")], 1e-3))
    holds(found, "p99_ms", 100.0 * math.log(100.0))


def test_who_gives_up_waits_no_longer(catalog: Catalog) -> None:
    links = [link("user", "web", timeout_ms=200)]
    found = latency(run(catalog, [client(), station("web", 100.0, 900)], links, 1e-3))
    holds(found, "p999_ms", 200.0)
    assert found.failed_share == pytest.approx(math.exp(-2.0), rel=1e-2)
    with_fallback = [link("user", "web", timeout_ms=200, fallback=True)]
    assert (
        latency(run(catalog, [client(), station("web", 100.0, 900)], with_fallback, 1e-3)).failed_share == 0.0
    )


def test_a_hedged_call_takes_the_first_answer_and_costs_twice(catalog: Catalog) -> None:
    links = [link("user", "web", attributes={"hedge": True})]
    analysis = run(catalog, [client(), station("web", 100.0, 900)], links, 1.0)
    holds(latency(analysis), "p99_ms", 50.0 * math.log(100.0))
    web = analysis.component("web")
    assert web is not None
    assert web.rate_rps == pytest.approx(2.0)


def test_what_is_repeated_is_load(catalog: Catalog) -> None:
    links = [link("user", "web", timeout_ms=100, retries=2)]
    analysis = run(catalog, [client(), station("web", 100.0, 900)], links, 1.0)
    late = math.exp(-1.0)
    web = analysis.component("web")
    assert web is not None
    assert web.rate_rps == pytest.approx(1.0 + late + late**2, rel=1e-6)
    assert latency(analysis).failed_share == pytest.approx(late**3, rel=2e-2)


def test_attempts_and_load_settle_at_their_common_fixed_point(catalog: Catalog) -> None:
    links = [link("user", "web", timeout_ms=1000, retries=1)]
    analysis = run(catalog, [client(), station("web", 100.0)], links, 5.0)
    web = analysis.component("web")
    assert web is not None
    rate = web.rate_rps or 0.0
    # λ = 5·(1 + f), f = e^(−(10 − λ)·1 s): M/M/1 answers in time.
    assert rate == pytest.approx(5.0 * (1.0 + math.exp(-(10.0 - rate))), rel=1e-6)


def test_a_retry_storm_that_does_not_end_is_told(catalog: Catalog) -> None:
    parts = [client(), station("web", 100.0)]
    storm = run(catalog, parts, [link("user", "web", timeout_ms=1000, retries=3)], 5.0)
    assert "metastable" in storm.journeys[0].warnings
    web = storm.component("web")
    assert web is not None
    assert web.utilisation is not None
    assert web.utilisation < 0.6
    for calmer in (
        link("user", "web", timeout_ms=1000),
        link("user", "web", timeout_ms=1000, retries=3, circuit_breaker=True),
        link("user", "web", timeout_ms=1000, retries=3, attributes={"retry_budget": 0.1}),
    ):
        assert "metastable" not in run(catalog, parts, [calmer], 5.0).journeys[0].warnings


def test_too_much_load_is_no_latency_but_a_growth(catalog: Catalog) -> None:
    analysis = run(
        catalog, [client(), station("web", 100.0)], [link("user", "web")], 12.0, Targets(p99_ms=500)
    )
    found = latency(analysis)
    assert (found.stable, found.mean_ms, found.p99_ms) == (False, None, None)
    assert found.growing[0].element == "web"
    assert found.growing[0].growth_rps == pytest.approx(2.0)
    web = analysis.component("web")
    assert web is not None
    assert (web.waiting_ms, web.response_ms) == (None, None)
    check = analysis.journeys[0].targets[0]
    assert (check.computed, check.met) == (None, False)


def test_a_stated_capacity_below_the_threads_is_where_it_saturates(catalog: Catalog) -> None:
    web = station("web", 100.0, 64, capacity_rps=10.0)
    found = run(catalog, [client(), web], [link("user", "web")], 5.0)
    assert latency(found).mean_ms == pytest.approx(200.0, rel=1e-9)
    result = found.component("web")
    assert result is not None
    assert result.utilisation == pytest.approx(0.5)


def test_without_a_stated_service_time_the_catalogue_is_taken_and_written_down(catalog: Catalog) -> None:
    found = run(catalog, [client(), Component(id="web", kind="service")], [link("user", "web")], 5.0)
    assert latency(found).mean_ms == pytest.approx(20.0)
    holds(latency(found), "p99_ms", 100.0)
    noted = {(one.element, one.field): one.value for one in found.assumptions}
    assert noted["web", "service_time_ms"] == 20
    assert noted["web", "service_time_p99_ms"] == 100
    web = found.component("web")
    assert web is not None
    assert web.waiting_ms is None


def test_a_bounded_queue_turns_away_instead_of_growing(catalog: Catalog) -> None:
    web = station("web", 1000.0, 2, attributes={"queue_limit": 4})
    analysis = run(catalog, [client(), web], [link("user", "web")], 3.0)
    result = analysis.component("web")
    assert result is not None
    weights = [1.0, 3.0, 4.5, 6.75, 10.125, 15.1875, 22.78125]
    assert result.blocked_share == pytest.approx(weights[-1] / sum(weights), rel=1e-9)
    assert latency(analysis).failed_share == pytest.approx(result.blocked_share, rel=1e-9)


def test_threads_held_for_those_below_run_out_before_the_processor(catalog: Catalog) -> None:
    # A slot is held for 10 ms of work and 990 ms below: 1 s. Five slots carry five a second.
    def built(rate: float) -> Analysis:
        web = station("web", 10.0, 5, attributes={"threads": 5})
        slow = station("slow", 990.0, 900, attributes={"service_cv2": 0})
        return run(catalog, [client(), web, slow], [link("user", "web"), link("web", "slow")], rate)

    calm, full = built(2.0), built(6.0)
    web = calm.component("web")
    assert web is not None
    assert web.pool_utilisation == pytest.approx(2.0 * 1.0 / 5.0, rel=1e-3)
    assert web.utilisation == pytest.approx(2.0 * 0.01 / 5.0)
    assert latency(calm).stable
    result = calm.journeys[0]
    assert result.bottleneck == "web"
    # A slot is held a little longer where there is waiting for the processor.
    assert result.ceiling_rps == pytest.approx(5.0, rel=1e-2)
    assert result.ceiling_target_rps == pytest.approx(5.0 * 0.7, rel=1e-2)
    assert result.second_bottleneck != "web"
    growing = latency(full).growing
    assert [(one.element, one.pool) for one in growing] == [("web", True)]
    assert growing[0].growth_rps == pytest.approx(1.0, rel=1e-2)


def test_between_regions_the_way_counts(catalog: Catalog) -> None:
    groups = (Group(id="eu", kind="region"), Group(id="us", kind="region"))
    parts = [station("web", 10.0, 100, parent="eu"), station("db", 10.0, 100, parent="us")]
    far = run(catalog, parts, [link("web", "db")], 1e-3, groups=groups)
    assert latency(far).mean_ms == pytest.approx(120.0, rel=1e-6)
    assert any(one.field == "rtt_ms" and one.value == 100.0 for one in far.assumptions)
    stated = run(catalog, parts, [link("web", "db", attributes={"rtt_ms": 30})], 1e-3, groups=groups)
    assert latency(stated).mean_ms == pytest.approx(50.0, rel=1e-6)


def test_nobody_waits_for_what_is_asynchronous(catalog: Catalog) -> None:
    parts = [client(), station("web", 10.0, 100), station("log", 1000.0, 900)]
    links = [link("user", "web"), link("web", "log", mode="async")]
    analysis = run(catalog, parts, links, 1.0)
    assert latency(analysis).mean_ms == pytest.approx(10.0, rel=1e-6)
    log = analysis.component("log")
    assert log is not None
    assert log.rate_rps == 1.0


def test_targets_get_a_verdict(catalog: Catalog) -> None:
    targets = Targets(p99_ms=1000.0, p50_ms=100.0, mean_ms=150.0)
    checks = (
        run(catalog, [client(), station("web", 100.0)], [link("user", "web")], 5.0, targets)
        .journeys[0]
        .targets
    )
    assert {check.target: check.met for check in checks} == {
        "p99_ms": True,
        "p50_ms": False,
        "mean_ms": False,
    }
    assert all(check.computed is not None for check in checks)


def test_latency_may_be_added_to_a_result_later(catalog: Catalog) -> None:
    journey = Journey(id="j", entry="web", peak_rps=5.0, targets=Targets(p99_ms=1000.0))
    design = Design(components=(station("web", 100.0),), journeys=(journey,))
    first = analyse(design, catalog, latency=False)
    assert first.journeys[0].latency is None
    assert first.journeys[0].targets[0].met is None
    whole = analyse(design, catalog)
    assert add_latency(first, design, catalog).journeys == whole.journeys


def test_a_bounded_queue_of_any_length_is_answered(catalog: Catalog) -> None:
    for limit, rate in ((600, 9.0), (10**12, 9.0), (10**12, 12.0)):
        web = station("web", 100.0, attributes={"queue_limit": limit})
        found = latency(run(catalog, [client(), web], [link("user", "web")], rate))
        assert found.stable
        assert found.mean_ms is not None
        if rate < 10.0:
            assert found.mean_ms == pytest.approx(1000.0, rel=1e-2)
            assert found.p99_ms is not None
            assert found.p99_ms[0] == pytest.approx(1000.0 * math.log(100.0), rel=0.05)
        else:
            assert found.failed_share == pytest.approx(1.0 - 10.0 / 12.0, rel=1e-3)


def test_a_million_calls_a_request_have_a_latency_without_a_grid(catalog: Catalog) -> None:
    found = latency(
        run(catalog, [client(), station("web", 1.0, 900)], [link("user", "web", calls=1e6)], 1e-6)
    )
    assert found.method == "estimated"
    assert found.mean_ms == pytest.approx(1e6, rel=1e-9)
    assert found.p99_ms is not None
    # A sum of a million exponential times is as good as normal.
    assert found.p99_ms[0] == pytest.approx(1e6 + 2.3263 * 1e3, rel=1e-4)


@pytest.mark.parametrize("absurd", [1e-9, 1e300])
@pytest.mark.parametrize("field", ["service_time_ms", "capacity_rps", "service_time_p99_ms"])
def test_absurd_figures_are_answered(catalog: Catalog, field: str, absurd: float) -> None:
    fields: dict[str, object] = {"service_time_ms": 100.0, "attributes": {"queue_limit": 3, "threads": 2}}
    web = Component(id="web", kind="service", **{**fields, field: absurd})  # type: ignore[arg-type]
    link_up = link("user", "web", calls=1e300, timeout_ms=1e300, retries=1000)
    found = run(catalog, [client(), web], [link_up], 1e300)
    assert found.journeys[0].latency is not None
