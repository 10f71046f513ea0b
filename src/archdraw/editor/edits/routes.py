"""How connections run in the view: fixed ends, segments led by hand, and where the label stands."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from archdraw.core.geometry import Point, box_of_points
from archdraw.core.geometry.lattice import STUB
from archdraw.core.geometry.ports import side_range
from archdraw.core.geometry.shapes import simplified
from archdraw.core.history import place_key
from archdraw.core.model import EdgeRoute
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import WORLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.geometry import Box
    from archdraw.core.model import Anchor
    from archdraw.editor.workspace import Workspace

End = Literal["source", "target"]
_LABEL_STEP = 0.05
_DIGITS = 4
_AS_IT_LIKES = EdgeRoute()


class Stretch(NamedTuple):
    """A segment of a drawn line: which one, and whether it stands upright."""

    part: int
    upright: bool


def edge_of(desk: Workspace, connection_id: str) -> EdgeRoute:
    """Return how a connection runs; without an entry, as the router likes."""
    found: EdgeRoute | None = desk.store.get("edges", place_key(desk.view_id, connection_id))
    return found or _AS_IT_LIKES


def put_edge(desk: Workspace, connection_id: str, edge: EdgeRoute, label: str) -> None:
    """Keep how a connection runs; what says nothing is not kept."""
    put_edges(desk, {connection_id: edge}, label)


def put_edges(desk: Workspace, edges: Mapping[str, EdgeRoute], label: str) -> None:
    """Keep how connections run, as `put_edge` does each."""
    prefix = place_key(desk.view_id, "")
    plain = [key for key, edge in edges.items() if edge == _AS_IT_LIKES]
    said = edges.keys() - plain if plain else edges
    with desk.change(label) as store:
        store.put_all("edges", {prefix + key: edges[key] for key in edges if key in said})
        store.remove_all("edges", [prefix + key for key in plain])


def drawn_route(desk: Workspace, connection_id: str) -> tuple[Point, ...]:
    """Return the corners of a connection as it is drawn; empty when it is not."""
    drawing = desk.scene.element(connection_id)
    return () if drawing is None else tuple(Point(*point) for point in drawing.route)


def seen_route(desk: Workspace, connection_id: str) -> tuple[Point, ...]:
    """Return the corners of a connection as `drawn_route` does, for what only shows something.

    Empty, too, while the way of one in a large drawing is still looked for: nothing waits for it.
    """
    scene = desk.scene
    route = scene.glimpse(connection_id)[0] if connection_id in scene.lines else ()
    known = scene.known(connection_id) is not None
    return tuple(Point(*point) for point in route) if known else ()


def standing_points(desk: Workspace, connection_id: str) -> tuple[tuple[float, float], ...]:
    """Return the waypoints that keep a connection where it is drawn; none where it can't be led."""
    route = drawn_route(desk, connection_id) if can_be_led(desk, connection_id) else ()
    return points_along(route)


