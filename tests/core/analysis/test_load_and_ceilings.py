from __future__ import annotations

import math
import random

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Journey


def part(name: str, capacity: float | None = 100.0, **more: object) -> Component:
    kind = str(more.pop("kind", "service"))
    return Component(id=name, name=name, kind=kind, capacity_rps=capacity, **more)  # type: ignore[arg-type]


def link(source: str, target: str, **more: object) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **more)  # type: ignore[arg-type]


def run(catalog: Catalog, parts: list[Component], links: list[Connection], *journeys: Journey) -> Analysis:
    return analyse(Design(components=tuple(parts), connections=tuple(links), journeys=journeys), catalog)


def rate(analysis: Analysis, component: str) -> float | None:
    result = analysis.component(component)
    assert result is not None
    return result.rate_rps


def test_calls_multiply_along_the_way(catalog: Catalog) -> None:
    parts = [part("web"), part("cart"), part("db")]
    found = run(
        catalog,
        parts,
        [link("web", "cart", calls=2), link("cart", "db", calls=3), link("web", "db", calls=0.5)],
        Journey(id="j", entry="web", peak_rps=10.0),
    )
    assert (rate(found, "web"), rate(found, "cart"), rate(found, "db")) == (10.0, 20.0, 65.0)
    assert found.rates == {"web-cart": 20.0, "cart-db": 60.0, "web-db": 5.0}


def test_a_pool_shares_one_call_by_weight(catalog: Catalog) -> None:
    parts = [
        part("lb", kind="l7_load_balancer"),
        part("app1"),
        part("app2"),
        part("users-api", kind="monolith"),
    ]
    links = [link("lb", "app1", weight=3), link("lb", "app2"), link("lb", "users-api")]
    found = run(catalog, parts, links, Journey(id="j", entry="lb", peak_rps=100.0))
    assert (rate(found, "app1"), rate(found, "app2"), rate(found, "users-api")) == (75.0, 25.0, 100.0)
    assert found.journeys[0].assumed_pools[0].targets == ("app1", "app2")


def test_a_cache_keeps_hits_away_from_the_store(catalog: Catalog) -> None:
    cache = part("cache", kind="in_memory_cache", attributes={"hit_ratio": 0.8})
    links = [link("web", "cache"), link("web", "db", behind_cache="cache")]
    found = run(
        catalog,
        [part("web"), cache, part("db", kind="key_value")],
        links,
        Journey(id="j", entry="web", peak_rps=50.0),
    )
    assert rate(found, "cache") == 50.0
    assert math.isclose(rate(found, "db") or 0.0, 10.0)
    measures = found.journeys[0].measures
    assert "cache" not in measures["served"].single_points.events
    assert "cache" in measures["full"].single_points.events


def test_a_ring_below_one_call_per_call_converges(catalog: Catalog) -> None:
    parts = [part("one"), part("two")]
    links = [link("one", "two"), link("two", "one", calls=0.5)]
    found = run(catalog, parts, links, Journey(id="j", entry="one", peak_rps=10.0))
    # one = 10 + 0.5·two, two = one
    assert math.isclose(rate(found, "one") or 0.0, 20.0)
    assert math.isclose(rate(found, "two") or 0.0, 20.0)
    assert any(finding.rule == "ARC-04" for finding in found.findings)


@pytest.mark.parametrize("back", [1, 2])
def test_a_ring_that_amplifies_has_no_rate_but_a_warning(catalog: Catalog, back: float) -> None:
    parts = [part("web"), part("one"), part("two"), part("db")]
    links = [link("web", "one"), link("one", "two"), link("two", "one", calls=back), link("two", "db")]
    found = run(catalog, parts, links, Journey(id="j", entry="web", peak_rps=10.0))
    assert "amplification_loop" in found.journeys[0].warnings
    assert [rate(found, name) for name in ("one", "two", "db")] == [None, None, None]
    assert found.journeys[0].ceiling_rps is None
    latency = found.journeys[0].latency
    assert latency is not None
    assert not latency.stable
    assert latency.p99_ms is None
    assert {(one.element, one.growth_rps) for one in latency.growing} == {("one", None), ("two", None)}
    [finding] = [one for one in found.findings if one.rule == "CAP-01"]
    assert set(finding.elements) == {"one", "two", "one-two", "two-one"}
    assert finding.severity == "critical"


def test_a_ring_that_nobody_waits_for_spares_the_answer_but_is_never_done(catalog: Catalog) -> None:
    parts = [part("web"), part("queue", kind="message_queue"), part("worker")]
    links = [
        link("web", "queue", kind="publish", mode="async"),
        link("queue", "worker", kind="deliver"),
        link("worker", "queue", kind="publish", mode="async"),
    ]
    found = run(catalog, parts, links, Journey(id="j", entry="web", peak_rps=10.0))
    journey = found.journeys[0]
    assert journey.latency is not None
    assert journey.latency.stable
    assert journey.completion is not None
    assert [one.growth_rps for one in journey.completion.growing] == [None, None]
    assert any(one.rule == "CAP-01" and "worker" in one.elements for one in found.findings)
    slower = [*links[:2], link("worker", "queue", kind="publish", mode="async", calls=0.9)]
    calm = run(catalog, parts, slower, Journey(id="j", entry="web", peak_rps=1.0))
    assert rate(calm, "worker") == pytest.approx(10.0)
    assert not any(one.rule == "CAP-01" for one in calm.findings)


