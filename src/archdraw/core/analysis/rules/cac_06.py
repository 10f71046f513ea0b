"""CAC-06: a cache that cannot hold what is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.caches import cached_stores
from archdraw.core.analysis.rules.numbers import number
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import fed_by
from archdraw.core.analysis.wording import number_text, percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

# A fifth of what is read in a day gets most of the reads.
_DAY_S = 86_400.0


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    caches = [
        c for c in context.design.components if number(c, "memory_bytes") and context.role(c.id) == "cache"
    ]
    sized = [(c, wanted) for c in caches if (wanted := _working_set(context, c)) is not None]
    if not sized:
        return NotApplicable("no cache states its memory and what is read through it")
    found = []
    for cache, wanted in sized:
        memory = (number(cache, "memory_bytes") or 0.0) * max(1, cache.replicas if _shards(cache) else 1)
        if memory >= wanted:
            continue
        found.append(
            RULE.finding(
                [cache.id],
                f"{context.name(cache.id)} holds {number_text(memory / 1e9, 3)}\u2009GB of a working set of "
                f"{number_text(wanted / 1e9, 3)}\u2009GB ({percent_text(memory / wanted)}).",
                severity=context.severity(RULE.severity, fed_by(context, cache.id)),
                evidence={"memory_bytes": memory, "working_set_bytes": wanted},
                remedy="Give it as much memory as the hot fifth of a day's reads takes, or cache less.",
                fix="size-cache",
            )
        )
    return found


def _working_set(context: Context, cache: Component) -> float | None:
    """Return the bytes that are asked for again and again: stated, or a fifth of a day's reads."""
    stated = number(cache, "working_set_bytes")
    if stated is not None:
        return stated
    total = 0.0
    for one, store in cached_stores(context):
        if one != cache.id:
            continue
        for link in context.design.connections:
            if link.behind_cache == cache.id and link.target == store and link.payload_bytes:
                hit = context.hit_ratio(cache.id)
                missed = context.load.connections.get(link.id, 0.0)
                asked = missed / (1.0 - hit) if hit < 1.0 else missed
                total += asked * _DAY_S * link.payload_bytes
    return total * threshold(context, "hot_share") if total > 0.0 else None


def _shards(cache: Component) -> bool:
    return cache.attributes.get("sharded") is True


RULE = Rule(
    id="CAC-06",
    title="Cache smaller than the working set",
    severity="medium",
    rationale="What is dropped before it is asked for again was kept in vain.",
    source="Hello Interview, caching; Alex Xu, System Design Interview",
    thresholds=("hot_share",),
    fixes=("size-cache",),
    check=_check,
)
