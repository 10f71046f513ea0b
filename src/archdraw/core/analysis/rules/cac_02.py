"""CAC-02: many requests that miss at the same moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.caches import cached_stores, rate_without_cache
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    pairs = cached_stores(context)
    if not pairs:
        return NotApplicable("no store stands behind a cache")
    found = []
    for cache, store in pairs:
        component = context.design.component_by_id[cache]
        pattern = component.attributes.get("pattern", "cache-aside")
        if pattern != "cache-aside" or component.attributes.get("stampede_protection") is True:
            continue
        capacity = context.part(store).total_capacity_rps
        now, cold = context.component(store).rate_rps, rate_without_cache(context, cache, store)
        if now is None:
            now = 0.0
        if cold is None or cold <= now:
            continue
        over = capacity is not None and cold > capacity
        if not over and cold < threshold(context, "stampede_factor") * now:
            continue
        limit = f", more than its {rate_text(capacity)}" if over and capacity is not None else ""
        found.append(
            RULE.finding(
                [cache, store],
                f"{context.name(cache)} states no stampede protection: entries that expire together send "
                f"{context.name(store)} up to {rate_text(cold)} instead of {rate_text(now)}{limit}.",
                severity=context.severity(RULE.severity, context.journeys_through(store)),
                evidence={"rate_rps": now, "rate_cold_rps": cold, "capacity_rps": capacity},
                remedy="Let one request refill an entry, spread expiry times, serve stale meanwhile.",
                fix="protect-from-stampede",
            )
        )
    return found


RULE = Rule(
    id="CAC-02",
    title="Cache stampede",
    severity="high",
    rationale="When a hot entry expires, every waiting request goes to the store at once.",
    source="System Design Primer, cache",
    thresholds=("stampede_factor",),
    fixes=("protect-from-stampede",),
    check=_check,
)
