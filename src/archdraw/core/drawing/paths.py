"""Outlines as path data: round-cornered boxes and lines, arrow heads, hatching, arcs over crossings."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing.display import PathCommand, PathData
    from archdraw.core.geometry import Box

# Control-point distance at which a cubic follows a quarter circle: 4/3 · (√2 − 1).
QUARTER = 0.5522847498307936
# Width of an arrow head as a share of its length.
HEAD_WIDTH = 0.9
Radii = tuple[float, float, float, float]


def round_box(box: Box, radii: Radii) -> PathData:
    """Return a box with a radius for each corner, clockwise from the top left."""
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    a, b, c, d = radii
    k = 1 - QUARTER
    commands: list[PathCommand] = [("M", x + a, y), ("L", right - b, y)]
    if b:
        commands.append(("C", right - k * b, y, right, y + k * b, right, y + b))
    commands.append(("L", right, bottom - c))
    if c:
        commands.append(("C", right, bottom - k * c, right - k * c, bottom, right - c, bottom))
    commands.append(("L", x + d, bottom))
    if d:
        commands.append(("C", x + k * d, bottom, x, bottom - k * d, x, bottom - d))
    commands.append(("L", x, y + a))
    if a:
        commands.append(("C", x, y + k * a, x + k * a, y, x + a, y))
    commands.append(("Z",))
    return tuple(commands)


def circle(x: float, y: float, radius: float) -> PathData:
    """Return a circle around (x, y)."""
    k = QUARTER * radius
    return (
        ("M", x + radius, y),
        ("C", x + radius, y + k, x + k, y + radius, x, y + radius),
        ("C", x - k, y + radius, x - radius, y + k, x - radius, y),
        ("C", x - radius, y - k, x - k, y - radius, x, y - radius),
        ("C", x + k, y - radius, x + radius, y - k, x + radius, y),
        ("Z",),
    )


def polyline(points: Sequence[tuple[float, float]]) -> PathData:
    """Return a line through the points."""
    return tuple(("M" if index == 0 else "L", x, y) for index, (x, y) in enumerate(points))


def arrow_head(tip: tuple[float, float], before: tuple[float, float], size: float) -> PathData:
    """Return a filled arrow head of length `size` whose point is at `tip`, coming from `before`."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    half = size * HEAD_WIDTH / 2
    bx, by = tip[0] - ux * size, tip[1] - uy * size
    return (
        ("M", tip[0], tip[1]),
        ("L", bx - uy * half, by + ux * half),
        ("L", bx + uy * half, by - ux * half),
        ("Z",),
    )


def hatching(box: Box, distance: float) -> PathData:
    """Return diagonal lines (rising to the right) over a box, cut at its borders."""
    commands: list[PathCommand] = []
    offset = distance
    while offset < box.w + box.h:
        commands.append(("M", box.x + min(offset, box.w), box.y + max(0.0, offset - box.w)))
        commands.append(("L", box.x + max(0.0, offset - box.h), box.y + min(offset, box.h)))
        offset += distance
    return tuple(commands)
