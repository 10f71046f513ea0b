"""The last resort of the router: any way from any place of one border to any place of the other.

Slower than `routing`, which looks at the natural sides and at the neighbourhood only; it finds a way
wherever there is one that keeps a little distance from everything, within so many steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry.lattice import lattice_of
from archdraw.core.geometry.pathfinding import Lead, Pauses, TooFar, find_any_path
from archdraw.core.geometry.ports import OUTWARD, SIDES, Port, Side, port_on, side_range
from archdraw.core.geometry.routing import MARGIN, Ends, clear
from archdraw.core.geometry.settling import settled
from archdraw.core.geometry.shapes import bounding_box, simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.geometry.shapes import Bounds, Box, Point

# Distances kept from everything, tried from wide to narrow.
_DISTANCES = (MARGIN, MARGIN / 3, 1.0)
# Room around the whole drawing for ways that lead around all of it.
_AROUND = 40.0
# Among more boxes than this nobody could follow the line anyway.
MOST_BOXES = 1500
_SHARES = (0.5, 0.25, 0.75)


def escape_route(
    ends: Ends,
    obstacles: Sequence[Box],
    fixed: tuple[Port | None, Port | None] = (None, None),
    area: Box | None = None,
    pauses: Pauses | None = None,
) -> tuple[Point, ...] | None:
    """Return a route that crosses no obstacle, or None where all ways are closed or too many lead astray.

    Parameters
    ----------
    ends
        The two boxes; where one lies in the other or they overlap, there is nothing to escape from.
    obstacles
        All other boxes of the drawing.
    fixed
        The ports that are given; None where any place of the border will do.
    area
        Where the way may lead; None is around everything.
    pauses
        Lets it be broken off and asked again.
    """
    if ends.source.intersects(ends.target):
        return None
    if area is None:
        area = (bounding_box((*ends, *obstacles)) or ends.reach).grown(_AROUND)
    limit = (area.x, area.y, area.right, area.bottom)
    for distance in _DISTANCES:
        grown = [
            (x - distance, y - distance, x + w + distance, y + h + distance)
            for x, y, w, h in (*obstacles, *ends)
        ]
        starts = _leads(ends.source, fixed[0], grown, distance)
        goals = [
            Lead(lead.point, (-lead.direction[0], -lead.direction[1]))
            for lead in _leads(ends.target, fixed[1], grown, distance)
        ]
        if not starts or not goals:
            continue
        try:
            found = find_any_path(starts, goals, grown, limit, pauses)
        except TooFar:
            # Closer to everything there are only more ways to go astray.
            return None
        if found is None:
            continue
        path = simplified((_foot(found[0], ends.source), *found, _foot(found[-1], ends.target)))
        path = settled(path, lattice_of(*ends), grown[:-2], grown[-2:])
        if clear(path, obstacles):
            return path
    return None


def _leads(box: Box, port: Port | None, grown: Sequence[Bounds], distance: float) -> list[Lead]:
    """Return the points just outside of a border at which a line may leave."""
    found = []
    near = box.grown(2 * distance)
    grown = [
        one
        for one in grown
        if one[0] < near.right and one[2] > near.x and one[1] < near.bottom and one[3] > near.y
    ]
    ports = [] if port is None else [port]
    if port is None:
        ports = [one for side in SIDES for one in _ports(box, side, grown, distance)]
    for side, point in ports:
        dx, dy = OUTWARD[side]
        outside = type(point)(point.x + dx * distance, point.y + dy * distance)
        if not any(x < outside.x < end and y < outside.y < floor for x, y, end, floor in grown):
            found.append(Lead(outside, (dx, dy)))
    return found


def _ports(box: Box, side: Side, grown: Sequence[Bounds], distance: float) -> list[Port]:
    """Return the places of a side that matter: fair ones, and those beside what stands near it."""
    low, high = side_range(box, side)
    upright = side in ("left", "right")
    start, end = (box.y, box.bottom) if upright else (box.x, box.right)
    places = [low + (high - low) * share for share in _SHARES]
    places += [start + 2.0, end - 2.0]
    x, y = OUTWARD[side]
    level = (
        (box.right if x > 0 else box.x) + x * distance
        if x
        else (box.bottom if y > 0 else box.y) + y * distance
    )
    for bounds in grown:
        edges = (bounds[1], bounds[3]) if upright else (bounds[0], bounds[2])
        first, last = (bounds[0], bounds[2]) if upright else (bounds[1], bounds[3])
        if not first <= level <= last:
            continue
        places += [edge for edge in edges if start < edge < end]
    return [port_on(box, side, place) for place in dict.fromkeys(places)]


def _foot(point: Point, box: Box) -> Point:
    """Return the point of the border that lies straight behind a point outside of it."""
    return type(point)(min(max(point.x, box.x), box.right), min(max(point.y, box.y), box.bottom))
