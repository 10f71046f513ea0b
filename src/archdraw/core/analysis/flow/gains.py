"""How many calls one request handled by a component makes over each of its connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.structure.requirements import Needs
    from archdraw.core.model import Component, Connection, Journey

# Connections of these kinds carry requests; others only where their calls are stated.
_REQUESTS = ("call", "publish", "deliver")


def gains(
    source: str,
    journey: Journey,
    outgoing: list[Connection],
    needs: Needs,
    hit_ratio: Mapping[str, float],
    components: Mapping[str, Component],
    attempts: Mapping[tuple[str, str], float] | None = None,
) -> list[tuple[Connection, float]]:
    """Return each active connection with its calls per request (semantics §6).

    calls × share of the pool × (1 − hit ratio of the cache it stands behind). Within a pool the shares
    follow `weight` where `calls` is left at 1 (= not given); weights that are all 0 share equally.
    `attempts` says how often a call is made until it is answered or given up, by journey and connection.
    """
    shares: dict[str, float] = {}
    for part in needs.values():
        for pool in part.pools:
            # An anycast of one request over the members; a stated number of calls stays as it is.
            free = [c for c in pool.connections if is_not_given(c)]
            total = sum(c.weight for c in free)
            for connection in free:
                shares[connection.id] = connection.weight / total if total > 0.0 else 1.0 / len(free)
    found: list[tuple[Connection, float]] = []
    for connection in outgoing:
        if connection.target == source or connection.target not in components:
            continue
        if connection.kind not in _REQUESTS and is_not_given(connection):
            continue
        calls = journey.calls_over(connection) * shares.get(connection.id, 1.0)
        if connection.behind_cache is not None:
            calls *= 1.0 - hit_ratio.get(connection.behind_cache, 0.0)
        if attempts:
            calls *= attempts.get((journey.id, connection.id), 1.0)
        if calls > 0.0:
            found.append((connection, calls))
    return found


def is_not_given(connection: Connection) -> bool:
    """Return whether the number of calls was left as it is, so that a pool shares it out by weight."""
    return not isinstance(connection.calls, dict) and connection.calls == 1
