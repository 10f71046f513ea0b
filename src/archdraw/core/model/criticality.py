"""Does the source of a connection fail without its target? The answer where the document doesn't say.

Stated by document-format: a synchronous call or publish is critical, an asynchronous one is not, and
one to a cache with a store behind it is not, unless that cache is the store of record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from archdraw.core.model.design import Design
    from archdraw.core.model.elements import Component, Connection

    IsA = Callable[[Component], bool]


def is_critical(
    connection: Connection,
    target: Component | None,
    siblings: Iterable[Component],
    backed_caches: Collection[str],
    is_cache: IsA,
    is_store: IsA,
) -> bool:
    """Tell whether a connection is critical.

    Parameters
    ----------
    connection, target
        The connection and the component it leads to.
    siblings
        The components that the same source calls (kind "call"), the target among them or not.
    backed_caches
        Caches that have a store behind them wherever they are called from (see `backed_caches`).
    is_cache, is_store
        What the catalogue says about the role of a component.
    """
    if connection.critical is not None:
        return connection.critical
    if connection.kind not in ("call", "publish") or not connection.synchronous:
        return False
    if target is None or not is_cache(target) or target.attributes.get("store_of_record") is True:
        return True
    backed = target.id in backed_caches or any(is_store(other) for other in siblings if other.id != target.id)
    return not backed


def backed_caches(connections: Iterable[Connection]) -> set[str]:
    """Return the caches that a connection of somebody else names in `behind_cache`.

    A read-through cache that names itself on its own call to the store can't be gone round.
    """
    found = list(connections)
    caches = Record.column(found, "behind_cache")
    if not any(caches):
        return set()
    pairs = zip(caches, Record.column(found, "source"), strict=True)
    return {cache for cache, source in pairs if cache is not None and cache != source}


def critical_connections(design: Design, is_cache: IsA, is_store: IsA) -> frozenset[str]:
    """Return the ids of all critical connections of a design."""
    components = design.component_by_id
    called: dict[str, list[Component]] = {}
    for connection in design.connections:
        if connection.kind == "call" and connection.target in components:
            called.setdefault(connection.source, []).append(components[connection.target])
    backed = backed_caches(design.connections)
    return frozenset(
        connection.id
        for connection in design.connections
        if is_critical(
            connection,
            components.get(connection.target),
            called.get(connection.source, ()),
            backed,
            is_cache,
            is_store,
        )
    )
