"""ASY and RES: messages, side effects, timeouts and retries; pairs that differ in one thing."""

from __future__ import annotations

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

from archdraw.core.model import Design, Journey, Targets


def queued(
    rate: float = 100.0, wishes: dict[str, Any] | None = None, queue_kind: str = "message_queue", **queue: Any
) -> Design:
    """Return user → app → queue → two workers of 40 messages a second each."""
    return drawn(
        USER,
        part("app", discovery="dns", health_check=True),
        part("queue", queue_kind, dead_letter=True, **queue),
        part("work", "worker", 2, capacity_rps=40.0, idempotent=True),
        link("user", "app"),
        link("app", "queue", "publish"),
        link("queue", "work", "deliver"),
        journey(peak_rps=rate, **(wishes or {})),
    )


BROKER = queued(50.0, {"targets": Targets(rpo_s=0)}, "log_broker", replication_factor=3,
                min_in_sync=2, acks="one")  # fmt: skip
MAIL = drawn(
    USER,
    part("app", discovery="dns", health_check=True),
    part("mail", "email_sms_api"),
    link("user", "app"),
    link("app", "mail", circuit_breaker=True),
)
BOTH = drawn(
    USER,
    part("app", discovery="dns", outbox=False, health_check=True),
    part("db", "rdbms_primary"),
    part("queue", "message_queue"),
    link("user", "app"),
    link("app", "db", operation="write"),
    link("app", "queue", "publish"),
)
CHAIN = drawn(
    USER,
    part("web", discovery="dns", health_check=True),
    part("app", discovery="dns", health_check=True),
    part("db", "rdbms_primary"),
    link("user", "web", timeout_ms=10_000.0),
    link("web", "app", timeout_ms=500.0),
    link("app", "db", timeout_ms=800.0),
)
RETRIED = drawn(
    USER,
    part("web", discovery="dns", health_check=True),
    part("app", discovery="dns", health_check=True),
    part("db", "rdbms_primary"),
    link("user", "web", timeout_ms=90_000.0, retries=2),
    link("web", "app", timeout_ms=20_000.0, retries=2),
    link("app", "db", timeout_ms=1000.0, retries=2),
)
WRITTEN = drawn(
    USER,
    part("app", discovery="dns", health_check=True),
    part("db", "rdbms_primary"),
    link("user", "app", timeout_ms=9000.0),
    link("app", "db", retries=1, mutates=True),
)
MIXED = drawn(
    USER,
    part("app", discovery="dns", health_check=True, bulkhead=False),
    link("user", "app"),
    journey(),
    Journey(id="report", name="Report", entry="user", peak_rps=5.0, criticality="low"),
)
SOCKETS = drawn(
    USER,
    part("sockets", "websocket_gateway", 3, managed=False, concurrency=100_000.0, capacity_rps=1000.0),
    link("user", "sockets"),
)

