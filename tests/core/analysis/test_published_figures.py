from __future__ import annotations

import math

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Measure
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey


def service(name: str, availability: float, **more: object) -> Component:
    kind = str(more.pop("kind", "service"))
    return Component(id=name, name=name, kind=kind, availability=availability, managed=False, **more)  # type: ignore[arg-type]


def chain(*availabilities: float) -> tuple[list[Component], list[Connection]]:
    parts = [
        service(f"part-{n}-x", a, kind=("service", "key_value")[n % 2]) for n, a in enumerate(availabilities)
    ]
    links = [
        Connection(id=f"to-{n}", source=parts[n].id, target=parts[n + 1].id) for n in range(len(parts) - 1)
    ]
    return parts, links


def served(
    catalog: Catalog, parts: list[Component], links: list[Connection], groups: tuple[Group, ...] = ()
) -> Measure:
    journey = Journey(id="j", entry=parts[0].id)
    design = Design(components=tuple(parts), connections=tuple(links), groups=groups, journeys=(journey,))
    return analyse(design, catalog).journeys[0].measures["served"]


def link(source: str, target: str, **more: object) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **more)  # type: ignore[arg-type]


def test_two_applications_drawn_separately_behind_a_balancer(catalog: Catalog) -> None:
    parts = [
        service("lb", 0.9999, kind="l7_load_balancer"),
        service("app1", 0.995),
        service("app2", 0.995),
        service("db", 0.999, kind="rdbms_primary"),
    ]
    links = [link("lb", "app1"), link("lb", "app2"), link("app1", "db"), link("app2", "db")]
    found = served(catalog, parts, links)
    assert round(found.availability * 100, 4) == 99.8875
    assert math.isclose(found.availability, 0.9999 * 0.999 * (1 - 0.005**2), rel_tol=1e-15)
    assert found.cut_sets.by_order == {1: 2, 2: 1, 3: 0}
    assert found.single_points.events == ("lb", "db")


def test_the_bridge_of_five(catalog: Catalog) -> None:
    parts = [
        Component(id="user", kind="client_web"),
        *(service(name, 0.99) for name in ("a", "b", "c", "d", "e")),
    ]
    pairs = [
        ("user", "a"),
        ("user", "b"),
        ("a", "c"),
        ("a", "e"),
        ("b", "d"),
        ("b", "e"),
        ("e", "c"),
        ("e", "d"),
    ]
    found = served(catalog, parts, [link(source, target, pool="p") for source, target in pairs])
    p = 0.99
    assert math.isclose(found.availability, 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5, rel_tol=1e-15)
    assert round(found.availability * 100, 4) == 99.9798
    assert {frozenset(cut.events) for cut in found.cut_sets.list} == {
        frozenset("ab"), frozenset("cd"), frozenset("aed"), frozenset("bec")
    }  # fmt: skip


@pytest.mark.parametrize(("domains", "percent"), [(("za",), 99.9499), (("za", "zb"), 99.9998)])
def test_two_instances_in_one_zone_or_two(catalog: Catalog, domains: tuple[str, ...], percent: float) -> None:
    zones = tuple(Group(id=name, kind="zone", availability=0.9995) for name in ("za", "zb"))
    found = served(catalog, [service("app", 0.999, replicas=2, domains=domains)], [], zones)
    assert round(found.availability * 100, 4) == percent
    assert found.single_points.domains == (("za",) if len(domains) == 1 else ())
    assert found.single_points.components == ("app",)


@pytest.mark.parametrize(
    ("members", "percent", "digits"), [(3, 99.9925, 4), (4, 99.9851, 4), (5, 99.99988, 5)]
)
def test_quorums_show_that_an_even_member_is_worse(
    catalog: Catalog, members: int, percent: float, digits: int
) -> None:
    store = service("etcd", 0.995, kind="key_value", replicas=members, redundancy="quorum")
    assert round(served(catalog, [store], []).availability * 100, digits) == percent


