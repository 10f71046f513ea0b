"""Putting elements into a group and taking them out of it without a pointer: they go where they belong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import moving
from archdraw.editor.edits.grouping import HEAD, PADDING, grow_to_hold
from archdraw.editor.edits.locking import LOCKED, unlocked
from archdraw.editor.hierarchy import ancestors, outermost, parent_of, uncovered, with_content
from archdraw.editor.placing import Direction, free_box, is_free, on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archdraw.editor.workspace import Workspace

# Places inside a group are looked for this far apart, in drawing units.
_STEP = 40.0


def groups_for(desk: Workspace, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the groups of this view that elements can be put into, in document order."""
    groups = desk.store.table("groups")
    shown = [one for one in groups if desk.scene.role(one) == "group"]
    if not shown:
        return ()
    components = desk.store.table("components")
    tops = uncovered(desk, ids)
    parents = {components[one].parent for one in components.keys() & tops}
    parents |= {groups[one].parent for one in groups.keys() & tops}
    moved = with_content(desk, ids)
    return tuple(one for one in shown if one not in moved and parents != {one})


def members(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return those of the elements that can be in a group, without what lies in another of them."""
    return [one for one in outermost(desk, ids) if desk.role(one) in ("component", "group")]


def put_into(desk: Workspace, group_id: str, ids: Iterable[str]) -> None:
    """Put components and groups into a group: to a free place of it, else the group makes room.

    Raises
    ------
    EditRefused
        When nothing of it can be in a group, when it is locked, or when a group would lie inside itself.
    """
    with _one_step(desk, "Move into group"):
        for one in _movable(desk, ids):
            moving.adopt(desk, (one,), group_id)
            frame, box = desk.frame(group_id), desk.frame(one)
            if frame is None or box is None or desk.scene.is_collapsed(group_id):
                continue
            if not frame.encloses(box):
                place = _place_in(desk, group_id, frame, box)
                moving.move_by(desk, (one,), place.x - box.x, place.y - box.y, "Move")
            grow_to_hold(desk, group_id, (one,))


def take_out(desk: Workspace, ids: Iterable[str]) -> None:
    """Take components and groups out of the group directly around them, to a free place beside it.

    Raises
    ------
    EditRefused
        When none of the elements is in a group, or when they are locked.
    """
    inside = [one for one in _movable(desk, ids) if parent_of(desk, one) is not None]
    if not inside:
        raise EditRefused("Nothing of the selection is in a group.")
    with _one_step(desk, "Take out of group"):
        for one in inside:
            group_id = parent_of(desk, one)
            if group_id is None:
                continue
            frame, box = desk.frame(group_id), desk.frame(one)
            outer = parent_of(desk, group_id)
            moving.adopt(desk, (one,), outer)
            if frame is None or box is None:
                continue
            if frame.intersects(box):
                place = free_box(desk, frame, _nearest_side(frame, box), box.w, box.h)
                moving.move_by(desk, (one,), place.x - box.x, place.y - box.y, "Move")
            if outer is not None:
                grow_to_hold(desk, outer, (one,))


@contextmanager
def _one_step(desk: Workspace, label: str) -> Iterator[None]:
    """Make several changes one step; each sees where the ones before have put things."""
    desk.store.begin_gesture(label)
    try:
        yield
    except EditRefused:
        desk.store.bail_out()
        raise
    desk.store.end_gesture()


def _movable(desk: Workspace, ids: Iterable[str]) -> list[str]:
    able = members(desk, ids)
    if not able:
        raise EditRefused("Select components or groups first.")
    free = unlocked(desk, able)
    if not free:
        raise EditRefused(LOCKED)
    return [one for one in able if one in free]


def _place_in(desk: Workspace, group_id: str, frame: Box, box: Box) -> Box:
    """Return a free place in the group, else one below it or right of it that it can grow around."""
    going = with_content(desk, {group_id}) | set(ancestors(desk, group_id))
    for place in _cells(frame, box):
        if is_free(desk, place):
            return place
    below = Box(frame.x + PADDING, frame.bottom, box.w, box.h)
    beside = Box(frame.right, frame.y + HEAD, box.w, box.h)
    return next((one for one in (below, beside) if is_free(desk, one, going)), below)


def _cells(frame: Box, box: Box) -> Iterator[Box]:
    """Yield places for a box inside a frame, row by row, corners on the grid."""
    y = on_grid(frame.y + HEAD)
    while y + box.h <= frame.bottom - PADDING / 2:
        x = on_grid(frame.x + PADDING)
        while x + box.w <= frame.right - PADDING / 2:
            yield Box(x, y, box.w, box.h)
            x += _STEP
        y += _STEP


def _nearest_side(frame: Box, box: Box) -> Direction:
    x, y = box.center
    ways: dict[Direction, float] = {
        "right": frame.right - x,
        "left": x - frame.x,
        "down": frame.bottom - y,
        "up": y - frame.y,
    }
    return min(ways, key=lambda side: ways[side])
