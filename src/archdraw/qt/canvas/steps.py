"""Element drawings made ready for Qt: paths, pens, static text and runs of shapes that become sprites."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainterPath, QPen, QStaticText

from archdraw.core.drawing.display import (
    BoxShape,
    ElementDrawing,
    GlyphShape,
    PathData,
    PathShape,
    Shape,
    TextShape,
)
from archdraw.core.geometry import Box
from archdraw.qt.bridge.colors import Paints
from archdraw.qt.bridge.fonts import qt_font
from archdraw.qt.bridge.glyphs import painter_path
from archdraw.qt.canvas.plain_shapes import PlainShape, covered, look_of, moved, straight_pieces


class SpriteRun(NamedTuple):
    """Shapes without text, relative to a corner: the same for all elements that look alike.

    `key` is equal for equal looks; `bounds` is what they cover; `shadow` is the box that throws one.
    """

    key: int
    shapes: tuple[PlainShape, ...]
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


class LineStep(NamedTuple):
    """A solid line as straight pieces, its arcs cut into short ones; Qt paints these twice as fast.

    `data` is the same without the cuts, for scales at which they would show.
    """

    lines: list[QLineF]
    data: PathData
    pen: QPen


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


Step = BoxStep | PathStep | LineStep | TextStep | GlyphStep | SpriteStep


class Prepared:
    """A drawing with its steps; the `fine` ones are made when they are first painted."""

    __slots__ = ("_fine", "_preparer", "anchor", "drawing", "steps")

    def __init__(self, drawing: ElementDrawing, preparer: Preparer) -> None:
        self.drawing = drawing
        self.anchor = drawing.frame if drawing.role == "component" else None
        self.steps = preparer.steps(drawing.shapes, self.anchor, shadow=_throws_shadow(drawing))
        self._preparer = preparer
        self._fine: list[Step] | None = None

    @property
    def fine(self) -> list[Step]:
        """Steps that are left out where text can't be read."""
        if self._fine is None:
            self._fine = self._preparer.steps(self.drawing.fine, self.anchor)
        return self._fine


class Preparer:
    """Makes steps from drawings for one theme; equal runs of shapes are found again."""

    def __init__(self, paints: Paints) -> None:
        self._paints = paints
        self._runs: dict[tuple[object, ...], SpriteRun] = {}
        self._ascents: dict[QFont, float] = {}

    def prepare(self, drawing: ElementDrawing) -> Prepared:
        """Return a drawing made ready; bodies of components become sprites."""
        return Prepared(drawing, self)

    def steps(
        self, shapes: tuple[Shape, ...], anchor: Box | None = None, *, shadow: bool = False
    ) -> list[Step]:
        """Return the steps of shapes.

        With an anchor, shapes between texts are gathered into sprites, the first of which may throw the
        anchor's shadow.
        """
        made: list[Step] = []
        run: list[PlainShape] = []
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

    def _direct(self, shape: PlainShape) -> Step:
        if isinstance(shape, GlyphShape):
            return GlyphStep(shape)
        pen, brush = self._paints.pen(shape.pen), self._paints.brush(shape.fill)
        if isinstance(shape, PathShape):
            if shape.fill is None and shape.pen is not None and not shape.pen.dash:
                return LineStep(straight_pieces(shape.data), shape.data, pen)
            return PathStep(painter_path(shape.data), pen, brush)
        box = shape.box
        return BoxStep(QRectF(box.x, box.y, box.w, box.h), shape.radius, pen, brush)

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
            found = self._ascents[font] = QFontMetricsF(font).ascent()
        return found

    def _sprite(self, shapes: list[PlainShape], anchor: Box, *, shadow: bool) -> SpriteStep:
        key = (shadow, *(look_of(shape, anchor.x, anchor.y) for shape in shapes))
        run = self._runs.get(key)
        if run is None:
            relative = tuple(moved(shape, -anchor.x, -anchor.y) for shape in shapes)
            bounds = covered(relative)
            thrower = Box(0, 0, anchor.w, anchor.h) if shadow else None
            run = self._runs[key] = SpriteRun(len(self._runs), relative, bounds, thrower)
        return SpriteStep(anchor.x, anchor.y, run)


def _throws_shadow(drawing: ElementDrawing) -> bool:
    """Tell whether the body is an opaque card over the whole frame; other shapes lie flat."""
    first = drawing.shapes[0] if drawing.shapes else None
    return (
        isinstance(first, BoxShape)
        and first.box == drawing.frame
        and first.fill is not None
        and first.fill.alpha == 1.0
    )
