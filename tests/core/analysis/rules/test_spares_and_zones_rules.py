"""SPF and ZON: what is single, and what stands in one zone."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    ZONES,
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
    zones,
)

APP = drawn(USER, part("app"), link("user", "app"))
DB = drawn(USER, part("app"), part("db", "rdbms_primary", 1), link("user", "app"), link("app", "db"))
LB = drawn(
    USER, part("lb", "l7_load_balancer", 1), part("app"), link("user", "lb"), link("lb", "app", calls=2)
)
COPIED = adds(part("copy", "rdbms_replica", 1), link("db", "copy", "replicate"))(DB)
MANAGED = sets("lb", managed=True)(LB)
ZONED = drawn(USER, part("app", replicas=2, domains=("zone-a",)), link("user", "app"), *zones())
UNEVEN = drawn(USER, part("app", required=2, domains=("zone-a", "zone-b")), link("user", "app"), *zones())
VOTERS = sets("app", redundancy="quorum", required=1)(UNEVEN)

PAIRS = [
    Pair(
        "SPF-01", "one instance", sets("app", replicas=1)(APP), sets("app", replicas=2), ("app",), "critical"
    ),
    Pair(
        "SPF-01",
        "each of two instances is needed",
        sets("app", replicas=2, required=2)(APP),
        sets("app", replicas=3),
        ("app",),
        "critical",
    ),
    Pair("SPF-02", "no standby", DB, sets("db", standby=True), ("db",), "critical"),
    Pair("SPF-02", "one machine", DB, sets("db", replicas=2), ("db",), "critical"),
    Pair(
        "SPF-02",
        "a replica that stays one",
        COPIED,
        sets("db.copy", promotes=True),
        ("db", "copy"),
        "critical",
    ),
    Pair("SPF-03", "one machine", LB, sets("lb", replicas=2), ("lb",), "critical"),
    Pair("SPF-03", "run by nobody else", LB, sets("lb", managed=True), ("lb",), "critical"),
    Pair("SPF-05", "less than perfect", MANAGED, sets("lb", availability=1.0), ("lb",), "info"),
    Pair(
        "ZON-01", "one zone", ZONED, sets("app", domains=("zone-a", "zone-b")), ("zone-a", "app"), "critical"
    ),
    Pair("ZON-03", "two of three needed", UNEVEN, sets("app", required=1), ("app", "zone-a"), "high"),
    Pair(
        "ZON-04", "one zone holds two of three", VOTERS, sets("app", domains=ZONES), ("app", "zone-a"), "high"
    ),
    Pair("ZON-03", "two and one", UNEVEN, sets("app", replicas=4), ("app", "zone-a"), "high"),
]


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("SPF-01", drawn(USER, part("app"), link("user", "app"), journey(entry=None))),
        ("SPF-02", APP),
        ("SPF-03", APP),
        ("SPF-05", APP),
        ("ZON-01", APP),
        ("ZON-03", ZONED),
        ("ZON-03", VOTERS),
        ("ZON-04", UNEVEN),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: object) -> None:
    assert status_of(design, rule) == "not-applicable"  # type: ignore[arg-type]


def test_a_single_balancer_is_told_once_by_its_own_rule() -> None:
    assert findings_of(LB, "SPF-03")
    assert not findings_of(LB, "SPF-01")


def test_a_single_primary_is_told_once_by_its_own_rule() -> None:
    assert findings_of(DB, "SPF-02")
    assert not findings_of(DB, "SPF-01")


def test_what_nobody_waits_for_is_no_single_point() -> None:
    aside = adds(part("stats", replicas=1), link("app", "stats", mode="async"))(APP)
    assert not findings_of(aside, "SPF-01")


def test_the_cost_is_that_of_the_worst_journey_not_of_all_together() -> None:
    single = sets("app", replicas=1, availability=0.99)(APP)
    second = journey().revised(id="again", name="Again")
    twice = single.revised(journeys=(*single.journeys, second))
    one, two = findings_of(single, "SPF-01")[0], findings_of(twice, "SPF-01")[0]
    assert (
        two.evidence["downtime_s_year"]
        == one.evidence["downtime_s_year"]
        == pytest.approx(0.01 * 365 * 86400)
    )
    assert two.message == "App runs as one instance: when it fails, Order and Again stop."


def test_a_tier_too_small_without_a_zone_is_not_also_called_a_tier_in_one_zone() -> None:
    assert findings_of(UNEVEN, "ZON-03")
    assert not findings_of(UNEVEN, "ZON-01")


def test_a_spare_balancer_makes_the_other_one_replaceable() -> None:
    twin = part("lb2", "l7_load_balancer", 1)
    design = adds(twin, link("user", "lb2", pool="front"), link("lb2", "app"))(LB)
    assert not findings_of(sets("user.lb", pool="front")(design), "SPF-03")
    assert findings_of(drops("lb2")(design), "SPF-03")
