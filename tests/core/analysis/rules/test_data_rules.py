"""DAT and CON: what becomes of data."""

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
    zones,
)

from archdraw.core.model import Design, Entity, Targets


def over(kind: str, replicas: int = 3, rate: float = 100.0, **fields: Any) -> Design:
    """Return user → app → db with a store of that kind."""
    return drawn(
        USER,
        part("app"),
        part("db", kind, replicas, **fields),
        link("user", "app"),
        link("app", "db"),
        journey(peak_rps=rate),
    )


SQL = over("rdbms_primary")
SHARDED = over("sharded_sql", sharded=True)
DOCUMENTS = over("document_db", 1, redundancy="none")
KEEPER = over("in_memory_cache", store_of_record=True, volatile=True)
SKEWED = over("graph_db", 5, redundancy="active-active", capacity_rps=100, hottest_key_share=0.7)
HOT_ITEM = over("key_value", 1, rate=10_000, hottest_key_share=0.3)
PARTED = over("document_db", 1, managed=True, capacity_rps=200, partitions=4, hottest_key_share=0.2)
STRONG = sets("order", consistency="strong")(over("wide_column", consistency="eventual"))
QUORUM = sets("db", read_quorum=1, write_quorum=2, replication_factor=3)(STRONG)
TOGETHER = drawn(
    USER,
    *zones(),
    part("app"),
    part("db", "rdbms_primary", parent="zone-a"),
    part("vault", "file_store", parent="zone-a"),
    link("user", "app"),
    link("app", "db"),
    link("db", "vault", "backup"),
)
DAILY = sets("order", targets=Targets(rpo_s=3600.0))(sets("db", backup={"interval_s": 86_400})(SQL))

PAIRS = [
    Pair("DAT-01", "nothing stated", SQL, sets("db", backup=True), ("db",), "critical"),
    Pair(
        "DAT-01",
        "nothing drawn",
        SQL,
        adds(part("vault", "object_store"), link("db", "vault", "backup")),
        ("db",),
        "critical",
    ),
    Pair(
        "DAT-01",
        "stated as none",
        sets("db", backup=False)(SQL),
        sets("db", backup=True),
        ("db",),
        "critical",
    ),
    Pair("DAT-02", "sharded", SHARDED, sets("db", partition_key="code"), ("db",), "high"),
    Pair(
        "DAT-02",
        "too much load",
        over("wide_column", capacity_rps=50),
        sets("db", capacity_rps=500),
        ("db",),
        "high",
    ),
    Pair(
        "DAT-02",
        "too many bytes",
        over("rdbms_primary", storage_bytes=2e13, storage_limit_bytes=1e13),
        sets("db", storage_bytes=5e12),
        ("db",),
        "high",
    ),
    Pair("DAT-03", "one copy", DOCUMENTS, sets("db", replicas=2), ("db",), "critical"),
    Pair("DAT-03", "a quorum of two", over("wide_column", 2), sets("db", replicas=3), ("db",), "critical"),
    Pair(
        "DAT-03",
        "replication factor",
        over("document_db", replication_factor=1, redundancy="none"),
        sets("db", replication_factor=2),
        ("db",),
        "critical",
    ),
    Pair("DAT-04", "memory", KEEPER, sets("db", volatile=False), ("db",), "critical"),
    Pair(
        "DAT-04",
        "emptyDir",
        over("rdbms_primary", volume="emptyDir"),
        sets("db", volume="pvc"),
        ("db",),
        "critical",
    ),
    Pair("DAT-07", "a node of its own", SKEWED, sets("db", hottest_key_share=0.5), ("db",), "high"),
    Pair("DAT-07", "a managed table", HOT_ITEM, sets("db", hottest_key_share=0.2), ("db",), "high"),
    Pair("DAT-07", "stated partitions", PARTED, sets("db", hottest_key_share=0.1), ("db",), "high"),
    Pair("CON-09", "four voters", over("wide_column", 4), sets("db", replicas=5), ("db",), "high"),
    Pair("DAT-05", "in one zone", TOGETHER, sets("vault", parent="zone-b"), ("db", "zone-a"), "high"),
    Pair(
        "DAT-05",
        "all in one zone",
        TOGETHER,
        sets("db", domains=("zone-a", "zone-b")),
        ("db", "zone-a"),
        "high",
    ),
    Pair("DAT-05", "once a day", DAILY, sets("db", backup={"interval_s": 600}), ("db",), "high"),
    Pair("CON-06", "eventual store", STRONG, sets("db", consistency="strong"), ("db",), "critical"),
    Pair("CON-06", "quorums that miss", QUORUM, sets("db", read_quorum=2), ("db",), "critical"),
    Pair("CON-06", "eventual journey", STRONG, sets("order", consistency="eventual"), ("db",), "critical"),
    Pair(
        "CON-06",
        "PA",
        sets("db", consistency="tunable", pacelc="PA/EL")(STRONG),
        sets("db", pacelc="PC/EC"),
        ("db",),
        "critical",
    ),
]

