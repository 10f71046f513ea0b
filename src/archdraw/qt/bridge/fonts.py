"""The bundled fonts in Qt: registered once, and set up so that text is as wide as on paper."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from archdraw.core.drawing.display import FontSpec
from archdraw.core.locations import font_file

_SANS, _MONO = "Fira Sans", "IBM Plex Mono"
_WEIGHTS = {_SANS: (400, 500, 600), _MONO: (400, 600)}


def load_fonts() -> None:
    """Register Fira Sans with Qt; the monospaced font follows when it is first asked for."""
    _register(_SANS)


@lru_cache(maxsize=4)
def _register(family: str) -> None:
    for weight in _WEIGHTS[family]:
        path = font_file(family, weight)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"The font file {path} can't be read by Qt. Reinstall ArchDraw.")


def strong(html: str) -> str:
    """Return rich text in the heaviest weight there is; of <b>, heavier yet, Qt would smear a copy."""
    return f'<span style="font-weight:600">{html}</span>'


@lru_cache(maxsize=8)
def number_font(pixels: int = 12) -> QFont:
    """Return the font of figures in tables and of ids: all digits are of one width."""
    _register(_MONO)
    font = QFont(_MONO)
    font.setPixelSize(pixels)
    return font


def in_number_font(text: str) -> str:
    """Return a text as that font can write it: it has no thin spaces, and another font's shift the line."""
    return text.replace("\u2009", "\u00a0").replace("\u202f", "\u00a0")


@lru_cache(maxsize=256)
def qt_font(spec: FontSpec, scale: float = 1.0) -> QFont:
    """Return the font of a display list.

    Kerning, ligatures and hinting are off: they would make text wider or narrower than the measures that
    the drawing, the PDF and the SVG share.

    Parameters
    ----------
    spec
        Family, size in drawing units and weight.
    scale
        Factor on the size, for text fields over a zoomed drawing.
    """
    if spec.family in _WEIGHTS:
        _register(spec.family)
    font = QFont(spec.family)
    font.setPixelSize(max(1, round(spec.size * scale)))
    font.setWeight(QFont.Weight(spec.weight))
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("liga", "calt", "clig"):
        font.setFeature(QFont.Tag(feature), 0)
    return font
