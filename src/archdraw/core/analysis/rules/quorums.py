"""What the consistency rules ask: the copies, read and write quorums that a store states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import whole
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component, Journey


@frozen
class Quorum:
    """R of N copies answer a read, W of N confirm a write."""

    read: int
    write: int
    copies: int


def quorum_of(store: Component) -> Quorum | None:
    """Return the stated quorums, None where R, W or the number of copies is not stated."""
    read, write = whole(store, "read_quorum"), whole(store, "write_quorum")
    copies = whole(store, "replication_factor")
    copies = store.replicas if copies is None else copies
    return None if read is None or write is None or copies < 1 else Quorum(read, write, copies)


def reached_stores(context: Context, journey: Journey) -> list[Component]:
    """Return the stores that a journey reads or writes, by path or by load."""
    visits = context.load.journeys[journey.id].visits
    seen = set() if visits is None else {c for c, count in visits.components.items() if count > 0.0}
    return [
        c
        for c in context.design.components
        if context.role(c.id) == "store" and (c.id in seen or context.on_path(c.id, journey.id))
    ]