@pytest.mark.parametrize(
    ("availabilities", "percent", "digits"),
    [
        ((0.9995, 0.9999), 99.94, 2),
        ((0.9998, 0.9995, 0.9980, 0.9999), 99.72, 2),
        ((0.9999,) * 3 + (0.9995,) * 3 + (0.99995,) + (0.999,) * 5, 99.3171, 4),
    ],
)
def test_chains_of_published_agreements(
    catalog: Catalog, availabilities: tuple[float, ...], percent: float, digits: int
) -> None:
    found = served(catalog, *chain(*availabilities))
    assert round(found.availability * 100, digits) == percent
    assert len(found.single_points.events) == len(availabilities)


def test_a_queue_as_fallback_of_the_database(catalog: Catalog) -> None:
    parts = [
        service("web", 0.9995),
        service("sql", 0.9999, kind="rdbms_primary"),
        service("queue", 0.999, kind="message_queue"),
    ]
    found = served(catalog, parts, [link("web", "sql", pool="write"), link("web", "queue", pool="write")])
    assert math.isclose(found.availability, 0.9995 * (1 - 1e-4 * 1e-3), rel_tol=1e-12)
    assert round(found.availability * 100, 2) == 99.95


def test_failure_space_keeps_its_digits_down_to_the_smallest_probabilities(catalog: Catalog) -> None:
    found = served(catalog, [service("store", 1 - 2.0**-10, replicas=5)], [])
    assert math.isclose(found.unavailability, 2.0**-50, rel_tol=1e-12)  # 9e-16, exactly representable
    assert found.availability < 1.0


def test_failover_takes_its_time(catalog: Catalog) -> None:
    store = service(
        "db", 0.99, kind="rdbms_primary", replicas=2, redundancy="active-passive", failover_s=60.0
    )
    found = served(catalog, [store], [])
    # MTTR 1 h and 0.99 give MTBF 99 h: 60 s lost in every 100 h.
    failover = 60 / (100 * 3600)
    assert math.isclose(found.unavailability, failover + (1 - failover) * 1e-4, rel_tol=1e-12)
    assert found.single_points.events == ("db!failover",)
    assert found.single_points.components == ("db",)


def test_repair_times_give_outages_a_year(catalog: Catalog) -> None:
    store = Component(id="db", kind="rdbms_primary", managed=False, mtbf_hours=999.0, mttr_hours=1.0)
    found = served(catalog, [store], [])
    assert math.isclose(found.unavailability, 1e-3, rel_tol=1e-12)
    assert found.outages_year is not None
    assert found.mean_outage_s is not None
    assert math.isclose(found.outages_year, 8.76, rel_tol=1e-9)
    assert math.isclose(found.mean_outage_s, 3600.0, rel_tol=1e-9)
    assert served(catalog, [service("db", 0.999)], []).outages_year is None


def test_importance_of_a_pair_and_its_component(catalog: Catalog) -> None:
    found = served(catalog, [service("app", 0.99, replicas=2), service("x-db", 0.999)], [link("app", "x-db")])
    one, whole, db = found.importance["app#1"], found.importance["app"], found.importance["x-db"]
    u = found.unavailability
    assert math.isclose(one.birnbaum, 0.01 * 0.999, rel_tol=1e-9)
    assert math.isclose(whole.raw, 1.0 / u, rel_tol=1e-9)
    assert math.isclose(whole.minutes_year, (u - 1e-3) * 525_600, rel_tol=1e-6)
    assert math.isclose(db.raw, 1.0 / u, rel_tol=1e-9)
    assert math.isclose(db.rrw, u / 1e-4, rel_tol=1e-6)
    assert db.fussell_vesely is not None
    assert math.isclose(db.fussell_vesely, 1e-3 / u, rel_tol=1e-9)
    # its only set is the pair
    assert one.fussell_vesely is not None
    assert math.isclose(one.fussell_vesely, 0.01**2 / u, rel_tol=1e-9)


def test_common_cause_makes_a_pair_worth_less(catalog: Catalog) -> None:
    found = served(catalog, [service("app", 0.99, replicas=2, attributes={"beta": 0.1})], [])
    shared, alone = 0.001, 0.009
    assert math.isclose(found.unavailability, shared + (1 - shared) * alone**2, rel_tol=1e-12)
    assert found.single_points.events == ("app!ccf",)
