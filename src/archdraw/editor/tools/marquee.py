"""Selecting with a frame drawn over the canvas."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, Point
from archdraw.editor import ghosts
from archdraw.editor.tools.tool import DONE, IGNORED, STAY, Next

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Marquee:
    """Left to right takes what lies inside, right to left also what the frame crosses.

    Shift adds to the selection there was, Ctrl toggles.
    """

    name = "marquee"

    def __init__(self, desk: Workspace, start: Point, mode: str) -> None:
        self._start = start
        self._end = start
        self._mode = mode
        self._before = desk.selection
        self._crossing = desk.crossing

    @property
    def box(self) -> Box:
        """The frame drawn so far."""
        left, right = sorted((self._start.x, self._end.x))
        top, bottom = sorted((self._start.y, self._end.y))
        return Box(left, top, right - left, bottom - top)

    @property
    def crossing(self) -> bool:
        """Whether the frame takes what it crosses: drawn from right to left, unless that is switched off."""
        return self._crossing and self._end.x < self._start.x

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing ends it."""
        if event.kind == "move":
            self._end = event.at
            self._select(desk)
            return STAY
        if event.kind == "release":
            self._end = event.at
            self._select(desk)
            return DONE
        return IGNORED

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape brings back the selection there was."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        return IGNORED

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the frame."""
        return (ghosts.marquee(self.box, desk.pixel, crossing=self.crossing),)

    def cancel(self, desk: Workspace) -> None:
        """Select what was selected before."""
        desk.select(self._before)

    def _select(self, desk: Workspace) -> None:
        box = self.box
        found = {key for key in desk.scene.ids_in_box(box) if self._takes(desk, box, key)}
        if self._mode == "toggle":
            desk.select(self._before ^ found)
        else:
            desk.select(self._before | found if self._mode == "add" else found)

    def _takes(self, desk: Workspace, box: Box, key: str) -> bool:
        scene = desk.scene
        if key not in scene.lines:
            frame = scene.frame(key)
            if box.encloses(frame):
                return True
            # A group that only holds the frame is not crossed by it.
            return self.crossing and frame.intersects(box) and not frame.encloses(box)
        route, _ = scene.glimpse(key)
        if not self.crossing:
            return all(box.contains(Point(*point)) for point in route)
        return _crosses(box, route)


def _crosses(box: Box, route: Sequence[tuple[float, float]]) -> bool:
    return any(_segment_meets(box, first, second) for first, second in pairwise(route))


def _segment_meets(box: Box, first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Tell whether a segment has a point in the box (Liang and Barsky's clipping, 1984)."""
    enter, leave = 0.0, 1.0
    dx, dy = second[0] - first[0], second[1] - first[1]
    for step, room in (
        (-dx, first[0] - box.x),
        (dx, box.right - first[0]),
        (-dy, first[1] - box.y),
        (dy, box.bottom - first[1]),
    ):
        if step == 0:
            if room < 0:
                return False
            continue
        share = room / step
        if step < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
    return enter <= leave