PAIRS = [
    Pair("ASY-03", "too few workers", queued(), sets("work", capacity_rps=60.0),
         ("work", "queue"), "critical"),
    Pair("ASY-03", "no back-pressure", queued(), sets("queue", backpressure=True),
         ("work", "queue"), "critical"),
    Pair("ASY-05", "mail", MAIL, sets("app.mail", mode="async"), ("mail", "app"), "medium"),
    Pair("ASY-07", "the leader only", BROKER, sets("queue", acks="all"), ("queue",), "high"),
    Pair("ASY-07", "two copies", sets("queue", acks="all", replication_factor=2)(BROKER),
         sets("queue", replication_factor=3), ("queue",), "high"),
    Pair("ASY-07", "one in step", sets("queue", acks="all", min_in_sync=1)(BROKER),
         sets("queue", min_in_sync=2), ("queue",), "high"),
    Pair("ASY-08", "no key", queued(50.0, ordering=True, partitions=8),
         sets("queue", ordering_key="account"), ("queue",), "medium"),
    Pair("ASY-09", "no outbox", BOTH, sets("app", outbox=True), ("app", "db", "queue"), "high"),
    Pair("RES-03", "an impatient caller", CHAIN, sets("web.app", timeout_ms=1000.0),
         ("web", "app"), "medium"),
    Pair("RES-04", "three layers", RETRIED, sets("app.db", retries=0), ("user", "web"), "high"),
    Pair("RES-04", "a budget", RETRIED, sets("app.db", attributes={"retry_budget": 0.1}), ("user",), "high"),
    Pair("RES-05", "no key", WRITTEN, sets("app.db", idempotency_key=True), ("app", "db"), "high"),
    Pair("RES-07", "one pool", MIXED, sets("app", bulkhead=True), ("app",), "medium"),
    Pair("RES-09", "all at once", SOCKETS, sets("user.sockets", jitter=True), ("sockets", "user"), "medium"),
    Pair("RES-09", "enough to spare", SOCKETS, sets("sockets", capacity_rps=60_000.0),
         ("sockets",), "medium"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("ASY-03", CHAIN),
        ("ASY-05", CHAIN),
        ("ASY-07", queued()),
        ("ASY-08", queued()),
        ("ASY-09", CHAIN),
        ("RES-03", MIXED),
        ("RES-04", CHAIN),
        ("RES-05", CHAIN),
        ("RES-07", CHAIN),
        ("RES-09", CHAIN),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_the_time_until_messages_expire_follows_from_the_two_rates() -> None:
    finding = findings_of(queued(retention_s=3600), "ASY-03")[0]
    # 100 come and 80 go: the oldest ages by a fifth of a second each second.
    assert finding.evidence["messages_expire_after_s"] == pytest.approx(18_000)
    assert "5 h" in finding.message.replace("\u2009", " ")


def test_calls_at_once_wait_as_long_as_the_slowest() -> None:
    design = drawn(
        USER,
        part("web", fan="parallel"),
        part("one"),
        part("two"),
        link("user", "web", timeout_ms=700.0),
        link("web", "one", timeout_ms=500.0),
        link("web", "two", timeout_ms=500.0),
    )
    assert not findings_of(design, "RES-03")
    assert len(findings_of(sets("web", fan="sequence")(design), "RES-03")) == 1


def test_retries_multiply_along_a_chain_and_not_across_it() -> None:
    finding = findings_of(RETRIED, "RES-04")[0]
    assert finding.evidence["factor"] == 27
    beside = drawn(
        USER, part("web"), *(part(f"s{n}") for n in range(5)), link("user", "web"),
        *(link("web", f"s{n}", retries=2) for n in range(5)),
    )  # fmt: skip
    assert not findings_of(beside, "RES-04")


def test_what_another_journey_calls_does_not_make_a_caller_impatient() -> None:
    """A balancer that waits 800 ms in each of two journeys never makes its client wait 1,600 ms."""
    other = Journey(id="search", name="Search", entry="user", peak_rps=10.0)
    design = drawn(
        USER,
        part("web", discovery="dns", health_check=True),
        part("app", discovery="dns", health_check=True),
        part("find", discovery="dns", health_check=True),
        link("user", "web", timeout_ms=1000.0),
        link("web", "app", timeout_ms=800.0, calls={"order": 1}),
        link("web", "find", timeout_ms=800.0, calls={"search": 1}),
        journey(),
        other,
    )
    assert not findings_of(design, "RES-03")
    assert len(findings_of(sets("web.find", calls={"order": 1})(design), "RES-03")) == 1


def test_an_idempotent_consumer_repeats_both_steps_and_needs_no_outbox() -> None:
    design = drawn(
        USER,
        part("app", discovery="dns", health_check=True),
        part("queue", "message_queue", delivery="at-least-once"),
        part("work", "worker", idempotent=True, outbox=False),
        part("db", "rdbms_primary"),
        part("next", "message_queue"),
        link("user", "app"),
        link("app", "queue", "publish"),
        link("queue", "work", "deliver"),
        link("work", "db", operation="write"),
        link("work", "next", "publish"),
    )
    assert not findings_of(design, "ASY-09")
    assert len(findings_of(sets("work", idempotent=False)(design), "ASY-09")) == 1
    assert len(findings_of(sets("queue", delivery="at-most-once")(design), "ASY-09")) == 1


def test_clients_behind_a_balancer_are_those_who_come_back_and_pushing_workers_are_not() -> None:
    design = drawn(
        USER,
        part("lb", "l4_load_balancer", managed=True),
        part("sockets", "websocket_gateway", 3, managed=False, concurrency=100_000.0, capacity_rps=1000.0),
        part("work", "worker"),
        link("user", "lb"),
        link("lb", "sockets"),
        link("work", "sockets"),
    )
    (finding,) = findings_of(design, "RES-09")
    assert finding.elements == ("sockets", "user")
    assert finding.evidence["connections"] == ["user.lb"]
    assert not findings_of(sets("user.lb", jitter=True)(design), "RES-09")
