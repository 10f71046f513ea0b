"""CAP and ARC: quotas, connections, bandwidth, spikes, and how services hang together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    Pair,
    drawn,
    findings_of,
    journey,
    link,
    part,
    sets,
    status_of,
)

from archdraw.core.model import Design, Settings

SIMPLE = drawn(USER, part("app", discovery="dns", health_check=True), link("user", "app"))
QUOTA = drawn(
    USER,
    part("app", discovery="dns", health_check=True),
    part("maps", "maps_api", quota_rps=90.0),
    link("user", "app"),
    link("app", "maps", circuit_breaker=True),
)
POOLED = drawn(
    USER,
    part("app", discovery="dns", health_check=True, concurrency=50.0),
    part("db", "rdbms_primary", max_connections=100),
    link("user", "app"),
    link("app", "db"),
)
NATTED = drawn(
    USER,
    part("app", discovery="dns", health_check=True, concurrency=30_000.0),
    part("nat", "nat_gateway", 1, managed=False),
    link("user", "app"),
    link("app", "nat", "uses", critical=True),
)
AVERAGE = drawn(
    USER, part("app", discovery="dns", health_check=True), link("user", "app"),
    journey(peak_rps=None, average_rps=50.0),
)  # fmt: skip
FILES = drawn(
    USER,
    part("app", discovery="dns", health_check=True, capacity_rps=1000.0),
    link("user", "app", payload_bytes=20e6),
    journey(peak_rps=300.0),
)
SPIKY = drawn(
    USER,
    part("app", discovery="dns", health_check=True),
    link("user", "app"),
    journey(peak_rps=100.0, average_rps=20.0),
)


def services(stores: int) -> Design:
    """Return a → b → c → d, the last two with a store of their own or one for both."""
    names = ("a", "b", "c", "d")
    parts = [part(name, discovery="dns", health_check=True) for name in names]
    calls = [link(one, other) for one, other in pairwise(names)]
    data: list[Any] = [part("db", "rdbms_primary"), part("db2", "rdbms_primary")]
    own = "db" if stores == 1 else "db2"
    return drawn(USER, *parts, *data, link("user", "a"), *calls, link("c", "db"), link("d", own))


PIPE = drawn(
    USER, part("bus", "api_gateway", business_logic=True), part("app", health_check=True),
    link("user", "bus"), link("bus", "app"),
)  # fmt: skip
STRANGLED = drawn(
    USER,
    part("old", "monolith", legacy=True, health_check=True),
    part("new", health_check=True),
    link("user", "old"),
    link("user", "new"),
)
FIXED = drawn(
    USER,
    part("web", discovery="static", health_check=True),
    part("app", health_check=True, autoscaling={"min": 2, "max": 9}),
    link("user", "web"),
    link("web", "app"),
)

PAIRS = [
    Pair("CAP-03", "above the quota", QUOTA, sets("maps", quota_rps=500.0), ("maps",), "high"),
    Pair("CAP-03", "above half of it", sets("maps", quota_rps=150.0)(QUOTA),
         sets("maps", quota_rps=500.0), ("maps",), "medium"),
    Pair("CAP-04", "a database", POOLED, sets("db", max_connections=200), ("db", "app"), "high"),
    Pair("CAP-04", "one address", NATTED, sets("app", concurrency=10_000.0), ("nat", "app"), "high"),
    Pair("CAP-05", "no peak", AVERAGE, sets("order", peak_rps=150.0), (), "medium"),
    Pair("CAP-06", "films", FILES, sets("user.app", payload_bytes=1e6), ("app",), "high"),
    Pair("CAP-07", "five times", SPIKY, sets("app", autoscaling={"min": 3, "max": 9}), ("app",), "medium"),
    Pair("ARC-05", "one store for two", services(1), sets("d.db", target="db2"), ("a", "b"), "high"),
    Pair("ARC-07", "a gateway that decides", PIPE, sets("bus", business_logic=False), ("bus",), "medium"),
    Pair("ARC-08", "two addresses", STRANGLED, sets("old", legacy=False), ("user", "old", "new"), "medium"),
    Pair("ARC-09", "a fixed address", FIXED, sets("web", discovery="dns"), ("web", "app"), "medium"),
]  # fmt: skip


@pytest.mark.parametrize(
    "rule", ["CAP-03", "CAP-04", "CAP-06", "CAP-07", "ARC-05", "ARC-07", "ARC-08", "ARC-09"]
)
def test_says_nothing_about_what_is_not_there(rule: str) -> None:
    assert status_of(SIMPLE, rule) == "not-applicable"


def test_the_line_carries_bits_and_payloads_are_bytes() -> None:
    assert findings_of(FILES, "CAP-06")[0].evidence["bit_s"] == 300 * 20e6 * 8


def test_a_faster_line_is_a_threshold_of_the_document() -> None:
    faster = FILES.revised(settings=Settings(thresholds={"bandwidth_instance_bit_s": 25e9}))
    assert not findings_of(faster, "CAP-06")
