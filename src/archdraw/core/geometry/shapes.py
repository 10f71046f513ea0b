"""Points, boxes and lines between points in drawing units (1 unit = 1 px at zoom 1; y grows downwards)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""

# A large drawing makes hundreds of thousands: straight to where a named tuple is made.
_make = tuple.__new__


class Point(NamedTuple):
    """A place on the drawing."""

    x: float
    y: float


class Box(NamedTuple):
    """An upright rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right border."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower border."""
        return self.y + self.h

    @property
    def center(self) -> Point:
        """The middle."""
        x, y, w, h = self
        return _make(Point, (x + w / 2, y + h / 2))

    def moved(self, dx: float, dy: float) -> Box:
        """Return the same size at another place."""
        x, y, w, h = self
        return _make(Box, (x + dx, y + dy, w, h))

    def grown(self, margin: float) -> Box:
        """Return the box with `margin` added on all four sides."""
        x, y, w, h = self
        return _make(Box, (x - margin, y - margin, w + 2 * margin, h + 2 * margin))

    def contains(self, point: tuple[float, float]) -> bool:
        """Tell whether the point lies in the box or on its border."""
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def encloses(self, other: Box) -> bool:
        """Tell whether the other box lies wholly inside this one."""
        ax, ay, aw, ah = self
        bx, by, bw, bh = other
        return ax <= bx and ay <= by and bx + bw <= ax + aw and by + bh <= ay + ah

    def intersects(self, other: Box) -> bool:
        """Tell whether the two boxes share more than a border."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


def union(first: Box, second: Box) -> Box:
    """Return the smallest box around two boxes."""
    ax, ay, aw, ah = first
    bx, by, bw, bh = second
    left, top = min(bx, ax), min(by, ay)
    right = max(bx + bw, ax + aw)
    bottom = max(by + bh, ay + ah)
    return _make(Box, (left, top, right - left, bottom - top))


def bounding_box(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box around all boxes, or None for none."""
    found = list(boxes)
    if not found:
        return None
    left, top = min([box[0] for box in found]), min([box[1] for box in found])
    right, bottom = max([box[0] + box[2] for box in found]), max([box[1] + box[3] for box in found])
    return Box(left, top, right - left, bottom - top)


def box_of_points(points: Iterable[tuple[float, float]]) -> Box | None:
    """Return the smallest box around all points, or None for none."""
    found = list(points)
    if not found:
        return None
    xs, ys = [point[0] for point in found], [point[1] for point in found]
    left, top = min(xs), min(ys)
    return Box(left, top, max(xs) - left, max(ys) - top)


def simplified(points: Iterable[tuple[float, float]]) -> tuple[Point, ...]:
    """Return the line without doubled points and without corners that are none."""
    result: list[Point] = []
    for x, y in points:
        if result:
            bx, by = result[-1]
            if x == bx and y == by:
                continue
            if len(result) >= 2:
                ax, ay = result[-2]
                if (ax == bx == x and (by - ay) * (y - by) >= 0) or (
                    ay == by == y and (bx - ax) * (x - bx) >= 0
                ):
                    result.pop()
        result.append(Point(x, y))
    # Two ports that meet make a line without length; whoever draws it still needs both its ends.
    return tuple(result) if len(result) != 1 else (result[0], result[0])


def free(path: Sequence[tuple[float, float]], grown: Sequence[Bounds]) -> bool:
    """Tell whether a line enters none of these areas; along a border it does not."""
    for (ax, ay), (bx, by) in pairwise(path):
        left, right = (ax, bx) if ax <= bx else (bx, ax)
        top, bottom = (ay, by) if ay <= by else (by, ay)
        # Strict on both sides, so that a line along a border is free and one that runs inside is not.
        for x, y, end, floor in grown:
            if x < right and left < end and y < bottom and top < floor:
                return False
    return True
