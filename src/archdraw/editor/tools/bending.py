"""Moving a segment of a connection by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box
from archdraw.core.geometry.lanes import LANE, segments_of
from archdraw.editor import ghosts
from archdraw.editor.edits import routes
from archdraw.editor.placing import on_grid
from archdraw.editor.tools.dragging import Dragging
from archdraw.editor.tools.snapping import SNAP_REACH

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.geometry import Point
    from archdraw.editor.events import PointerEvent
    from archdraw.editor.workspace import Workspace

# How far around the line others are looked at, in drawing units.
_AROUND = 80.0


class Bending(Dragging):
    """A drag of a segment across itself: one undo step, Escape leaves no trace.

    Snaps into line with its neighbours, to the lanes beside other lines, else to the grid; Alt suspends
    that. The line stays where it is led from then on.
    """

    name = "bending"

    def __init__(self, desk: Workspace, connection_id: str, stretch: routes.Stretch, start: Point) -> None:
        self._id = connection_id
        self._stretch = stretch
        self._start = start
        self._route = routes.drawn_route(desk, connection_id)
        a = self._route[stretch.part]
        self._at = self._now = a.x if stretch.upright else a.y
        self._lines = routes.straightening(desk, connection_id, stretch)
        self._lanes = _lanes_beside(desk, connection_id, self._route, upright=stretch.upright)
        desk.store.begin_gesture("Move segment")
        desk.cursor = "size-e" if stretch.upright else "size-n"

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the guide that says what the segment lies in line with."""
        if self._now not in self._lines:
            return ()
        shown = desk.camera.shown(*desk.viewport)
        line = (
            ((self._now, shown.y), (self._now, shown.bottom))
            if self._stretch.upright
            else ((shown.x, self._now), (shown.right, self._now))
        )
        return (ghosts.guide(line, desk.pixel),)

    def _move(self, desk: Workspace, event: PointerEvent) -> None:
        by = event.x - self._start.x if self._stretch.upright else event.y - self._start.y
        wanted = self._at + by
        snapping = desk.snapping and not event.alt
        across = self._snapped(wanted, desk) if snapping else wanted
        if across == self._now:
            return
        self._now = across
        waypoints = routes.bent(self._route, self._stretch, across)
        routes.put_waypoints(desk, self._id, waypoints, "Move segment")

    def _snapped(self, wanted: float, desk: Workspace) -> float:
        reach = SNAP_REACH * desk.pixel
        for places, within in ((self._lines, reach), (self._lanes, min(reach, LANE / 2))):
            near = [place for place in places if abs(place - wanted) <= within]
            if near:
                return min(near, key=lambda place: abs(place - wanted))
        return on_grid(wanted, desk.grid / 2)


def _lanes_beside(
    desk: Workspace, connection_id: str, route: tuple[Point, ...], *, upright: bool
) -> list[float]:
    """Return the lanes next to the segments of other lines that run the same way nearby."""
    xs, ys = [point.x for point in route], [point.y for point in route]
    around = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(_AROUND)
    found: set[float] = set()
    for key in desk.scene.ids_in_box(around):
        if key == connection_id or desk.scene.role(key) != "connection":
            continue
        for one in segments_of(key, routes.seen_route(desk, key)):
            if one.upright == upright:
                found |= {one.at - LANE, one.at + LANE}
    return sorted(found)
