"""How the consistency of a store reads, in the terminal, the review and the window alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import availability_text, downtime_text, number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.consistency.committing import SpanningChange
    from archdraw.core.analysis.consistency.waiting import QuorumWait
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


def wait_text(one: QuorumWait) -> str:
    """Return what a quorum costs in time: "write: 2 of 3, 6.1 ms p50, 21 ms p99 (estimated); one alone …"."""
    return (
        f"{one.operation}: {one.copies_waited} of {one.copies} copies, {number_text(one.p50_ms, 3)} ms p50, "
        f"{number_text(one.p99_ms, 3)} ms p99 (estimated); one alone {number_text(one.one_p50_ms, 3)} and "
        f"{number_text(one.one_p99_ms, 3)} ms, all of them {number_text(one.all_p99_ms, 3)} ms p99"
    )


def commit_text(one: SpanningChange) -> str:
    """Return what is advised for changes that span stores, with what two-phase commit would cost."""
    if one.saga:
        return "A saga is stated: each step can be taken back, and nothing has to commit at once."
    cost = ""
    if one.availability is not None and one.worst is not None:
        gone, worst = 1.0 - one.availability, 1.0 - one.worst
        cost = (
            f" It would work {availability_text(one.availability, gone)} of the time (exact for independent "
            f"parts), the worst of them alone {availability_text(one.worst, worst)}."
        )
    return (
        "No saga is stated. Two-phase commit would make them one, but blocks: whoever falls between the "
        f"phases leaves the others locked.{cost} Better a saga: a compensating step for each change."
    )
