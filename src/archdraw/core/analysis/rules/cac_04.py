"""CAC-04: cached data that never go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.caches import cached_stores, read_beside
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    pairs = [*cached_stores(context), *read_beside(context)]
    if not pairs:
        return NotApplicable("no store stands behind or beside a cache")
    found = []
    for cache in dict.fromkeys(cache for cache, _ in pairs):
        attributes = context.design.component_by_id[cache].attributes
        writes_pass = attributes.get("pattern") in ("write-through", "write-behind")
        if writes_pass or attributes.get("ttl_s") or attributes.get("invalidation") is True:
            continue
        found.append(
            RULE.finding(
                [cache],
                f"{context.name(cache)} states neither an expiry time nor invalidation.",
                severity=context.severity(RULE.severity, fed_by(context, cache)),
                evidence={
                    "ttl_s": "not stated",
                    "invalidation": attributes.get("invalidation", "not stated"),
                },
                remedy="Set a time to live that the readers can bear, or invalidate on each write.",
                fix="set-ttl",
            )
        )
    return found


RULE = Rule(
    id="CAC-04",
    title="No expiry or invalidation",
    severity="medium",
    rationale="What is never dropped is wrong for ever after the first change.",
    source="System Design Primer, cache",
    fixes=("set-ttl",),
    check=_check,
)