NO_STORE = drawn(USER, part("app"), link("user", "app"))


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("DAT-01", NO_STORE),
        ("DAT-01", over("object_store")),
        ("DAT-01", over("search_index")),
        ("DAT-02", SQL),
        ("DAT-02", over("sharded_sql", sharded=False)),
        ("DAT-03", SQL),
        ("DAT-03", over("search_index", 1)),
        ("DAT-04", over("in_memory_cache", volatile=True)),
        ("DAT-07", SQL),
        ("CON-06", SQL),
        ("CON-09", SQL),
        ("DAT-05", SQL),
        ("CON-06", sets("order", consistency="read-your-writes")(SQL)),
    ],
)
def test_says_nothing_about_what_is_not_there(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_a_copy_needs_no_backup_of_its_own() -> None:
    design = adds(part("twin", "rdbms_primary"), link("db", "twin", "replicate", promotes=True))(SQL)
    assert [finding.elements for finding in findings_of(design, "DAT-01")] == [("db",)]


def test_two_primaries_that_copy_each_other_need_one_backup() -> None:
    design = adds(
        part("twin", "rdbms_primary"), link("db", "twin", "replicate"), link("twin", "db", "replicate")
    )(SQL)
    assert len(findings_of(design, "DAT-01")) == 2
    assert not findings_of(sets("twin", backup=True)(design), "DAT-01")


def test_the_key_of_an_entity_counts_as_that_of_its_store() -> None:
    keyed = SHARDED.revised(entities=(Entity(id="link", store="db", partition_key="code"),))
    assert not findings_of(keyed, "DAT-02")
    elsewhere = SHARDED.revised(entities=(Entity(id="link", store="other", partition_key="code"),))
    assert findings_of(elsewhere, "DAT-02")


def test_a_store_filled_through_a_queue_matters_one_step_less() -> None:
    design = drawn(
        USER,
        part("app"),
        part("queue", "message_queue"),
        part("worker", "worker"),
        part("db", "rdbms_primary"),
        link("user", "app"),
        link("app", "queue", "publish"),
        link("queue", "worker", "deliver"),
        link("worker", "db"),
    )
    assert [finding.severity for finding in findings_of(design, "DAT-01")] == ["high"]


def test_an_unused_store_is_a_low_finding() -> None:
    assert findings_of(drawn(USER, part("db", "rdbms_primary")), "DAT-01")[0].severity == "low"


def test_writes_heat_a_partition_more_than_reads() -> None:
    cool = sets("db", hottest_key_share=0.1)(HOT_ITEM)  # 1,000 a second
    assert not findings_of(cool, "DAT-07")
    assert findings_of(sets("app.db", operation="write")(cool), "DAT-07")


def test_the_hot_node_holds_its_part_of_the_other_keys_too() -> None:
    evidence = findings_of(SKEWED, "DAT-07")[0].evidence
    assert evidence["key_rps"] == pytest.approx(70.0)
    assert evidence["node_rps"] == pytest.approx(70.0 + 30.0 / 5)
