"""Shapes of a drawing as SVG elements: what colours, pens and fonts come to is put together once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import adler32, crc32

from archdraw.core.drawing import BoxShape, PathShape, TextShape
from archdraw.exporters.markup import attributes, escaped_text
from archdraw.exporters.svg_words import NUMBERS, clean, number, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import FontSpec, GlyphShape, Paint, Pen, Theme
    from archdraw.core.drawing.display import Anchor, Shape

GLYPH_GRID = 24.0
_WIDTH = ' stroke-width="'
BODY_FONT = "Fira Sans"
FALLBACKS = {
    # The last ones are no wider: viewers without these fonts take no notice of the stated length of a text.
    "Fira Sans": "Fira Sans, Noto Sans, Segoe UI, Helvetica Neue, Arial, Liberation Sans, Helvetica, "
    "Nimbus Sans, DejaVu Sans Condensed, sans-serif",
    "IBM Plex Mono": "IBM Plex Mono, DejaVu Sans Mono, Consolas, monospace",
}


class ShapeWriter:
    """Writes shapes in one `theme`.

    `glyphs` are those that were referred to, and the id of each; `parts` the markup of what is put down in
    many places, by id. An id says what it stands for: where several drawings are in one page, those that
    have the same mean the same.
    """

    def __init__(self, theme: Theme) -> None:
        self.glyphs: dict[Glyph, str] = {}
        self.parts: dict[str, str] = {}
        self.theme = theme
        self._paints: dict[tuple[Paint | None, Pen | None], str] = {}
        self._pens: dict[tuple[Paint | None, Paint, tuple[float, ...]], tuple[str, str]] = {}
        self._fonts: dict[tuple[FontSpec, Anchor, Paint], str] = {}
        self._glyphs: dict[tuple[float, Paint], str] = {}
        self._boxes: dict[tuple[float, float, float, Paint | None, Pen | None], str] = {}

    def shared(self, shapes: Iterable[Shape]) -> str:
        """Return a reference to shapes that are drawn once, in the definitions; nothing of none."""
        drawn = self.shapes(shapes)
        if not drawn:
            return ""
        name = f"part-{_digest(drawn)}"
        self.parts[name] = drawn
        return f'<use xlink:href="#{name}" />'

    def shapes(self, shapes: Iterable[Shape]) -> str:
        """Return the elements of all shapes."""
        return "".join([self._shape(shape) for shape in shapes])

    def _shape(self, shape: Shape) -> str:
        if isinstance(shape, TextShape):
            return f'<text x="{NUMBERS[shape.x]}" y="{NUMBERS[shape.y]}"{self.text_end(shape)}'
        if isinstance(shape, BoxShape):
            x, y, _, _ = shape.box
            return f'<rect x="{NUMBERS[x]}" y="{NUMBERS[y]}" {self.rect_end(shape)}'
        if isinstance(shape, PathShape):
            return f'<path d="{path_text(shape.data)}"{self.painted(shape.fill, shape.pen)} />'
        return self._glyph(shape)

    def painted(self, fill: Paint | None, pen: Pen | None) -> str:
        """Return the attributes of a surface and its border, or of a line."""
        said = self._paints.get((fill, pen))
        if said is None:
            said = self._paints[fill, pen] = self._painted(fill, pen)
        return said

    def _painted(self, fill: Paint | None, pen: Pen | None) -> str:
        if pen is None:
            return attributes(_paints(self.theme, fill, pen))
        # Lines that carry something differ in width alone.
        key = fill, pen.paint, pen.dash
        around = self._pens.get(key)
        if around is None:
            before, mark, after = attributes(_paints(self.theme, fill, pen)).partition(_WIDTH)
            around = self._pens[key] = before + mark, after[after.index('"') :]
        return f"{around[0]}{NUMBERS[pen.width]}{around[1]}"

    def rect_end(self, shape: BoxShape) -> str:
        """Return a rectangle after its place."""
        _, _, w, h = shape.box
        size = (w, h, shape.radius, shape.fill, shape.pen)
        said = self._boxes.get(size)
        if said is None:
            corner = f' rx="{number(min(shape.radius, w / 2, h / 2))}"' if shape.radius else ""
            paints = self.painted(shape.fill, shape.pen)
            said = self._boxes[size] = f'width="{number(w)}" height="{number(h)}"{corner}{paints} />'
        return said

    def text_end(self, shape: TextShape) -> str:
        """Return a text after its place."""
        said = self.lettering(shape)
        text = escaped_text(clean(shape.text))
        # Where the font is another one, the text keeps the width that its room was measured for.
        width = f' textLength="{number(shape.width)}" lengthAdjust="spacingAndGlyphs"' if shape.width else ""
        return f"{said}{width}>{text}</text>" if text else f"{said} />"

    def lettering(self, shape: TextShape) -> str:
        """Return the attributes of a text without its place and width."""
        key = (shape.font, shape.anchor, shape.paint)
        said = self._fonts.get(key)
        if said is None:
            said = self._fonts[key] = attributes(_lettering(self.theme, shape))
        return said

    def _glyph(self, shape: GlyphShape) -> str:
        """Refer to the glyph's drawing in the definitions; the colours pass on to it."""
        key = (shape.size, shape.paint)
        said = self._glyphs.get(key)
        if said is None:
            color = self.theme.color(shape.paint.token)
            painted = {"fill": color, "stroke": color}
            if shape.paint.alpha != 1.0:
                painted["opacity"] = number(shape.paint.alpha)
            said = f' scale({number(shape.size / GLYPH_GRID)})"{attributes(painted)}'
            self._glyphs[key] = said
        name = self.glyphs.get(shape.glyph)
        if name is None:
            name = self.glyphs[shape.glyph] = f"glyph-{_digest(repr(shape.glyph))}"
        place = f"translate({NUMBERS[shape.x]} {NUMBERS[shape.y]})"
        return f'<use xlink:href="#{name}" transform="{place}{said} />'


def _digest(text: str) -> str:
    # Nobody forges one; a cryptographic digest would take longer to load than a small drawing to write.
    data = text.encode()
    return f"{crc32(data):08x}{adler32(data):08x}"


def _lettering(theme: Theme, shape: TextShape) -> dict[str, str]:
    """Return how a text looks, without where it stands."""
    font = shape.font
    said = {"font-size": number(font.size)}
    if font.family != BODY_FONT:
        said["font-family"] = FALLBACKS.get(font.family, f"{font.family}, sans-serif")
    if font.weight != 400:
        said["font-weight"] = str(font.weight)
    if shape.anchor != "start":
        said["text-anchor"] = shape.anchor
    return {**said, **_filled(theme, shape.paint)}


def _paints(theme: Theme, fill: Paint | None, pen: Pen | None) -> dict[str, str]:
    said = {"fill": "none"} if fill is None else _filled(theme, fill)
    if pen is not None:
        said["stroke"] = theme.color(pen.paint.token)
        said["stroke-width"] = number(pen.width)
        if pen.paint.alpha != 1.0:
            said["stroke-opacity"] = number(pen.paint.alpha)
        if pen.dash:
            said["stroke-dasharray"] = " ".join(number(length) for length in pen.dash)
    return said


def _filled(theme: Theme, paint: Paint) -> dict[str, str]:
    said = {"fill": theme.color(paint.token)}
    if paint.alpha != 1.0:
        said["fill-opacity"] = number(paint.alpha)
    return said
