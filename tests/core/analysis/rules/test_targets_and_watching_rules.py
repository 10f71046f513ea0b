"""SEC, OBS and SLA: the edge, what is watched, and what was promised."""

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

from archdraw.core.model import Design, Targets

APP = drawn(USER, part("app"), link("user", "app"))
GATE = drawn(USER, part("gate", "api_gateway"), part("app"), link("user", "gate"), link("gate", "app"))
BEHIND = drawn(
    USER,
    part("cdn", "cdn"),
    part("gate", "api_gateway"),
    part("app"),
    link("user", "cdn"),
    link("cdn", "gate"),
    link("gate", "app"),
)
BLIND = drawn(
    USER,
    part("app"),
    part("db", "rdbms_primary"),
    part("mail"),
    link("user", "app"),
    link("app", "db"),
    link("app", "mail"),
)
DENIED = sets("app", monitored=False)(sets("db", monitored=False)(sets("mail", monitored=False)(BLIND)))
SINGLE = sets("app", replicas=1)(APP)


def promised(design: Design, **fields: float) -> Design:
    return sets("order", targets=Targets(**fields))(design)


PAIRS = [
    Pair("SEC-01", "not stated", GATE, sets("gate", rate_limit=True), ("gate",), "medium"),
    Pair("SEC-01", "a rate", GATE, sets("gate", rate_limit=500.0), ("gate",), "medium"),
    Pair(
        "SEC-01",
        "stated as none",
        sets("gate", rate_limit=False)(GATE),
        sets("gate", rate_limit=True),
        ("gate",),
        "high",
    ),
    Pair("SEC-01", "behind the CDN", BEHIND, sets("gate", rate_limit=True), ("cdn",), "medium"),
    Pair("SEC-01", "behind the gateway", GATE, sets("app", kind="rate_limiter"), ("gate",), "medium"),
    Pair("SEC-01", "inside only", GATE, sets("gate", public=False), ("gate",), "medium"),
    Pair("OBS-01", "nothing", BLIND, adds(part("watch", "monitoring")), (), "medium"),
    Pair("OBS-01", "no tag", BLIND, sets("app", monitored=True), (), "medium"),
    Pair("OBS-01", "denied", DENIED, sets("app", monitored=True), (), "high"),
    Pair(
        "OBS-04",
        "a mean",
        promised(APP, mean_ms=50.0),
        sets("order", targets=Targets(mean_ms=50.0, p99_ms=200.0)),
        (),
        "high",
    ),
    Pair(
        "SLA-01",
        "too high",
        promised(SINGLE, availability=0.999),
        sets("order", targets=Targets(availability=0.99)),
        ("app",),
        "critical",
    ),
    Pair(
        "SLA-01",
        "too few",
        promised(SINGLE, availability=0.999),
        sets("app", replicas=2),
        ("app",),
        "critical",
    ),
    Pair("SLA-07", "no target", promised(APP), sets("order", targets=Targets(availability=0.9)), (), "low"),
    Pair("SLA-07", "no load", sets("order", peak_rps=None)(APP), sets("order", peak_rps=5.0), (), "low"),
]


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("SEC-01", drawn(part("app"), journey(entry="app"))),
        ("SEC-01", drops("order")(GATE)),
        ("OBS-01", APP),
        ("OBS-04", APP),
        ("SLA-01", promised(APP)),
        ("SLA-07", drops("order")(APP)),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_a_client_without_a_journey_is_not_the_public() -> None:
    design = adds(part("admin", "client_web", 1), part("console"), link("admin", "console"))(
        sets("gate", rate_limit=True)(GATE)
    )
    assert not findings_of(design, "SEC-01")


def test_names_and_files_are_fetched_without_a_limit() -> None:
    design = drawn(
        USER, part("dns", "dns"), part("files", "object_store"), link("user", "dns"), link("user", "files")
    )
    assert not findings_of(design, "SEC-01")


def test_causes_are_components_each_once() -> None:
    design = promised(
        adds(part("lone", replicas=1), link("app", "lone"))(sets("app", replicas=2, required=2)(APP)),
        availability=0.9999,
    )
    finding = findings_of(design, "SLA-01")[0]
    assert finding.elements == ("app", "lone")
    assert "#" not in finding.message
    minutes = [entry["minutes_year"] for entry in finding.evidence["largest"]]
    assert minutes[0] == pytest.approx(365 * 1440 * 0.995 * (1 - 0.995**2), rel=1e-6)
