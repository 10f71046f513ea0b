"""Connectors led by hand: the waypoints stay where they are, the way to them adapts to the ends."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.lattice import GRID, STUB, Lattice, beyond, half_way
from archdraw.core.geometry.ports import OUTWARD, SIDES, Port, Side, anchored, port_on, side_range
from archdraw.core.geometry.routing import outside, route_orthogonal
from archdraw.core.geometry.shapes import Box, Point, simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What a bend, a turn on the spot and a box in the way cost, in units of length.
_BEND = 60.0
_SPIKE = 2000.0
_OBSTACLE = 4000.0
_OWN_BOX = 100_000.0

Place = tuple[Side, float]
"""A fixed end: the side and the fraction along it."""


class Joint(NamedTuple):
    """Where a hand-made line is to be joined to a box: its first point, and the one after it, if any."""

    first: Point
    after: Point | None


def route_through(
    source: Box,
    target: Box,
    points: Sequence[tuple[float, float]],
    *,
    anchors: tuple[Place | None, Place | None] = (None, None),
    obstacles: Sequence[Box] = (),
) -> tuple[Point, ...]:
    """Return the connector that runs through waypoints set by hand, with right angles between them.

    Waypoints inside of the ends are passed over. The way from an end to the nearest waypoint is the one
    with few bends that meets no obstacle, if there is such a one.
    """
    stops = [Point(*point) for point in points]
    while stops and _covers(source, stops[0]):
        del stops[0]
    while stops and _covers(target, stops[-1]):
        del stops[-1]
    if not stops:
        return _without_waypoints(source, target, anchors, obstacles)
    middle = _squared(stops)
    after = middle[1] if len(middle) > 1 else None
    first = _join(source, Joint(middle[0], after), anchors[0], obstacles)
    before = middle[-2] if len(middle) > 1 else first[-2]
    last = _join(target, Joint(middle[-1], before), anchors[1], obstacles)
    return simplified((*first, *middle[1:], *last[-2::-1]))


def stretched(points: Sequence[Point], first: Point, last: Point) -> tuple[Point, ...] | None:
    """Return the same line with its ends elsewhere; None where it would have to turn back on itself."""
    level = points[0].y == points[1].y
    ends_level = points[-1].y == points[-2].y
    if len(points) == 2:
        if first.y == last.y or first.x == last.x:
            line = [first, last]
        else:
            x, y = half_way(first.x, last.x), half_way(first.y, last.y)
            turns = [Point(x, first.y), Point(x, last.y)] if level else [Point(first.x, y), Point(last.x, y)]
            line = [first, *turns, last]
    elif len(points) == 3:
        line = [first, Point(last.x, first.y) if level else Point(first.x, last.y), last]
    else:
        second, before = points[1], points[-2]
        line = [first, Point(second.x, first.y) if level else Point(first.x, second.y), *points[2:-2]]
        line += [Point(before.x, last.y) if ends_level else Point(last.x, before.y), last]
    same_start = _heading(points[0], points[1]) == _heading(line[0], line[1])
    same_end = _heading(points[-2], points[-1]) == _heading(line[-2], line[-1])
    return simplified(line) if same_start and same_end else None


def _without_waypoints(
    source: Box, target: Box, anchors: tuple[Place | None, Place | None], obstacles: Sequence[Box]
) -> tuple[Point, ...]:
    if anchors == (None, None):
        return route_orthogonal(source, target, obstacles)
    found = route_orthogonal(source, target, obstacles)
    ports = [
        Port(_side_of(box, end), end) if anchor is None else anchored(box, anchor)
        for box, anchor, end in ((source, anchors[0], found[0]), (target, anchors[1], found[-1]))
    ]
    return route_orthogonal(source, target, obstacles, ports=(ports[0], ports[1]))


def _side_of(box: Box, point: Point) -> Side:
    distances: dict[Side, float] = {
        "left": abs(point.x - box.x),
        "right": abs(point.x - box.right),
        "top": abs(point.y - box.y),
        "bottom": abs(point.y - box.bottom),
    }
    return min(distances, key=distances.__getitem__)


def _covers(box: Box, point: Point) -> bool:
    return box.x - 1 < point.x < box.right + 1 and box.y - 1 < point.y < box.bottom + 1


def _squared(stops: Sequence[Point]) -> list[Point]:
    """Return the waypoints with a corner wherever two of them don't stand level or upright."""
    line = [stops[0]]
    for stop in stops[1:]:
        previous = line[-1]
        if previous.x != stop.x and previous.y != stop.y:
            came_upright = len(line) > 1 and line[-2].x == previous.x
            line.append(Point(stop.x, previous.y) if came_upright else Point(previous.x, stop.y))
        line.append(stop)
    return list(simplified(line)) if len(line) > 1 else line


