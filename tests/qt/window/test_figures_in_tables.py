"""Figures in tables and fields have digits of one width, and tables fit where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from archdraw.qt.window.main_window import MainWindow

FONT = Qt.ItemDataRole.FontRole


def test_figures_of_a_table_are_of_the_registered_font(window: MainWindow, qtbot: QtBot) -> None:
    model = window.panels.journeys.model
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    fonts: list[Any] = [model.index(0, column).data(FONT) for column in range(model.columnCount())]
    figures = [one for one in fonts if one is not None]
    assert fonts[0] is None
    assert len(figures) >= 4
    for font in figures:
        assert isinstance(font, QFont)
        assert QFontInfo(font).family() == "IBM Plex Mono"


def test_figures_of_the_inspector_too_and_words_not(window: MainWindow, qtbot: QtBot) -> None:
    window.session.select({"db"})
    inspector = window.panels.inspector

    def family(key: str) -> str:
        found = inspector.findChild(QLineEdit, f"field:{key}")
        assert isinstance(found, QLineEdit)
        return QFontInfo(found.font()).family()

    qtbot.waitUntil(lambda: inspector.findChild(QLineEdit, "field:replicas") is not None)
    assert family("replicas") == "IBM Plex Mono"
    assert family("name") == "Fira Sans"


def test_the_journeys_never_scroll_sideways(window: MainWindow, qtbot: QtBot) -> None:
    table = window.panels.journeys.table
    window.show_panel("journeys")
    header = table.horizontalHeader()

    def shown() -> int:
        return sum(not header.isSectionHidden(at) for at in range(header.count()))

    qtbot.waitUntil(lambda: window.session.analysis is not None and table.isVisible())
    for width in (1600, 1024, 800, 1600):
        window.resize(width, 700)
        qtbot.waitUntil(lambda: not table.horizontalScrollBar().maximum())
        qtbot.wait(20)
        assert abs(header.length() - header.width()) <= 1, width
        assert header.sectionSize(0) >= 100
        assert shown() >= 2
        tip = str(table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
        assert "Downtime:" in tip
    assert shown() == header.count()
