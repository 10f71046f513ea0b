"""Paints the shapes of a drawing as PDF operators, put together here: large drawings have a million numbers.

Colours and lines are told to the canvas only where they change, and what is painted many times over (the
outline of a card, a glyph) is put into words once and moved to its places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing import BoxShape, GlyphShape, PathShape
from archdraw.exporters.pdf.fonts import face_of, printable
from archdraw.exporters.pdf.style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import Paint, Pen, TextShape
    from archdraw.core.drawing.display import Anchor, PathData, Shape
    from archdraw.exporters.pdf.sheet import Align, Sheet

GLYPH_GRID = 24.0
GLYPH_STROKE = 1.75
ACCENT_ALPHA = 0.18
# How far the control points of a quarter of a circle lie from the corner of the square around it.
_CORNER = 1.0 - 0.5523
_OPERATORS: dict[object, str] = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_ALIGNS: dict[Anchor, Align] = {"start": "left", "middle": "center", "end": "right"}
SHARES: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
# Of so many coordinates the words are kept: a drawing has many in one line.
_MOST_KEPT = 100_000
# How a path is painted, by whether it is filled and stroked; overlapping parts of it are holes.
_FILLED_AND_STROKED, _FILLED, _STROKED = "B*", "f*", "S"
_Words = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Pencil:
    """Paints shapes on a sheet; a point (x, y) of the drawing lands at (left + x · scale, foot − y · scale).

    Whoever sets colours or lines of the canvas meanwhile has to `forget` them here.
    """

    def __init__(self, sheet: Sheet, left: float, foot: float, scale: float) -> None:
        self._sheet = sheet
        self._left, self._foot, self._scale = left, foot, scale
        # What `addLiteral` does after looking at its arguments, which takes as long as the rest of a shape.
        self._write = vars(sheet.canvas)["_code"].append
        self._filled: tuple[str, float] | None = None
        self._stroked: tuple[str, float] | None = None
        self._line: tuple[float, tuple[float, ...]] | None = None
        self._outlines: dict[tuple[float, float, float], str] = {}
        self._glyphs: dict[Glyph, _Words] = {}
        self._across, self._down = _Places(left, scale), _Places(foot, -scale)
        self._sizes = _Places(0.0, 1.0)

    def shapes(self, shapes: Iterable[Shape]) -> None:
        """Paint all shapes, one over the other."""
        for shape in shapes:
            if isinstance(shape, BoxShape):
                self.box(shape)
            elif isinstance(shape, PathShape):
                self.path(shape)
            elif isinstance(shape, GlyphShape):
                self.glyph(shape)
            else:
                self.text(shape)

    def place(self, x: float, y: float) -> str:
        """Return where a point of the drawing lands, in points from the lower left corner of the page."""
        return f"{self._across[x]} {self._down[y]}"

    def opaque(self) -> None:
        """Take colours that hide what is under them, for operators that rely on it."""
        if self._filled is None or self._filled[1] != 1.0:
            self.fill("text", 1.0)
        if self._stroked is None or self._stroked[1] != 1.0:
            self._stroke("text", 1.0)

    def box(self, shape: BoxShape) -> None:
        """Paint a rectangle with round corners."""
        how = self._take(shape.fill, shape.pen)
        if how:
            x, y, w, h = shape.box
            place = f"{self._across[x]} {self._down[y + h]}"
            self._write(f"q 1 0 0 1 {place} cm {self._outline(w, h, shape.radius)} {how} Q")

    def path(self, shape: PathShape) -> None:
        """Paint a path."""
        how = self._take(shape.fill, shape.pen)
        if how:
            self._write(f"{_path(shape.data, self._across, self._down)} {how}")

    def text(self, shape: TextShape) -> None:
        """Paint one line of text."""
        text = printable(shape.text)
        if not text.strip():
            return
        family, size, weight = shape.font
        size, face = size * self._scale, face_of(family, weight)
        token, alpha = shape.paint
        line = self._sheet.plain_line(text, face)
        if line is None:
            x, y = (
                self._left + shape.x * self._scale,
                self._sheet.size[1] - self._foot + shape.y * self._scale,
            )
            style = TextStyle(face, size, 0.0, token)
            self._sheet.text(x, y, text, style, align=_ALIGNS[shape.anchor], alpha=alpha)
            # It may have taken other colours and another line.
            self._filled = self._stroked = self._line = None
            return
        self.fill(token, alpha)
        x = self._left + shape.x * self._scale - SHARES[shape.anchor] * line.advance * size
        begin, wide = f"BT 1 0 0 1 {short(x)} {self._down[shape.y]} Tm", self._sizes[size]
        shown = " ".join([f"{font} {wide} Tf <{signs}> Tj" for font, signs in line.parts])
        self._write(f"{begin} {shown} ET")

    def glyph(self, shape: GlyphShape) -> None:
        """Paint a glyph: its accents lightly, then its surfaces and lines."""
        words = self._glyphs.get(shape.glyph)
        if words is None:
            parts = (shape.glyph.accents, shape.glyph.solids, shape.glyph.strokes)
            places = _Places(0.0, -1.0), _Places(0.0, 1.0)
            accents, solids, strokes = (tuple(_path(data, *places) for data in part) for part in parts)
            words = self._glyphs[shape.glyph] = accents, solids, strokes
        accents, solids, strokes = words
        size = shape.size / GLYPH_GRID * self._scale
        # A glyph is put into words upside down on the left, as they all are: here it is turned.
        begin = f"q {-size:.5f} 0 0 {-size:.5f} {self._across[shape.x]} {self._down[shape.y]} cm"
        token, alpha = shape.paint
        if accents:
            self.fill(token, ACCENT_ALPHA * alpha)
            self._write(f"{begin} {' f* '.join(accents)} f* Q")
        if solids:
            self.fill(token, alpha)
            self._write(f"{begin} {' f* '.join(solids)} f* Q")
        if strokes:
            self._stroke(token, alpha)
            self._write(f"{begin} {GLYPH_STROKE} w 1 J [] 0 d {' S '.join(strokes)} S Q")

    def _take(self, fill: Paint | None, pen: Pen | None) -> str:
        """Take the colours and the line in the hand; return the operator that paints with them."""
        if fill is not None and fill != self._filled:
            self.fill(*fill)
        if pen is None:
            return "" if fill is None else _FILLED
        paint, width, dash = pen
        if paint != self._stroked:
            self._stroke(*paint)
        if (width, dash) != self._line:
            self._line = width, dash
            lengths = " ".join(f"{length * self._scale:.3f}" for length in dash)
            self._write(f"{width * self._scale:.3f} w [{lengths}] 0 d")
        return _STROKED if fill is None else _FILLED_AND_STROKED

    def fill(self, token: str, alpha: float) -> None:
        """Fill surfaces and letters with a theme token from now on."""
        before = self._filled
        if before != (token, alpha):
            self._filled = (token, alpha)
            if before is not None and before[1] == alpha:
                self._write(f"{self._sheet.ink_words(token)} rg")
            else:
                self._sheet.fill_with(token, alpha)

    def _stroke(self, token: str, alpha: float) -> None:
        before = self._stroked
        if before != (token, alpha):
            self._stroked = (token, alpha)
            if before is not None and before[1] == alpha:
                self._write(f"{self._sheet.ink_words(token)} RG")
            else:
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
        return f"0 0 {short(width)} {short(height)} re"
    near = radius * _CORNER
    right, top = width - radius, height - radius
    corners = (
        (right, 0.0, width - near, 0.0, width, near, width, radius),
        (width, top, width, height - near, width - near, height, right, height),
        (radius, height, near, height, 0.0, height - near, 0.0, top),
        (0.0, radius, 0.0, near, near, 0.0, radius, 0.0),
    )
    line = "{} {} l {} {} {} {} {} {} c"
    turns = (line.format(*map(short, corner)) for corner in corners)
    return " ".join([f"{short(radius)} 0 m", *turns, "h"])


def short(value: float) -> str:
    """Return a number with at most three decimals: thousands of zeros would have to be compressed."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class _Places(dict[object, str]):
    """Coordinates in one direction as they are on the page, in words; each is put together once."""

    def __init__(self, start: float, scale: float) -> None:
        super().__init__()
        self._start, self._scale = start, scale

    def __missing__(self, place: float) -> str:
        if len(self) > _MOST_KEPT:
            self.clear()
        words = self[place] = short(self._start + place * self._scale)
        return words


def _path(data: PathData, across: _Places, down: _Places) -> str:
    parts: list[str] = []
    for command in data:
        if len(command) == 3:
            letter, x, y = command
            parts += (across[x], down[y])
        elif len(command) == 7:
            letter, ax, ay, bx, by, x, y = command
            parts += (across[ax], down[ay], across[bx], down[by], across[x], down[y])
        else:
            letter = command[0]
        parts.append(_OPERATORS[letter])
    return " ".join(parts)