def test_a_journey_uses_only_its_own_calls_and_queues_carry_load(catalog: Catalog) -> None:
    parts = [part("web"), part("queue", kind="message_queue"), part("worker"), part("db")]
    links = [
        link("web", "queue", kind="publish", calls={"write": 1.0}),
        link("queue", "worker", kind="deliver"),
        link("web", "db", calls={"read": 2.0}),
        link("db", "worker", kind="observe"),
    ]
    found = run(
        catalog,
        parts,
        links,
        Journey(id="read", entry="web", peak_rps=30.0),
        Journey(id="write", entry="web", peak_rps=5.0),
    )
    assert [rate(found, p.id) for p in parts] == [35.0, 5.0, 5.0, 60.0]
    worker = found.component("worker")
    assert worker is not None
    assert worker.rate_by_journey == {"write": 5.0}
    assert "worker" in found.journeys[1].measures["done"].single_points.events
    assert "worker" not in found.journeys[1].measures["served"].single_points.events


def test_utilisation_bottlenecks_and_ceilings(catalog: Catalog) -> None:
    parts = [
        part("web", 50.0, replicas=4),
        part("slow", None, service_time_ms=20.0, concurrency=2),  # 100 a second
        part("db", 80.0, kind="rdbms_primary", replicas=2, redundancy="active-passive"),
    ]
    links = [link("web", "slow"), link("web", "db", calls={"a": 0.5, "b": 1.0})]
    found = run(
        catalog,
        parts,
        links,
        Journey(id="a", entry="web", peak_rps=40.0),
        Journey(id="b", entry="web", peak_rps=30.0),
    )
    used = {result.id: result.utilisation for result in found.components}
    assert used == {"web": 70.0 / 200.0, "slow": 0.7, "db": 50.0 / 80.0}
    first = found.journeys[0]
    # web: 200 − 30; slow: 100 − 30; db: (80 − 30) ÷ 0.5
    assert (first.bottleneck, first.ceiling_rps) == ("slow", 70.0)
    assert (first.second_bottleneck, first.second_ceiling_rps) == ("db", 100.0)
    assert first.ceiling_target_rps == pytest.approx(0.7 * 100 - 30)


def test_required_by_load_leaves_redundancy_only_for_what_is_not_busy(catalog: Catalog) -> None:
    def unavailability(peak: float) -> float:
        web = part("web", 100.0, replicas=3, required="load", availability=0.99, managed=False)
        found = run(catalog, [web], [], Journey(id="j", entry="web", peak_rps=peak))
        return found.journeys[0].measures["served"].unavailability

    # 70 a second for each instance: 1, 2, 3 and more than there are.
    assert math.isclose(unavailability(70.0), 1e-6, rel_tol=1e-9)
    assert math.isclose(unavailability(71.0), 3 * 1e-4 * 0.99 + 1e-6, rel_tol=1e-9)
    assert math.isclose(unavailability(210.0), 1 - 0.99**3, rel_tol=1e-9)
    assert unavailability(211.0) == 1.0


def test_without_a_rate_nothing_is_known_of_the_load(catalog: Catalog) -> None:
    found = run(
        catalog, [part("web"), part("db")], [link("web", "db", calls=2)], Journey(id="j", entry="web")
    )
    assert rate(found, "db") is None
    assert found.journeys[0].warnings == ("no_load",)
    assert (found.journeys[0].bottleneck, found.journeys[0].ceiling_rps) == ("db", 50.0)


def test_what_flows_in_flows_out(catalog: Catalog) -> None:
    for seed in range(30):
        rng = random.Random(seed)
        parts = [part(f"p{n}") for n in range(8)]
        links = [
            Connection(
                id=f"e{n}",
                source=f"p{rng.randrange(8)}",
                target=f"p{rng.randrange(8)}",
                pool="each",
                calls=rng.choice((0.1, 0.2, 0.4)),
            )
            for n in range(14)
        ]
        found = run(catalog, parts, links, Journey(id="j", entry="p0", peak_rps=7.0))
        if found.journeys[0].warnings:
            continue
        for component in parts:
            into = sum(
                found.rates.get(c.id, 0.0) for c in links if c.target == component.id and c.source != c.target
            )
            into += 7.0 if component.id == "p0" else 0.0
            assert math.isclose(rate(found, component.id) or 0.0, into, rel_tol=1e-9, abs_tol=1e-12)
