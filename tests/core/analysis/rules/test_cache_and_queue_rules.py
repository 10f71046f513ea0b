"""CAC and ASY: caches before stores, and queues between services."""

from __future__ import annotations

from typing import Any

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
)

from archdraw.core.model import Design

CACHED = drawn(
    USER,
    part("app"),
    part("cache", "in_memory_cache", hit_ratio=0.9),
    part("db", "rdbms_primary", redundancy="active-active", capacity_rps=1000),
    link("user", "app"),
    link("app", "cache"),
    link("app", "db", behind_cache="cache"),
)
SMALL = sets("db", capacity_rps=20)(CACHED)


def queued(kind: str = "message_queue", **fields: Any) -> Design:
    """Return user → app → queue → worker → db."""
    return drawn(
        USER,
        part("app"),
        part("queue", kind, **fields),
        part("worker", "worker"),
        part("db", "rdbms_primary"),
        link("user", "app"),
        link("app", "queue", "publish"),
        link("queue", "worker", "deliver"),
        link("worker", "db"),
    )


QUEUED = queued()
ALONE = sets("worker", replicas=1)(QUEUED)
TWICE = queued(delivery="at-least-once")
HELPER = (part("helper", "worker", 1), link("queue", "helper", "deliver"))
SUBSCRIBED = adds(*HELPER)(sets("worker", replicas=1, consumer_group="one")(queued("log_broker")))
APART = sets("helper", consumer_group="two", replicas=2)(SUBSCRIBED)
FAN = sets("worker.db", fan_out="unbounded")(QUEUED)

PAIRS = [
    Pair("CAC-02", "unprotected", CACHED, sets("cache", stampede_protection=True), ("cache", "db"), "high"),
    Pair("CAC-02", "few misses", CACHED, sets("cache", hit_ratio=0.5), ("cache", "db"), "high"),
    Pair(
        "CAC-02", "filled by writes", CACHED, sets("cache", pattern="write-through"), ("cache", "db"), "high"
    ),
    Pair("CAC-03", "a small store", SMALL, sets("db", capacity_rps=200), ("cache", "db"), "high"),
    Pair("CAC-03", "few copies of the store", SMALL, sets("db", replicas=5), ("cache", "db"), "high"),
    Pair("CAC-04", "for ever", CACHED, sets("cache", ttl_s=60), ("cache",), "medium"),
    Pair("CAC-04", "not taken out", CACHED, sets("cache", invalidation=True), ("cache",), "medium"),
    Pair("CAC-04", "not written", CACHED, sets("cache", pattern="write-through"), ("cache",), "medium"),
    Pair("ASY-01", "not stated", QUEUED, sets("queue", dead_letter=True), ("queue",), "medium"),
    Pair(
        "ASY-01",
        "not drawn",
        QUEUED,
        adds(part("dead", "dead_letter_queue"), link("worker", "dead", "publish")),
        ("queue",),
        "medium",
    ),
    Pair("ASY-02", "one instance", ALONE, sets("worker", replicas=2), ("worker", "queue"), "high"),
    Pair("ASY-02", "one competitor", ALONE, adds(*HELPER), ("worker", "queue"), "high"),
    Pair("ASY-02", "two groups", APART, sets("helper", consumer_group="one"), ("worker", "queue"), "high"),
    Pair("ASY-04", "not stated", TWICE, sets("worker", idempotent=True), ("worker", "queue"), "medium"),
    Pair(
        "ASY-04",
        "stated as not",
        sets("worker", idempotent=False)(TWICE),
        sets("worker", idempotent=True),
        ("worker", "queue"),
        "high",
    ),
    Pair("ASY-04", "it writes", TWICE, sets("worker.db", operation="read"), ("worker", "queue"), "medium"),
    Pair("ASY-06", "unbounded", FAN, sets("worker.db", fan_out=50), ("worker", "db"), "high"),
    Pair(
        "ASY-06",
        "thousands",
        sets("worker.db", fan_out=5000)(QUEUED),
        sets("worker.db", fan_out=500),
        ("worker", "db"),
        "high",
    ),
]

PLAIN = drawn(USER, part("app"), link("user", "app"))


@pytest.mark.parametrize("rule", ["CAC-02", "CAC-03", "CAC-04", "ASY-01", "ASY-02", "ASY-04", "ASY-06"])
def test_says_nothing_about_what_is_not_there(rule: str) -> None:
    assert status_of(PLAIN, rule) == "not-applicable"


def test_the_figures_of_a_cold_cache() -> None:
    finding = findings_of(SMALL, "CAC-03")[0]
    assert finding.evidence["rate_cold_rps"] == pytest.approx(100.0)
    assert finding.evidence["utilisation_cold"] == pytest.approx(100.0 / 60.0)


def test_a_cache_that_answers_everything_is_still_load_bearing() -> None:
    finding = findings_of(sets("cache", hit_ratio=1.0)(SMALL), "CAC-03")[0]
    assert finding.evidence["rate_cold_rps"] == pytest.approx(100.0)


def test_a_cache_that_answers_nothing_carries_nothing() -> None:
    assert not findings_of(sets("cache", hit_ratio=0.0)(SMALL), "CAC-03")


def test_each_subscriber_that_stands_alone_is_named() -> None:
    found = findings_of(sets("helper", consumer_group="two")(SUBSCRIBED), "ASY-02")
    assert [finding.elements[0] for finding in found] == ["worker", "helper"]


def test_a_queue_that_carries_nothing_is_a_low_matter() -> None:
    idle = drawn(
        USER, part("queue", "message_queue"), part("worker", "worker", 1), link("queue", "worker", "deliver")
    )
    assert [finding.severity for finding in findings_of(idle, "ASY-02")] == ["low"]


def test_the_rate_need_not_be_known_for_a_queue_to_matter() -> None:
    unknown = ALONE.revised(journeys=(journey(peak_rps=None),))
    assert [finding.severity for finding in findings_of(unknown, "ASY-02")] == ["high"]
