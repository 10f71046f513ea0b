"""DAT-02: sharded data without a partition key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import stores_of

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_SHARDED_KINDS = ("sharded_sql", "wide_column", "key_value")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stores = [c for c in stores_of(context) if _must_split(context, c.id)]
    if not stores:
        return NotApplicable("no store is sharded or beyond one node")
    keyed = {entity.store for entity in context.design.entities if entity.partition_key}
    return [
        RULE.finding(
            [store.id],
            f"{context.name(store.id)} is spread over shards, but no partition key is stated.",
            severity=context.severity(RULE.severity, context.journeys_through(store.id)),
            evidence={"sharded": True, "partition_key": "not stated"},
            remedy="Choose a key that most requests know and that spreads them evenly, and state it.",
            fix="set-partition-key",
        )
        for store in stores
        if not store.attributes.get("partition_key") and store.id not in keyed
    ]


def _must_split(context: Context, store: str) -> bool:
    component = context.design.component_by_id[store]
    stated = component.attributes.get("sharded")
    if stated is not None:
        return stated is True
    part, rate = context.part(store), context.component(store).rate_rps
    beyond_one = part.capacity_rps is not None and rate is not None and rate > part.capacity_rps
    return component.kind in _SHARDED_KINDS and beyond_one


RULE = Rule(
    id="DAT-02",
    title="No partition key",
    severity="high",
    rationale="The key decides whether data and load can be spread at all.",
    source="course text; System Design Primer, sharding",
    check=_check,
)
