"""RES and CAP: calls that wait, balancers that do not ask, and load beyond capacity."""

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
    status_of,
    zones,
)

from archdraw.core.model import Design

APP = drawn(USER, part("app"), link("user", "app"))
PAID = adds(part("bank", "payment_api"), link("app", "bank"))(APP)
STORED = adds(part("db", "rdbms_primary"), link("app", "db", timeout_ms=None))(APP)
ADVERTS = adds(part("adverts", optional=True), link("app", "adverts"))(APP)
BALANCED = drawn(USER, part("lb", "l7_load_balancer"), part("app"), link("user", "lb"), link("lb", "app"))
UNCHECKED = sets("lb", health_check=False)(BALANCED)


def carrying(capacity: float, replicas: int = 3, *places: str) -> Design:
    """Return 100 requests a second at instances of that capacity."""
    app = part("app", replicas=replicas, capacity_rps=capacity, domains=places)
    return drawn(USER, app, link("user", "app"), *(zones() if places else ()))


OUTSIDE = sets("app", managed=True)(carrying(50, 1))

SESSIONS = sets("app", session_state="local")(APP)

PAIRS = [
    Pair("CAP-08", "in memory", SESSIONS, sets("app", session_state="external"), ("app",), "high"),
    Pair("CAP-08", "of several", SESSIONS, sets("app", replicas=1), ("app",), "high"),
    Pair("RES-01", "no breaker", PAID, sets("app.bank", circuit_breaker=True), ("app", "bank"), "high"),
    Pair("RES-01", "no fallback", PAID, sets("app.bank", fallback=True), ("app", "bank"), "high"),
    Pair("RES-01", "nobody waits", PAID, sets("app.bank", mode="async"), ("app", "bank"), "high"),
    Pair("RES-02", "own part", STORED, sets("app.db", timeout_ms=300.0), ("app", "db"), "medium"),
    Pair(
        "RES-02",
        "other people's",
        sets("app.bank", timeout_ms=None)(PAID),
        sets("app.bank", timeout_ms=300.0),
        ("app", "bank"),
        "high",
    ),
    Pair("RES-06", "waited for", ADVERTS, sets("app.adverts", critical=False), ("adverts",), "medium"),
    Pair("RES-08", "not stated", BALANCED, sets("lb", health_check=True), ("lb",), "medium"),
    Pair("RES-08", "stated as none", UNCHECKED, sets("lb", health_check=True), ("lb",), "high"),
    Pair("RES-08", "nothing to choose", BALANCED, sets("app", replicas=1), ("lb",), "medium"),
    Pair("CAP-01", "too small", carrying(30), sets("app", capacity_rps=40), ("app",), "critical"),
    Pair("CAP-01", "too few", carrying(30), sets("app", replicas=4), ("app",), "critical"),
    Pair("CAP-01", "a provider's limit", OUTSIDE, sets("app", capacity_rps=400), ("app",), "critical"),
    Pair("CAP-02", "above the target", carrying(45), sets("app", capacity_rps=60), ("app",), "high"),
    Pair("CAP-02", "one instance lost", carrying(80, 2), sets("app", replicas=3), ("app",), "high"),
    Pair(
        "CAP-02",
        "a zone lost",
        carrying(40, 4, "zone-a", "zone-b"),
        sets("app", replicas=6),
        ("app",),
        "high",
    ),
]


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("RES-01", STORED),
        ("CAP-08", APP),
        ("RES-02", APP),
        ("RES-06", APP),
        ("RES-08", APP),
        ("CAP-01", APP.revised(journeys=(journey(peak_rps=None),))),
        ("CAP-02", APP.revised(journeys=(journey(peak_rps=None),))),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_many_targets_without_timeout_make_one_finding_of_readable_length() -> None:
    design = APP
    for number in range(8):
        design = adds(part(f"part{number}"), link("app", f"part{number}", timeout_ms=None))(design)
    found = findings_of(design, "RES-02")
    assert len(found) == 1
    assert len(found[0].elements) == 9
    assert found[0].message == "App states no timeout for its calls to Part0, Part1, Part2 and 5 more."


def test_the_advice_is_a_number_of_instances_that_is_enough() -> None:
    finding = findings_of(carrying(30), "CAP-01")[0]
    assert finding.evidence["instances_needed"] == 5  # 5 × 30 × 0.7 = 105
    assert not findings_of(carrying(30, 5), "CAP-01")
    assert not [f for f in findings_of(carrying(30, 5), "CAP-02") if f.evidence["utilisation"] > 0.7]


def test_nobody_adds_instances_to_what_a_provider_runs() -> None:
    assert "instances" not in findings_of(OUTSIDE, "CAP-01")[0].remedy


def test_more_than_all_is_overload_and_not_also_little_headroom() -> None:
    assert not findings_of(carrying(30), "CAP-02")


def test_the_loss_is_called_by_its_name() -> None:
    assert "without one instance it is at 125" in findings_of(carrying(80, 2), "CAP-02")[0].message
    zoned = findings_of(carrying(40, 4, "zone-a", "zone-b"), "CAP-02")[0]
    assert "without Zone a it is at 125" in zoned.message
