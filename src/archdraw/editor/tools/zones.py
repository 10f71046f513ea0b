"""What lies under the pointer: a handle, an arrow, the end of a line, a border, a body or nothing."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Literal, NamedTuple

from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.hits import distance_to_box, near_border, nearest_on_polyline
from archdraw.editor.edits import routes
from archdraw.editor.edits.locking import is_locked

if TYPE_CHECKING:
    from archdraw.editor.placing import Direction
    from archdraw.editor.workspace import Cursor, Workspace

ZoneKind = Literal["empty", "body", "border", "inside", "handle", "arrow", "end", "chevron"]

# Screen px.
HANDLE_REACH = 7.0
BORDER_REACH = 5.0
LINE_REACH = 6.0
ARROW_AWAY = 18.0
ARROW_RADIUS = 11.0
# How far outside a component its arrows still show, so that the pointer can get to them.
ARROW_REACH = 44.0
# The strip of a group's frame that carries its title, in drawing units.
TITLE_STRIP = 32.0
# A segment shorter than this has no handle, in screen px.
_SHORTEST_GRIP = 28.0
# How far the chevron of a group stands from the border, in drawing units, and its target in screen px.
CHEVRON = 13.0
CHEVRON_REACH = 12.0
# Below this zoom bodies are too small for handles and arrows.
FINE_ZOOM = 0.3

HANDLES: dict[str, tuple[float, float]] = {
    "nw": (0, 0),
    "n": (0.5, 0),
    "ne": (1, 0),
    "e": (1, 0.5),
    "se": (1, 1),
    "s": (0.5, 1),
    "sw": (0, 1),
    "w": (0, 0.5),
}
ARROWS: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_HANDLE_CURSORS: dict[str, Cursor] = {
    "nw": "size-nw",
    "n": "size-n",
    "ne": "size-ne",
    "e": "size-e",
    "se": "size-se",
    "s": "size-s",
    "sw": "size-sw",
    "w": "size-w",
}


class Zone(NamedTuple):
    """What is under the pointer: its sort, whose it is, and which handle, direction or end.

    The body of a connection has the part "label", or the number of the segment.
    """

    kind: ZoneKind
    id: str = ""
    part: str = ""


EMPTY_ZONE = Zone("empty")


def zone_at(desk: Workspace, point: Point, arrows_of: str | None = None) -> Zone:
    """Return what a press at the point would take hold of.

    `arrows_of` is the component whose hover arrows are shown.
    """
    px = desk.pixel
    fine = desk.camera.zoom >= FINE_ZOOM
    own = _own_zone(desk, point) if fine and len(desk.selection) == 1 else None
    if own is not None:
        return own
    folding = chevron_at(desk, point) if fine else None
    if folding is not None:
        return Zone("chevron", folding)
    hits = desk.scene.hits(point, LINE_REACH * px)
    over = next((one for one in hits if desk.role(one) != "group" or desk.scene.is_collapsed(one)), None)
    if fine and arrows_of is not None and (over is None or desk.role(over) == "connection"):
        direction = arrow_at(desk, point, arrows_of)
        if direction is not None:
            return Zone("arrow", arrows_of, direction)
    bordered = component_border_at(desk, point) if fine else None
    if bordered is not None and (over is None or over == bordered or desk.role(over) == "connection"):
        return Zone("border", bordered)
    if over is not None:
        return Zone("body", over, _part_of_line(desk, over, point) if fine else "")
    return _group_zone(desk, point)


def _own_zone(desk: Workspace, point: Point) -> Zone | None:
    """Return the handle or end of the one selected element under the point."""
    chosen = next(iter(desk.selection))
    reach = HANDLE_REACH * desk.pixel
    if desk.connection(chosen) is not None:
        for end, at in ends_of(desk, chosen).items():
            if hypot(point[0] - at.x, point[1] - at.y) <= reach:
                return Zone("end", chosen, end)
        return None
    frame = desk.frame(chosen)
    if frame is None or not resizable(desk, chosen):
        return None
    for name, at in handle_points(frame).items():
        if abs(point[0] - at.x) <= reach and abs(point[1] - at.y) <= reach:
            return Zone("handle", chosen, name)
    return None


def resizable(desk: Workspace, element_id: str) -> bool:
    """Tell whether an element has handles: not a locked one, nor a group that is folded into a card."""
    return not desk.scene.is_collapsed(element_id) and not is_locked(desk, element_id)


def chevron_point(desk: Workspace, group_id: str) -> Point | None:
    """Return the middle of the chevron that folds or opens a group, or None for what is no group here."""
    drawing = desk.scene.element(group_id) if desk.group(group_id) is not None else None
    if drawing is None or drawing.frame is None:
        return None
    frame = drawing.frame
    if desk.scene.is_collapsed(group_id):
        return Point(frame.right - CHEVRON, frame.bottom - CHEVRON)
    tab = drawing.label_box or frame
    return Point(min(tab.right + CHEVRON, max(tab.x + CHEVRON, frame.right - CHEVRON)), tab.y + tab.h / 2)


def chevron_at(desk: Workspace, point: Point) -> str | None:
    """Return the group whose chevron is under the point: that of the hovered or a selected group, or None."""
    reach = CHEVRON_REACH * desk.pixel
    for element_id in (desk.hover, *desk.selection):
        at = chevron_point(desk, element_id) if element_id is not None else None
        if element_id is not None and at is not None and hypot(point[0] - at.x, point[1] - at.y) <= reach:
            return element_id
    return None


def _group_zone(desk: Workspace, point: Point) -> Zone:
    """Return the group under the point: by its border and title as a body, else as an inside."""
    from archdraw.editor.placing import group_at

    group_id = group_at(desk, point)
    if group_id is None:
        for element_id in _near(desk, point):
            frame = desk.frame(element_id) if desk.group(element_id) is not None else None
            if frame is not None and near_border(point, frame, BORDER_REACH * desk.pixel):
                return Zone("body", element_id)
        return EMPTY_ZONE
    frame = desk.frame(group_id)
    if frame is None:
        return EMPTY_ZONE
    on_title = point[1] <= frame.y + min(TITLE_STRIP, frame.h / 3)
    if on_title or group_id in desk.selection or near_border(point, frame, BORDER_REACH * desk.pixel):
        return Zone("body", group_id)
    return Zone("inside", group_id)


def _part_of_line(desk: Workspace, element_id: str, point: Point) -> str:
    """Return "label" or the number of the segment under the point; empty for anything but a connection."""
    route = routes.seen_route(desk, element_id)
    if not route:
        return ""
    label = desk.scene.glimpse(element_id)[1]
    if label is not None and label.contains(point):
        return "label"
    nearest = nearest_on_polyline(point, route)
    return "" if nearest is None else str(nearest.segment)


def segment_of(desk: Workspace, zone: Zone) -> routes.Stretch | None:
    """Return the segment of a connection that a press would take hold of, or None."""
    if not zone.part.isdigit() or desk.connection(zone.id) is None:
        return None
    if not routes.can_be_led(desk, zone.id) or is_locked(desk, zone.id):
        return None
    return routes.segment_at(routes.drawn_route(desk, zone.id), int(zone.part))


def grips_of(desk: Workspace, connection_id: str) -> list[tuple[Point, bool, int]]:
    """Return where the handles of the segments of a connection are: place, upright or not, number."""
    if not routes.can_be_led(desk, connection_id) or is_locked(desk, connection_id):
        return []
    route = routes.seen_route(desk, connection_id)
    return [
        (Point((a.x + b.x) / 2, (a.y + b.y) / 2), a.x == b.x, index)
        for index, (a, b) in enumerate(pairwise(route))
        if abs(b.x - a.x) + abs(b.y - a.y) >= _SHORTEST_GRIP * desk.pixel
    ]


def _near(desk: Workspace, point: Point) -> list[str]:
    """Return what may lie within the reach of borders around a point, topmost first."""
    return desk.scene.ids_in_box(Box(point[0], point[1], 0, 0).grown(BORDER_REACH * desk.pixel))[::-1]


def component_at(desk: Workspace, point: Point, without: str = "") -> str | None:
    """Return the topmost component under the point, else one right beside it, or None."""
    reach = BORDER_REACH * desk.pixel
    beside: str | None = None
    for element_id in _near(desk, point):
        frame = desk.frame(element_id) if desk.component(element_id) is not None else None
        if frame is None or element_id == without:
            continue
        if frame.contains(point):
            return element_id
        if beside is None and distance_to_box(point, frame) <= reach:
            beside = element_id
    return beside


def component_border_at(desk: Workspace, point: Point) -> str | None:
    """Return the component whose border the point is on, or None; small bodies keep a middle to hold."""
    element_id = component_at(desk, point)
    frame = desk.frame(element_id) if element_id is not None else None
    if frame is None:
        return None
    if not frame.contains(point):
        return element_id
    inset = min(BORDER_REACH * desk.pixel, frame.h / 8)
    return element_id if near_border(point, frame, inset) else None


def arrow_points(desk: Workspace, frame: Box) -> dict[Direction, Point]:
    """Return where the four hover arrows of a component stand."""
    away = ARROW_AWAY * desk.pixel
    center = frame.center
    return {
        direction: Point(center.x + dx * (frame.w / 2 + away), center.y + dy * (frame.h / 2 + away))
        for direction, (dx, dy) in ARROWS.items()
    }


def arrow_at(desk: Workspace, point: Point, component_id: str) -> Direction | None:
    """Return the direction of the hover arrow under the point, or None."""
    frame = desk.frame(component_id)
    if frame is None:
        return None
    reach = ARROW_RADIUS * desk.pixel
    for direction, at in arrow_points(desk, frame).items():
        if hypot(point[0] - at.x, point[1] - at.y) <= reach:
            return direction
    return None


def near_component(desk: Workspace, point: Point, component_id: str) -> bool:
    """Tell whether the point is close enough to a component for its arrows to stay."""
    frame = desk.frame(component_id)
    return frame is not None and distance_to_box(point, frame) <= ARROW_REACH * desk.pixel


def handle_points(frame: Box) -> dict[str, Point]:
    """Return where the eight handles of a frame are."""
    return {name: Point(frame.x + sx * frame.w, frame.y + sy * frame.h) for name, (sx, sy) in HANDLES.items()}


def ends_of(desk: Workspace, connection_id: str) -> dict[str, Point]:
    """Return where the two ends of a connection can be taken.

    Empty when it is locked, not drawn or has just been made.
    """
    route = routes.seen_route(desk, connection_id)
    if len(desk.scene.merged(connection_id)) > 1 or is_locked(desk, connection_id):
        return {}
    if connection_id == desk.just_drawn:
        return {}
    return {"source": route[0], "target": route[-1]} if len(route) > 1 else {}


def cursor_for(desk: Workspace, zone: Zone) -> Cursor:
    """Return the cursor that says what a press would do."""
    if zone.kind == "handle":
        return _HANDLE_CURSORS[zone.part]
    if zone.kind in ("border", "arrow", "end"):
        return "cross"
    if zone.kind == "chevron":
        return "hand"
    if zone.kind == "body" and desk.role(zone.id) == "connection":
        if zone.part == "label":
            return "default" if is_locked(desk, zone.id) else "move"
        stretch = segment_of(desk, zone)
        return "default" if stretch is None else "size-e" if stretch.upright else "size-n"
    if zone.kind == "body":
        return "default" if is_locked(desk, zone.id) else "move"
    return "default"
