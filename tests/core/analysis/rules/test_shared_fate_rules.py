"""SPF-04, -06, -07, ZON-02 and -05: redundancy that is none, regions and zones."""

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
    zones,
)

from archdraw.core.model import Design, Group, Targets

BALANCED = (USER, part("lb", "l7_load_balancer", health_check=True), part("app"),
            link("user", "lb"), link("lb", "app"))  # fmt: skip
SHARED = drawn(
    *BALANCED,
    part("config", "config_store", 1, redundancy="active-active"),
    link("app", "config", "uses"),
)
RACKED = drawn(
    *BALANCED,
    Group(id="rack-1", kind="rack", name="Rack 1"),
    Group(id="rack-2", kind="rack", name="Rack 2"),
)
IN_ONE = sets("app", parent="rack-1")(RACKED)
TWINS = drawn(
    USER, part("lb", "l7_load_balancer", health_check=True),
    part("web-1", replicas=1, parent="host-1"), part("web-2", replicas=1, parent="host-1"),
    part("config", "config_store", 1, redundancy="active-active"),
    link("user", "lb"), link("lb", "web-1"), link("lb", "web-2"),
    Group(id="host-1", kind="host", name="Host 1"), Group(id="host-2", kind="host", name="Host 2"),
)  # fmt: skip
HUNG = adds(link("web-1", "config", "uses"), link("web-2", "config", "uses"))(
    sets("web-2", parent="host-2")(TWINS)
)
UNSAID = drawn(USER, part("web", replicas=1), part("app"), link("user", "web"), link("web", "app"))
DIRECT = sets("app", health_check=False)(UNSAID)
TIGHT = drawn(
    USER,
    part("app", replicas=2, availability=0.99, discovery="dns"),
    link("user", "app"),
    journey(targets=Targets(availability=0.9998)),
)
REGIONAL = drawn(
    USER,
    Group(id="east", kind="region", name="East"),
    part("app", parent="east", discovery="dns"),
    link("user", "app"),
    journey(attributes={"regions_required": 2}),
)
ZONAL = drawn(
    USER,
    *zones(),
    part("app", domains=("zone-a", "zone-b"), discovery="dns"),
    part("nat", "nat_gateway", 2, parent="zone-a"),
    link("user", "app"),
    link("app", "nat", "uses"),
)

PAIRS = [
    Pair("SPF-04", "twins on one host", TWINS, sets("web-2", parent="host-2"),
         ("host-1", "web-1", "web-2"), "high"),
    Pair("SPF-04", "twins on one part", HUNG, drops("web-2.config"), ("config", "web-1", "web-2"), "high"),
    Pair("SPF-04", "one store of settings", SHARED, sets("config", replicas=2),
         ("config", "app"), "high"),
    Pair("SPF-04", "one rack", IN_ONE, sets("app", domains=("rack-1", "rack-2")), ("rack-1", "app"), "high"),
    Pair("SPF-06", "no health check", DIRECT,
         sets("app", health_check=True), ("app",), "high"),
    Pair("SPF-06", "nothing stated", UNSAID, sets("app", discovery="registry"), ("app", "web"), "medium"),
    Pair("SPF-07", "two of two", TIGHT, sets("app", replicas=3), ("app",), "low"),
    Pair("ZON-02", "one region", REGIONAL, sets("order", attributes={"regions_required": 1}),
         ("east",), "high"),
    Pair("ZON-05", "one gateway for two zones", ZONAL, sets("nat", domains=("zone-a", "zone-b")),
         ("nat", "zone-a"), "high"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("SPF-04", drawn(USER, part("app", replicas=1), link("user", "app"))),
        ("SPF-06", drawn(USER, part("app", replicas=1), link("user", "app"))),
        ("SPF-07", drawn(USER, part("app"), link("user", "app"), journey(targets=Targets()))),
        ("ZON-02", SHARED),
        ("ZON-05", SHARED),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_a_balancer_or_a_cluster_finds_the_instances() -> None:
    assert not findings_of(drawn(*BALANCED), "SPF-06")
    assert not findings_of(sets("app", kind="k8s_deployment")(UNSAID), "SPF-06")


def test_each_zone_with_its_own_gateway_is_not_bound_to_one() -> None:
    own = adds(part("nat-b", "nat_gateway", 2, parent="zone-b"))(sets("app", domains=("zone-a",))(ZONAL))
    assert not findings_of(own, "ZON-05")


def test_the_pair_s_share_of_the_budget_is_its_probability() -> None:
    finding = findings_of(TIGHT, "SPF-07")[0]
    assert finding.evidence["probability"] == pytest.approx(1e-4, rel=0.2)
    assert finding.evidence["share"] == pytest.approx(0.5, rel=0.2)
