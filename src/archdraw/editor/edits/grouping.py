"""Wrapping a selection in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.history import TableName, place_key, split_place_key
from archdraw.core.model import fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import place_group
from archdraw.editor.edits.moving import adopt
from archdraw.editor.hierarchy import common_parent, outermost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.model import Group
    from archdraw.editor.workspace import Workspace

PADDING = 30.0
# Room for the title tab above the content.
HEAD = 44.0
DEFAULT_GROUP = "tier"


def wrap(desk: Workspace, ids: Iterable[str], kind_id: str = DEFAULT_GROUP, name: str | None = None) -> str:
    """Draw a group around components and groups and put them into it; return its id.

    Raises
    ------
    EditRefused
        When none of the elements can be in a group.
    """
    members = [one for one in outermost(desk, ids) if desk.role(one) in ("component", "group")]
    frames = desk.frames(members)
    around = bounding_box(frames.values())
    if around is None:
        raise EditRefused("Select components or groups first; they go into the new group.")
    with desk.change("Group"):
        group_id = place_group(desk, kind_id, padded(around), common_parent(desk, members), name)
        adopt(desk, members, group_id)
    return group_id


def name_new_group(desk: Workspace, group_id: str, kind_id: str, name: str) -> str:
    """Give a group that was just drawn its kind and name, as part of the same undo step; return its id.

    The id follows the name, as nothing refers to a new group but what is in it.
    """
    group = desk.group(group_id)
    if group is None:
        raise EditRefused("The group is not there any more.")
    chosen = group_id in desk.selection
    last, saved = desk.store.undo_label, desk.document.saved_depth
    depth = desk.store.undo_depth
    with desk.change(f"Group {name}") as store:
        new_id = fresh_id(name, desk.store.ids() - {group_id})
        if new_id == group_id:
            store.put("groups", group_id, group.revised(kind=kind_id, name=name))
        else:
            _rename_id(desk, group.revised(id=new_id, kind=kind_id, name=name), group_id)
    if last is not None and saved != depth and desk.store.undo_depth == depth + 1:
        desk.store.join_last(last)
    if chosen:
        desk.select((desk.selection - {group_id}) | {new_id})
    return new_id


def _rename_id(desk: Workspace, group: Group, old_id: str) -> None:
    store = desk.store
    store.put("groups", group.id, group)
    tables: tuple[TableName, ...] = ("components", "groups")
    for table in tables:
        for key, record in list(store.table(table).items()):
            if record.parent == old_id:
                store.put(table, key, record.revised(parent=group.id))
    for key, placed in list(store.table("nodes").items()):
        view_id, element_id = split_place_key(key)
        if element_id == old_id:
            store.put("nodes", place_key(view_id, group.id), placed)
            store.remove("nodes", key)
    for key, view in list(store.table("views").items()):
        if view.shows != "all" and old_id in view.shows:
            shows = tuple(group.id if one == old_id else one for one in view.shows)
            store.put("views", key, view.revised(shows=shows))
    store.remove("groups", old_id)


def padded(content: Box) -> Box:
    """Return the frame of a group around its content."""
    return Box(content.x - PADDING, content.y - HEAD, content.w + 2 * PADDING, content.h + HEAD + PADDING)


def fit_to_content(desk: Workspace, group_id: str) -> Box | None:
    """Return the frame a group would have around what is directly in it, or None for an empty one."""
    inside = [
        element_id
        for table in ("components", "groups")
        for element_id, record in desk.store.table(table).items()
        if record.parent == group_id
    ]
    content = bounding_box(desk.frames(inside).values())
    return None if content is None else padded(content)
