"""Hit tests: how far a point is from what is drawn."""

from __future__ import annotations

from itertools import pairwise
from math import hypot, inf
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.shapes import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.geometry.shapes import Box


class NearestPoint(NamedTuple):
    """The point of a line that lies nearest: how far, where, on which segment, at which share of all."""

    distance: float
    point: Point
    segment: int
    fraction: float


def nearest_on_polyline(
    point: tuple[float, float], line: Sequence[tuple[float, float]]
) -> NearestPoint | None:
    """Return the nearest place on a line of corner points, or None for fewer than two points.

    `fraction` is 0 at the first corner and 1 at the last, by length.
    """
    best: tuple[float, Point, int, float] | None = None
    walked = 0.0
    px, py = point
    for index in range(len(line) - 1):
        (ax, ay), (bx, by) = line[index], line[index + 1]
        dx, dy = bx - ax, by - ay
        length = hypot(dx, dy)
        share = 0.0
        if length > 0:
            share = min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / (length * length)))
        x, y = ax + share * dx, ay + share * dy
        distance = hypot(px - x, py - y)
        if best is None or distance < best[0]:
            best = (distance, Point(x, y), index, walked + share * length)
        walked += length
    if best is None:
        return None
    return NearestPoint(best[0], best[1], best[2], best[3] / walked if walked > 0 else 0.0)


def distance_to_polyline(point: tuple[float, float], line: Sequence[tuple[float, float]]) -> float:
    """Return the distance of a point from a line of corner points (infinite for an empty line)."""
    if len(line) == 1:
        return hypot(point[0] - line[0][0], point[1] - line[0][1])
    nearest = nearest_on_polyline(point, line)
    return inf if nearest is None else nearest.distance


def point_along(line: Sequence[tuple[float, float]], fraction: float) -> Point:
    """Return the point at a share (0..1) of the length of a line.

    Raises
    ------
    ValueError
        When the line has no points.
    """
    if not line:
        raise ValueError("A line without points has no point along it.")
    lengths = [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(line)]
    left = sum(lengths) * min(1.0, max(0.0, fraction))
    for (ax, ay), (bx, by), length in zip(line, line[1:], lengths, strict=False):
        if left <= length and length > 0:
            share = left / length
            return Point(ax + share * (bx - ax), ay + share * (by - ay))
        left -= length
    return Point(*line[-1])


def distance_to_box(point: tuple[float, float], box: Box) -> float:
    """Return the distance of a point from a box: 0 inside it."""
    dx = max(box.x - point[0], 0.0, point[0] - box.right)
    dy = max(box.y - point[1], 0.0, point[1] - box.bottom)
    return hypot(dx, dy)


def near_border(point: tuple[float, float], box: Box, reach: float) -> bool:
    """Tell whether a point lies within `reach` of the border of a box, inside or outside."""
    if distance_to_box(point, box) > reach:
        return False
    inset = min(point[0] - box.x, box.right - point[0], point[1] - box.y, box.bottom - point[1])
    return inset <= reach
