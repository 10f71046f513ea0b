"""Paints the shapes of a drawing as PDF operators, put together here: large drawings have a million numbers.

Colours and lines are told to the canvas only where they change, and what is painted many times over (the
outline of a card, a glyph) is put into words once and moved to its places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import BoxShape, GlyphShape, Paint, PathShape, Pen
    from archdraw.core.drawing.display import PathData
    from archdraw.exporters.pdf.sheet import Sheet

GLYPH_GRID = 24.0
GLYPH_STROKE = 1.75
ACCENT_ALPHA = 0.18
# How far the control points of a quarter of a circle lie from the corner of the square around it.
_CORNER = 1.0 - 0.5523
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
# How a path is painted, by whether it is filled and stroked; overlapping parts of it are holes.
_PAINTED = {(True, True): "B*", (True, False): "f*", (False, True): "S"}
_Words = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Pencil:
    """Paints shapes on a sheet; a point (x, y) of the drawing lands at (left + x · scale, foot − y · scale).

    Whoever sets colours or lines of the canvas meanwhile has to `forget` them here.
    """

    def __init__(self, sheet: Sheet, left: float, foot: float, scale: float) -> None:
        self._sheet = sheet
        self._left, self._foot, self._scale = left, foot, scale
        self._write = sheet.canvas.addLiteral
        self._filled: tuple[str, float] | None = None
        self._stroked: tuple[str, float] | None = None
        self._line: tuple[float, tuple[float, ...]] | None = None
        self._outlines: dict[tuple[float, float, float], str] = {}
        self._glyphs: dict[Glyph, _Words] = {}

    def forget(self) -> None:
        """Hear that somebody else has set a colour to fill with."""
        self._filled = None

    def box(self, shape: BoxShape) -> None:
        """Paint a rectangle with round corners."""
        how = self._take(shape.fill, shape.pen)
        if how:
            x, y, w, h = shape.box
            place = f"{self._left + x * self._scale:.3f} {self._foot - (y + h) * self._scale:.3f}"
            self._write(f"q 1 0 0 1 {place} cm {self._outline(w, h, shape.radius)} {how} Q")

    def path(self, shape: PathShape) -> None:
        """Paint a path."""
        how = self._take(shape.fill, shape.pen)
        if how:
            self._write(f"{_path(shape.data, self._left, self._foot, self._scale)} {how}")

    def glyph(self, shape: GlyphShape) -> None:
        """Paint a glyph: its accents lightly, then its surfaces and lines."""
        words = self._glyphs.get(shape.glyph)
        if words is None:
            parts = (shape.glyph.accents, shape.glyph.solids, shape.glyph.strokes)
            accents, solids, strokes = (tuple(_path(data, 0.0, 0.0, -1.0) for data in part) for part in parts)
            words = self._glyphs[shape.glyph] = accents, solids, strokes
        accents, solids, strokes = words
        size = shape.size / GLYPH_GRID * self._scale
        x, y = self._left + shape.x * self._scale, self._foot - shape.y * self._scale
        # A glyph is put into words upside down on the left, as they all are: here it is turned.
        begin = f"q {-size:.5f} 0 0 {-size:.5f} {x:.3f} {y:.3f} cm"
        token, alpha = shape.paint
        if accents:
            self._fill(token, ACCENT_ALPHA * alpha)
            self._write(f"{begin} {' f* '.join(accents)} f* Q")
        if solids:
            self._fill(token, alpha)
            self._write(f"{begin} {' f* '.join(solids)} f* Q")
        if strokes:
            self._stroke(token, alpha)
            self._write(f"{begin} {GLYPH_STROKE} w 1 J [] 0 d {' S '.join(strokes)} S Q")

    def _take(self, fill: Paint | None, pen: Pen | None) -> str:
        """Take the colours and the line in the hand; return the operator that paints with them."""
        if fill is not None:
            self._fill(*fill)
        if pen is not None:
            self._stroke(*pen.paint)
            line = (pen.width, pen.dash)
            if line != self._line:
                self._line = line
                dash = " ".join(f"{length * self._scale:.3f}" for length in pen.dash)
                self._write(f"{pen.width * self._scale:.3f} w [{dash}] 0 d")
        return _PAINTED.get((fill is not None, pen is not None), "")

    def _fill(self, token: str, alpha: float) -> None:
        if self._filled != (token, alpha):
            self._filled = (token, alpha)
            self._sheet.fill_with(token, alpha)

    def _stroke(self, token: str, alpha: float) -> None:
        if self._stroked != (token, alpha):
            self._stroked = (token, alpha)
            self._sheet.draw_with(token, alpha)

    def _outline(self, width: float, height: float, radius: float) -> str:
        """Return a rectangle with its lower left corner at the origin, in points."""
        key = (width, height, radius)
        words = self._outlines.get(key)
        if words is None:
            words = self._outlines[key] = _round_rectangle(*(one * self._scale for one in key))
        return words


def _round_rectangle(width: float, height: float, radius: float) -> str:
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return f"0 0 {width:.3f} {height:.3f} re"
    near = radius * _CORNER
    right, top = width - radius, height - radius
    corners = (
        (right, 0.0, width - near, 0.0, width, near, width, radius),
        (width, top, width, height - near, width - near, height, right, height),
        (radius, height, near, height, 0.0, height - near, 0.0, top),
        (0.0, radius, 0.0, near, near, 0.0, radius, 0.0),
    )
    line = "%.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c"
    return " ".join([f"{radius:.3f} 0 m", *(line % corner for corner in corners), "h"])


def _path(data: PathData, left: float, foot: float, scale: float) -> str:
    parts: list[str] = []
    for letter, *numbers in data:
        for index, number in enumerate(numbers):
            value = float(number) * scale
            parts.append(f"{foot - value if index % 2 else left + value:.3f}")
        parts.append(_OPERATORS[str(letter)])
    return " ".join(parts)
