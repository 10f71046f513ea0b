"""The fonts of a PDF: the bundled ones, embedded as subsets, and what stands in where they lack a sign."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from archdraw.core.locations import font_file
from archdraw.exporters.pdf.joining import joined

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

THIN_SPACES = "\u2009\u202f\u200a"
THIN_SHARE = 0.62
# Stands in the stretches for a sign that no font has; the sheet paints it.
EMPTY_BOX = "\u25a1"
_FACES = {
    "regular": ("Fira Sans", 400),
    "medium": ("Fira Sans", 500),
    "semibold": ("Fira Sans", 600),
    "bold": ("Fira Sans", 700),
    "mono": ("IBM Plex Mono", 400),
    "mono-semibold": ("IBM Plex Mono", 600),
}
_BUNDLED_FALLBACKS = ("regular", "mono")
# Fonts with wide coverage that systems bring; read only when a text needs a sign that ours lack.
_SYSTEM_FONTS = (
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 0),
    ("/usr/share/fonts/TTF/DejaVuSans.ttf", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf", 0),
    ("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", 0),
    ("/Library/Fonts/Arial Unicode.ttf", 0),
    ("/System/Library/Fonts/Supplemental/Arial Unicode.ttf", 0),
    ("C:/Windows/Fonts/arialuni.ttf", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("C:/Windows/Fonts/segoeui.ttf", 0),
)
_RIGHT_TO_LEFT = ("R", "AL")


class Sign(NamedTuple):
    """How one character is painted: font, share of the size, the character drawn, advance per em."""

    font: str
    share: float
    drawn: str
    advance: float
    known: bool


class Stretch(NamedTuple):
    """Characters that are painted in one go; `faithful` unless they are not what stands in the text."""

    font: str
    share: float
    drawn: str
    advance: float
    faithful: bool


# Longer texts are hardly ever measured twice.
_LONG_WORD = 32


@dataclass
class Fonts:
    """Measures and splits text for one document, and remembers which signs no font had.

    Attributes
    ----------
    missing
        Characters that were replaced by the font's empty box, in order of appearance.
    borrowed
        Names of system fonts that stood in.
    """

    missing: dict[str, None] = field(default_factory=dict)
    borrowed: dict[str, None] = field(default_factory=dict)
    _signs: dict[str, dict[str, Sign]] = field(default_factory=dict)
    _advances: dict[tuple[str, str], float] = field(default_factory=dict)

    def width(self, text: str, face: str, size: float) -> float:
        """Return the advance width of one line in points."""
        if len(text) > _LONG_WORD:
            return self._advance_of(text, face) * size
        # Documents say the same words again and again.
        known = self._advances.get((face, text))
        if known is None:
            known = self._advances[face, text] = self._advance_of(text, face)
        return known * size

    def _advance_of(self, text: str, face: str) -> float:
        signs = self._signs.setdefault(face, {})
        total = 0.0
        for character in joined(text, _is_drawable):
            sign = signs.get(character)
            if sign is None:
                sign = signs[character] = self._sign(character, face)
            total += sign.advance
        return total

    def stretches(self, text: str, face: str) -> list[Stretch]:
        """Split a line into stretches of one font, in the order they are painted from left to right."""
        text = joined(text, _is_drawable)
        width = self.width(text, face, 1.0)
        signs = self._signs[face]
        name = _bundled(face).fontName
        simple = all(signs[one].font == name and signs[one].share == 1.0 and signs[one].known for one in text)
        if simple:  # most texts: Latin letters and figures of the face itself, none of them right to left
            return [Stretch(name, 1.0, "".join(signs[one].drawn for one in text), width, faithful=True)]
        found: list[Stretch] = []
        for part, reverse in _directions(text):
            for manner, same in groupby(
                (signs[one] for one in (part[::-1] if reverse else part)), key=_manner
            ):
                font, share, known = manner
                group = list(same)
                drawn = "".join(one.drawn for one in group)
                advance = sum(one.advance for one in group)
                found.append(Stretch(font, share, drawn, advance, faithful=known and not reverse))
        return found

    def name(self, face: str) -> str:
        """Return the name under which the PDF engine knows a face."""
        return _bundled(face).fontName

    def _sign(self, character: str, face: str) -> Sign:
        if character in THIN_SPACES:
            space = _advance(_bundled(face), " ") or 0.25
            return Sign(_bundled(face).fontName, THIN_SHARE, " ", space * THIN_SHARE, known=True)
        if character.isspace():
            character = " "
        for font in (_bundled(face), *(_bundled(other) for other in _BUNDLED_FALLBACKS)):
            advance = _advance(font, character)
            if advance is not None:
                return Sign(font.fontName, 1.0, character, advance, known=True)
        if ord(character) <= 0xFFFF:
            for font in _system_fonts():
                advance = _advance(font, character)
                if advance is not None:
                    self.borrowed[font.fontName] = None
                    return Sign(font.fontName, 1.0, character, advance, known=True)
        self.missing[character] = None
        return Sign(_bundled(face).fontName, 1.0, EMPTY_BOX, 0.6, known=False)


def printable(text: str) -> str:
    """Return text without characters that have no form: controls, direction marks, halves of pairs.

    Tabulators and line ends become spaces; joined forms are composed, so that more fonts know them.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    kept = []
    for character in composed:
        if character in "\t\n\r\v\f\u2028\u2029\x85":
            kept.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co"):
            kept.append(character)
    return "".join(kept)


