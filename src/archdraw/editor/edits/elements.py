"""Adding, naming and changing single elements."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.geometry import Box
from archdraw.core.history import place_key
from archdraw.core.model import (
    CARD_HEIGHT,
    CARD_WIDTH,
    Component,
    Group,
    InvalidRecordError,
    ListName,
    Note,
    Placement,
    fresh_id,
)
from archdraw.core.model.fields import COORDINATE_LIMIT
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.following import follow_sheet
from archdraw.editor.naming import unique_name
from archdraw.editor.placing import GRID, centered_box, group_at

if TYPE_CHECKING:
    from archdraw.core.geometry import Point
    from archdraw.editor.workspace import Workspace

EditedTable = Literal[
    ListName,
    "views",
    "nodes",
    "edges",
    "notes",
]
GROUP_SIZE = (400.0, 260.0)
NOTE_SIZE = (200.0, 80.0)
# A note grows with what is typed or pasted, up to this (drawing units).
_HIGHEST_NOTE = 600.0
# What a drawing may cover.
WORLD = Box(-COORDINATE_LIMIT, -COORDINATE_LIMIT, 2 * COORDINATE_LIMIT, 2 * COORDINATE_LIMIT)
TOO_FAR = "That is too far out: a drawing ends ten million units from its middle."
_IN_VIEW = ("nodes", "edges", "notes")


def insert_component(desk: Workspace, kind_id: str, at: Point, name: str | None = None) -> str:
    """Add a component of the catalogue's size with its middle at a point; return its id."""
    return place_component(desk, kind_id, centered_box(at, CARD_WIDTH, CARD_HEIGHT), name)


def place_component(desk: Workspace, kind_id: str, box: Box, name: str | None = None) -> str:
    """Add a component in a box; it belongs to the innermost group there. Return its id."""
    return add_component(desk, kind_id, box, group_at(desk, box.center), name)


def add_component(
    desk: Workspace, kind_id: str, box: Box, parent: str | None, name: str | None = None, replicas: int = 1
) -> str:
    """Add a component in a box, inside the group `parent`; return its id."""
    kind = desk.catalog.kind(kind_id)
    if not name:
        taken = {component.name for component in desk.store.table("components").values()}
        name = unique_name(kind.default_name or kind.label, taken)
    element_id = fresh_id(name, desk.store.ids())
    new = Component(id=element_id, kind=kind_id, name=name, parent=parent, replicas=replicas)
    with desk.change(f"Insert {name}") as store:
        store.put("components", element_id, new)
        put_box(desk, element_id, box)
        show(desk, element_id)
    return element_id


def insert_group(desk: Workspace, kind_id: str, at: Point, name: str | None = None) -> str:
    """Add an empty group with its middle at a point; return its id."""
    box = centered_box(at, *GROUP_SIZE)
    with desk.change("Insert group"):
        return place_group(desk, kind_id, box, group_at(desk, box.center), name)


def place_group(desk: Workspace, kind_id: str, box: Box, parent: str | None, name: str | None = None) -> str:
    """Add a group in a box, inside `parent`; return its id. Belongs in a transaction."""
    if not name:
        taken = {group.name for group in desk.store.table("groups").values()}
        name = unique_name(desk.catalog.group(kind_id).label, taken)
    group_id = fresh_id(name, desk.store.ids())
    with desk.change(f"Insert {name}") as store:
        store.put("groups", group_id, Group(id=group_id, kind=kind_id, name=name, parent=parent))
        put_box(desk, group_id, box)
        show(desk, group_id)
    return group_id


def insert_note(desk: Workspace, at: Point, text: str = "") -> str:
    """Add a note with its middle at a point, high enough for its text; return its id."""
    width, height = NOTE_SIZE
    box = centered_box(at, width, max(height, _height_of_note(desk, text, width)))
    note_id = fresh_id("note", desk.store.ids())
    with desk.change("Insert note") as store:
        note = Note(id=note_id, x=box.x, y=box.y, w=box.w, h=box.h, text=text)
        store.put("notes", place_key(desk.view_id, note_id), note)
    return note_id


