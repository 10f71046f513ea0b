"""What the cache rules ask: which store stands behind which cache, and what it takes when that is cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context


def cached_stores(context: Context) -> list[tuple[str, str]]:
    """Return (cache, store) for each connection that names the cache in front of it."""
    pairs = {
        (connection.behind_cache, connection.target): None
        for connection in context.design.connections
        if connection.behind_cache is not None
    }
    return [(cache, store) for cache, store in pairs]


def rate_without_cache(context: Context, cache: str, store: str) -> float | None:
    """Return the rate at the store when the cache answers nothing, in requests per second.

    None where the rate is not known. The share that the cache takes now is its hit ratio, so a
    connection behind it would carry rate / (1 - hit ratio).
    """
    now = context.component(store).rate_rps
    if now is None:
        return None
    hit = context.hit_ratio(cache)
    behind = sum(
        context.load.connections.get(connection.id, 0.0)
        for connection in context.design.connections
        if connection.behind_cache == cache and connection.target == store
    )
    if hit >= 1.0:
        return None
    return now - behind + behind / (1.0 - hit)
