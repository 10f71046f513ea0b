"""ARC and MOD: the shape of the whole."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    Pair,
    adds,
    drawn,
    drops,
    findings_of,
    journey,
    link,
    part,
    sets,
    status_of,
)

from archdraw.core.model import Design, Journey

APP = drawn(USER, part("app"), link("user", "app"))


def chained(length: int) -> Design:
    """Return user → s1 → s2 → … of that many services."""
    names = [f"s{number}" for number in range(1, length + 1)]
    steps = [link(one, two) for one, two in zip(["user", *names], names, strict=False)]
    return drawn(USER, *(part(name) for name in names), *steps)


def hub(width: int, rate: float = 1000.0) -> Design:
    """Return user → app → that many services."""
    names = [f"w{number}" for number in range(1, width + 1)]
    calls = [link("app", name) for name in names]
    return drawn(USER, part("app"), *map(part, names), link("user", "app"), *calls, journey(peak_rps=rate))


RING = adds(part("other"), link("app", "other"), link("other", "app"))(APP)
SALE = adds(
    part("bank"), part("depot"), link("app", "bank", mutates=True), link("app", "depot", mutates=True)
)(APP)
CROWD = drawn(USER, part("app", replicas=10, capacity_rps=10_000), link("user", "app"))
SHARDS = adds(
    part("db", "sharded_sql", sharded=True, partition_key="id", storage_bytes=1e11), link("app", "db")
)(APP)
OPEN = drawn(USER, part("db", "rdbms_primary"), link("user", "db"))
LONELY = adds(part("lost"))(APP)
ISLAND = adds(part("here"), part("there"), link("here", "there"))(APP)
NOWHERE = drawn(USER, part("app"), link("user", "app"), journey(entry=None))
TIMED = sets("app", availability=0.99, mtbf_hours=99.0, mttr_hours=10.0)(APP)
UNSAID = drawn(
    USER,
    part("lb", "l7_load_balancer"),
    part("cart"),
    part("search"),
    link("user", "lb"),
    link("lb", "cart"),
    link("lb", "search"),
)
DIRECT = drawn(USER, *map(part, "abc"), *(link("user", name) for name in "abc"))
SHARED = drawn(
    USER,
    part("cart", context="cart"),
    part("stock", context="stock"),
    part("db", "rdbms_primary"),
    link("user", "cart"),
    link("cart", "db"),
    link("stock", "db"),
)

PAIRS = [
    Pair(
        "ARC-02", "five deep", chained(5), sets("s3.s4", mode="async"), ("s1", "s2", "s3", "s4", "s5"), "high"
    ),
    Pair("ARC-02", "seven wide", hub(7), drops("w7"), ("app", "w1", "w7"), "high"),
    Pair("ARC-01", "two contexts", SHARED, sets("stock", context="cart"), ("db", "cart", "stock"), "high"),
    Pair("ARC-01", "two users", SHARED, drops("stock.db"), ("db", "cart", "stock"), "high"),
    Pair("ARC-03", "three services", DIRECT, drops("c"), ("user", "a", "b", "c"), "medium"),
    Pair("ARC-03", "one is made for it", DIRECT, sets("c", kind="bff"), ("user", "a", "b", "c"), "medium"),
    Pair("ARC-04", "a ring of two", RING, sets("other.app", mode="async"), ("app", "other"), "high"),
    Pair("ARC-06", "two stores", SALE, sets("app", saga=True), ("app", "bank", "depot"), "high"),
    Pair("ARC-06", "no engine", SALE, sets("app", kind="workflow_engine"), ("app", "bank", "depot"), "high"),
    Pair(
        "ARC-06", "not in one journey", SALE, sets("app.depot", calls=0.0), ("app", "bank", "depot"), "high"
    ),
    Pair("ARC-10", "nine for a few", hub(8, 50.0), drops("w8"), ("app", "w1"), "medium"),
    Pair("ARC-10", "ten idle instances", CROWD, sets("app", replicas=3), ("app",), "low"),
    Pair("ARC-10", "shards for nothing", SHARDS, sets("db", storage_bytes=2e12), ("db",), "medium"),
    Pair("ARC-11", "a database", OPEN, sets("db", kind="service"), ("user", "db"), "critical"),
    Pair("ARC-11", "made for clients", OPEN, sets("db", kind="cdn"), ("user", "db"), "critical"),
    Pair("ARC-12", "alone", LONELY, adds(link("app", "lost")), ("lost",), "low"),
    Pair("ARC-12", "an island", ISLAND, adds(link("app", "here")), ("here", "there"), "low"),
    Pair("ARC-12", "no entry", NOWHERE, sets("order", entry="user"), (), "low"),
    Pair("MOD-01", "not said", UNSAID, sets("lb.cart", pool="each"), ("lb", "cart", "search"), "low"),
    Pair("MOD-02", "times of their own", TIMED, sets("app", mttr_hours=1.0), ("app",), "low"),
]


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("ARC-01", OPEN),
        ("ARC-02", APP),
        ("ARC-03", drawn(part("app"), journey(entry="app"))),
        ("ARC-04", drawn(USER)),
        ("ARC-06", APP),
        ("ARC-10", APP.revised(journeys=(journey(peak_rps=None),))),
        ("ARC-11", drawn(part("app"), journey(entry="app"))),
        ("ARC-12", Design()),
        ("MOD-01", APP),
        ("MOD-02", APP),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_a_chain_that_no_journey_walks_from_end_to_end_is_none() -> None:
    design = chained(5).revised(journeys=(journey(), Journey(id="other", entry="s3", peak_rps=1.0)))
    assert findings_of(design, "ARC-02")[0].evidence["depth"] == 5
    split = sets("s2.s3", calls={"other": 1.0})(design)
    assert not findings_of(split, "ARC-02")


def test_a_very_long_chain_is_told_in_one_line() -> None:
    finding = findings_of(chained(300), "ARC-02")[0]
    assert finding.evidence["depth"] == 300
    assert finding.message.endswith("S7 → … → S300.")


def test_a_ring_is_one_step_of_a_chain() -> None:
    ringed = adds(link("s2", "s1"))(chained(4))
    assert not findings_of(ringed, "ARC-02")


def test_changes_of_different_journeys_are_no_transaction() -> None:
    design = SALE.revised(journeys=(journey(), Journey(id="return", entry="user", peak_rps=1.0)))
    apart = sets("app.bank", calls={"order": 1.0})(sets("app.depot", calls={"return": 1.0})(design))
    assert findings_of(design, "ARC-06")
    assert not findings_of(apart, "ARC-06")


def test_members_of_a_quorum_are_not_idle() -> None:
    assert not findings_of(sets("app", redundancy="quorum")(CROWD), "ARC-10")


def test_machines_and_watchers_may_stand_alone() -> None:
    design = adds(part("pool", "k8s_node_pool"), part("metrics", "monitoring"), part("grid", "region"))(APP)
    assert not findings_of(design, "ARC-12")


def test_a_client_that_nobody_waits_for_still_must_not_reach_the_data() -> None:
    aside = sets("user.db", critical=False)(adds(part("app"), link("user", "app"))(OPEN))
    assert findings_of(aside, "ARC-11")[0].severity == "critical"
