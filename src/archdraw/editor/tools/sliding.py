"""Dragging the label of a connection along its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry.hits import nearest_on_polyline, point_along
from archdraw.editor import ghosts
from archdraw.editor.edits import routes
from archdraw.editor.tools.dragging import Dragging

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.geometry import Point
    from archdraw.editor.events import PointerEvent
    from archdraw.editor.workspace import Workspace

_MIDDLE = 0.02


class Sliding(Dragging):
    """A drag of a label: one undo step, Escape leaves no trace; it keeps its fraction of the line.

    Near the middle of the line it comes to stand in the middle, unless Alt is held.
    """

    name = "sliding"

    def __init__(self, desk: Workspace, connection_id: str, start: Point) -> None:
        self._id = connection_id
        self._route = routes.drawn_route(desk, connection_id)
        drawing = desk.scene.element(connection_id)
        middle = start if drawing is None or drawing.label_box is None else drawing.label_box.center
        # The label stands beside the line: it is the way of the pointer that counts.
        self._off = (middle.x - start.x, middle.y - start.y)
        self._fraction: float | None = None
        desk.store.begin_gesture("Move label")
        desk.cursor = "move"

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the place on the line that the label belongs to."""
        if self._fraction is None:
            return ()
        return ghosts.knobs([point_along(self._route, self._fraction)], desk.pixel)

    def _move(self, desk: Workspace, event: PointerEvent) -> None:
        nearest = nearest_on_polyline((event.x + self._off[0], event.y + self._off[1]), self._route)
        if nearest is None:
            return
        near_middle = abs(nearest.fraction - 0.5) <= _MIDDLE and desk.snapping and not event.alt
        self._fraction = 0.5 if near_middle else nearest.fraction
        routes.put_label_at(desk, self._id, self._fraction)
