"""Text on the screen is as wide as the fonts' own tables say, so canvas, PDF and SVG agree."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QStaticText, QTextDocument, QTransform
from pytestqt.qtbot import QtBot

from archdraw.core.drawing import FontMetrics, FontSpec
from archdraw.qt.bridge.fonts import load_fonts, qt_font, strong
from archdraw.qt.bridge.measurer import QtMeasurer
from archdraw.qt.window.start import HINTS, SHORT_HINTS

TEXTS = (
    "Load balancer",
    "fi Office flow AVATo WAVE",
    "99.95 % · 4 h 23 min a year",
    "Überprüfung Łódź",
    "×3",
    "",
    "iiiiiiiiiiiiiiiiiiii",
)
FONTS = (
    *(FontSpec("Fira Sans", size, weight) for size in (11.0, 12.0, 13.0, 16.0) for weight in (400, 600)),
    FontSpec("IBM Plex Mono", 12.0, 400),
)


@pytest.fixture
def measurer(qapp: object) -> QtMeasurer:
    return QtMeasurer()


@pytest.mark.parametrize("font", FONTS, ids=str)
def test_qt_agrees_with_the_tables_of_the_font(measurer: QtMeasurer, font: FontSpec) -> None:
    tables = FontMetrics()
    for text in TEXTS:
        assert measurer.width(text, font) == pytest.approx(tables.width(text, font), rel=0.01, abs=0.01)
    assert measurer.ascent(font) == pytest.approx(tables.ascent(font), rel=0.01)
    assert measurer.descent(font) == pytest.approx(tables.descent(font), rel=0.01)


@pytest.mark.parametrize("font", FONTS[:8], ids=str)
def test_painted_text_is_as_wide_as_measured(measurer: QtMeasurer, font: FontSpec) -> None:
    for text in TEXTS[:4]:
        painted = QStaticText(text)
        painted.setTextFormat(Qt.TextFormat.PlainText)
        painted.prepare(QTransform(), qt_font(font))
        # Static text rounds its width up to whole px.
        assert painted.size().width() == pytest.approx(measurer.width(text, font), abs=1.1)


def test_the_bundled_font_is_used_and_no_other(qtbot: QtBot) -> None:
    load_fonts()
    for weight in (400, 500, 600):
        info = QFontInfo(qt_font(FontSpec("Fira Sans", 13.0, weight)))
        assert info.family() == "Fira Sans"
        assert info.weight() == weight


def test_fonts_can_be_loaded_again(qtbot: QtBot) -> None:
    load_fonts()
    load_fonts()
    assert qt_font(FontSpec()) is qt_font(FontSpec())


def test_a_font_for_a_zoomed_field_is_larger(qtbot: QtBot) -> None:
    assert qt_font(FontSpec(size=13.0), 2.0).pixelSize() == 26


def test_words_that_stand_out_are_in_a_weight_that_there_is(qapp: object) -> None:
    document = QTextDocument()
    for text in (HINTS, SHORT_HINTS, strong("What if Cache fails?")):
        document.setHtml(text)
        weights = set()
        block = document.begin().begin()
        while not block.atEnd():
            weights.add(block.fragment().charFormat().fontWeight())
            block += 1
        assert QFont.Weight.DemiBold in weights
        assert weights <= {0, QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold}
