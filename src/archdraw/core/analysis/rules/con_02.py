"""CON-02: data that has to be right, read through a cache that nobody corrects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.caches import cached_stores, read_beside
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import calls_in

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    strong = {j.id: j for j in context.design.journeys if j.consistency == "strong"}
    beside = read_beside(context)
    pairs = list(dict.fromkeys((*cached_stores(context), *beside)))
    if not strong or not pairs:
        return NotApplicable("no strongly consistent journey reads through a cache")
    found = []
    for cache, store in pairs:
        attributes = context.design.component_by_id[cache].attributes
        if attributes.get("pattern") == "write-through" or attributes.get("invalidation") is True:
            continue
        asked = beside.get((cache, store), [])
        journeys = _reading(context, cache, store, strong) or _asking(context, asked, store, strong)
        if journeys:
            names = journeys[0].name or journeys[0].id
            found.append(
                RULE.finding(
                    [cache, store],
                    f"{names} needs strong consistency, but reads what {context.name(store)} holds through "
                    f"{context.name(cache)}, which states neither write-through nor invalidation.",
                    severity=context.severity(RULE.severity, journeys),
                    evidence={
                        "pattern": attributes.get("pattern", "not stated"),
                        "invalidation": attributes.get("invalidation", "not stated"),
                    },
                    remedy="Write through the cache, invalidate on each write, or read past it here.",
                    fix="invalidate-on-write",
                    journey=journeys[0].id,
                )
            )
    return found


def _reading(context: Context, cache: str, store: str, strong: dict[str, Journey]) -> list[Journey]:
    found: dict[str, Journey] = {}
    for link in context.design.connections:
        if link.behind_cache == cache and link.target == store and link.operation != "write":
            found.update({one: strong[one] for one in calls_in(context, link) if one in strong})
    return list(found.values())


def _asking(
    context: Context, asked: list[Connection], store: str, strong: dict[str, Journey]
) -> list[Journey]:
    """Return the journeys whose callers ask the cache and the store beside it."""
    found: dict[str, Journey] = {}
    for link in asked:
        mine = set(calls_in(context, link)) & strong.keys()
        for other in context.neighbours(link.source)[1]:
            if other.target == store and other.kind == "call":
                found.update({one: strong[one] for one in calls_in(context, other) if one in mine})
    return list(found.values())


RULE = Rule(
    id="CON-02",
    title="Cache contradicts strong consistency",
    severity="high",
    rationale="A cache answers with what was true when it was filled.",
    source="System Design Primer, cache",
    fixes=("invalidate-on-write",),
    check=_check,
)
