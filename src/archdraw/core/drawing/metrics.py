"""Measures text from the font files, without Qt: advance widths, no kerning, no hinting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.locations import font_file
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.drawing.display import FontSpec

# A character that the font lacks is drawn with another font; this share of the size is a fair guess.
MISSING_WIDTH = 0.6
# … and East Asian ones, emoji included, fill a square.
WIDE_WIDTH = 1.0
_WIDTHS_KEPT = 20_000


@frozen
class _Face:
    """One font file: advances by character, in units of `per_em`."""

    per_em: float
    ascent: float
    descent: float
    glyph_names: dict[int, str]
    advances: dict[str, tuple[int, int]]


class FontMetrics:
    """A `TextMeasurer` that reads hmtx, cmap and hhea of the bundled fonts when first asked."""

    def __init__(self) -> None:
        self._faces: dict[tuple[str, int], _Face] = {}
        self._advances: dict[tuple[str, int], dict[str, float]] = {}
        self._widths: dict[tuple[str, FontSpec], float] = {}

    def width(self, text: str, font: FontSpec) -> float:
        """Return the advance width of one line in drawing units."""
        known = self._widths.get((text, font))
        if known is not None:
            return known
        advances = self._advances.setdefault((font.family, font.weight), {})
        try:
            total = sum(map(advances.__getitem__, text))
        except KeyError:
            for character in set(text) - advances.keys():
                advances[character] = self._advance(character, font)
            total = sum(map(advances.__getitem__, text))
        if len(self._widths) > _WIDTHS_KEPT:
            self._widths.clear()
        width = self._widths[text, font] = total * font.size
        return width

    def ascent(self, font: FontSpec) -> float:
        """Return the height of the font above the baseline."""
        return self._face(font).ascent * font.size

    def descent(self, font: FontSpec) -> float:
        """Return the depth of the font below the baseline, as a positive number."""
        return self._face(font).descent * font.size

    def lacks(self, text: str, font: FontSpec) -> str:
        """Return the characters of `text` that the font has no glyph for, each once."""
        names = self._face(font).glyph_names
        return "".join(dict.fromkeys(character for character in text if ord(character) not in names))

    def _advance(self, character: str, font: FontSpec) -> float:
        face = self._face(font)
        name = face.glyph_names.get(ord(character))
        if name is not None:
            return face.advances[name][0] / face.per_em
        from unicodedata import combining, east_asian_width

        if combining(character):
            return 0.0
        return WIDE_WIDTH if east_asian_width(character) in "WF" else MISSING_WIDTH

    def _face(self, font: FontSpec) -> _Face:
        key = (font.family, font.weight)
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = _read_face(*key)
        return face


def _read_face(family: str, weight: int) -> _Face:
    from fontTools.ttLib import TTFont  # a third of a second; only exports without Qt need it

    with TTFont(font_file(family, weight), lazy=True) as font:
        per_em = float(font["head"].unitsPerEm)
        return _Face(
            per_em,
            font["hhea"].ascent / per_em,
            -font["hhea"].descent / per_em,
            dict(font.getBestCmap()),
            dict(font["hmtx"].metrics),
        )
