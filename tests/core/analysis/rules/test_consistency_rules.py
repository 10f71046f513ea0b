"""CON, and the rules of CAC and DAT about what stands before a store: pairs that differ in one thing."""

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

from archdraw.core.model import Design, Settings, Targets


def stored(kind: str = "wide_column", *, wishes: dict[str, Any] | None = None, **fields: Any) -> Design:
    """Return user → app → db, with what the journey asks for."""
    return drawn(
        USER,
        part("app", discovery="dns"),
        part("db", kind, **fields),
        link("user", "app"),
        link("app", "db"),
        journey(**(wishes or {})),
    )


STRONG = {"consistency": "strong"}
OWN = {"consistency": "read-your-writes"}
CACHED = drawn(
    USER,
    part("app", discovery="dns"),
    part("cache", "in_memory_cache", ttl_s=60),
    part("db", "rdbms_primary"),
    link("user", "app"),
    link("app", "cache", critical=False),
    link("app", "db", operation="read", behind_cache="cache"),
    journey(consistency="strong"),
)
FOLLOWED = drawn(
    USER,
    part("app", discovery="dns"),
    part("db", "rdbms_primary"),
    part("copy", "rdbms_replica"),
    link("user", "app"),
    link("app", "db", operation="write"),
    link("app", "copy", operation="read"),
    link("db", "copy", "replicate"),
    journey(consistency="read-your-writes"),
)
BOTH_WAYS = drawn(
    USER,
    part("app", discovery="dns"),
    part("db", "rdbms_primary"),
    part("twin", "rdbms_primary"),
    link("user", "app"),
    link("app", "db"),
    link("db", "twin", "replicate"),
    link("twin", "db", "replicate"),
)
READ = drawn(
    USER,
    part("app", discovery="dns"),
    part("db", "rdbms_primary", capacity_rps=100_000),
    link("user", "app"),
    link("app", "db", operation="read"),
    journey(peak_rps=500.0),
)
FILES = drawn(
    USER,
    part("app", discovery="dns"),
    part("files", "object_store"),
    link("user", "app"),
    link("app", "files", operation="read"),
)
SMALL = drawn(
    USER,
    part("app", discovery="dns"),
    part("cache", "in_memory_cache", memory_bytes=1e9, working_set_bytes=5e9),
    link("user", "app"),
    link("app", "cache"),
)
GROWING = stored("rdbms_primary", storage_bytes=1e11, growth_bytes_day=1e9, storage_limit_bytes=1e12)

