"""What breaks first, what is left after a loss, what piles up and what fills up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from archdraw.core.analysis import analyse
from archdraw.core.analysis.flow.backlog import pile_up
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.headroom import Headroom
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey


def part(name: str, capacity: float | None = 100.0, **more: object) -> Component:
    kind = str(more.pop("kind", "service"))
    return Component(id=name, name=name, kind=kind, capacity_rps=capacity, **more)  # type: ignore[arg-type]


def link(source: str, target: str, **more: object) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **more)  # type: ignore[arg-type]


def run(
    catalog: Catalog, parts: list[Component], links: list[Connection], *groups: Group, **load: float
) -> Headroom:
    journey = Journey(id="j", entry=parts[0].id, **(load or {"peak_rps": 50.0}))  # type: ignore[arg-type]
    design = Design(components=tuple(parts), connections=tuple(links), journeys=(journey,), groups=groups)
    found = analyse(design, catalog).headroom
    assert found is not None
    return found


def test_the_first_to_break_comes_first(catalog: Catalog) -> None:
    parts = [part("web", 200.0), part("db", 150.0, attributes={"quota_rps": 120})]
    found = run(catalog, parts, [link("web", "db")])
    assert [(one.element, one.kind, round(one.factor, 9)) for one in found.limits] == [
        ("db", "quota", 2.4),
        ("db", "capacity", 3.0),
        ("web", "capacity", 4.0),
    ]
    assert [one.kind for one in found.breaking(2.99)] == ["quota"]
    # At its limit exactly a queue has no end: it breaks.
    assert [one.kind for one in found.breaking(3.0)] == ["quota", "capacity"]
    assert found.breaking(2.0) == ()


def test_calls_that_are_repeated_break_before_their_proportion(catalog: Catalog) -> None:
    user = Component(id="user", kind="client_web")
    web = Component(id="web", kind="service", service_time_ms=100.0, concurrency=1.0)
    plain = run(catalog, [user, web], [link("user", "web")], peak_rps=2.0)
    again = run(catalog, [user, web], [link("user", "web", timeout_ms=300, retries=2)], peak_rps=2.0)
    assert plain.limits[0].factor == pytest.approx(5.0)
    assert 1.0 < again.limits[0].factor < 5.0


def test_threads_that_wait_below_are_a_limit_of_their_own(catalog: Catalog) -> None:
    web = Component(
        id="web", kind="service", service_time_ms=10.0, concurrency=5.0, attributes={"threads": 5}
    )
    slow = Component(
        id="slow", kind="service", service_time_ms=990.0, concurrency=900.0, attributes={"service_cv2": 0}
    )
    found = run(catalog, [web, slow], [link("web", "slow")], peak_rps=1.0)
    first = found.limits[0]
    assert (first.element, first.kind) == ("web", "pool")
    assert first.factor == pytest.approx(5.0, rel=1e-2)
    assert (
        next(one for one in found.limits if one.kind == "capacity" and one.element == "web").factor == 500.0
    )


def test_without_a_zone_less_is_left(catalog: Catalog) -> None:
    zones = [Group(id=zone, kind="zone") for zone in ("a", "b")]
    web = part("web", replicas=4, domains=("a", "b"))
    found = run(catalog, [web], [], *zones, peak_rps=250.0)
    after = {one.lost: one for one in found.after_loss}
    assert after["web#1"].ceiling_rps == pytest.approx(300.0)
    assert after["a"].ceiling_rps == pytest.approx(200.0)
    assert (after["web#1"].enough, after["a"].enough) == (True, False)
    assert after["b"].bottleneck == "web"
    (busier,) = found.after_zone
    assert busier.component == "web"
    assert busier.utilisation == pytest.approx(1.25)


def test_one_zone_takes_more_than_another(catalog: Catalog) -> None:
    zones = [Group(id=zone, kind="zone") for zone in ("a", "b")]
    web = part("web", replicas=3, domains=("a", "b"))
    found = run(catalog, [web, part("db", managed=True)], [link("web", "db")], *zones, peak_rps=90.0)
    (busier,) = found.after_zone
    assert (busier.component, busier.zone) == ("web", "a")
    assert busier.utilisation == pytest.approx(0.9)


def test_without_a_single_point_nothing_is_left(catalog: Catalog) -> None:
    found = run(catalog, [part("web", replicas=2), part("db")], [link("web", "db")])
    after = {one.lost: one.ceiling_rps for one in found.after_loss}
    assert after["db"] == 0.0
    # The database limits anyway: one web server less changes nothing.
    assert "web#1" not in after


def test_alternatives_in_a_lost_zone_leave_their_load_to_the_others(catalog: Catalog) -> None:
    zones = [Group(id=zone, kind="zone") for zone in ("a", "b")]
    parts = [
        part("lb", 10_000.0, kind="l7_load_balancer", managed=True),
        part("app1", parent="a"),
        part("app2", parent="b"),
    ]
    found = run(catalog, parts, [link("lb", "app1"), link("lb", "app2")], *zones, peak_rps=150.0)
    after = {one.lost: one for one in found.after_loss}
    assert after["a"].ceiling_rps == pytest.approx(100.0)
    assert after["a"].bottleneck == "app2"
    assert {one.component: one.zone for one in found.after_zone} == {"app1": "b", "app2": "a"}
    assert all(one.utilisation == pytest.approx(1.5) for one in found.after_zone)


def test_a_peak_piles_up_and_drains(catalog: Catalog) -> None:
    parts = [
        part("web", 1000.0),
        part("queue", 1000.0, kind="message_queue"),
        part("worker", 60.0, kind="worker"),
    ]
    links = [
        link("web", "queue", kind="publish"),
        link("queue", "worker", kind="deliver", payload_bytes=100.0),
    ]
    [pile] = run(catalog, parts, links, peak_rps=100.0, average_rps=20.0).backlogs
    assert (pile.queue, pile.consumer) == ("queue", "worker")
    assert pile.messages == pytest.approx(40.0 * 3600.0)
    assert pile.bytes == pytest.approx(40.0 * 3600.0 * 100.0)
    assert pile.oldest_s == pytest.approx(40.0 * 3600.0 / 60.0)
    assert pile.drained_s == pytest.approx(3600.0)


@given(
    st.lists(st.tuples(st.floats(1.0, 1e4), st.floats(0.0, 100.0)), min_size=1, max_size=6),
    st.floats(0.5, 100.0),
)
def test_no_message_is_made_or_lost_without_a_bound(pieces: list[tuple[float, float]], taken: float) -> None:
    pile = pile_up(pieces, taken)
    came = sum(length * rate for length, rate in pieces)
    assert 0.0 <= pile.left <= pile.most + 1e-6
    assert pile.most <= came + 1e-6
    assert pile.lost == 0.0
    assert pile.oldest == pytest.approx(pile.most / taken)
    bounded = pile_up(pieces, taken, bound=10.0)
    assert bounded.most <= max(10.0, 0.0) + 1e-9
    assert bounded.left <= pile.left + 1e-6


def test_a_pile_that_grows_on_is_never_gone() -> None:
    assert pile_up([(10.0, 5.0)], 4.0).gone is None
    assert pile_up([(10.0, 5.0), (20.0, 3.0)], 4.0).gone == pytest.approx(20.0)
    assert pile_up([(10.0, 5.0), (5.0, 3.0)], 4.0).gone == pytest.approx(20.0)
    assert pile_up([(10.0, 5.0)], 4.0, bound=3.0).lost == pytest.approx(7.0)


def test_bytes_are_counted(catalog: Catalog) -> None:
    db = part(
        "db",
        kind="document_db",
        attributes={"replication_factor": 3, "storage_limit_bytes": 2e12, "storage_bytes": 4e11},
    )
    links = [link("web", "db", operation="write", payload_bytes=1000.0)]
    found = run(catalog, [part("web"), db], links, peak_rps=50.0, average_rps=10.0)
    assert found.bandwidth == {"web-db": 50_000.0}
    [growth] = found.storage
    assert growth.bytes_day == pytest.approx(10.0 * 1000.0 * 86_400.0 * 3)
    assert growth.full_in_days == pytest.approx((2e12 - 3 * 4e11) / growth.bytes_day)
    assert growth.bytes_year == pytest.approx(3 * 4e11 + 365.0 * growth.bytes_day)


def test_cost_is_summed_and_what_is_not_known_is_named(catalog: Catalog) -> None:
    found = run(
        catalog, [part("web", cost_month=70.0), part("db", cost_month=100.0, kind="rdbms_primary")], []
    )
    assert found.cost_month == 170.0
    assert found.cost_unknown == ()


def test_a_storm_is_told_with_both_loads(catalog: Catalog) -> None:
    user = Component(id="user", kind="client_web")
    web = Component(id="web", kind="service", service_time_ms=100.0, concurrency=1.0)
    calm = run(catalog, [user, web], [link("user", "web", timeout_ms=1000)], peak_rps=5.0)
    assert calm.storms == ()
    [storm] = run(
        catalog, [user, web], [link("user", "web", timeout_ms=1000, retries=3)], peak_rps=5.0
    ).storms
    assert storm.component == "web"
    assert storm.rate_rps == pytest.approx(5.0, rel=0.05)
    assert storm.stuck_rps == pytest.approx(20.0)
    assert storm.stuck_utilisation == pytest.approx(2.0)


def test_where_calls_are_repeated_the_ceiling_is_where_the_component_breaks(catalog: Catalog) -> None:
    web = Component(id="web", kind="service", service_time_ms=10.0, concurrency=1.0)
    db = Component(id="db", kind="rdbms_primary", capacity_rps=500.0)
    user = Component(id="user", kind="client_web")
    links = (
        Connection(id="a", source="user", target="web", timeout_ms=100.0, retries=3),
        Connection(id="b", source="web", target="db"),
    )
    peak = 45.0
    found = analyse(
        Design(
            components=(user, web, db),
            connections=links,
            journeys=(Journey(id="j", entry="user", peak_rps=peak),),
        ),
        catalog,
    )
    journey = found.journeys[0]
    assert found.headroom is not None
    first = found.headroom.limits[0]
    assert (first.element, journey.bottleneck) == ("web", "web")
    assert journey.ceiling_rps == pytest.approx(peak * first.factor, rel=1e-4)
    # In proportion it would be nearly 100: retries bring the end much sooner.
    assert journey.ceiling_rps is not None
    assert 60.0 < journey.ceiling_rps < 80.0
    assert journey.ceiling_target_rps is not None
    assert journey.ceiling_target_rps < journey.ceiling_rps
    assert journey.second_bottleneck == "db"
    assert journey.second_ceiling_rps is not None
    assert journey.second_ceiling_rps >= journey.ceiling_rps


def test_retries_that_load_does_not_change_leave_the_ceiling_in_proportion(catalog: Catalog) -> None:
    web = Component(id="web", kind="service", capacity_rps=100.0)
    user = Component(id="user", kind="client_web")
    link = Connection(id="a", source="user", target="web", timeout_ms=1000.0, retries=2)
    found = analyse(
        Design(
            components=(user, web),
            connections=(link,),
            journeys=(Journey(id="j", entry="user", peak_rps=40.0),),
        ),
        catalog,
    )
    part = found.component("web")
    assert part is not None
    assert part.rate_rps is not None
    assert found.journeys[0].ceiling_rps == pytest.approx(100.0 * 40.0 / part.rate_rps, rel=1e-5)


def test_very_many_limits_with_repeated_calls_share_their_tries(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [
        Component(id=f"c{at}", kind="service", service_time_ms=4.0 + 2.0 * at, concurrency=1.0)
        for at in range(5)
    ]
    links = tuple(
        Connection(id=f"l{at}", source="user", target=f"c{at}", timeout_ms=300.0, retries=1)
        for at in range(5)
    )
    design = Design(
        components=(Component(id="user", kind="client_web"), *parts),
        connections=links,
        journeys=(Journey(id="j", entry="user", peak_rps=20.0),),
    )
    exact = analyse(design, catalog).headroom
    tries = []

    def counted(*given: Any, **more: Any) -> Any:
        # A ceiling of a journey is looked for with the others at their load: that is a factor by journey.
        if isinstance(given[1], float):
            tries.append(given)
        return settle(*given, **more)

    for name, value in (("ladder.settle", counted), ("limits._MOST_EXACT", 3), ("limits._FIRST", 2)):
        monkeypatch.setattr(f"archdraw.core.analysis.flow.{name}", value)
    rough = analyse(design, catalog).headroom
    # The rungs of the ladder once, and the first two between them: not 28 tries for each.
    assert len(tries) < 20 + 2 * 23
    assert exact is not None
    assert rough is not None
    wanted = {one.element: one.factor for one in exact.limits}
    assert len(wanted) == 5
    for at, one in enumerate(rough.limits):
        assert one.factor == pytest.approx(wanted[one.element], rel=1e-5 if at < 2 else 0.2)
