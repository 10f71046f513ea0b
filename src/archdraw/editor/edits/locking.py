"""Locks: a locked element is selected like any other, but the hand neither moves nor deletes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import place_key, split_place_key
from archdraw.core.model import Layer, View
from archdraw.editor.edits.elements import put_box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.history import TableName
    from archdraw.editor.workspace import Workspace

LOCKED = "That is locked; unlock it first (Arrange → Unlock)."


def is_locked(desk: Workspace, element_id: str) -> bool:
    """Tell whether an element is locked in the present view: by itself or by one of its layers."""
    placed = desk.placement(element_id) or desk.note(element_id)
    if placed is not None and placed.locked:
        return True
    return any(_holds(desk, layer, element_id) for layer in _locked_layers(desk))


def unlocked(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return those of the elements that are not locked, in the order given."""
    prefix = place_key(desk.view_id, "")
    nodes, notes = desk.store.table("nodes"), desk.store.table("notes")
    found = []
    for element_id in ids:
        placed = nodes.get(prefix + element_id) or notes.get(prefix + element_id)
        if placed is None or not placed.locked:
            found.append(element_id)
    layers = _locked_layers(desk)
    if not layers:
        return found
    return [one for one in found if not any(_holds(desk, layer, one) for layer in layers)]


def toggle_lock(desk: Workspace, ids: Iterable[str]) -> None:
    """Lock elements with a place of their own, or unlock them when all are locked."""
    boxes = desk.frames(ids)
    lock = not all(_own_lock(desk, one) for one in boxes)
    with desk.change("Lock" if lock else "Unlock") as store:
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
            table: TableName = "nodes" if key in store.table("nodes") else "notes"
            store.put(table, key, store.get(table, key).revised(locked=False))
        if any(layer.locked for layer in view.layers):
            layers = tuple(layer.revised(locked=False) for layer in view.layers)
            store.put("views", desk.view_id, view.revised(layers=layers))
    return len(locked)


def locked_keys(desk: Workspace) -> list[str]:
    """Return the place keys of what is locked by itself in the present view."""
    tables = (desk.store.table("nodes"), desk.store.table("notes"))
    return [
        key
        for table in tables
        for key, record in table.items()
        if record.locked and split_place_key(key)[0] == desk.view_id
    ]


def all_locked(desk: Workspace, ids: Iterable[str]) -> bool:
    """Tell whether all of the elements that can be locked are, by themselves."""
    named = [one for one in ids if desk.connection(one) is None]
    return bool(named) and all(_own_lock(desk, one) for one in named)


def _own_lock(desk: Workspace, element_id: str) -> bool:
    placed = desk.placement(element_id) or desk.note(element_id)
    return placed is not None and placed.locked


def _locked_layers(desk: Workspace) -> list[Layer]:
    view: View = desk.store.get("views", desk.view_id)
    return [layer for layer in view.layers if layer.locked]


def _holds(desk: Workspace, layer: Layer, element_id: str) -> bool:
    record = desk.component(element_id) or desk.group(element_id)
    if record is not None:
        return layer.holds(element_id, record.kind, record.tags)
    connection = desk.connection(element_id)
    return layer.holds(element_id, "", () if connection is None else connection.tags)