PAIRS = [
    Pair(
        "CON-01",
        "stale reads",
        stored(wishes=STRONG, read_quorum=1, write_quorum=2, replication_factor=3),
        sets("db", read_quorum=2),
        ("db",),
        "critical",
    ),
    Pair(
        "CON-01",
        "two writers",
        stored(consistency="strong", read_quorum=3, write_quorum=1, replication_factor=3),
        sets("db", write_quorum=2),
        ("db",),
        "critical",
    ),
    Pair("CON-02", "no invalidation", CACHED, sets("cache", invalidation=True), ("cache", "db"), "high"),
    Pair("CON-02", "write-through", CACHED, sets("cache", pattern="write-through"), ("cache", "db"), "high"),
    Pair(
        "CON-03", "a replica that follows", FOLLOWED, sets("db", replication="sync"), ("copy", "app"), "high"
    ),
    Pair(
        "CON-03",
        "reads from the replica of a store",
        stored("document_db", wishes=OWN, reads_from_replica=True),
        sets("db", reads_from_replica=False),
        ("db", "app"),
        "high",
    ),
    Pair(
        "CON-04",
        "asynchronous",
        stored("rdbms_primary", wishes={"targets": Targets(rpo_s=0)}, replication="async"),
        sets("db", replication="sync"),
        ("db",),
        "high",
    ),
    Pair(
        "CON-05",
        "nothing guards it",
        stored("rdbms_primary", wishes={"attributes": {"exclusive": True}}),
        sets("db", lock=True),
        ("db",),
        "high",
    ),
    Pair(
        "CON-07",
        "both ways",
        BOTH_WAYS,
        sets("db", conflict_policy="last-write-wins"),
        ("db", "twin"),
        "high",
    ),
    Pair(
        "CON-08",
        "every write",
        stored(read_quorum=1, write_quorum=3, replication_factor=3),
        sets("db", write_quorum=2),
        ("db",),
        "medium",
    ),
    Pair("CAC-01", "reads only", READ, sets("app.db", operation="any"), ("db",), "medium"),
    Pair("CAC-05", "through the application", FILES, sets("app.files", mode="async"),
         ("files", "app"), "medium"),
    Pair("CAC-06", "a fifth of it", SMALL, sets("cache", memory_bytes=6e9), ("cache",), "medium"),
    Pair("DAT-06", "in three years", GROWING, sets("db", retention_days=365), ("db",), "high"),
    Pair("DAT-06", "copies count", sets("db", replication_factor=3)(GROWING),
         sets("db", growth_bytes_day=1e7), ("db",), "high"),
    Pair("DAT-08", "transactions", stored("document_db", transactions=True),
         sets("db", transactions=False), ("db",), "medium"),
    Pair("DAT-08", "joins", stored("key_value", joins=True), sets("db", kind="rdbms_primary"),
         ("db",), "medium"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        ("CON-01", stored(wishes=STRONG)),
        ("CON-02", stored(wishes=STRONG)),
        ("CON-03", stored()),
        ("CON-04", stored(wishes={"targets": Targets(rpo_s=60)}, replication="async")),
        ("CON-05", stored()),
        ("CON-07", FOLLOWED),
        ("CON-08", stored()),
        ("CAC-01", stored("rdbms_primary")),
        ("CAC-05", stored()),
        ("CAC-06", CACHED),
        ("DAT-06", stored()),
        ("DAT-08", stored("wide_column")),
    ],
)
def test_says_nothing_about_what_is_not_stated(rule: str, design: Design) -> None:
    assert status_of(design, rule) == "not-applicable"


def test_reads_below_the_document_s_threshold_need_no_cache() -> None:
    assert findings_of(READ, "CAC-01")
    assert not findings_of(READ.revised(settings=Settings(thresholds={"cache_worth_rps": 1000})), "CAC-01")


@pytest.mark.parametrize("nonsense", ["many", -1, True, None])
def test_a_threshold_that_is_no_number_leaves_the_default(nonsense: object) -> None:
    assert findings_of(READ.revised(settings=Settings(thresholds={"cache_worth_rps": nonsense})), "CAC-01")


def test_the_day_a_store_is_full_is_counted_to_the_day() -> None:
    finding = findings_of(GROWING, "DAT-06")[0]
    assert finding.evidence["days"] == 900
    near = GROWING.revised(settings=Settings(thresholds={"horizon_days": 800}))
    assert not findings_of(near, "DAT-06")


def test_a_cdn_before_the_files_is_enough() -> None:
    mended = adds(part("cdn", "cdn"), link("user", "cdn"), link("cdn", "files", operation="read"))(FILES)
    assert not findings_of(mended, "CAC-05")


def test_a_fifth_of_a_day_s_reads_is_the_working_set_where_none_is_stated() -> None:
    design = sets("app.db", payload_bytes=1000.0)(sets("cache", memory_bytes=1e8)(CACHED))
    finding = findings_of(design, "CAC-06")[0]
    assert finding.evidence["working_set_bytes"] == pytest.approx(0.2 * 100 * 86_400 * 1000)


def test_a_counter_in_a_cache_that_is_read_and_written_back_needs_a_guard() -> None:
    design = drawn(
        USER,
        part("app", discovery="dns", health_check=True),
        part("counters", "in_memory_cache"),
        link("user", "app"),
        link("app", "counters", operation="write"),
        journey(attributes={"exclusive": True}),
    )
    (finding,) = findings_of(design, "CON-05")
    assert finding.elements == ("counters",)
    assert finding.fix == "add-lock"
    assert not findings_of(sets("counters", lock=True)(design), "CON-05")
    (read_only,) = findings_of(sets("app.counters", operation="read")(design), "CON-05")
    assert read_only.elements == ()
