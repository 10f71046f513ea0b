"""Element drawings made ready for Qt: paths, pens, static text and runs of shapes that become sprites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPainterPath, QPen, QStaticText

from archdraw.core.drawing.display import (
    BoxShape,
    ElementDrawing,
    GlyphShape,
    PathShape,
    Shape,
    TextShape,
)
from archdraw.core.geometry import Box
from archdraw.qt.bridge.colors import Paints
from archdraw.qt.bridge.fonts import qt_font
from archdraw.qt.bridge.glyphs import draw_glyph, painter_path


class SpriteRun(NamedTuple):
    """Shapes without text, relative to a corner: the same for all elements that look alike.

    `key` is equal for equal looks; `bounds` is what they cover; `shadow` is the box that throws one.
    """

    key: int
    shapes: tuple[Shape, ...]
    bounds: Box
    shadow: Box | None


class BoxStep(NamedTuple):
    """A rectangle with round corners."""

    rect: QRectF
    radius: float
    pen: QPen
    brush: QBrush


class PathStep(NamedTuple):
    """A path."""

    path: QPainterPath
    pen: QPen
    brush: QBrush


class TextStep(NamedTuple):
    """One line of text by the left end of its top; `size` is that of its font."""

    at: QPointF
    text: QStaticText
    font: QFont
    pen: QPen
    size: float


class GlyphStep(NamedTuple):
    """A glyph painted in place."""

    shape: GlyphShape


class SpriteStep(NamedTuple):
    """A run of shapes whose corner stands at (x, y)."""

    x: float
    y: float
    run: SpriteRun


Step = BoxStep | PathStep | TextStep | GlyphStep | SpriteStep


@dataclass(frozen=True, slots=True)
class Prepared:
    """A drawing with its steps; `fine` ones are left out where text can't be read."""

    drawing: ElementDrawing
    steps: tuple[Step, ...]
    fine: tuple[Step, ...]


class Preparer:
    """Makes steps from drawings for one theme; equal runs of shapes are found again."""

    def __init__(self, paints: Paints) -> None:
        self._paints = paints
        self._runs: dict[tuple[object, ...], SpriteRun] = {}
        self._ascents: dict[QFont, float] = {}

    def prepare(self, drawing: ElementDrawing) -> Prepared:
        """Return a drawing made ready; bodies of components become sprites."""
        anchor = drawing.frame if drawing.role == "component" else None
        return Prepared(
            drawing, tuple(self.steps(drawing.shapes, anchor)), tuple(self.steps(drawing.fine, anchor, shadow=False))
        )

    def steps(self, shapes: tuple[Shape, ...], anchor: Box | None = None, *, shadow: bool = True) -> list[Step]:
        """Return the steps of shapes; with an anchor, shapes between texts are gathered into sprites."""
        made: list[Step] = []
        run: list[Shape] = []
        for shape in shapes:
            if isinstance(shape, TextShape):
                if run and anchor is not None:
                    made.append(self._sprite(run, anchor, shadow=shadow and not made))
                    run = []
                made.append(self._text(shape))
            elif anchor is not None:
                run.append(shape)
            else:
                made.append(self._direct(shape))
        if run and anchor is not None:
            made.append(self._sprite(run, anchor, shadow=shadow and not made))
        return made

    def _direct(self, shape: Shape) -> Step:
        if isinstance(shape, BoxShape):
            box = shape.box
            rect = QRectF(box.x, box.y, box.w, box.h)
            return BoxStep(rect, shape.radius, self._paints.pen(shape.pen), self._paints.brush(shape.fill))
        if isinstance(shape, PathShape):
            return PathStep(painter_path(shape.data), self._paints.pen(shape.pen), self._paints.brush(shape.fill))
        assert isinstance(shape, GlyphShape)
        return GlyphStep(shape)

    def _text(self, shape: TextShape) -> TextStep:
        font = qt_font(shape.font)
        text = QStaticText(shape.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setPerformanceHint(QStaticText.PerformanceHint.ModerateCaching)
        left = shape.x
        if shape.anchor != "start":
            left -= shape.width / 2 if shape.anchor == "middle" else shape.width
        at = QPointF(left, shape.y - self._ascent(font))
        return TextStep(at, text, font, self._paints.text_pen(shape.paint), shape.font.size)

    def _ascent(self, font: QFont) -> float:
        found = self._ascents.get(font)
        if found is None:
            from PySide6.QtGui import QFontMetricsF

            found = self._ascents[font] = QFontMetricsF(font).ascent()
        return found

    def _sprite(self, shapes: list[Shape], anchor: Box, *, shadow: bool) -> SpriteStep:
        key = (shadow, *(_look(shape, anchor) for shape in shapes))
        run = self._runs.get(key)
        if run is None:
            relative = tuple(_moved(shape, -anchor.x, -anchor.y) for shape in shapes)
            bounds = _around(relative)
            thrower = Box(0, 0, anchor.w, anchor.h) if shadow else None
            run = self._runs[key] = SpriteRun(len(self._runs), relative, bounds, thrower)
        return SpriteStep(anchor.x, anchor.y, run)


def draw_shape(painter: QPainter, shape: Shape, paints: Paints) -> None:
    """Paint one shape that is no text."""
    if isinstance(shape, GlyphShape):
        draw_glyph(painter, shape.glyph, shape.x, shape.y, shape.size, paints.color(shape.paint))
        return
    painter.setPen(paints.pen(shape.pen) if not isinstance(shape, TextShape) else paints.text_pen(shape.paint))
    if isinstance(shape, BoxShape):
        painter.setBrush(paints.brush(shape.fill))
        box = shape.box
        painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), shape.radius, shape.radius)
    elif isinstance(shape, PathShape):
        painter.setBrush(paints.brush(shape.fill))
        painter.drawPath(painter_path(shape.data))


