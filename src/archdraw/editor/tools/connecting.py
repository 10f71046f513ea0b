"""Drawing a connection from a component, and moving the end of one."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, cast

from archdraw.core.geometry import Point
from archdraw.core.model import Connection, EdgeRoute
from archdraw.editor import ghosts
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import connecting, routes
from archdraw.editor.edits.growing import grow
from archdraw.editor.tools.anchoring import POINTER, anchor_at, anchor_ghosts, line_ghosts
from archdraw.editor.tools.tool import DONE, DRAG_THRESHOLD, IGNORED, STAY, Next
from archdraw.editor.tools.zones import Zone, component_at
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.geometry import Box
    from archdraw.core.model import Anchor
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.placing import Direction
    from archdraw.editor.workspace import Workspace


# An end that moved by less screen px was only pressed.
_END_THRESHOLD = 4.0
_NEW = "new-connection"


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
        self._anchor: Anchor | None = None
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
        connection = new_connection(self._source, self._target or POINTER)
        edge = None if self._anchor is None else EdgeRoute(target_at=self._anchor)
        line = line_ghosts(desk, connection, edge, self._end, bound=self._target is not None)
        goal = desk.frame(self._target) if self._target is not None else None
        if goal is None or self._target is None:
            return line
        return (
            ghosts.target(goal, desk.pixel),
            *line,
            *anchor_ghosts(desk, self._target, self._anchor),
        )

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""

    def _aim(self, desk: Workspace, event: PointerEvent) -> None:
        self._end = event.at
        self._target = component_at(desk, event.at, without=self._source)
        self._anchor = None if event.ctrl else anchor_at(desk, event.at, self._target)

    def _finish(self, desk: Workspace, event: PointerEvent) -> None:
        if not self._dragged:
            if self._direction:
                grow(desk, self._source, cast("Direction", self._direction))
            else:
                desk.select({self._source})
        elif self._target is not None:
            with desk.change("Connect"):
                made = connecting.connect(desk, self._source, self._target)
                routes.fix_end(desk, made, "target", self._anchor)
            desk.select(made)
            desk.just_drawn = made
        elif component_at(desk, event.at) is None:
            desk.request_quick_insert(QuickInsertRequest(event.at, source=self._source))


class Reconnecting:
    """A drag of one end of a connection; only that end can change, and only to a highlighted component.

    On an anchor it is fixed there, elsewhere on a component it floats; so it does with Ctrl held.
    """

    name = "reconnecting"

    def __init__(self, desk: Workspace, connection_id: str, end: connecting.End, event: PointerEvent) -> None:
        self._id = connection_id
        self._end: connecting.End = end
        self._start = event.screen
        self._at = event.at
        self._dragged = False
        self._target: str | None = None
        self._refused: str | None = None
        self._anchor: Anchor | None = None
        record = desk.connection(connection_id)
        self._other = "" if record is None else record.target if end == "source" else record.source
        self._present = "" if record is None else record.source if end == "source" else record.target
        desk.cursor = "cross"

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing on a component moves the end there."""
        if event.kind == "move":
            away = hypot(event.screen_x - self._start.x, event.screen_y - self._start.y)
            self._dragged = self._dragged or away >= _END_THRESHOLD
            self._aim(desk, event)
            return STAY
        if event.kind == "release":
            if self._dragged:
                self._aim(desk, event)
                self._finish(desk)
            return DONE
        return IGNORED

    def on_key(self, _desk: Workspace, event: KeyEvent) -> Next:
        """Escape leaves the end where it was."""
        return DONE if event.kind == "press" and event.name == "Escape" else STAY

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the line that it would become, and the highlight of the target."""
        record = desk.connection(self._id)
        if record is None or not self._dragged:
            return ()
        px = desk.pixel
        end = self._target or POINTER
        connection = record.model_copy(update={self._end: end})
        edge = routes.edge_of(desk, self._id)
        changed = edge.revised(route="auto", points=(), **{f"{self._end}_at": self._anchor})
        if end == self._present:
            changed = edge.revised(**{f"{self._end}_at": self._anchor})
        line = line_ghosts(desk, connection, changed, self._at, bound=self._target is not None)
        refused = desk.frame(self._refused) if self._refused is not None else None
        if refused is not None:
            return (*ghosts.refused(refused, px), *ghosts.knobs([self._at], px))
        goal = desk.frame(self._target) if self._target is not None else None
        if goal is None or self._target is None:
            return (*line, *ghosts.knobs([self._at], px))
        return (ghosts.target(goal, px), *line, *anchor_ghosts(desk, self._target, self._anchor))

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""

    def _aim(self, desk: Workspace, event: PointerEvent) -> None:
        self._at = event.at
        self._target = component_at(desk, event.at, without=self._other)
        under = component_at(desk, event.at)
        self._refused = self._other if self._target is None and under == self._other else None
        self._anchor = None if event.ctrl else anchor_at(desk, event.at, self._target)
        desk.cursor = "forbidden" if self._refused is not None else "cross"

    def _finish(self, desk: Workspace) -> None:
        if self._refused is not None:
            desk.cursor = "default"
            raise EditRefused("A component can't be connected to itself. The end stays where it was.")
        if self._target is None:
            desk.say("An end belongs to a component: drop it on one. It stays where it was.")
        elif self._target == self._present:
            routes.fix_end(desk, self._id, self._end, self._anchor)
        else:
            with desk.change("Reconnect"):
                connecting.reconnect(desk, self._id, self._end, self._target)
                routes.fix_end(desk, self._id, self._end, self._anchor)


def new_connection(source: str, target: str) -> Connection:
    """Return a connection that is not in the document yet, for its line; the target may be the pointer."""
    made = Connection(id=_NEW, source=source, target=source)
    return made.model_copy(update={"target": target})
