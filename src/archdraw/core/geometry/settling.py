"""Brings a route that was searched for onto the grid: its stretches between corners, where they are free."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from archdraw.core.geometry.lattice import GRID, HALF, STUB
from archdraw.core.geometry.shapes import Point, free, simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archdraw.core.geometry.lattice import Lattice
    from archdraw.core.geometry.shapes import Bounds

_TINY = 1e-6


def settled(
    path: Sequence[Point], lattice: Lattice, walls: Sequence[Bounds], own: Sequence[Bounds] = ()
) -> tuple[Point, ...]:
    """Return a route with its stretches between two corners on the grid, or half-way between in narrow gaps.

    One that has no free line of either within a step stays where it is. Jogs of less than a step are
    straightened where that is free.

    Parameters
    ----------
    path
        The corners of a route that enters none of the walls.
    lattice
        The grid of its connection.
    walls, own
        What it keeps out of: grown components, and the grown ends of the connection, which its first and
        last stretch enter.
    """
    line = list(path)
    last = len(line) - 2
    first_axis = 0 if line[0].x == line[1].x else 1
    for part in range(1, last):
        axis = (first_axis + part) & 1
        around = _around(line[part - 1 : part + 3])
        near = [box for box in walls if _meet(box, around)]
        ends = [box for box in own if _meet(box, around)]
        for place in _places(line, part, axis, lattice[axis]):
            if not _keeps_room(line, part, axis, place):
                continue
            moved = [*line[part - 1 : part + 3]]
            moved[1], moved[2] = _put(moved[1], axis, place), _put(moved[2], axis, place)
            # The stretch at a box leaves it through its own grown border.
            inner = moved[part == 1 : 3 if part == last - 1 else 4]
            if free(moved, near) and free(inner, ends):
                line[part : part + 2] = moved[1:3]
                break
    return simplified(line)


def _places(line: Sequence[Point], part: int, axis: int, through: float) -> Iterator[float]:
    """Yield where a stretch may go, best first: in line with another, onto the grid, half-way between."""
    at = line[part][axis]
    beside = [line[part - 1][axis]] if part > 1 else []
    if part == len(line) - 4:
        # The last one stays where its port is; others come here, if they do, when it is their turn.
        beside.append(line[part + 2][axis])
    near = [one for one in beside if 0 < abs(one - at) < GRID - _TINY]
    yield from sorted(near, key=lambda one: abs(one - at))
    for step, line_of_step in ((GRID, through), (GRID, through + HALF)):
        below = line_of_step + step * floor((at - line_of_step) / step + _TINY)
        if at - below < _TINY:
            yield at
            continue
        near = [below, below + step]
        yield from near if at - below <= step / 2 else near[::-1]


def _keeps_room(line: Sequence[Point], part: int, axis: int, place: float) -> bool:
    """Tell whether the stretches before and after keep their direction and enough of their length."""
    at, last = line[part][axis], len(line) - 2
    for other, touches in ((line[part - 1][axis], part == 1), (line[part + 2][axis], part == last - 1)):
        before, after = at - other, place - other
        if before == 0.0 and after != 0.0:
            return False
        if after == 0.0 and not touches:
            continue
        if before * after <= 0 or abs(after) < min(abs(before), STUB if touches else HALF):
            return False
    return True


def _put(point: Point, axis: int, place: float) -> Point:
    return Point(place, point.y) if axis == 0 else Point(point.x, place)


def _around(points: Sequence[Point]) -> Bounds:
    """Return where these stretches may come to lie."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return min(xs) - GRID, min(ys) - GRID, max(xs) + GRID, max(ys) + GRID


def _meet(first: Bounds, second: Bounds) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
