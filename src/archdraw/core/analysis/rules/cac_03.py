"""CAC-03: a cache that the store can't do without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.caches import cached_stores, rate_without_cache
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    pairs = cached_stores(context)
    if not pairs:
        return NotApplicable("no store stands behind a cache")
    found = []
    for cache, store in pairs:
        capacity, cold = context.part(store).total_capacity_rps, rate_without_cache(context, cache, store)
        if capacity is None or cold is None or cold <= capacity or context.hit_ratio(cache) <= 0.0:
            continue
        found.append(
            RULE.finding(
                [cache, store],
                f"Without {context.name(cache)}, {rate_text(cold)} reach {context.name(store)}: "
                f"{percent_text(cold / capacity)} of what it can take.",
                severity=context.severity(RULE.severity, context.journeys_through(store)),
                evidence={
                    "rate_cold_rps": cold,
                    "capacity_rps": capacity,
                    "utilisation_cold": cold / capacity,
                },
                remedy="Keep replicas of the cache, warm it before use, and shed load while it is cold.",
                fix="size-store" if _grows(context, store) else None,
            )
        )
    return found


def _grows(context: Context, store: str) -> bool:
    """Return whether more instances of the store carry more."""
    part = context.part(store)
    return not part.managed and part.kind.id != "rdbms_primary"


RULE = Rule(
    id="CAC-03",
    title="Cache is load-bearing",
    severity="high",
    rationale="With the cache gone, the store takes everything and falls as well.",
    source="Amazon Builders' Library, caching challenges",
    fixes=("size-store",),
    check=_check,
)
