"""DAT-07: one key that takes more than a partition can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.wording import percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    skewed = [c for c in context.design.components if _share(c.attributes.get("hottest_key_share")) > 0]
    if not skewed:
        return NotApplicable("no share of a hottest key is stated")
    found = []
    for store in skewed:
        node, rate = _node_capacity(context, store), context.component(store.id).rate_rps
        if node is None or rate is None:
            continue
        capacity, nodes = node
        share = _share(store.attributes["hottest_key_share"])
        hottest = share * rate
        # The hot key's node holds its fair part of all other keys as well.
        beside = (rate - hottest) / nodes if nodes else 0.0
        limit = capacity * context.design.settings.target_utilisation
        if hottest + beside <= limit:
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"The hottest key of {context.name(store.id)} draws {percent_text(share)} of the load: "
                f"its node gets {rate_text(hottest + beside)}, "
                f"{percent_text((hottest + beside) / capacity)} of its {rate_text(capacity)}.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={
                    "share": share,
                    "key_rps": hottest,
                    "node_rps": hottest + beside,
                    "node_capacity_rps": capacity,
                    "nodes": nodes,
                },
                remedy="Split or salt the key, cache it in front, or treat the few very large ones apart.",
                fix="split-key",
            )
        )
    return found


def _node_capacity(context: Context, store: Component) -> tuple[float, int] | None:
    """Return what one node or partition takes (requests per second), and how many there are (0: not known).

    Of a managed store, the stated capacity is that of the whole, divided among its partitions.
    """
    part = context.part(store.id)
    if not part.managed:
        return None if part.capacity_rps is None else (part.capacity_rps, max(part.serving, 1))
    partitions = store.attributes.get("partitions")
    if part.capacity_rps is not None and isinstance(partitions, int) and partitions >= 1:
        return part.capacity_rps / partitions, partitions
    return (_partition_limit(context, store.id), 0) if store.kind == "key_value" else None


def _partition_limit(context: Context, store: str) -> float:
    """Return what a partition of a managed key-value store takes of this mix of reads and writes.

    A hot key gets a partition of its own there, so nothing else stands beside it.
    """
    incoming, _ = context.neighbours(store)
    rates = [(link.operation == "write", context.load.connections.get(link.id, 0.0)) for link in incoming]
    total = sum(rate for _, rate in rates)
    written = sum(rate for writes, rate in rates if writes) / total if total > 0.0 else 0.0
    writes, reads = threshold(context, "partition_writes_rps"), threshold(context, "partition_reads_rps")
    return 1.0 / (written / writes + (1.0 - written) / reads)


def _share(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


RULE = Rule(
    id="DAT-07",
    title="Hot partition",
    severity="high",
    rationale="A partition is limited whatever the table's total limit says.",
    source="Amazon DynamoDB documentation, partitions and warm throughput",
    thresholds=("partition_writes_rps", "partition_reads_rps"),
    fixes=("split-key",),
    check=_check,
)
