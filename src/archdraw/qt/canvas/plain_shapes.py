"""Shapes without text: how they look relative to a corner, what they cover, and how they are painted."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from archdraw.core.drawing.display import BoxShape, GlyphShape, PathData, PathShape
from archdraw.core.geometry import Box
from archdraw.qt.bridge.colors import Paints
from archdraw.qt.bridge.glyphs import draw_glyph, painter_path

PlainShape = BoxShape | PathShape | GlyphShape

# Weights of a cubic's four points where it is cut (Bernstein polynomials).
_CUTS = tuple(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (1 / 3, 2 / 3, 1.0))


def draw_shape(painter: QPainter, shape: PlainShape, paints: Paints) -> None:
    """Paint one shape."""
    if isinstance(shape, GlyphShape):
        draw_glyph(painter, shape.glyph, shape.x, shape.y, shape.size, paints.color(shape.paint))
        return
    painter.setPen(paints.pen(shape.pen))
    painter.setBrush(paints.brush(shape.fill))
    if isinstance(shape, BoxShape):
        # A hairline on the edge of a px smears over two: half of its width further in it is crisp.
        inset = shape.pen.width / 2 if shape.pen is not None and shape.pen.width <= 1.0 else 0.0
        box = shape.box.grown(-inset)
        radius = max(0.0, shape.radius - inset)
        painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), radius, radius)
    else:
        painter.drawPath(painter_path(shape.data))


def look_of(shape: PlainShape, x: float, y: float) -> tuple[object, ...]:
    """Return what a shape looks like seen from (x, y), as a key; equal to a thousandth of a unit."""
    if isinstance(shape, BoxShape):
        box = shape.box
        return (round(box.x - x, 3), round(box.y - y, 3), box.w, box.h, shape.radius, shape.fill, shape.pen)
    if isinstance(shape, GlyphShape):
        return (round(shape.x - x, 3), round(shape.y - y, 3), shape.size, id(shape.glyph), shape.paint)
    numbers = tuple(
        value if index == 0 else round(float(value) - (x if index % 2 else y), 3)
        for command in shape.data
        for index, value in enumerate(command)
    )
    return (numbers, shape.fill, shape.pen)


def moved(shape: PlainShape, dx: float, dy: float) -> PlainShape:
    """Return the same shape at another place."""
    if isinstance(shape, BoxShape):
        return BoxShape(shape.box.moved(dx, dy), shape.radius, shape.fill, shape.pen)
    if isinstance(shape, GlyphShape):
        return GlyphShape(shape.x + dx, shape.y + dy, shape.size, shape.glyph, shape.paint)
    data = tuple(
        (command[0], *(float(value) + (dy if index % 2 else dx) for index, value in enumerate(command[1:])))
        for command in shape.data
    )
    return PathShape(data, shape.fill, shape.pen)


def covered(shapes: tuple[PlainShape, ...]) -> Box:
    """Return the box around what shapes paint, strokes and a px of smoothing included."""
    left = top = float("inf")
    right = bottom = float("-inf")
    for shape in shapes:
        box, reach = _outline(shape), 1.0
        if not isinstance(shape, GlyphShape) and shape.pen is not None:
            reach += shape.pen.width / 2
        left, top = min(left, box.x - reach), min(top, box.y - reach)
        right, bottom = max(right, box.right + reach), max(bottom, box.bottom + reach)
    return Box(left, top, right - left, bottom - top)


def straight_pieces(data: PathData) -> list[QLineF]:
    """Return a path as straight lines; a curve becomes as many as its small radius needs at zoom 1 or 2."""
    lines: list[QLineF] = []
    x = y = first_x = first_y = 0.0
    for command in cast("tuple[tuple[Any, ...], ...]", data):
        letter = command[0]
        if letter == "L":
            _, to_x, to_y = command
            lines.append(QLineF(x, y, to_x, to_y))
            x, y = to_x, to_y
        elif letter == "M":
            _, x, y = command
            first_x, first_y = x, y
        elif letter == "C":
            _, bx, by, cx, cy, dx, dy = command
            from_x, from_y = x, y
            for a, b, c, d in _CUTS:
                to_x, to_y = a * x + b * bx + c * cx + d * dx, a * y + b * by + c * cy + d * dy
                lines.append(QLineF(from_x, from_y, to_x, to_y))
                from_x, from_y = to_x, to_y
            x, y = dx, dy
        else:
            lines.append(QLineF(x, y, first_x, first_y))
            x, y = first_x, first_y
    return lines


def _outline(shape: PlainShape) -> Box:
    if isinstance(shape, BoxShape):
        return shape.box
    if isinstance(shape, GlyphShape):
        return Box(shape.x, shape.y, shape.size, shape.size)
    xs = [float(value) for command in shape.data for value in command[1::2]]
    ys = [float(value) for command in shape.data for value in command[2::2]]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
