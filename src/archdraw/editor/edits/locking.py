"""Locks: a locked element is selected like any other, but the hand neither moves nor deletes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import place_key
from archdraw.core.model import EdgeRoute, Layer, Record, View
from archdraw.editor.edits.elements import put_box
from archdraw.editor.edits.routes import edge_of, points_along, put_edges, standing_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def toggle_lock(
    desk: Workspace, ids: Iterable[str], ways: Mapping[str, tuple[tuple[float, float], ...]] | None = None
) -> None:
    """Lock elements, or unlock them when all are locked. A locked connection stays where it runs.

    `ways` are the corners of connections that are known already; those of others are found.
    """
    named = list(ids)
    boxes = desk.frames(named)
    lines = [one for one in named if desk.connection(one) is not None]
    lock = not all_locked(desk, (*boxes, *lines))
    label = "Lock" if lock else "Unlock"
    with desk.change(label) as store:
        edges = ((one, edge_of(desk, one)) for one in lines)
        turned = ((one, edge) for one, edge in edges if edge.locked != lock)
        put_edges(
            desk,
            {one: _held(desk, one, edge, ways or {}) if lock else _freed(edge) for one, edge in turned},
            label,
        )
        prefix = place_key(desk.view_id, "")
        for element_id, box in boxes.items():
            note = desk.note(element_id)
            if note is not None:
                store.put("notes", prefix + element_id, note.model_copy(update={"locked": lock}))
            elif desk.placement(element_id) is None:
                put_box(desk, element_id, box)
        nodes = store.table("nodes")
        placed = ((key, nodes[key]) for one in boxes if (key := prefix + one) in nodes)
        store.put_all("nodes", {key: one.model_copy(update={"locked": lock}) for key, one in placed})


def lines_to_hold(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return the connections among elements whose way has to be known to lock them there."""
    named, table, prefix = set(ids), desk.store.table, place_key(desk.view_id, "")
    edges, role = table("edges"), desk.scene.role
    # Those of folded groups can't be led.
    drawn = {one for one in table("components") if role(one) == "component"}
    found = []
    for key, line in table("connections").items():
        if key in named and line.source in drawn and line.target in drawn:
            edge = edges.get(prefix + key)
            if edge is None or (edge.route == "auto" and not edge.locked):
                found.append(key)
    return found


def unlock_all(desk: Workspace) -> int:
    """Unlock every element and every layer of the present view; return how many elements were locked."""
    store = desk.store
    locked = locked_keys(desk)
    view: View = store.get("views", desk.view_id)
    edges, nodes, notes = (store.table(name) for name in ("edges", "nodes", "notes"))
    skip = len(place_key(desk.view_id, ""))
    free = {"locked": False}
    with desk.change("Unlock all"):
        put_edges(desk, {key[skip:]: _freed(edges[key]) for key in locked if key in edges}, "Unlock all")
        store.put_all("nodes", {key: nodes[key].model_copy(update=free) for key in locked if key in nodes})
        store.put_all("notes", {key: notes[key].model_copy(update=free) for key in locked if key in notes})
        if any(layer.locked for layer in view.layers):
            layers = tuple(layer.revised(locked=False) for layer in view.layers)
            store.put("views", desk.view_id, view.revised(layers=layers))
    return len(locked)


def locked_keys(desk: Workspace) -> list[str]:
    """Return the place keys of what is locked by itself in the present view."""
    found: list[str] = []
    prefix = place_key(desk.view_id, "")
    for table in map(desk.store.table, _LOCKED):
        locks = Record.column(table.values(), "locked")
        # As a rule nothing is: every menu asks, and every move.
        if any(locks):
            pairs = zip(table, locks, strict=True)
            found += [key for key, locked in pairs if locked and key.startswith(prefix)]
    return found


def all_locked(desk: Workspace, ids: Iterable[str]) -> bool:
    """Tell whether all of the elements are locked by themselves."""
    some = False
    for one in ids:
        # The first that is not locked is the answer.
        if not _own_lock(desk, one):
            return False
        some = True
    return some


def _held(
    desk: Workspace,
    connection_id: str,
    edge: EdgeRoute,
    ways: Mapping[str, tuple[tuple[float, float], ...]],
) -> EdgeRoute:
    """Return a route that stays as it is drawn, also where the router found it."""
    points = edge.points
    if edge.route == "auto":
        known = ways.get(connection_id)
        points = standing_points(desk, connection_id) if known is None else points_along(known)
    return edge.model_copy(update={"locked": True, "points": points})


def _freed(edge: EdgeRoute) -> EdgeRoute:
    """Return a route without its lock; what the router found it may find anew."""
    return edge.model_copy(update={"locked": False, "points": () if edge.route == "auto" else edge.points})


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
