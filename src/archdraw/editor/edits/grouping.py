"""Wrapping a selection in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.history import TableName, place_key, split_place_key
from archdraw.core.model import fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import place_group
from archdraw.editor.edits.locking import is_locked, unlocked
from archdraw.editor.edits.moving import adopt, put_boxes
from archdraw.editor.hierarchy import ancestors, common_parent, outermost, with_content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.model import Group
    from archdraw.editor.workspace import Workspace

PADDING = 30.0
# Room for the title tab above the content.
HEAD = 44.0
_LEAST_PADDING = 10.0
# Padding and head of a new group, where there is room for them.
_NARROWER = ((PADDING, HEAD), (16.0, 36.0), (_LEAST_PADDING, 32.0))
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
        parent = common_parent(desk, members)
        group_id = place_group(desk, kind_id, _frame_around(desk, around, members), parent, name)
        adopt(desk, members, group_id)
        if parent is not None:
            grow_to_hold(desk, parent, (group_id,), margin=_LEAST_PADDING)
    return group_id


def _frame_around(desk: Workspace, content: Box, members: Iterable[str]) -> Box:
    """Return a roomy frame for a new group, or a narrower one where that would touch its neighbours."""
    inside = with_content(desk, members)
    wide = padded(content)
    near = [
        frame
        for one in desk.scene.ids_in_box(wide)
        if one not in inside and (frame := desk.frame(one)) is not None and not frame.encloses(content)
    ]
    for padding, head in _NARROWER:
        frame = padded(content, padding, head)
        if not any(frame.intersects(other) for other in near):
            return frame
    return wide


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


def padded(content: Box, padding: float = PADDING, head: float = HEAD) -> Box:
    """Return the frame of a group around its content."""
    return Box(content.x - padding, content.y - head, content.w + 2 * padding, content.h + head + padding)


def fit_groups(desk: Workspace, ids: Iterable[str]) -> None:
    """Draw the frames of groups close around what is in them, inner ones first."""
    groups = [one for one in ids if desk.group(one) is not None and not desk.scene.is_collapsed(one)]
    groups.sort(key=lambda one: len(ancestors(desk, one)), reverse=True)
    with desk.change("Fit group to content"):
        for group_id in unlocked(desk, groups):
            box = fit_to_content(desk, group_id)
            if box is not None:
                put_boxes(desk, {group_id: box})


def grow_to_hold(desk: Workspace, group_id: str, members: Iterable[str], margin: float = 0.0) -> None:
    """Let a group reach around members that stick out of it, and the groups around it around it.

    With a margin those that come nearer to its frame than that count as sticking out.
    """
    inside = bounding_box(desk.frames(members).values())
    inside = None if inside is None else inside.grown(margin)
    for one in (group_id, *ancestors(desk, group_id)):
        frame = desk.frame(one)
        if frame is None or inside is None or desk.scene.is_collapsed(one) or is_locked(desk, one):
            return
        if frame.encloses(inside):
            return
        around = padded(inside)
        left, top = (min(frame.x, around.x), min(frame.y, around.y))
        right, bottom = max(frame.right, around.right), max(frame.bottom, around.bottom)
        # Only the sides that something sticks out of give way.
        left = left if inside.x < frame.x else frame.x
        top = top if inside.y < frame.y else frame.y
        right = right if inside.right > frame.right else frame.right
        bottom = bottom if inside.bottom > frame.bottom else frame.bottom
        inside = Box(left, top, right - left, bottom - top)
        put_boxes(desk, {one: inside}, "Grow the group")


def held_by_content(desk: Workspace, group_id: str) -> Box | None:
    """Return what a group is never drawn smaller than by hand; None for an empty one, or what is no group.

    That is the frame close around its content; where it is closer already, it stays as it is.
    """
    close = fit_to_content(desk, group_id) if desk.group(group_id) is not None else None
    frame = desk.frame(group_id)
    if close is None or frame is None:
        return None
    left, top = max(close.x, frame.x), max(close.y, frame.y)
    right, bottom = min(close.right, frame.right), min(close.bottom, frame.bottom)
    return Box(left, top, right - left, bottom - top)


def fit_to_content(desk: Workspace, group_id: str) -> Box | None:
    """Return the frame a group would have around what is directly in it, or None for an empty one."""
    inside = [
        element_id
        for table in ("components", "groups")
        for element_id, record in desk.store.table(table).items()
        if record.parent == group_id and desk.scene.role(element_id) is not None
    ]
    content = bounding_box(desk.frames(inside).values())
    return None if content is None else padded(content)