def points_along(way: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the waypoints that keep a connection on its way; none where it has no corners."""
    if len(way) < 2:
        return ()
    (ax, ay), (bx, by) = way[0], way[-1]
    inner = way[1:-1] or (((ax + bx) / 2, (ay + by) / 2),)
    return tuple([(float(x), float(y)) for x, y in inner])


def shifted_route(route: EdgeRoute, dx: float, dy: float) -> EdgeRoute:
    """Return a route with its corners so much farther on.

    Raises
    ------
    InvalidRecordError
        When a corner would lie outside of what a drawing may cover.
    """
    points = tuple([(x + dx, y + dy) for x, y in route.points])
    around = box_of_points(points)
    if around is None or WORLD.encloses(around):
        # Checked at a glance: thousands of lines may be locked, and all of them moved.
        return route.model_copy(update={"points": points})
    far: EdgeRoute = route.revised(points=points)
    return far


def can_be_led(desk: Workspace, connection_id: str) -> bool:
    """Tell whether a connection has segments to move: not straight ones, nor those of folded groups."""
    connection = desk.connection(connection_id)
    if connection is None or edge_of(desk, connection_id).route == "straight":
        return False
    return all(desk.scene.role(end) == "component" for end in (connection.source, connection.target))


# -- ends --------------------------------------------------------------------------------------


def fix_end(desk: Workspace, connection_id: str, end: End, anchor: Anchor | None) -> None:
    """Fix an end to a place on the border of its component, or let it float with None."""
    edge = edge_of(desk, connection_id)
    changed = edge.revised(**{f"{end}_at": anchor})
    if changed != edge:
        put_edge(desk, connection_id, changed, "Release end" if anchor is None else "Fix end")


def release_ends(desk: Workspace, ids: Iterable[str]) -> None:
    """Let both ends of these connections float."""
    edges = ((one, edge_of(desk, one)) for one in ids)
    free = {"source_at": None, "target_at": None}
    put_edges(
        desk,
        {
            one: edge.model_copy(update=free)
            for one, edge in edges
            if edge.source_at is not None or edge.target_at is not None
        },
        "Release ends",
    )


def fix_ends(
    desk: Workspace, ids: Iterable[str], ways: Mapping[str, tuple[tuple[float, float], ...]] | None = None
) -> None:
    """Fix both ends of these connections where they are drawn now; `ways` are the corners that are known."""
    known = ways or {}
    fixed: dict[str, EdgeRoute] = {}
    for connection_id in ids:
        connection = desk.connection(connection_id)
        route = known[connection_id] if connection_id in known else drawn_route(desk, connection_id)
        if connection is None or len(route) < 2:
            continue
        source, target = desk.frame(connection.source), desk.frame(connection.target)
        if source is None or target is None:
            continue
        edge = edge_of(desk, connection_id)
        ends = {
            "source_at": edge.source_at or anchor_of(source, Point(*route[0])),
            "target_at": edge.target_at or anchor_of(target, Point(*route[-1])),
        }
        fixed[connection_id] = edge.model_copy(update=ends)
    put_edges(desk, fixed, "Fix ends")


def anchor_of(frame: Box, point: Point) -> Anchor:
    """Return the place on the border of a frame that is nearest to a point."""
    across = min(1.0, max(0.0, (point.x - frame.x) / frame.w))
    down = min(1.0, max(0.0, (point.y - frame.y) / frame.h))
    sides: tuple[tuple[float, Anchor], ...] = (
        (abs(point.x - frame.x), ("left", round(down, _DIGITS))),
        (abs(point.x - frame.right), ("right", round(down, _DIGITS))),
        (abs(point.y - frame.y), ("top", round(across, _DIGITS))),
        (abs(point.y - frame.bottom), ("bottom", round(across, _DIGITS))),
    )
    return min(sides, key=lambda one: one[0])[1]


# -- segments ----------------------------------------------------------------------------------


def segment_at(route: Sequence[Point], index: int) -> Stretch | None:
    """Return a segment that can be moved across, or None for a slanted or missing one."""
    if not 0 <= index < len(route) - 1:
        return None
    a, b = route[index], route[index + 1]
    return None if a.x != b.x and a.y != b.y else Stretch(index, a.x == b.x)


def bent(route: Sequence[Point], stretch: Stretch, across: float) -> tuple[Point, ...]:
    """Return the waypoints of a line one of whose segments runs at another coordinate across.

    Its neighbours follow. Where it touched a component it gets a corner of its own there, which goes again
    when the end can run straight.
    """
    points = list(route)
    index, upright = stretch
    if index == 0:
        points.insert(1, _off_the_border(points[0], points[1]))
        index = 1
    if index == len(points) - 2:
        points.insert(len(points) - 1, _off_the_border(points[-1], points[-2]))
    for place in (index, index + 1):
        x, y = points[place]
        points[place] = Point(across, y) if upright else Point(x, across)
    inner = points[1:-1]
    return simplified(inner) if len(inner) > 1 else tuple(inner)


def _off_the_border(end: Point, onward: Point) -> Point:
    reach = min(1.5 * STUB, (abs(onward.x - end.x) + abs(onward.y - end.y)) / 3)
    dx, dy = (onward.x > end.x) - (onward.x < end.x), (onward.y > end.y) - (onward.y < end.y)
    return Point(end.x + dx * reach, end.y + dy * reach)


def put_waypoints(desk: Workspace, connection_id: str, points: Sequence[Point], label: str) -> None:
    """Lead a connection through points."""
    edge = edge_of(desk, connection_id)
    stops = tuple((round(float(x), 2), round(float(y), 2)) for x, y in points)
    put_edge(desk, connection_id, edge.revised(route="manual", points=stops), label)


def nudge_segment(desk: Workspace, connection_id: str, dx: float, dy: float) -> None:
    """Move the longest segment that can go that way, by the keyboard.

    Raises
    ------
    EditRefused
        When the line has no segment that can go there.
    """
    route = drawn_route(desk, connection_id)
    lengths = [
        (abs(b.x - a.x) + abs(b.y - a.y), -index)
        for index, (a, b) in enumerate(pairwise(route))
        if (a.x == b.x and dx) or (a.y == b.y and dy)
    ]
    if edge_of(desk, connection_id).route == "straight" or not lengths:
        raise EditRefused("No part of this connection can move that way.")
    index = -max(lengths)[1]
    stretch = Stretch(index, bool(dx))
    a = route[index]
    put_waypoints(desk, connection_id, bent(route, stretch, a.x + dx if dx else a.y + dy), "Nudge segment")


def straightening(desk: Workspace, connection_id: str, stretch: Stretch) -> list[float]:
    """Return the coordinates across at which a neighbour of the segment would lie in line with it."""
    route = drawn_route(desk, connection_id)
    axis = 0 if stretch.upright else 1
    found = [route[place][axis] for place in (stretch.part - 1, stretch.part + 2) if 0 <= place < len(route)]
    connection = desk.connection(connection_id)
    for end in () if connection is None else (connection.source, connection.target):
        frame = desk.frame(end)
        if frame is not None:
            low, high = side_range(frame, "top" if stretch.upright else "left")
            found.append((low + high) / 2)
    return found


def clear_waypoints(desk: Workspace, ids: Iterable[str]) -> None:
    """Let the router find the way of these connections again; fixed ends and labels stay."""
    edges = ((one, edge_of(desk, one)) for one in ids)
    cleared = {
        one: edge.model_copy(update={"route": "auto", "points": ()})
        for one, edge in edges
        if edge.route != "auto" or edge.points
    }
    put_edges(desk, cleared, "Clear waypoints")


# -- labels ------------------------------------------------------------------------------------


def put_label_at(desk: Workspace, connection_id: str, fraction: float | None) -> None:
    """Let the label stand at a fraction of the line, or where there is room with None."""
    place = None if fraction is None else round(min(1.0, max(0.0, fraction)), _DIGITS)
    edge = edge_of(desk, connection_id)
    if edge.label_at != place:
        put_edge(desk, connection_id, edge.revised(label_at=place), "Move label")


def step_label(desk: Workspace, connection_id: str, sign: int) -> None:
    """Move the label a little towards the source (-1) or the target (1), by the keyboard."""
    from archdraw.core.geometry.hits import nearest_on_polyline

    at = edge_of(desk, connection_id).label_at
    route, label = desk.scene.glimpse(connection_id)
    if at is None and label is not None:
        nearest = nearest_on_polyline(label.center, route)
        at = 0.5 if nearest is None else nearest.fraction
    put_label_at(desk, connection_id, (0.5 if at is None else at) + sign * _LABEL_STEP)
