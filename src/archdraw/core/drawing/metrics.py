"""Measures text from the font files, without Qt: advance widths, no kerning, no hinting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.locations import font_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing.display import FontSpec
    from archdraw.core.drawing.font_files import Face

# A character that the font lacks is drawn with another font; this share of the size is a fair guess.
MISSING_WIDTH = 0.6
# … and East Asian ones, emoji included, fill a square.
WIDE_WIDTH = 1.0
_WIDTHS_KEPT = 20_000


class FontMetrics:
    """A `TextMeasurer` that reads hmtx, cmap and hhea of the bundled fonts when first asked."""

    def __init__(self) -> None:
        self._faces: dict[tuple[str, int], Face] = {}
        self._advances: dict[tuple[str, int], dict[str, float]] = {}
        self._widths: dict[tuple[str, FontSpec], float] = {}

    def width(self, text: str, font: FontSpec) -> float:
        """Return the advance width of one line in drawing units."""
        known = self._widths.get((text, font))
        if known is not None:
            return known
        if len(self._widths) > _WIDTHS_KEPT:
            self._widths.clear()
        (width,) = self.widths((text,), font)
        self._widths[text, font] = width
        return width

    def widths(self, texts: Sequence[str], font: FontSpec) -> list[float]:
        """Return the advance widths of many lines, in much less time."""
        advances = self._advances.setdefault((font.family, font.weight), {})
        for character in set("".join(texts)) - advances.keys():
            advances[character] = self._advance(character, font)
        advance, size = advances.__getitem__, font.size
        return [sum(map(advance, text)) * size for text in texts]

    def ascent(self, font: FontSpec) -> float:
        """Return the height of the font above the baseline."""
        return self._face(font).ascent * font.size

    def descent(self, font: FontSpec) -> float:
        """Return the depth of the font below the baseline, as a positive number."""
        return self._face(font).descent * font.size

    def lacks(self, text: str, font: FontSpec) -> str:
        """Return the characters of `text` that the font has no glyph for, each once."""
        known = self._face(font).advances
        return "".join(dict.fromkeys(character for character in text if ord(character) not in known))

    def _advance(self, character: str, font: FontSpec) -> float:
        face = self._face(font)
        advance = face.advances.get(ord(character))
        if advance is not None:
            return advance / face.per_em
        from unicodedata import combining, east_asian_width

        if combining(character):
            return 0.0
        return WIDE_WIDTH if east_asian_width(character) in "WF" else MISSING_WIDTH

    def _face(self, font: FontSpec) -> Face:
        key = (font.family, font.weight)
        face = self._faces.get(key)
        if face is None:
            # Only exports without Qt need it.
            from archdraw.core.drawing.font_files import read_face

            face = self._faces[key] = read_face(font_file(*key))
        return face