def _join(box: Box, joint: Joint, anchor: Place | None, obstacles: Sequence[Box]) -> tuple[Point, ...]:
    """Return the cheapest way from the border of a box to a joint."""
    best: tuple[float, tuple[Point, ...]] | None = None
    for port in _ports(box, joint.first, anchor):
        for path in _ways(box, port, joint.first):
            cost = _cost(path, box, joint.after, obstacles)
            if best is None or cost < best[0]:
                best = (cost, path)
    if best is None:
        return (box.center, joint.first)
    return best[1]


def _ports(box: Box, goal: Point, anchor: Place | None) -> Iterator[Port]:
    if anchor is not None:
        yield anchored(box, anchor)
        return
    for side in SIDES:
        low, high = side_range(box, side)
        level = goal.y if side in ("left", "right") else goal.x
        if low <= level <= high:
            yield port_on(box, side, level)
        else:
            yield port_on(box, side)


def _ways(box: Box, port: Port, goal: Point) -> Iterator[tuple[Point, ...]]:
    """Yield the ways from a port to a point that leave at a right angle, those with few bends first."""
    start = port.point
    dx, dy = OUTWARD[port.side]
    ahead = (goal.x - start.x) * dx + (goal.y - start.y) * dy
    corner = Point(goal.x, start.y) if dx else Point(start.x, goal.y)
    if ahead > 0:
        yield (start, goal) if corner == goal else (start, corner, goal)
    near = outside(port, Lattice(box.x, box.y))
    leads = [near]
    if ahead > 2 * STUB:
        leads.append(
            Point(half_way(start.x, goal.x), start.y) if dx else Point(start.x, half_way(start.y, goal.y))
        )
    for lead in leads:
        turn = Point(lead.x, goal.y) if dx else Point(goal.x, lead.y)
        yield start, lead, turn, goal
    lead = near
    first, last = (box.y, box.bottom) if dx else (box.x, box.right)
    levels = first - GRID, beyond(last + STUB, first, 1)
    for level in levels:
        if dx:
            yield start, lead, Point(lead.x, level), Point(goal.x, level), goal
        else:
            yield start, lead, Point(level, lead.y), Point(level, goal.y), goal


def _cost(path: tuple[Point, ...], box: Box, after: Point | None, obstacles: Sequence[Box]) -> float:
    whole = simplified(path)
    cost = sum(abs(bx - ax) + abs(by - ay) for (ax, ay), (bx, by) in pairwise(whole))
    cost += _BEND * (len(whole) - 2)
    if after is not None and len(whole) > 1:
        onward = _heading(whole[-1], after)
        arriving = _heading(whole[-2], whole[-1])
        turn = onward[0] * arriving[0] + onward[1] * arriving[1]
        cost += _SPIKE if turn < 0 else _BEND if turn == 0 else 0.0
    for a, b in pairwise(whole):
        cost += _OWN_BOX * _meets(a, b, box)
        cost += sum(_OBSTACLE for one in obstacles if _meets(a, b, one))
    return cost


def _heading(a: Point, b: Point) -> tuple[int, int]:
    return (b.x > a.x) - (b.x < a.x), (b.y > a.y) - (b.y < a.y)


def _meets(a: Point, b: Point, box: Box) -> bool:
    left, right = (a.x, b.x) if a.x <= b.x else (b.x, a.x)
    top, bottom = (a.y, b.y) if a.y <= b.y else (b.y, a.y)
    return box.x < right and left < box.right and box.y < bottom and top < box.bottom
