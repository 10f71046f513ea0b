"""CAC-01: a store that is mostly read, without a cache."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.caches import cached_stores
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.wording import number_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection

# Stores that hold pages in memory themselves, or are read in bulk.
_OTHERWISE = ("object_store", "file_store", "data_lake", "data_warehouse", "block_volume", "search_index")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found, seen = [], False
    for store in stores_of(context):
        if store.kind in _OTHERWISE:
            continue
        incoming, _ = context.neighbours(store.id)
        calls = [link for link in incoming if link.kind == "call"]
        reads = _rate(context, [link for link in calls if link.operation == "read"])
        writes = _rate(context, [link for link in calls if link.operation == "write"])
        if not any(link.operation == "read" for link in calls):
            continue
        seen = True
        if any(link.behind_cache for link in calls) or reads < threshold(context, "cache_worth_rps"):
            continue
        used = context.component(store.id).utilisation
        busy = used is not None and used * reads > threshold(context, "cache_utilisation") * (reads + writes)
        if reads < threshold(context, "cache_reads_per_write") * writes and not busy:
            continue
        ratio = f"{number_text(reads / writes, 2)} reads for each write" if writes else "reads only"
        beside = _beside(context, [link.source for link in calls if link.operation == "read"])
        if beside:
            found.append(_question(context, store.id, beside, reads, ratio))
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} gets {rate_text(reads)} of reads ({ratio}) and no cache stands "
                "before it.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={"reads_rps": reads, "writes_rps": writes, "utilisation": used},
                remedy="Keep what is read again and again in a cache beside it (cache-aside).",
                fix="add-cache",
            )
        )
    return found if seen else NotApplicable("no connection to a store states that it reads")


def _beside(context: Context, readers: list[str]) -> list[str]:
    """Return the caches that the readers of a store call, in front of no store yet."""
    taken = {cache for cache, _ in cached_stores(context)}
    caches = {
        link.target: None
        for reader in dict.fromkeys(readers)
        for link in context.neighbours(reader)[1]
        if link.kind == "call" and link.operation != "write" and link.target not in taken
        if context.part(link.target).kind.family == "cache"
        if context.design.component_by_id[link.target].attributes.get("store_of_record") is not True
    }
    return list(caches)


def _question(context: Context, store: str, beside: list[str], reads: float, ratio: str) -> Finding:
    """Return the question whether a cache that is drawn beside the store answers for it."""
    cache = context.name(beside[0])
    return RULE.finding(
        [store, *beside],
        f"{context.name(store)} gets {rate_text(reads)} of reads ({ratio}), and nothing says that {cache} "
        "answers any of them first.",
        severity=severity_by_use(context, "low", store),
        evidence={"reads_rps": reads, "caches": beside, "behind_cache": "not stated"},
        remedy="Say at the connections that read the store which cache they stand behind.",
        fix="stand-behind-cache",
        about=[store],
    )


def _rate(context: Context, links: list[Connection]) -> float:
    return sum(context.load.connections.get(link.id, 0.0) for link in links)


RULE = Rule(
    id="CAC-01",
    title="Read-heavy store without cache",
    severity="medium",
    rationale="The same answer is worked out again for every reader.",
    source="course text; Alex Xu, System Design Interview",
    thresholds=("cache_worth_rps", "cache_reads_per_write", "cache_utilisation"),
    fixes=("add-cache", "stand-behind-cache"),
    check=_check,
)
