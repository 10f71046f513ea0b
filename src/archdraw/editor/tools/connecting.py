"""Drawing a connection from a component, and moving the end of one."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, cast

from archdraw.core.geometry import Point
from archdraw.editor import ghosts
from archdraw.editor.edits import connecting
from archdraw.editor.edits.growing import grow
from archdraw.editor.tools.tool import DONE, DRAG_THRESHOLD, IGNORED, STAY, Next
from archdraw.editor.tools.zones import Zone, component_at, ends_of
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.geometry import Box
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.placing import Direction
    from archdraw.editor.workspace import Workspace


def border_point(frame: Box, toward: Point) -> Point:
    """Return where a straight line from the middle of a frame to a point leaves the frame."""
    center = frame.center
    dx, dy = toward[0] - center.x, toward[1] - center.y
    if frame.contains(toward) or (dx == 0 and dy == 0):
        return center
    share = min(
        frame.w / 2 / abs(dx) if dx else float("inf"),
        frame.h / 2 / abs(dy) if dy else float("inf"),
    )
    return Point(center.x + dx * share, center.y + dy * share)


class Connecting:
    """A drag from the border or an arrow of a component.

    Released on another component it connects; released on nothing it asks for a new component there. A
    click on an arrow makes a connected copy in that direction, a click on a border selects.
    """

    name = "connecting"

    def __init__(self, desk: Workspace, zone: Zone, event: PointerEvent) -> None:
        self._source = zone.id
        self._direction = zone.part
        self._start = event.screen
        self._end = event.at
        self._dragged = False
        self._target: str | None = None
        desk.cursor = "cross"

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing connects."""
        if event.kind == "move":
            away = hypot(event.screen_x - self._start.x, event.screen_y - self._start.y)
            self._dragged = self._dragged or away >= DRAG_THRESHOLD
            self._aim(desk, event)
            return STAY
        if event.kind == "release" and event.button in ("left", "none"):
            self._aim(desk, event)
            self._finish(desk, event)
            return DONE
        return IGNORED

    def on_key(self, _desk: Workspace, event: KeyEvent) -> Next:
        """Escape forgets it."""
        return DONE if event.kind == "press" and event.name == "Escape" else STAY

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the line to the pointer and the highlight of the target."""
        frame = desk.frame(self._source)
        if frame is None or not self._dragged:
            return ()
        px = desk.pixel
        goal = desk.frame(self._target) if self._target is not None else None
        if goal is None:
            return (ghosts.line((border_point(frame, self._end), self._end), px, dashed=True),)
        ends = (border_point(frame, goal.center), border_point(goal, frame.center))
        return ghosts.target(goal, px), ghosts.line(ends, px, width=2.0)

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""

    def _aim(self, desk: Workspace, event: PointerEvent) -> None:
        self._end = event.at
        self._target = component_at(desk, event.at, without=self._source)

    def _finish(self, desk: Workspace, event: PointerEvent) -> None:
        if not self._dragged:
            if self._direction:
                grow(desk, self._source, cast("Direction", self._direction))
            else:
                desk.select({self._source})
        elif self._target is not None:
            connecting.connect(desk, self._source, self._target)
            # Nothing is selected: a handle would catch the next drag from the same border.
            desk.select(())
        elif component_at(desk, event.at) is None:
            desk.request_quick_insert(QuickInsertRequest(event.at, source=self._source))


class Reconnecting:
    """A drag of one end of a connection; only that end can change, and only to a highlighted component."""

    name = "reconnecting"

    def __init__(self, desk: Workspace, connection_id: str, end: connecting.End, at: Point) -> None:
        self._id = connection_id
        self._end: connecting.End = end
        self._at = at
        self._target: str | None = None
        record = desk.connection(connection_id)
        self._other = "" if record is None else record.target if end == "source" else record.source
        self._present = "" if record is None else record.source if end == "source" else record.target
        desk.cursor = "cross"

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing on a component moves the end there."""
        if event.kind == "move":
            self._at = event.at
            self._target = component_at(desk, event.at, without=self._other)
            return STAY
        if event.kind == "release":
            target = component_at(desk, event.at, without=self._other)
            if target is not None and target != self._present:
                connecting.reconnect(desk, self._id, self._end, target)
            return DONE
        return IGNORED

    def on_key(self, _desk: Workspace, event: KeyEvent) -> Next:
        """Escape leaves the end where it was."""
        return DONE if event.kind == "press" and event.name == "Escape" else STAY

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the line from the end that stays, and the highlight of the target."""
        px = desk.pixel
        fixed = ends_of(desk, self._id).get("target" if self._end == "source" else "source")
        goal = desk.frame(self._target) if self._target is not None else None
        shapes: list[Shape] = [] if goal is None else [ghosts.target(goal, px)]
        if fixed is not None and fixed != self._at:
            shapes.append(ghosts.line((fixed, self._at), px, dashed=True))
        return (*shapes, *ghosts.knobs([self._at], px))

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""
