"""Where an end may be fixed: the anchors of a component, and the line there while it is being drawn."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.ports import SIDES, anchored
from archdraw.editor import ghosts

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.model import Anchor, Connection, EdgeRoute
    from archdraw.editor.workspace import Workspace

# The middles and the quarters of each side.
SHARES = (0.25, 0.5, 0.75)
# Screen px around an anchor within which a drop fixes the end there.
ANCHOR_REACH = 7.0
# Below this zoom anchors lie too close together to be meant.
_FINE_ZOOM = 0.5
# The id of the place under the pointer, which is no component: ids are never empty.
POINTER = ""


def anchors_of(frame: Box) -> dict[Anchor, Point]:
    """Return the anchors of a frame and where they are."""
    places: list[Anchor] = [(side, share) for side in SIDES for share in SHARES]
    return {anchor: anchored(frame, anchor).point for anchor in places}


def anchor_at(desk: Workspace, point: Point, component_id: str | None) -> Anchor | None:
    """Return the anchor of a component that is meant by a point, or None: then the end floats."""
    frame = desk.frame(component_id) if component_id else None
    if frame is None or desk.camera.zoom < _FINE_ZOOM:
        return None
    reach = ANCHOR_REACH * desk.pixel
    away = [(hypot(point[0] - at.x, point[1] - at.y), anchor) for anchor, at in anchors_of(frame).items()]
    distance, anchor = min(away)
    return anchor if distance <= reach else None


def anchor_ghosts(desk: Workspace, component_id: str, chosen: Anchor | None) -> tuple[Shape, ...]:
    """Return the dots that show where an end can be fixed, the chosen one filled."""
    frame = desk.frame(component_id)
    if frame is None or desk.camera.zoom < _FINE_ZOOM:
        return ()
    return ghosts.anchors(anchors_of(frame), chosen, desk.pixel)


def line_ghosts(
    desk: Workspace, connection: Connection, edge: EdgeRoute | None, pointer: Point, *, bound: bool
) -> tuple[Shape, ...]:
    """Return the line that a connection would get, dashed while an end is not `bound` to anything."""
    boxes = {POINTER: Box(pointer[0], pointer[1], 0.0, 0.0)}
    course = desk.scene.preview(connection, edge, boxes)
    points = course.points
    if len(points) < 2 or points[0] == points[-1]:
        return ()
    px = desk.pixel
    return (ghosts.connector(course, px, dashed=not bound), ghosts.arrow_tip(points, px))
