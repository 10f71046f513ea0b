"""Parts of a drawing at another place: nothing about them is found or measured again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.drawing.display import BoxShape, GlyphShape, PathShape, TextShape
from archdraw.core.geometry import Box, Point

if TYPE_CHECKING:
    from archdraw.core.drawing.connections import Course
    from archdraw.core.drawing.display import ElementDrawing, PathCommand, PathData, Shape
    from archdraw.core.geometry.lanes import Segment


def shifted_points(points: tuple[tuple[float, float], ...], dx: float, dy: float) -> tuple[Point, ...]:
    """Return a line at another place."""
    return tuple([Point(x + dx, y + dy) for x, y in points])


def shifted_segments(segments: list[Segment], dx: float, dy: float) -> list[Segment]:
    """Return segments at another place."""
    return [one.moved(dx, dy) for one in segments]


def shifted_course(course: Course, dx: float, dy: float) -> Course:
    """Return a course at another place; jumps are told by distances, which stay."""
    label = None if course.label is None else course.label.moved(dx, dy)
    points = tuple([Point(x + dx, y + dy) for x, y in course.points])
    return replace(course, points=points, label=label)


def shifted_drawing(drawing: ElementDrawing, dx: float, dy: float) -> ElementDrawing:
    """Return the drawing of an element at another place."""
    return replace(
        drawing,
        bounds=drawing.bounds.moved(dx, dy),
        shapes=tuple([shifted_shape(shape, dx, dy) for shape in drawing.shapes]),
        fine=tuple([shifted_shape(shape, dx, dy) for shape in drawing.fine]),
        frame=_shifted_box(drawing.frame, dx, dy),
        route=tuple([Point(x + dx, y + dy) for x, y in drawing.route]),
        label_box=_shifted_box(drawing.label_box, dx, dy),
    )


def shifted_shape(shape: Shape, dx: float, dy: float) -> Shape:
    """Return a shape at another place."""
    if isinstance(shape, BoxShape):
        return BoxShape(shape.box.moved(dx, dy), shape.radius, shape.fill, shape.pen)
    if isinstance(shape, PathShape):
        return PathShape(_shifted_path(shape.data, dx, dy), shape.fill, shape.pen)
    if isinstance(shape, TextShape):
        return replace(shape, x=shape.x + dx, y=shape.y + dy)
    return GlyphShape(shape.x + dx, shape.y + dy, shape.size, shape.glyph, shape.paint)


def _shifted_box(box: Box | None, dx: float, dy: float) -> Box | None:
    return None if box is None else box.moved(dx, dy)


def _shifted_path(data: PathData, dx: float, dy: float) -> PathData:
    return tuple([_shifted_command(command, dx, dy) for command in data])


def _shifted_command(command: PathCommand, dx: float, dy: float) -> PathCommand:
    letter, *numbers = command
    moved = [float(number) + (dy if index % 2 else dx) for index, number in enumerate(numbers)]
    return (letter, *moved)
