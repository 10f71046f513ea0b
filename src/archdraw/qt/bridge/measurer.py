"""Measures text with Qt, the same as the fonts' own tables say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetricsF

from archdraw.core.drawing.display import FontSpec
from archdraw.qt.bridge.fonts import load_fonts, qt_font

# Measured large and scaled down, so that widths do not depend on how Qt rounds small sizes.
_MEASURED_SIZE = 256.0
_WIDTHS_KEPT = 50_000


class QtMeasurer:
    """A `TextMeasurer` for the window; needs a QGuiApplication. Widths are remembered."""

    def __init__(self) -> None:
        load_fonts()
        self._metrics: dict[tuple[str, int], QFontMetricsF] = {}
        self._widths: dict[tuple[str, FontSpec], float] = {}

    def width(self, text: str, font: FontSpec) -> float:
        """Return the advance width of one line in drawing units."""
        key = (text, font)
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) >= _WIDTHS_KEPT:
                self._widths.clear()
            known = self._face(font).horizontalAdvance(text) * font.size / _MEASURED_SIZE
            self._widths[key] = known
        return known

    def widths(self, texts: Sequence[str], font: FontSpec) -> list[float]:
        """Return the advance widths of many lines."""
        return [self.width(text, font) for text in texts]

    def ascent(self, font: FontSpec) -> float:
        """Return the height of the font above the baseline."""
        return self._face(font).ascent() * font.size / _MEASURED_SIZE

    def descent(self, font: FontSpec) -> float:
        """Return the depth of the font below the baseline, as a positive number."""
        return self._face(font).descent() * font.size / _MEASURED_SIZE

    def _face(self, font: FontSpec) -> QFontMetricsF:
        key = (font.family, font.weight)
        found = self._metrics.get(key)
        if found is None:
            large = FontSpec(font.family, _MEASURED_SIZE, font.weight)
            found = self._metrics[key] = QFontMetricsF(qt_font(large))
        return found
