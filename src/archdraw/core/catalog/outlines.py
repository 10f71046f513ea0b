"""Outlines of simple shapes as move, line, cubic and close commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
PathCommand = tuple[str | float, ...]
PathData = tuple[PathCommand, ...]

# Three decimals are 1/40 of a pixel on a glyph of 600 pixels, and keep the cache small.
_DECIMALS = 3
# Control-point distance at which a cubic follows a quarter circle within 0.03 %: 4/3 · (√2 − 1).
QUARTER = 0.5522847498307936


def ellipse_path(cx: float, cy: float, rx: float, ry: float) -> PathData:
    """Return the ellipse around (cx, cy) with half-axes rx and ry, as four cubics."""
    kx, ky = rx * QUARTER, ry * QUARTER
    return (
        ("M", cx + rx, cy),
        ("C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        ("C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        ("C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        ("C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        ("Z",),
    )


def rectangle_path(
    x: float, y: float, width: float, height: float, rx: float = 0.0, ry: float = 0.0
) -> PathData:
    """Return a rectangle whose corners are quarter ellipses of half-axes rx and ry."""
    right, foot = x + width, y + height
    if rx == 0 or ry == 0:
        return points_path((x, y, right, y, right, foot, x, foot), closed=True)
    bx, by = rx * (1 - QUARTER), ry * (1 - QUARTER)
    return (
        ("M", x + rx, y),
        ("L", right - rx, y),
        ("C", right - bx, y, right, y + by, right, y + ry),
        ("L", right, foot - ry),
        ("C", right, foot - by, right - bx, foot, right - rx, foot),
        ("L", x + rx, foot),
        ("C", x + bx, foot, x, foot - by, x, foot - ry),
        ("L", x, y + ry),
        ("C", x, y + by, x + bx, y, x + rx, y),
        ("Z",),
    )


def points_path(numbers: Sequence[float], *, closed: bool) -> PathData:
    """Return the line through x, y, x, y …, closed or open."""
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    commands: list[PathCommand] = [("M" if not index else "L", x, y) for index, (x, y) in enumerate(pairs)]
    if closed:
        commands.append(("Z",))
    return tuple(commands)


def recorded_path(operations: Iterable[tuple[str, tuple[Point, ...]]]) -> PathData:
    """Return what a font pen recorded as commands; quadratics are raised to cubics.

    Parameters
    ----------
    operations
        Pairs of the font-drawing protocol's method name and its points.

    Raises
    ------
    ValueError
        A curve with more control points than SVG paths have.
    """
    commands: list[PathCommand] = []
    start = here = (0.0, 0.0)
    for name, points in operations:
        if name == "closePath":
            if commands[-1:] == [("L", *start)]:
                commands.pop()  # closing draws that line
            commands.append(("Z",))
            here = start
            continue
        if name == "endPath":
            continue
        drawn = _raised(here, points) if name == "qCurveTo" else points
        letter = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "qCurveTo": "C"}[name]
        if len(drawn) != (3 if letter == "C" else 1):
            raise ValueError("a curve has too many control points")
        commands.append((letter, *(float(value) for xy in drawn for value in xy)))
        here = drawn[-1]
        start = here if letter == "M" else start
    return tuple(commands)


def _raised(here: Point, points: tuple[Point, ...]) -> tuple[Point, ...]:
    if len(points) != 2:
        raise ValueError("a quadratic curve needs one control point")
    (sx, sy), (cx, cy), (ex, ey) = here, *points
    return (
        (sx + 2 / 3 * (cx - sx), sy + 2 / 3 * (cy - sy)),
        (ex + 2 / 3 * (cx - ex), ey + 2 / 3 * (cy - ey)),
        (ex, ey),
    )


def rounded_path(path: PathData) -> PathData:
    """Return the path with coordinates of three decimals."""
    return tuple((letter, *(round(float(value), _DECIMALS) + 0.0 for value in xy)) for letter, *xy in path)
