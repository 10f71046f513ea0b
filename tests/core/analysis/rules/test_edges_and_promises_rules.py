"""SEC, OBS-02 to -06, SLA-02 to -06: the edge, who watches, what is promised. Pairs differ in one thing."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    Pair,
    adds,
    drawn,
    findings_of,
    journey,
    link,
    part,
    sets,
    shared_catalog,
    status_of,
    zones,
)

from archdraw.core.analysis import analyse
from archdraw.core.analysis.running import add_latency
from archdraw.core.model import Design, Group, Settings, Targets

LONELY = drawn(part("app", discovery="dns"), journey("app"))
OPEN = drawn(USER, part("app", discovery="dns", health_check=True), link("user", "app"))
DENIED = sets("app", tls=False, waf=True, authentication=False)(OPEN)
PUBLIC = drawn(
    USER,
    Group(id="dmz", kind="subnet", name="Front", attributes={"public": True}),
    part("app", discovery="dns", health_check=True),
    part("db", "rdbms_primary", parent="dmz"),
    link("user", "app"),
    link("app", "db"),
)
KEYS = drawn(
    USER, part("app", discovery="dns", health_check=True), part("db", "rdbms_primary"),
    link("user", "app"), link("app", "db"),
)  # fmt: skip
CLEAR = drawn(
    USER, part("app", discovery="dns", health_check=True), link("user", "app", protocol="http"),
)  # fmt: skip
DEEP = drawn(
    USER,
    *(part(name, discovery="dns", health_check=True, traced=False, logged=False) for name in "abc"),
    link("user", "a"), link("a", "b"), link("b", "c"),
)  # fmt: skip
SILENT = drawn(
    USER,
    part("app", discovery="dns", health_check=True),
    part("queue", "message_queue"),
    link("user", "app"),
    link("app", "queue", "publish"),
)
TOGETHER = drawn(
    USER,
    *zones(),
    part("app", parent="zone-a", discovery="dns", health_check=True),
    part("watch", "monitoring", managed=False, parent="zone-a"),
    link("user", "app"),
    link("watch", "app", "observe"),
)


def aimed(availability: float, **app: object) -> Design:
    """Return user → app with a target and one instance of a stated availability."""
    fields = {"availability": 0.999, "replicas": 1, **app}
    return drawn(
        USER,
        part("app", discovery="dns", health_check=True, **fields),  # type: ignore[arg-type]
        link("user", "app"),
        journey(targets=Targets(availability=availability)),
    )


PROMISED = drawn(
    USER, part("app", discovery="dns", health_check=True), link("user", "app"),
    journey(targets=Targets(availability=0.999), attributes={"promised_availability": 0.9999}),
)  # fmt: skip
SLOW = drawn(
    USER,
    part("app", discovery="dns", health_check=True, service_time_ms=80.0),
    link("user", "app"),
    journey(targets=Targets(availability=0.5, p99_ms=100.0)),
)


def switched(**targets: float) -> Design:
    """Return user → app → db, a pair that fails over in a minute."""
    return drawn(
        USER,
        part("app", discovery="dns", health_check=True),
        part("db", "rdbms_primary", 2, redundancy="active-passive", failover_s=60.0, availability=0.99),
        link("user", "app"),
        link("app", "db"),
        journey(targets=Targets(**{"availability": 0.5, **targets})),
    )


BUDGET = sets("db", failover_s=600.0, mttr_hours=0.5)(switched(availability=0.995))

PAIRS = [
    Pair("SEC-02", "a public subnet", PUBLIC, sets("db", parent=None), ("db", "dmz"), "critical"),
    Pair("SEC-02", "public itself", sets("db", parent=None, public=True)(PUBLIC),
         sets("db", public=False), ("db",), "critical"),
    Pair("SEC-03", "no TLS", DENIED, sets("app", tls=True), ("app",), "medium"),
    Pair("SEC-03", "nothing stated", sets("user.app", protocol="https")(OPEN),
         sets("app", waf=True), ("app",), "low"),
    Pair("SEC-04", "open to all", DENIED, sets("app", authentication=True), ("app",), "high"),
    Pair("SEC-04", "nothing stated", OPEN, adds(part("login", "identity_provider")), ("app",), "low"),
    Pair("SEC-05", "no store of secrets", KEYS, adds(part("keys", "secrets_store")), ("app",), "low"),
    Pair("SEC-06", "plain http", CLEAR, sets("user.app", protocol="https"), ("user", "app"), "high"),
    Pair("SEC-06", "stated as not encrypted", sets("user.app", encrypted=False, protocol="")(CLEAR),
         sets("user.app", encrypted=True), ("user", "app"), "high"),
    Pair("OBS-02", "three hops", DEEP, adds(part("traces", "tracing")), (), "medium"),
    Pair("OBS-03", "three services", DEEP, adds(part("logs", "logging")), (), "medium"),
    Pair("OBS-05", "a queue", SILENT, sets("queue", alarmed=True), ("queue",), "low"),
    Pair("OBS-06", "in the same zone", TOGETHER, sets("watch", parent="zone-b"),
         ("watch", "zone-a"), "medium"),
    Pair("SLA-02", "as good as the target", aimed(0.999), sets("app", availability=0.9999),
         ("app",), "medium"),
    Pair("SLA-03", "a nine more", PROMISED, sets("order", targets=Targets(availability=0.99995)),
         (), "medium"),
    Pair("SLA-04", "slower than asked", SLOW, sets("app", service_time_ms=5.0), ("app",), "high"),
    Pair("SLA-05", "a minute and a half", switched(rto_s=60.0), sets("db", failover_s=20.0), ("db",), "high"),
    Pair("SLA-06", "ten minutes each", BUDGET, sets("db", failover_s=10.0), ("db",), "medium"),
]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    ["SEC-02", "SEC-03", "SEC-04", "SEC-05", "SEC-06", "OBS-02", "OBS-03", "OBS-05", "OBS-06",
     "SLA-03", "SLA-04", "SLA-05", "SLA-06"],
)  # fmt: skip
def test_says_nothing_about_what_is_not_there(rule: str) -> None:
    assert status_of(LONELY, rule) == "not-applicable"


def test_a_filter_behind_a_balancer_counts_for_the_edge() -> None:
    design = drawn(
        USER, part("lb", "l7_load_balancer", health_check=True), part("filter", "waf", tls=True), part("app"),
        link("user", "lb"), link("lb", "filter"), link("filter", "app"),
    )  # fmt: skip
    assert not findings_of(design, "SEC-03")


def test_noticing_sooner_is_a_threshold_of_the_document() -> None:
    assert findings_of(switched(rto_s=80.0), "SLA-05")
    quick = switched(rto_s=80.0).revised(settings=Settings(thresholds={"detection_s": 10}))
    assert not findings_of(quick, "SLA-05")


def test_a_latency_that_has_no_end_misses_every_target() -> None:
    over = sets("order", peak_rps=1e6)(sets("app", concurrency=4.0)(SLOW))
    assert "has no end" in findings_of(over, "SLA-04")[0].message


def test_the_second_stage_of_the_live_analysis_finds_what_the_whole_one_does() -> None:
    catalog = shared_catalog()
    first = analyse(SLOW, catalog, latency=False)
    assert not [one for one in first.findings if one.rule == "SLA-04"]
    second, whole = add_latency(first, SLOW, catalog), analyse(SLOW, catalog)
    assert second.findings == whole.findings
    assert second.ledger == whole.ledger