def face_of(family: str, weight: int) -> str:
    """Return the face for a font of the drawing; the nearest one where there is no such weight."""
    if family == "IBM Plex Mono":
        return "mono-semibold" if weight >= 500 else "mono"
    if weight >= 650:
        return "bold"
    return "semibold" if weight >= 550 else "medium" if weight >= 450 else "regular"


def _manner(sign: Sign) -> tuple[str, float, bool]:
    """Return what neighbours must share to be painted in one go."""
    return sign.font, sign.share, sign.known


def _directions(text: str) -> list[tuple[str, bool]]:
    """Split into parts that run left to right and parts that run the other way (a line has one base)."""
    if text.isascii() or not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        return [(text, False)]
    parts: list[tuple[str, bool]] = []
    run, backward, waiting = "", False, ""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT_TO_LEFT:
            if not backward:
                parts.append((run + waiting, False))
                run, waiting, backward = "", "", True
            run, waiting = run + waiting + character, ""
        elif backward and kind in ("NSM", "WS", "CS", "ON"):
            waiting += character
        elif backward:
            parts.append((run, True))
            run, waiting, backward = waiting + character, "", False
        else:
            run += character
    parts.append((run, backward))
    parts.append((waiting, False))
    return [part for part in parts if part[0]]


def _advance(font: TTFont, character: str) -> float | None:
    code = ord(character)
    if code not in font.face.charToGlyph:
        return None
    return float(font.face.charWidths.get(code, font.face.defaultWidth)) / 1000.0


@lru_cache(maxsize=512)
def _is_drawable(form: str) -> bool:
    """Tell whether a font has the form of a letter at its place in a word."""
    fonts = (*(_bundled(face) for face in _BUNDLED_FALLBACKS), *_system_fonts())
    return any(_advance(font, form) is not None for font in fonts)


@lru_cache(maxsize=64)
def font_named(name: str) -> TTFont:
    """Return the font that the PDF engine knows under a name."""
    from reportlab.pdfbase.pdfmetrics import getFont

    return cast("TTFont", getFont(name))


@lru_cache(maxsize=16)
def _bundled(face: str) -> TTFont:
    family, weight = _FACES[face]
    path = font_file(family, weight)
    return _registered(path.stem, path, 0)


@lru_cache(maxsize=1)
def _system_fonts() -> tuple[TTFont, ...]:
    from reportlab.pdfbase.ttfonts import TTFError

    found = []
    for place, index in _SYSTEM_FONTS:
        path = Path(place)
        if not path.is_file():
            continue
        try:
            found.append(_registered(path.stem, path, index))
        except TTFError:  # a font of a sort that can't be embedded is no help, and no fault
            continue
    return tuple(found)


def _registered(name: str, path: Path, index: int) -> TTFont:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Nothing here reads markup; should anything ever, it must not fetch.
    rl_config.trustedSchemes, rl_config.trustedHosts = ["data"], []
    # Streams as bytes, not as letters: a fifth smaller, and a tenth faster.
    rl_config.useA85 = 0
    font = TTFont(name, str(path), subfontIndex=index)
    pdfmetrics.registerFont(font)
    return font
