"""What the cache rules ask: which store stands behind which cache, and what it takes when that is cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Connection


def cached_stores(context: Context) -> list[tuple[str, str]]:
    """Return (cache, store) for each connection that names the cache in front of it."""
    known = context.design.component_by_id
    pairs: dict[tuple[str, str], None] = {}
    for connection in context.design.connections:
        cache, store = connection.behind_cache, connection.target
        if cache is not None and cache in known and store in known:
            pairs[cache, store] = None
    return list(pairs)


def read_beside(context: Context) -> dict[tuple[str, str], list[Connection]]:
    """Return the reads of caches that their callers ask beside a store, by (cache, store).

    A cache that is the store of record stands for nothing else.
    """
    known = context.design.component_by_id
    found: dict[tuple[str, str], list[Connection]] = {}
    for link in context.design.connections:
        is_cache = context.part(link.target).kind.family == "cache"
        of_record = known[link.target].attributes.get("store_of_record") is True
        if link.kind != "call" or link.operation == "write" or not is_cache or of_record:
            continue
        for other in context.neighbours(link.source)[1]:
            if other.kind == "call" and context.role(other.target) == "store":
                found.setdefault((link.target, other.target), []).append(link)
    return found


def rate_without_cache(context: Context, cache: str, store: str) -> float | None:
    """Return the rate at the store when the cache answers nothing, in requests per second.

    None where the rate is not known. The share that the cache takes now is its hit ratio, so a
    connection behind it would carry rate / (1 - hit ratio).
    """
    if store in context.load.unknown:
        return None
    hit = context.hit_ratio(cache)
    now = context.component(store).rate_rps or 0.0
    cold = now
    incoming, _ = context.neighbours(store)
    for connection in incoming:
        if connection.behind_cache == cache:
            carried = context.load.connections.get(connection.id, 0.0)
            cold += carried / (1.0 - hit) - carried if hit < 1.0 else _asked(context, connection)
    return cold


def _asked(context: Context, connection: Connection) -> float:
    """Return the calls per second that a connection would carry without the cache before it."""
    rates = context.component(connection.source).rate_by_journey
    return sum(
        journey.calls_over(connection) * rates.get(journey.id, 0.0) for journey in context.design.journeys
    )