def _look(shape: Shape, anchor: Box) -> tuple[object, ...]:
    """Return what a shape looks like relative to its anchor, as a key (thousandths of a unit)."""
    x, y = anchor.x, anchor.y
    if isinstance(shape, BoxShape):
        box = shape.box
        return (round(box.x - x, 3), round(box.y - y, 3), box.w, box.h, shape.radius, shape.fill, shape.pen)
    if isinstance(shape, GlyphShape):
        return (round(shape.x - x, 3), round(shape.y - y, 3), shape.size, id(shape.glyph), shape.paint)
    assert isinstance(shape, PathShape)
    numbers = tuple(
        value if index == 0 else round(float(value) - (x if index % 2 else y), 3)
        for command in shape.data
        for index, value in enumerate(command)
    )
    return (numbers, shape.fill, shape.pen)


def _moved(shape: Shape, dx: float, dy: float) -> Shape:
    if isinstance(shape, BoxShape):
        return BoxShape(shape.box.moved(dx, dy), shape.radius, shape.fill, shape.pen)
    if isinstance(shape, GlyphShape):
        return GlyphShape(shape.x + dx, shape.y + dy, shape.size, shape.glyph, shape.paint)
    assert isinstance(shape, PathShape)
    data = tuple(
        (command[0], *(float(value) + (dy if index % 2 else dx) for index, value in enumerate(command[1:])))
        for command in shape.data
    )
    return PathShape(data, shape.fill, shape.pen)


def _around(shapes: tuple[Shape, ...]) -> Box:
    """Return what shapes cover, strokes included."""
    left = top = float("inf")
    right = bottom = float("-inf")
    for shape in shapes:
        reach = 1.0
        if isinstance(shape, BoxShape):
            box = shape.box
        elif isinstance(shape, GlyphShape):
            box = Box(shape.x, shape.y, shape.size, shape.size)
        else:
            assert isinstance(shape, PathShape)
            xs = [float(value) for command in shape.data for value in command[1::2]]
            ys = [float(value) for command in shape.data for value in command[2::2]]
            box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        if isinstance(shape, BoxShape | PathShape) and shape.pen is not None:
            reach += shape.pen.width / 2
        left, top = min(left, box.x - reach), min(top, box.y - reach)
        right, bottom = max(right, box.right + reach), max(bottom, box.bottom + reach)
    return Box(left, top, right - left, bottom - top)
