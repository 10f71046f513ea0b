"""Healing paths: what called a component that goes calls what that one called instead."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from archdraw.core.model import Connection
from archdraw.core.model.ids import NewIds
from archdraw.editor.edits.connecting import fitting_kind
from archdraw.editor.edits.elements import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Set as AbstractSet

    from archdraw.editor.workspace import Workspace

    Calls = float | dict[str, float]


def bridge(desk: Workspace, gone: AbstractSet[str]) -> None:
    """Connect what called components that go with what these called; the new ones keep what both had.

    Only components on a way from one that stays to one that stays are bridged, in document order; what is
    made between two that go goes with them.
    """
    store = desk.store
    connections = store.table("connections")
    coming: dict[str, list[Connection]] = defaultdict(list)
    going: dict[str, list[Connection]] = defaultdict(list)
    joined: set[tuple[str, str]] = set()

    def enter(one: Connection) -> None:
        coming[one.target].append(one)
        going[one.source].append(one)
        joined.add((one.source, one.target))

    for connection in connections.values():
        enter(connection)
    entered = _reached(gone, ((one.source, one.target) for one in connections.values()))
    left = _reached(gone, ((one.target, one.source) for one in connections.values()))
    waiting = [one for one in store.table("components") if one in entered and one in left]
    over = set(gone).difference(waiting)
    # A component with fifty lines may leave a thousand: ids in use are gathered once.
    new, made = NewIds(store.ids()), list[str]()
    for element_id in waiting:
        over.add(element_id)
        for before in list(coming[element_id]):
            for after in list(going[element_id]):
                pair = (before.source, after.target)
                if pair[0] == pair[1] or pair in joined or not over.isdisjoint(pair):
                    continue
                ends = {"source": pair[0], "target": pair[1], "kind": fitting_kind(desk, *pair)}
                fields = {**ends, **joined_fields(before, after)}
                line = Connection(id=new.give("-".join(pair)), **fields)
                store.put("connections", line.id, line)
                made.append(line.id)
                enter(line)
    show(desk, *made)


def _reached(gone: AbstractSet[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Return which of those that go are reached from one that stays, through others that go."""
    beyond: dict[str, list[str]] = defaultdict(list)
    reached: list[str] = []
    for start, end in pairs:
        if end in gone:
            if start in gone:
                beyond[start].append(end)
            else:
                reached.append(end)
    found: set[str] = set()
    while reached:
        one = reached.pop()
        if one not in found:
            found.add(one)
            reached += beyond[one]
    return found


def joined_fields(before: Connection, after: Connection) -> dict[str, Any]:
    """Return the fields of one connection in place of two that follow each other.

    How often it is called is the product of both; how its source waits, retries and falls back is that of
    the first; what it does at its target is that of the second.
    """
    fields: dict[str, Any] = {
        name: getattr(before, name)
        for name in ("pool", "needs", "weight", "timeout_ms", "retries", "circuit_breaker", "fallback")
    }
    fields |= {
        name: getattr(after, name) or getattr(before, name)
        for name in ("name", "protocol", "payload_bytes", "behind_cache")
    }
    fields["operation"] = after.operation if after.operation != "any" else before.operation
    if not (before.synchronous and after.synchronous):
        fields["mode"] = "async"
    if before.critical is False or after.critical is False:
        fields["critical"] = False
    elif before.critical or after.critical:
        fields["critical"] = True
    fields["calls"] = _product(before.calls, after.calls)
    fields["attributes"] = {**before.attributes, **after.attributes}
    fields["tags"] = tuple(dict.fromkeys((*before.tags, *after.tags)))
    return fields


def _product(first: Calls, second: Calls) -> Calls:
    """Return how often two connections that follow each other are called, as a number or by journey."""
    if not isinstance(first, dict) and not isinstance(second, dict):
        return first * second
    journeys = dict.fromkeys(
        journey for calls in (first, second) if isinstance(calls, dict) for journey in calls
    )

    def by(calls: Calls, journey: str) -> float:
        return calls.get(journey, 0.0) if isinstance(calls, dict) else calls

    return {journey: by(first, journey) * by(second, journey) for journey in journeys}
