"""Locks: a locked element is selected like any other, but the hand neither moves nor deletes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import place_key, split_place_key
from archdraw.core.model import EdgeRoute, Layer, View
from archdraw.editor.edits.elements import put_box
from archdraw.editor.edits.routes import edge_of, put_edge, standing_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.history import TableName
    from archdraw.editor.workspace import Workspace

LOCKED = "That is locked; take the lock off first (Arrange → Lock)."
# Where locks are kept, by place key.
_LOCKED: tuple[TableName, ...] = ("nodes", "notes", "edges")
# Of fewer elements than this each is looked up; for more, whole tables are gone through.
_MANY = 100


def is_locked(desk: Workspace, element_id: str) -> bool:
    """Tell whether an element is locked in the present view: by itself or by one of its layers."""
    if _own_lock(desk, element_id):
        return True
    return any(_holds(desk, layer, element_id) for layer in _locked_layers(desk))


def unlocked(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return those of the elements that are not locked, in the order given."""
    prefix = place_key(desk.view_id, "")
    found = list(ids)
    if len(found) < _MANY:
        found = [one for one in found if not _own_lock(desk, one)]
    elif locked := set(locked_keys(desk)):
        found = [one for one in found if prefix + one not in locked]
    layers = _locked_layers(desk)
    if not layers:
        return found
    return [one for one in found if not any(_holds(desk, layer, one) for layer in layers)]


def toggle_lock(desk: Workspace, ids: Iterable[str]) -> None:
    """Lock elements, or unlock them when all are locked. A locked connection stays where it runs."""
    named = list(ids)
    boxes = desk.frames(named)
    lines = [one for one in named if desk.connection(one) is not None]
    lock = not all(_own_lock(desk, one) for one in (*boxes, *lines))
    label = "Lock" if lock else "Unlock"
    with desk.change(label) as store:
        for connection_id in lines:
            edge = edge_of(desk, connection_id)
            if edge.locked != lock:
                changed = _held(desk, connection_id, edge) if lock else _freed(edge)
                put_edge(desk, connection_id, changed, label)
        for element_id, box in boxes.items():
            key = place_key(desk.view_id, element_id)
            note = desk.note(element_id)
            if note is not None:
                store.put("notes", key, note.revised(locked=lock))
                continue
            if desk.placement(element_id) is None:
                put_box(desk, element_id, box)
            store.put("nodes", key, store.get("nodes", key).revised(locked=lock))


def unlock_all(desk: Workspace) -> int:
    """Unlock every element and every layer of the present view; return how many elements were locked."""
    store = desk.store
    locked = locked_keys(desk)
    view: View = store.get("views", desk.view_id)
    with desk.change("Unlock all"):
        for key in locked:
            edge = store.get("edges", key)
            if edge is not None:
                put_edge(desk, split_place_key(key)[1], _freed(edge), "Unlock all")
                continue
            table: TableName = "nodes" if key in store.table("nodes") else "notes"
            store.put(table, key, store.get(table, key).revised(locked=False))
        if any(layer.locked for layer in view.layers):
            layers = tuple(layer.revised(locked=False) for layer in view.layers)
            store.put("views", desk.view_id, view.revised(layers=layers))
    return len(locked)


def locked_keys(desk: Workspace) -> list[str]:
    """Return the place keys of what is locked by itself in the present view."""
    return [
        key
        for table in map(desk.store.table, _LOCKED)
        for key, record in table.items()
        if record.locked and split_place_key(key)[0] == desk.view_id
    ]


def all_locked(desk: Workspace, ids: Iterable[str]) -> bool:
    """Tell whether all of the elements are locked by themselves."""
    some = False
    for one in ids:
        # The first that is not locked is the answer.
        if not _own_lock(desk, one):
            return False
        some = True
    return some


def _held(desk: Workspace, connection_id: str, edge: EdgeRoute) -> EdgeRoute:
    """Return a route that stays as it is drawn, also where the router found it."""
    points = edge.points if edge.route != "auto" else standing_points(desk, connection_id)
    held: EdgeRoute = edge.revised(locked=True, points=points)
    return held


def _freed(edge: EdgeRoute) -> EdgeRoute:
    """Return a route without its lock; what the router found it may find anew."""
    freed: EdgeRoute = edge.revised(locked=False, points=() if edge.route == "auto" else edge.points)
    return freed


def _own_lock(desk: Workspace, element_id: str) -> bool:
    key = place_key(desk.view_id, element_id)
    placed = next((one for name in _LOCKED if (one := desk.store.get(name, key)) is not None), None)
    return placed is not None and bool(placed.locked)


def _locked_layers(desk: Workspace) -> list[Layer]:
    view: View = desk.store.get("views", desk.view_id)
    return [layer for layer in view.layers if layer.locked]


def _holds(desk: Workspace, layer: Layer, element_id: str) -> bool:
    record = desk.component(element_id) or desk.group(element_id)
    if record is not None:
        return layer.holds(element_id, record.kind, record.tags)
    connection = desk.connection(element_id)
    return layer.holds(element_id, "", () if connection is None else connection.tags)
