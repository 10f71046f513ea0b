"""Glyphs as pictures and icons, and tokens as colours, brushes and pens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from archdraw.core.catalog import Glyph
from archdraw.core.drawing import Paint, Pen, load_theme
from archdraw.qt.bridge.colors import Paints
from archdraw.qt.bridge.glyphs import glyph_icon, glyph_pixmap

SQUARE = (("M", 6.0, 6.0), ("L", 18.0, 6.0), ("L", 18.0, 18.0), ("L", 6.0, 18.0), ("Z",))
SOLID = Glyph(strokes=(), solids=(SQUARE,))
FAINT = Glyph(strokes=(), accents=(SQUARE,))
LINES = Glyph(strokes=(SQUARE,))


def _image(glyph: Glyph, size: float, ratio: float = 1.0) -> QImage:
    return glyph_pixmap(glyph, size, "#2463E0", ratio).toImage()


def test_a_solid_is_filled_and_an_accent_faint(qtbot: QtBot) -> None:
    assert _image(SOLID, 24).pixelColor(12, 12) == QColor("#2463E0")
    assert _image(FAINT, 24).pixelColor(12, 12).alphaF() == pytest.approx(0.18, abs=0.01)


def test_a_line_is_drawn_and_its_inside_left_open(qtbot: QtBot) -> None:
    image = _image(LINES, 24)
    assert image.pixelColor(12, 12).alpha() == 0
    assert image.pixelColor(12, 6).alpha() > 150


@pytest.mark.parametrize(
    ("size", "ratio", "px"), [(16, 1.0, 16), (16, 2.0, 32), (48, 1.0, 48), (20, 1.5, 30)]
)
def test_pictures_have_the_px_of_the_screen(qtbot: QtBot, size: int, ratio: float, px: int) -> None:
    picture = glyph_pixmap(SOLID, size, "#2463E0", ratio)
    assert picture.size() == QSize(px, px)
    assert picture.devicePixelRatio() == ratio
    assert picture.toImage().pixelColor(px // 2, px // 2) == QColor("#2463E0")


def test_the_same_picture_is_made_once(qtbot: QtBot) -> None:
    assert glyph_pixmap(SOLID, 16, "#2463E0").cacheKey() == glyph_pixmap(SOLID, 16, "#2463E0").cacheKey()
    assert glyph_pixmap(SOLID, 16, "#2463E0").cacheKey() != glyph_pixmap(SOLID, 16, "#C8322B").cacheKey()


def test_an_icon_is_sharp_at_every_size_and_faint_when_disabled(qtbot: QtBot) -> None:
    icon = glyph_icon(SOLID, QColor("#C8322B"), 20)
    large = icon.pixmap(QSize(64, 64)).toImage()
    assert large.size() == QSize(64, 64)
    # The square runs from 6/24 to 18/24: px 16 to 48, without a soft border.
    assert large.pixelColor(16, 32) == QColor("#C8322B")
    assert large.pixelColor(15, 32).alpha() == 0
    disabled = icon.pixmap(QSize(64, 64), QIcon.Mode.Disabled).toImage()
    assert disabled.pixelColor(32, 32).alphaF() == pytest.approx(0.4, abs=0.02)
    assert icon.availableSizes() == [QSize(20, 20)]


def test_tokens_become_colours_once(qtbot: QtBot) -> None:
    paints = Paints(load_theme("light"))
    assert paints.token("accent").name().upper() == load_theme("light").color("accent")
    assert paints.color(Paint("accent", 0.5)).alphaF() == pytest.approx(0.5, abs=0.01)
    assert paints.brush(Paint("accent")) is paints.brush(Paint("accent"))
    assert paints.brush(None).style() == Qt.BrushStyle.NoBrush
    assert paints.pen(None).style() == Qt.PenStyle.NoPen


def test_dashes_are_counted_in_drawing_units(qtbot: QtBot) -> None:
    pen = Paints(load_theme("light")).pen(Pen(Paint("accent"), 2.0, (6.0, 4.0)))
    assert pen.widthF() == 2.0
    assert [length * pen.widthF() for length in pen.dashPattern()] == [6.0, 4.0]


def test_a_token_the_theme_lacks_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(KeyError, match="no-such-token"):
        Paints(load_theme("light")).token("no-such-token")
