"""A connection as a line: how it is dashed says how it works, how strong it is says whether it matters."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from math import hypot, sqrt
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.change_signs import CHANGE_TOKENS, change_pen
from archdraw.core.drawing.display import BoxShape, ElementDrawing, FontSpec, Paint, PathShape, Pen, TextShape
from archdraw.core.drawing.figures import full_rate
from archdraw.core.drawing.marks import BADGE_RADIUS, NO_MARKS, Marks, badge_shapes, mark_lines
from archdraw.core.drawing.paths import arrow_head
from archdraw.core.drawing.rounding import CORNER, rounded_line
from archdraw.core.drawing.styling import USUAL_STROKE
from archdraw.core.drawing.wrapping import clean_text, shorten
from archdraw.core.geometry import Box, box_of_points, union
from archdraw.core.geometry.hits import point_along
from archdraw.core.geometry.routing import offset_line
from archdraw.core.model import is_cable
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.drawing.display import Shape, TextMeasurer
    from archdraw.core.drawing.styling import Stroke
    from archdraw.core.model import Connection, LineName, LineWidth

LINE_WIDTH = 1.5
HEAD = 8.0
LABEL_FONT = FontSpec(size=11.0)
LABEL_HEIGHT = 18.0
LABEL_WIDEST = 180.0
_CANVAS, _LABEL_INK = Paint("canvas"), Paint("text-second")
_USUAL, _LIGHTER = Paint("connection"), Paint("connection-light")
_DASHES: dict[LineName, tuple[float, ...]] = {"dashed": (6.0, 4.0), "dotted": (1.5, 3.5)}
# From the thinnest to the thickest line that carries something.
_WIDTH_STEPS = 80
_WIDTHS: dict[LineWidth, float] = {"thin": 1.0, "normal": LINE_WIDTH, "thick": 3.0}


@frozen
class Course:
    """Where a connection runs: corner points, jumps along its segments, and the place of its label."""

    points: tuple[tuple[float, float], ...]
    jumps: Mapping[int, Sequence[float]] = field(default_factory=dict)
    label: Box | None = None


class SimpleLine(NamedTuple):
    """How a connection looks that is one line with a head or without: its stroke, and what fills the head."""

    pen: Pen
    head: Paint | None

    @property
    def size(self) -> float:
        """Length of the head."""
        return _head_size(self.pen.width)

    @property
    def cut(self) -> float:
        """By how much the line ends before the last point."""
        return 0.0 if self.head is None else self.size - 1.0


def simple_line(drawing: ElementDrawing) -> SimpleLine | None:
    """Return how the drawing of a connection looks; None where more than a line and its head is painted."""
    line, *more = drawing.shapes
    if drawing.role != "connection" or len(more) > 1:
        return None
    if not isinstance(line, PathShape) or line.pen is None or line.fill is not None:
        return None
    if not more:
        return SimpleLine(line.pen, None)
    head = more[0]
    if not isinstance(head, PathShape) or head.pen is not None:
        return None
    return SimpleLine(line.pen, head.fill)


def simple_shapes(points: Sequence[tuple[float, float]], look: SimpleLine) -> tuple[Shape, ...]:
    """Return the shapes of a connection that is one line with a head or without, jumping over nothing."""
    line = PathShape(rounded_line(_shortened(points, look.cut), {}), pen=look.pen)
    if look.head is None:
        return (line,)
    return line, PathShape(arrow_head(points[-1], points[-2], look.size), fill=look.head)


def label_text(connection: Connection, measurer: TextMeasurer) -> str:
    """Return what stands beside the line: the name, cut to a fair width."""
    if not connection.name:
        return ""
    return shorten(clean_text(connection.name), LABEL_FONT, LABEL_WIDEST, measurer)


def label_size(text: str, measurer: TextMeasurer) -> tuple[float, float]:
    """Return width and height of the pill around a label."""
    return measurer.width(text, LABEL_FONT) + 12.0, LABEL_HEIGHT


def line_width(marks: Marks, stroke: Stroke = USUAL_STROKE) -> float:
    """Return the width of a line: 1.5 or what was wished for, but 1 to 6 by the rate that it carries."""
    if marks.rate_rps is None:
        return _WIDTHS[stroke.width or "normal"]
    return carried_width(marks.rate_share)


def carried_width(share: float) -> float:
    """Return the width of a line by its share of the largest rate.

    It grows in steps that nobody sees: of thousands of lines many have the same.
    """
    # The root keeps small flows visible beside the largest one.
    return 1.0 + round(sqrt(min(1.0, max(0.0, share))) * _WIDTH_STEPS) * (5.0 / _WIDTH_STEPS)


def draw_connection(
    connection: Connection,
    course: Course,
    measurer: TextMeasurer,
    *,
    critical: bool = True,
    marks: Marks = NO_MARKS,
    stroke: Stroke = USUAL_STROKE,
) -> ElementDrawing:
    """Return the drawing of a connection along its course; `critical` is whether its source needs it.

    What an overlay marks goes before the colour and the width of `stroke`.
    """
    points = course.points
    width = line_width(marks, stroke)
    paint = _paint(connection, marks, stroke, critical=critical)
    head = _head_size(width)
    shapes: list[Shape] = []
    if marks.highlighted:
        halo = rounded_line(points, course.jumps)
        shapes.append(PathShape(halo, pen=Pen(Paint("accent", 0.22), width + 7.0)))
    if marks.change is not None:
        # Under the line, which keeps saying how the connection works.
        halo = rounded_line(points, course.jumps)
        tint = Paint(CHANGE_TOKENS[marks.change], 0.2)
        shapes.append(PathShape(halo, pen=Pen(tint, width + 6.0, change_pen(marks.change).dash)))
    line = stroke.line or _usual_line(connection)
    if is_cable(connection):
        shapes += _lines(line, course, paint, width, 1.0)  # it works both ways: no end is the head
    else:
        shapes += _lines(line, course, paint, width, head)
        shapes.append(PathShape(arrow_head(points[-1], points[-2], head), fill=paint))
    fine: list[Shape] = []
    text = label_text(connection, measurer)
    if text and course.label is not None:
        fine += label_shapes(course.label, text, measurer.width(text, LABEL_FONT))
    if marks.failed or marks.single_point is not None or marks.degraded or marks.change is not None:
        x, y = _badge_place(course)
        shapes += badge_shapes(x, y, marks)
    bounds = (box_of_points(points) or Box(0, 0, 0, 0)).grown(max(head, 12.0))
    if course.label is not None:
        bounds = union(bounds, course.label)
    return ElementDrawing(
        id=connection.id,
        role="connection",
        bounds=bounds,
        shapes=tuple(shapes),
        fine=tuple(fine),
        route=points,
        label_box=course.label,
        coarse=paint,
        tip=_tip(connection, text if course.label is not None else "", marks),
    )


def _head_size(width: float) -> float:
    return max(HEAD, 2.0 * width + 4.0)


def _paint(connection: Connection, marks: Marks, stroke: Stroke, *, critical: bool) -> Paint:
    if marks.failed or marks.single_point is not None:
        return Paint("danger")
    if marks.degraded:
        return Paint("warning")
    if marks.highlighted:
        return Paint("accent")
    if marks.change is not None:
        return Paint(CHANGE_TOKENS[marks.change])
    if stroke.color is not None:
        return Paint(f"family-{stroke.color}")
    lighter = not critical or connection.kind in ("observe", "backup", "uses")
    return _LIGHTER if lighter else _USUAL


def _usual_line(connection: Connection) -> LineName:
    """Return the line that says how a connection works."""
    if connection.kind == "replicate":
        return "double"
    if connection.kind == "observe":
        return "dotted"
    return "solid" if connection.synchronous or connection.kind == "uses" else "dashed"


def _lines(line: LineName, course: Course, paint: Paint, width: float, head: float) -> list[Shape]:
    points = _shortened(course.points, head - 1.0)
    if line == "double":
        thin = max(1.0, width / 2)
        apart = thin / 2 + 1.0
        return [
            PathShape(
                rounded_line(offset_line(points, shift), course.jumps, CORNER - shift), pen=Pen(paint, thin)
            )
            for shift in (-apart, apart)
        ]
    pen = _pen(paint, width, _DASHES.get(line, ()))
    return [PathShape(rounded_line(points, course.jumps), pen=pen)]


@lru_cache(maxsize=256)
def _pen(paint: Paint, width: float, dash: tuple[float, ...]) -> Pen:
    """Return the one pen of these: thousands of lines share it."""
    return Pen(paint, width, dash)


def _shortened(points: Sequence[tuple[float, float]], by: float) -> tuple[tuple[float, float], ...]:
    """Return the line without its last bit, where the arrow head stands."""
    (ax, ay), (bx, by_) = points[-2], points[-1]
    share = max(0.0, 1.0 - by / (hypot(bx - ax, by_ - ay) or 1.0))
    return (*points[:-1], (ax + (bx - ax) * share, ay + (by_ - ay) * share))


def _badge_place(course: Course) -> tuple[float, float]:
    """Return where badges stand on the line: in its middle, unless the label is there."""
    places = [point_along(course.points, share) for share in (0.5, 0.3, 0.7, 0.15)]
    if course.label is None:
        return places[0]
    taken = course.label.grown(BADGE_RADIUS)
    return next((place for place in places if not taken.contains(place)), places[0])


def label_shapes(box: Box, text: str, width: float) -> tuple[BoxShape, TextShape]:
    """Return a label of this width, measured without its pill, in its box."""
    x, y = box.center
    return (
        BoxShape(box, box.h / 2, fill=_CANVAS),
        TextShape(x, y + 3.8, text, LABEL_FONT, _LABEL_INK, "middle", width),
    )


def _tip(connection: Connection, text: str, marks: Marks) -> str:
    name, protocol = clean_text(connection.name), clean_text(connection.protocol)
    lines = [name] if name and name != text else []
    if protocol:
        lines.append(protocol)
    if marks is not NO_MARKS:
        if marks.rate_rps is not None:
            lines.append(f"Load {full_rate(marks.rate_rps)}")
        lines += mark_lines(marks)
    return "\n".join(lines)
