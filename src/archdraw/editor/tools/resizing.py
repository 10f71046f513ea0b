"""Changing the size of one component, group or note by its handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, Point
from archdraw.editor.edits import moving
from archdraw.editor.edits.grouping import held_by_content
from archdraw.editor.placing import on_grid
from archdraw.editor.tools.tool import DONE, IGNORED, STAY, Next

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


def resized(
    box: Box,
    part: str,
    dx: float,
    dy: float,
    smallest: tuple[float, float],
    grid: float | None,
    held: Box | None = None,
) -> Box:
    """Return the box with the edges that `part` names ("n", "se" …) moved, never under the smallest size.

    With a grid, moved edges come to lie on it. They stop outside of what is `held` in the box.
    """
    left, top, right, bottom = box.x, box.y, box.right, box.bottom

    def settled(value: float) -> float:
        return value if grid is None else on_grid(value, grid)

    if "w" in part:
        left = min(settled(left + dx), right - smallest[0])
    if "e" in part:
        right = max(settled(right + dx), left + smallest[0])
    if "n" in part:
        top = min(settled(top + dy), bottom - smallest[1])
    if "s" in part:
        bottom = max(settled(bottom + dy), top + smallest[1])
    if held is not None:
        left = min(left, held.x) if "w" in part else left
        right = max(right, held.right) if "e" in part else right
        top = min(top, held.y) if "n" in part else top
        bottom = max(bottom, held.bottom) if "s" in part else bottom
    return Box(left, top, right - left, bottom - top)


class Resizing:
    """A drag of a handle: one undo step, Escape leaves no trace; content of a group stays as it is, in it."""

    name = "resizing"

    def __init__(self, desk: Workspace, element_id: str, part: str, start: Point) -> None:
        self._id = element_id
        self._part = part
        self._start = start
        self._box = desk.frame(element_id) or Box(start.x, start.y, 1, 1)
        self._smallest = moving.SMALLEST.get(desk.role(element_id) or "", (1.0, 1.0))
        # What belongs to a group never seems to stand outside of it.
        self._held = held_by_content(desk, element_id)
        desk.store.begin_gesture("Resize")

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing ends it."""
        if event.kind not in ("move", "release"):
            return IGNORED
        dx, dy = event.x - self._start.x, event.y - self._start.y
        grid = None if event.alt or not desk.snapping else desk.grid
        if dx or dy:
            box = resized(self._box, self._part, dx, dy, self._smallest, grid, self._held)
            moving.put_boxes(desk, {self._id: box}, "Resize")
        if event.kind == "release":
            desk.store.end_gesture()
            return DONE
        return STAY

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape gives the size back."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        return STAY

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing: the element itself shows its size."""
        return ()

    def cancel(self, desk: Workspace) -> None:
        """Take everything back."""
        desk.store.bail_out()