def _height_of_note(desk: Workspace, text: str, width: float) -> float:
    """Return how high a note has to be for its text, in steps of the grid; a very long text is cut."""
    from archdraw.core.drawing.notes import note_height

    needed = note_height(text, width, desk.measurer, highest=_HIGHEST_NOTE)
    return math.ceil(needed / GRID) * GRID


def put_box(desk: Workspace, element_id: str, box: Box) -> None:
    """Set place and size of a component, group or note. Belongs in a transaction."""
    key = place_key(desk.view_id, element_id)
    note = desk.note(element_id)
    try:
        if note is not None:
            desk.store.put("notes", key, note.revised(x=box.x, y=box.y, w=box.w, h=box.h))
            return
        old = desk.placement(element_id)
        new = Placement(x=box.x, y=box.y, w=box.w, h=box.h) if old is None else old.at(box)
    except InvalidRecordError:
        raise EditRefused(TOO_FAR) from None
    desk.store.put("nodes", key, new)


def rename(desk: Workspace, element_id: str, text: str) -> None:
    """Give a component, group or connection a name, or a note a text.

    Raises
    ------
    EditRefused
        When there is no such element.
    """
    role = desk.role(element_id)
    if role is None:
        raise EditRefused(f"There is no “{element_id}” in this drawing any more.")
    note = desk.note(element_id)
    if note is not None:
        fields = {"text": text, "h": max(note.h, _height_of_note(desk, text, note.w))}
        update(desk, "notes", element_id, fields, "Edit note")
        return
    table: dict[str, EditedTable] = {
        "component": "components",
        "group": "groups",
        "connection": "connections",
    }
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    # A card has room for two lines, the other labels for one.
    name = "\n".join([*lines[:1], " ".join(lines[1:])]).strip() if role == "component" else " ".join(lines)
    update(desk, table[role], element_id, {"name": name}, "Rename")


def update(
    desk: Workspace, table: EditedTable, element_id: str, fields: dict[str, Any], label: str | None = None
) -> None:
    """Change fields of one record.

    Raises
    ------
    EditRefused
        When there is no such record, a value does not fit its field, or a parent would lie inside itself.
    """
    key = place_key(desk.view_id, element_id) if table in _IN_VIEW else element_id
    record = desk.store.get(table, key)
    if record is None:
        raise EditRefused(f"There is no “{element_id}” any more.")
    if "id" in fields and fields["id"] != record.id:
        raise EditRefused("The id of an element stays as it is: other records point to it.")
    _check_references(desk, table, element_id, fields)
    try:
        changed = record.revised(**fields)
    except InvalidRecordError as error:
        raise EditRefused(_sentence(error)) from None
    with desk.change(label or f"Change {', '.join(fields).replace('_', ' ')}") as store:
        store.put(table, key, changed)
        follow_sheet(store, table, record, changed)


def show(desk: Workspace, *new: str) -> None:
    """Add new elements to a view that shows only some.

    A view that names no connection shows all between what it shows, and goes on doing so; of one that names
    some, a new one has to be named as well.
    """
    view = desk.store.get("views", desk.view_id)
    if view.shows == "all":
        return
    connections = desk.store.table("connections")
    names_lines = any(one in connections for one in view.shows)
    added = tuple(one for one in new if names_lines or one not in connections)
    if added:
        desk.store.put("views", desk.view_id, view.revised(shows=(*view.shows, *added)))


def _check_references(desk: Workspace, table: EditedTable, element_id: str, fields: dict[str, Any]) -> None:
    parent = fields.get("parent")
    if table in ("components", "groups") and parent is not None:
        if desk.group(parent) is None:
            raise EditRefused(f"There is no group “{parent}”.")
        seen: set[str] = set()
        while parent is not None and parent not in seen:
            if parent == element_id:
                raise EditRefused("A group can't lie inside itself.")
            seen.add(parent)
            group = desk.group(parent)
            parent = group.parent if group is not None else None
    if table == "connections":
        for end in ("source", "target"):
            if end in fields and desk.component(fields[end]) is None:
                raise EditRefused(f"There is no component “{fields[end]}”.")


def _sentence(error: InvalidRecordError) -> str:
    first = error.problems[0]
    field = str(first.place[0]).replace("_", " ") if first.place else "value"
    message = first.message
    return f"{field.capitalize()}: {message[:1].lower()}{message[1:]}."
