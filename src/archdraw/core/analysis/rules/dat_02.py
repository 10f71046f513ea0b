"""DAT-02: sharded data without a partition key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_SHARDED_KINDS = ("sharded_sql", "wide_column", "key_value", "document_db")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stores = [(c, reason) for c in stores_of(context) if (reason := _reason(context, c)) is not None]
    if not stores:
        return NotApplicable("no store is sharded or beyond one node")
    keyed = {entity.store for entity in context.design.entities if entity.partition_key}
    return [
        RULE.finding(
            [store.id],
            f"{context.name(store.id)} {reason}, but no partition key is stated.",
            severity=severity_by_use(context, RULE.severity, store.id),
            evidence={
                "sharded": store.attributes.get("sharded", "not stated"),
                "partition_key": "not stated",
            },
            remedy="Choose a key that most requests know and that spreads them evenly, and state it.",
            fix="set-partition-key",
        )
        for store, reason in stores
        if not store.attributes.get("partition_key") and store.id not in keyed
    ]


def _reason(context: Context, store: Component) -> str | None:
    """Return why the data have to be split, None where they have not."""
    stated = store.attributes.get("sharded")
    if stated is not None:
        return "is spread over shards" if stated is True else None
    held, limit = store.attributes.get("storage_bytes"), store.attributes.get("storage_limit_bytes")
    if isinstance(held, int | float) and isinstance(limit, int | float) and held > limit:
        return "holds more than one node can"
    part, rate = context.part(store.id), context.component(store.id).rate_rps
    if store.kind not in _SHARDED_KINDS or part.capacity_rps is None or rate is None:
        return None
    return "takes more requests than one node can" if rate > part.capacity_rps else None


RULE = Rule(
    id="DAT-02",
    title="No partition key",
    severity="high",
    rationale="The key decides whether data and load can be spread at all.",
    source="course text; System Design Primer, sharding",
    fixes=("set-partition-key",),
    check=_check,
)
