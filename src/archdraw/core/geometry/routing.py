"""Orthogonal connectors: from border to border, around what stands between, with few bends.

Straight lines, corners, steps and ways around are tried first; only where all of them meet an obstacle
a search runs (`pathfinding`). Everything is deterministic and in drawing units.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.lattice import GRID, HALF, STUB, Lattice, beyond, half_way, lattice_of
from archdraw.core.geometry.pathfinding import Lead, Pauses, find_path
from archdraw.core.geometry.ports import (
    ANY_SIDES,
    OPPOSITE,
    OUTWARD,
    FixedSides,
    Port,
    Side,
    SidePair,
    natural_pair,
    port_on,
    side_pairs,
)
from archdraw.core.geometry.shapes import Bounds, Box, Point, free, simplified, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARGIN = 12.0
# How far outside the two ends a way around may lead.
DETOUR = 160.0
# With more obstacles between two boxes than this, no way around is looked for: it would be a maze.
MOST_OBSTACLES = 300
# Rounds of a search: each adds the obstacles that the last path still met.
ROUNDS = 6
# Across a gap narrower than this the grid has so few lines that those half-way between are tried, too.
_FEW_LINES = 5 * GRID


class Ends(NamedTuple):
    """The two boxes that a connection joins."""

    source: Box
    target: Box

    @property
    def reach(self) -> Box:
        """The area outside which nothing changes the route."""
        return union(self.source, self.target).grown(DETOUR)

    @property
    def nested(self) -> bool:
        """Whether one box holds the other."""
        return self.source.encloses(self.target) or self.target.encloses(self.source)


def route_orthogonal(
    source: Box,
    target: Box,
    obstacles: Sequence[Box] = (),
    *,
    ports: tuple[Port, Port] | None = None,
    margin: float = MARGIN,
) -> tuple[Point, ...]:
    """Return the corner points of a connector, on the border of `source` first, of `target` last.

    It leaves and enters at right angles to the sides, keeps `margin` from `obstacles` (boxes other than
    the two ends; those outside the neighbourhood are ignored) where a free way exists, and takes the
    straight way through where none does. `ports` fixes sides and places; without it they are chosen.
    """
    ends = Ends(source, target)
    if source == target:
        return self_loop(source)
    near = [box for box in obstacles if box.intersects(ends.reach)]
    if ports is None:
        sides = choose_sides(ends, near, margin=margin)
        along = None
        if ends.nested:
            inner = (target if source.encloses(target) else source).center
            along = inner.y if sides[0] in ("left", "right") else inner.x
        ports = (port_on(source, sides[0], along), port_on(target, sides[1], along))
    return route_between(ends, ports, near, margin=margin)


def choose_sides(
    ends: Ends, obstacles: Sequence[Box], *, margin: float = MARGIN, fixed: FixedSides = ANY_SIDES
) -> SidePair:
    """Return the sides to join: the first natural pair with a free simple path, or the most natural."""
    if ends.nested:
        side = _nearest_common_side(ends)
        return fixed[0] or side, fixed[1] or side
    if not obstacles and fixed == ANY_SIDES:
        return natural_pair(*ends)
    grown = _grown(obstacles, margin)
    pairs = side_pairs(*ends, fixed)
    if len(pairs) == 1 or not grown or len(grown) > MOST_OBSTACLES:
        return pairs[0]
    for pair in pairs:
        ports = (port_on(ends.source, pair[0]), port_on(ends.target, pair[1]))
        if any(free(path, grown) for path in _simple_paths(ends, ports, grown)):
            return pair
    return pairs[0]


def simple_route(
    ends: Ends, ports: tuple[Port, Port], obstacles: Sequence[Box], *, margin: float = MARGIN
) -> tuple[Point, ...] | None:
    """Return the straight, corner or step route between two ports, or None where all meet obstacles.

    Such a route stays within the smallest box around both ends.
    """
    if ports[0].side == ports[1].side:
        return None
    grown = _grown(obstacles, margin)
    for path in _simple_paths(ends, ports, grown):
        if not grown or free(path, grown):
            return simplified(path)
    return None


def route_between(
    ends: Ends,
    ports: tuple[Port, Port],
    obstacles: Sequence[Box],
    *,
    margin: float = MARGIN,
    pauses: Pauses | None = None,
) -> tuple[Point, ...]:
    """Return the corner points between two given ports (see `route_orthogonal`)."""
    grown = _grown(obstacles, margin)
    fallback: tuple[Point, ...] = ()
    for path in _simple_paths(ends, ports, grown):
        if not grown or free(path, grown):
            return simplified(path)
        fallback = fallback or path
    for distance in (margin, margin / 3) if len(obstacles) <= MOST_OBSTACLES else ():
        found = _searched(ends, ports, obstacles, distance, pauses)
        if found is not None:
            return found
    return simplified(fallback or _bent(ends, ports))


def clear(path: Sequence[tuple[float, float]], boxes: Sequence[Box]) -> bool:
    """Tell whether a line crosses none of the boxes; along a border it does not."""
    return free(path, _grown(boxes, 0.0))


def quick_route(ends: Ends, ports: tuple[Port, Port]) -> tuple[Point, ...]:
    """Return a route between two ports that looks at nothing in its way, for a line that is being dragged."""
    (out, a), (into, b) = ports
    if OPPOSITE[out] == into:
        # Most lines: straight, or with one step half-way; there are no corners in these to take out.
        dx, dy = OUTWARD[out]
        if (b.x - a.x) * dx + (b.y - a.y) * dy > 0:
            if (a.y == b.y) if dx else (a.x == b.x):
                return a, b
            if dx:
                middle = half_way(a.x, b.x)
                return a, Point(middle, a.y), Point(middle, b.y), b
            middle = half_way(a.y, b.y)
            return a, Point(a.x, middle), Point(b.x, middle), b
    return simplified(next(_simple_paths(ends, ports, ()), ()) or _bent(ends, ports))


def self_loop(box: Box) -> tuple[Point, ...]:
    """Return the loop of a box to itself: out at the right, over the corner, in at the top."""
    y = box.y + min(box.h / 2, GRID)
    x = max(box.x + box.w / 2, beyond(box.right - 1.5 * STUB, box.x, -1))
    right, top = beyond(box.right + STUB, box.x, 1), box.y - GRID
    return Point(box.right, y), Point(right, y), Point(right, top), Point(x, top), Point(x, box.y)


def straight_route(source: Box, target: Box) -> tuple[Point, ...]:
    """Return the line between the centres, from border to border."""
    return (_border_towards(source, target.center), _border_towards(target, source.center))


def _simple_paths(
    ends: Ends, ports: tuple[Port, Port], grown: Sequence[Bounds]
) -> Iterator[tuple[Point, ...]]:
    """Yield straight, corner, step and around shapes that fit the sides, best first."""
    (out, a), (into, b) = ports
    ax, ay = OUTWARD[out]
    bx, by = OUTWARD[into]
    if ends.nested and out == into:
        yield from _steps(a, b, upright=ax == 0)
        return
    ahead = (b.x - a.x) * ax + (b.y - a.y) * ay
    if (ax, ay) == (-bx, -by):
        if ahead > 0:
            yield from _steps(a, b, upright=ax == 0)
    elif (ax, ay) == (bx, by):
        yield from _arounds(a, b, (ax, ay), grown, ends)
    else:
        corner = Point(a.x, b.y) if ax == 0 else Point(b.x, a.y)
        leaves = (corner.x - a.x) * ax + (corner.y - a.y) * ay
        enters = (corner.x - b.x) * bx + (corner.y - b.y) * by
        if leaves > 0 and enters >= STUB:
            yield a, corner, b


def _steps(a: Point, b: Point, *, upright: bool) -> Iterator[tuple[Point, ...]]:
    if upright:
        for path in _steps(Point(a.y, a.x), Point(b.y, b.x), upright=False):
            yield tuple(Point(y, x) for x, y in path)
        return
    if a.y == b.y:
        yield a, b
        return
    places = [half_way(a.x, b.x)]
    low, high = min(a.x, b.x), max(a.x, b.x)
    if high - low >= 4 * STUB:
        near = [high - GRID, beyond(low + STUB, high, 1)]
        places += near if a.x < b.x else near[::-1]
        if high - low < _FEW_LINES:
            near = [high - GRID - HALF, beyond(low + STUB, high - HALF, 1)]
            places += near if a.x < b.x else near[::-1]
    for x in dict.fromkeys(places):
        yield a, Point(x, a.y), Point(x, b.y), b


def _arounds(
    a: Point, b: Point, out: tuple[int, int], grown: Sequence[Bounds], ends: Ends
) -> Iterator[tuple[Point, ...]]:
    """Yield the U shapes on one side: just outside the ends, and outside what stands in that strip."""
    upright = out[0] == 0
    sign = out[1] if upright else out[0]
    low, high = (min(a.x, b.x), max(a.x, b.x)) if upright else (min(a.y, b.y), max(a.y, b.y))
    edges = (a.y, b.y) if upright else (a.x, b.x)
    line, reach = lattice_of(*ends)[upright], ends.reach
    level = beyond((max(edges) if sign > 0 else min(edges)) + sign * STUB, line, sign)
    first, last = (reach.y, reach.bottom) if upright else (reach.x, reach.right)
    while first <= level <= last:
        if upright:
            yield a, Point(a.x, level), Point(b.x, level), b
        else:
            yield a, Point(level, a.y), Point(level, b.y), b
        hit = [box for box in grown if _meets(box, low, high, level, upright=upright)]
        if not hit:
            return
        if upright:
            border = max(box[3] for box in hit) if sign > 0 else min(box[1] for box in hit)
        else:
            border = max(box[2] for box in hit) if sign > 0 else min(box[0] for box in hit)
        farther = beyond(border, line, sign)
        # A border may lie a rounding error beyond the line of the grid that it is said to lie on.
        level = farther if (farther - level) * sign > 0.0 else level + sign * GRID


def _meets(box: Bounds, low: float, high: float, level: float, *, upright: bool) -> bool:
    if upright:
        return box[0] < high and box[2] > low and box[1] < level < box[3]
    return box[1] < high and box[3] > low and box[0] < level < box[2]


def _searched(
    ends: Ends, ports: tuple[Port, Port], obstacles: Sequence[Box], margin: float, pauses: Pauses | None
) -> tuple[Point, ...] | None:
    reach = ends.reach
    limit = (reach.x, reach.y, reach.right, reach.bottom)
    all_grown = _grown(obstacles, margin)
    own = [] if ends.nested else _grown(ends, min(margin, STUB))
    start, goal = _lead(ports[0], leaving=True), _lead(ports[1], leaving=False)
    middle = Point((start.point.x + goal.point.x) / 2, (start.point.y + goal.point.y) / 2)
    used: list[Bounds] = []
    for _ in range(ROUNDS):
        found = find_path(start, goal, [*own, *used], limit, (middle,), pauses)
        if found is None:
            return None
        path = simplified((ports[0].point, *found, ports[1].point))
        met = [box for box in _met(path, all_grown) if box not in used]
        if not met:
            from archdraw.core.geometry.settling import settled  # most drawings need no search

            return settled(path, lattice_of(*ends), all_grown, own)
        used += met
    return None


def _lead(port: Port, *, leaving: bool) -> Lead:
    dx, dy = OUTWARD[port.side]
    point = Point(port.point.x + dx * STUB, port.point.y + dy * STUB)
    return Lead(point, (dx, dy) if leaving else (-dx, -dy))


def _bent(ends: Ends, ports: tuple[Port, Port]) -> tuple[Point, ...]:
    """Return a way that fits the sides and looks at nothing else."""
    (out, a), (into, b) = ports
    lattice = lattice_of(*ends)
    start, goal = outside(ports[0], lattice), outside(ports[1], lattice)
    upright = out in ("top", "bottom")
    corner = Point(goal.x, start.y) if upright else Point(start.x, goal.y)
    if into in ("top", "bottom") and not upright:
        corner = Point(start.x, goal.y)
    return a, start, corner, goal, b


def outside(port: Port, lattice: Lattice) -> Point:
    """Return the first place outside of a port on the grid that leaves room for a corner."""
    dx, dy = OUTWARD[port.side]
    x, y = port.point
    if dx:
        return Point(beyond(x + dx * STUB, lattice.x, dx), y)
    return Point(x, beyond(y + dy * STUB, lattice.y, dy))


def _grown(boxes: Iterable[Box], margin: float) -> list[Bounds]:
    return [(x - margin, y - margin, x + w + margin, y + h + margin) for x, y, w, h in boxes]


def _met(path: Sequence[tuple[float, float]], grown: Sequence[Bounds]) -> list[Bounds]:
    """Return which of the boxes a line enters."""
    stretches = [
        (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)) for (ax, ay), (bx, by) in pairwise(path)
    ]
    found = []
    for box in grown:
        x, y, end, floor = box
        for left, top, right, bottom in stretches:
            if x < right and left < end and y < bottom and top < floor:
                found.append(box)
                break
    return found


def _nearest_common_side(ends: Ends) -> Side:
    source, target = ends
    distances: dict[Side, float] = {
        "right": abs(source.right - target.right),
        "left": abs(source.x - target.x),
        "bottom": abs(source.bottom - target.bottom),
        "top": abs(source.y - target.y),
    }
    return min(distances, key=distances.__getitem__)


def _border_towards(box: Box, point: tuple[float, float]) -> Point:
    center = box.center
    dx, dy = point[0] - center.x, point[1] - center.y
    if dx == 0 and dy == 0:
        return Point(box.right, center.y)
    shares = []
    if dx:
        shares.append(box.w / 2 / abs(dx))
    if dy:
        shares.append(box.h / 2 / abs(dy))
    share = min(shares)
    return Point(center.x + dx * share, center.y + dy * share)


def offset_line(points: Sequence[tuple[float, float]], shift: float) -> tuple[Point, ...]:
    """Return a line of right angles moved sideways by `shift` (positive: to the right when walking it)."""
    moved: list[tuple[Point, Point]] = []
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length * shift, (bx - ax) / length * shift
        moved.append((Point(ax + nx, ay + ny), Point(bx + nx, by + ny)))
    if not moved:
        return tuple(Point(*point) for point in points)
    result = [moved[0][0]]
    for (a, b), (c, _) in pairwise(moved):
        # Of two lines at a right angle, each fixes one coordinate of the corner.
        result.append(Point(b.x, c.y) if a.x == b.x else Point(c.x, b.y))
    result.append(moved[-1][1])
    return tuple(result)
