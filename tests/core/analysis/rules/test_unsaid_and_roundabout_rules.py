"""What is asked where a drawing leaves it open, and what is reached by a way round: pairs and edges."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    ZONES,
    Pair,
    adds,
    drawn,
    findings_of,
    journey,
    link,
    part,
    sets,
    shared_catalog,
    zones,
)

from archdraw.core.analysis.fixes.preview import preview
from archdraw.core.model import Design, Settings, Targets

NAMED = drawn(
    USER, part("dns", "dns"), part("gate", "api_gateway"), part("app"),
    link("user", "dns"), link("dns", "gate"), link("gate", "app"),
)  # fmt: skip
ADRIFT = drawn(
    USER, part("app", replicas=2), link("user", "app"), *zones(),
    journey(targets=Targets(availability=0.999)),
)  # fmt: skip
BESIDE = drawn(
    USER, part("app", discovery="dns"), part("cache", "in_memory_cache"),
    part("db", "rdbms_primary", capacity_rps=100_000),
    link("user", "app"), link("app", "cache", operation="read"), link("app", "db", operation="read"),
    journey(peak_rps=500.0),
)  # fmt: skip
ORDERS = drawn(
    USER, part("shop", discovery="dns"), part("orders"), part("bank"),
    part("book", "rdbms_primary", 2, backup=True), part("ledger", "rdbms_primary", 2, backup=True),
    link("user", "shop"), link("shop", "orders"), link("shop", "bank"),
    link("orders", "book", operation="write"), link("bank", "ledger", operation="write"),
)  # fmt: skip
SHARED = drawn(
    USER, part("cart", context="shop"), part("stock"), part("db", "rdbms_primary", 2, backup=True),
    link("user", "cart"), link("user", "stock"),
    link("cart", "db", operation="write"), link("stock", "db", operation="write"),
)  # fmt: skip
RING = drawn(
    USER, part("app"), part("other"), link("user", "app"),
    link("app", "other", critical=False), link("other", "app", critical=False),
)  # fmt: skip
EVEN = drawn(
    USER, part("app"), part("queue", "message_queue", managed=True),
    part("hand", "worker", 2, capacity_rps=50.0),
    link("user", "app"), link("app", "queue", "publish"), link("queue", "hand", "deliver"),
    journey(peak_rps=100.0),
)  # fmt: skip


def split(pacelc: str, **wishes: Any) -> Design:
    """Return user → app → db of a class, for a journey that may see old data."""
    return drawn(
        USER,
        part("app", discovery="dns"),
        part("db", "wide_column", pacelc=pacelc),
        link("user", "app"),
        link("app", "db"),
        journey(**{"consistency": "eventual", **wishes}),
    )


def pods(replicas: int = 3, **stated: Any) -> Design:
    return drawn(USER, *zones(), part("web", "k8s_deployment", replicas, **stated), link("user", "web"))


TOLD = drawn(
    USER, part("app", discovery="dns"), part("log", "log_broker", 3),
    link("user", "app"), link("app", "log", "publish", timeout_ms=None),
)  # fmt: skip
TAGGED = drawn(
    USER, part("app"), part("adverts", tags=("optional",)), link("user", "app"), link("app", "adverts")
)
COUNTERS = drawn(
    USER, part("app"), part("counters", "in_memory_cache", 2, store_of_record=True),
    link("user", "app"), link("app", "counters"),
)  # fmt: skip
LOOSE = drawn(
    USER, part("app", discovery="dns"), part("db", "rdbms_primary", 2, redundancy="none", backup=True),
    link("user", "app"), link("app", "db"),
)  # fmt: skip
WEB = ("web",)
PAIRS = [
    Pair("SEC-01", "behind a name", NAMED, sets("gate", rate_limit=True), ("gate",), "medium"),
    Pair("SEC-03", "behind a name", sets("dns.gate", protocol="https")(NAMED),
         sets("gate", waf=True), ("gate",), "low"),
    Pair("SEC-03", "behind a name, in the clear", sets("gate", waf=True)(NAMED),
         sets("dns.gate", protocol="https"), ("gate",), "low"),
    Pair("SEC-04", "behind a name", NAMED, sets("gate", authentication=True), ("gate",), "low"),
    Pair("ZON-01", "no place stated", ADRIFT, sets("app", domains=("zone-a", "zone-b")), ("app",), "info"),
    Pair("ZON-01", "little is asked", ADRIFT, sets("order", targets=Targets(availability=0.99)),
         ("app",), "info"),
    Pair("CAC-01", "a cache in front of nothing", BESIDE, sets("app.db", behind_cache="cache"),
         ("db", "cache"), "low"),
    Pair("CAC-04", "beside the store", BESIDE, sets("cache", ttl_s=60), ("cache",), "medium"),
    Pair("CON-02", "asked beside the store", sets("order", consistency="strong")(BESIDE),
         sets("cache", invalidation=True), ("cache", "db"), "high"),
    Pair("RES-02", "a broker", TOLD, sets("app.log", timeout_ms=500.0), ("app", "log"), "medium"),
    Pair("RES-06", "by a tag", TAGGED, sets("app.adverts", critical=False), ("adverts",), "medium"),
    Pair("DAT-04", "nothing written down", COUNTERS, sets("counters", volatile=False),
         ("counters",), "medium"),
    Pair("SPF-06", "two stores apart", LOOSE, sets("db", redundancy="active-passive"), ("db",), "high"),
    Pair("CON-06", "refuses what may be old", split("PC/EC"), sets("db", pacelc="PA/EL"), ("db",), "medium"),
    Pair("CON-06", "reads of copies that follow",
         sets("order", consistency="strong")(
             sets("db", pacelc=None, kind="rdbms_primary", replicas=2, replication="async",
                  reads_from_replica=True)(split(""))),
         sets("db", reads_from_replica=False), ("db",), "critical"),
    Pair("ARC-06", "two services write", ORDERS, sets("shop", saga=True),
         ("shop", "book", "ledger"), "medium"),
    Pair("ARC-06", "one can wait", ORDERS, sets("shop.bank", mode="async"),
         ("shop", "book", "ledger"), "medium"),
    Pair("ARC-01", "a context not stated", SHARED, sets("stock", context="shop"),
         ("db", "cart", "stock"), "low"),
    Pair("ARC-04", "optional, but waited for", RING, sets("other.app", mode="async"),
         ("app", "other"), "high"),
    Pair("ASY-03", "as much as is served", EVEN, sets("hand", replicas=3), ("hand", "queue"), "critical"),
    Pair("K8S-06", "one pod", pods(1), sets("web", topology_spread=True), WEB, "medium"),
    Pair("K8S-06", "not drawn in zones", pods(), sets("web", domains=ZONES), WEB, "high"),
    Pair("K8S-09", "no least stated", pods(hpa={"max": 6}), sets("web", hpa={"min": 2, "max": 6}),
         WEB, "medium"),
]  # fmt: skip


def test_a_name_service_beside_the_way_changes_nothing() -> None:
    aside = adds(link("user", "gate"))(sets("dns.gate", calls=0.0)(NAMED))
    assert [one.elements for one in findings_of(aside, "SEC-01")] == [("gate",)]


def test_a_store_that_somebody_needs_right_may_refuse() -> None:
    both = split("PC/EC").revised(
        journeys=(
            journey(consistency="eventual"),
            journey(consistency="strong").revised(id="pay", name="Pay"),
        )
    )
    assert not findings_of(both, "CON-06")


def test_the_driver_is_the_service_nearest_to_all_who_write() -> None:
    behind = adds(part("gate", "api_gateway"), link("user", "gate"), link("gate", "shop"))(ORDERS)
    assert findings_of(behind, "ARC-06")[0].elements[0] == "shop"
    itself = sets("bank.ledger", source="orders")(ORDERS)
    assert findings_of(itself, "ARC-06")[0].elements[0] == "orders"


@pytest.mark.parametrize("kind", ["object_store", "search_index", "rdbms_replica"])
def test_files_and_what_can_be_made_again_need_no_way_back(kind: str) -> None:
    assert not findings_of(sets("ledger", kind=kind)(ORDERS), "ARC-06")


def test_a_store_of_record_is_no_cache_that_answers_for_another() -> None:
    told = findings_of(sets("cache", store_of_record=True)(BESIDE), "CAC-01")
    assert [(one.severity, one.fix) for one in told] == [("medium", "add-cache")]


def test_one_pod_is_told_once_that_it_fails_and_once_that_it_is_taken_away() -> None:
    single = pods(1)
    fails, drained = findings_of(single, "SPF-01")[0], findings_of(single, "K8S-02")[0]
    assert "when it fails" in fails.message
    assert "also when nothing fails" in drained.message
    planned = preview(single, shared_catalog(), fails).design
    assert not findings_of(planned, "SPF-01")
    assert not findings_of(planned, "K8S-02")


def test_a_control_plane_below_the_limit_of_the_document_is_not_told_that_it_is_even() -> None:
    strict = drawn(
        USER, part("plane", "k8s_control_plane", 3), link("user", "plane"),
        settings=Settings(thresholds={"control_plane_members": 5}),
    )  # fmt: skip
    assert "3 members, fewer than the 5 asked for" in findings_of(strict, "K8S-05")[0].message


@pytest.mark.parametrize(
    ("rule", "limit", "design"),
    [
        ("K8S-09", "autoscaler_least", pods(hpa={"min": 2, "max": 6})),
        (
            "ASY-07",
            "broker_copies",
            drawn(
                USER, part("app"), part("log", "log_broker", 3, replication_factor=3),
                link("user", "app"), link("app", "log", "publish"), journey(targets=Targets(rpo_s=0)),
            ),
        ),
    ],
)  # fmt: skip
def test_a_fix_keeps_to_the_limits_of_the_document(rule: str, limit: str, design: Design) -> None:
    strict = design.revised(settings=Settings(thresholds={limit: 5}))
    assert not findings_of(design, rule)
    assert preview(strict, shared_catalog(), findings_of(strict, rule)[0]).clears


def photos(**call: Any) -> Design:
    """Return an app that is quick enough, and pictures that are not."""
    return drawn(
        USER,
        part("app", discovery="dns", health_check=True, service_time_ms=10.0),
        part("pictures", "object_store", service_time_ms=200.0),
        link("user", "app"),
        link("user", "pictures", **call),
        journey(targets=Targets(availability=0.5, p99_ms=500.0)),
    )


def test_what_the_answer_can_do_without_is_not_waited_for() -> None:
    told = findings_of(photos(critical=False), "SLA-04")[0]
    assert told.remedy.startswith("Do not wait for Pictures")
    planned = preview(photos(critical=False), shared_catalog(), told)
    assert planned.clears
    assert planned.design.connection_by_id["user.pictures"].mode == "async"
    assert not findings_of(photos(mode="async"), "SLA-04")
    assert findings_of(photos(), "SLA-04")[0].remedy.startswith("Call in parallel")


def test_a_consumer_that_falls_behind_is_told_by_its_queue_only() -> None:
    late = sets("hand", capacity_rps=30.0)(EVEN)
    assert findings_of(late, "ASY-03")
    assert not findings_of(late, "CAP-01")
    held = sets("queue", backpressure=True)(late)
    assert not findings_of(held, "ASY-03")
    assert findings_of(held, "CAP-01")
    called = adds(link("app", "hand"))(late)
    assert findings_of(called, "CAP-01")


def test_a_part_of_the_drawing_that_grows_stays_the_same_finding() -> None:
    island = drawn(USER, part("app"), link("user", "app"), part("here"), part("there"), link("here", "there"))
    more = adds(part("new"), link("there", "new"))(island)
    assert findings_of(island, "ARC-12")[0].identity == findings_of(more, "ARC-12")[0].identity


def test_a_breaker_that_is_drawn_is_a_breaker_and_no_machine_that_fails() -> None:
    guarded = drawn(
        USER, part("app"), part("fuse", "circuit_breaker", 1), part("bank", "payment_api"),
        link("user", "app"), link("app", "fuse"), link("fuse", "bank"),
    )  # fmt: skip
    assert not findings_of(guarded, "SPF-01")
    assert not findings_of(guarded, "RES-01")
    assert findings_of(sets("fuse", kind="service")(guarded), "SPF-01")
    assert findings_of(sets("fuse", kind="service")(guarded), "RES-01")


def test_one_instance_that_may_stand_in_three_zones_is_spread_by_two_more() -> None:
    lonely = drawn(USER, *zones(), part("app", replicas=1, domains=ZONES), link("user", "app"))
    told = findings_of(lonely, "ZON-01")[0]
    planned = preview(lonely, shared_catalog(), told)
    assert planned.clears
    assert planned.design.component_by_id["app"].replicas == 3
