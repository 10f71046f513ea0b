"""How the consistency of a store reads, in the terminal, the review and the window alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import downtime_text, number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.store_consistency import Input, StoreConsistency

UNKNOWN = "not known"
_MODES = {
    "none": "one copy",
    "sync": "synchronous",
    "async": "asynchronous",
    "quorum": "quorum",
    "unknown": "not stated",
}


def mode_text(one: StoreConsistency) -> str:
    """Return how copies are kept: "quorum"."""
    return _MODES[one.mode]


def copies_text(one: StoreConsistency) -> str:
    """Return copies and quorums: "3, R 2, W 2"."""
    if one.mode == "unknown" and one.copies == 1:
        return "by the provider"
    quorums = "" if one.read_quorum is None else f", R {one.read_quorum}"
    quorums += "" if one.write_quorum is None else f", W {one.write_quorum}"
    return f"{one.copies}{quorums if one.copies > 1 else ''}"


def tolerated_text(one: StoreConsistency) -> str:
    """Return how many copies may be down for reads and for writes: "1 · 1"."""
    if one.read_failures is None and one.write_failures is None:
        return UNKNOWN
    said = ("–" if count is None else str(count) for count in (one.read_failures, one.write_failures))
    return " · ".join(said)


def stale_text(one: StoreConsistency) -> str:
    """Return how old a read may be, with its method: "never (exact)", "2 s (estimated)"."""
    if one.stale_s is None:
        return UNKNOWN
    return f"{'never' if one.stale_s == 0.0 else downtime_text(one.stale_s)} ({one.stale_method})"


def loss_text(one: StoreConsistency) -> str:
    """Return what a failover may lose, with its method; one copy has none to fail over to."""
    if one.follows is not None:
        return "–"
    if one.mode == "none":
        return "all since the backup"
    if one.rpo_s is None:
        return UNKNOWN
    return f"{'nothing' if one.rpo_s == 0.0 else downtime_text(one.rpo_s)} ({one.rpo_method})"


def lost_writes_text(one: StoreConsistency) -> str:
    """Return how many writes that is: "100 to 240 writes (bounded)"; empty where not known or none."""
    if one.lost_writes is None or one.lost_writes[1] <= 0.0:
        return ""
    low, high = one.lost_writes
    if low == high:
        return f"{number_text(high, 3)} writes (estimated)"
    return f"{number_text(low, 3)} to {number_text(high, 3)} writes (bounded)"


def takeover_text(one: StoreConsistency) -> str:
    """Return how long a failover takes."""
    return "–" if one.rto_s is None else downtime_text(one.rto_s)


def backup_text(one: StoreConsistency) -> str:
    """Return whether there is a backup, and how often."""
    return one.backup if one.backup_s is None else f"every {downtime_text(one.backup_s)}"


def input_text(one: Input) -> str:
    """Return an input with its unit and origin: "replication lag: 2 s (stated: replication_lag_s)"."""
    value = number_text(one.value) if isinstance(one.value, float) else str(one.value)
    unit = "" if not one.unit or one.unit == "copies" else f" {one.unit}"
    return f"{one.name}: {value}{unit} ({one.origin}: {one.source})"
