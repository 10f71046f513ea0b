"""Python knows no item of a layout that Qt may delete, whatever was shown."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.qt.window.layout_items import known_items
from tests.qt.window.openable import DIALOGS, PANELS

from archdraw.qt.window import main_window
from archdraw.qt.window.main_window import MainWindow


class _Panel(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout()
        row.addWidget(QLabel())
        row.addStretch(1)
        QVBoxLayout(self).addLayout(row)


def test_a_row_that_is_added_full_is_found(qtbot: QtBot) -> None:
    panel = _Panel()
    qtbot.addWidget(panel)
    assert known_items() == {f"{__name__}._Panel": 2}


def test_no_panel_makes_items_known(window: MainWindow) -> None:
    for chosen in ({"db"}, {"lb-app1"}, {"app1", "app2"}, set[str]()):
        window.session.select(chosen)
        window.panels.inspector.refresh()
        QTest.qWait(60)
        assert known_items() == {}, chosen
    for panel in PANELS:
        window.shell.show_panel(panel)
        QTest.qWait(30)
        assert known_items() == {}, panel
    window.commands.perform("edit.find")
    assert known_items() == {}


def test_no_dialog_makes_items_known(window: MainWindow) -> None:
    opened = {"ReviewPreview"}
    for make in DIALOGS:
        dialog = make(window)
        dialog.show()
        QApplication.processEvents()
        assert known_items() == {}
        opened.add(type(dialog).__name__)
        dialog.close()
    sources = [path.read_text(encoding="utf-8") for path in Path(main_window.__file__).parent.glob("*.py")]
    assert {
        name for text in sources for name in re.findall(r"^class (\w+)\(QDialog\)", text, re.MULTILINE)
    } <= opened
