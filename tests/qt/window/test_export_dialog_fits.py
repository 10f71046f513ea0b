"""The dialog of exports is as high as what it shows, for every kind: no button is cut at its foot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from archdraw.qt.window.export_dialog import ExportDialog
from archdraw.qt.window.main_window import MainWindow


@pytest.mark.parametrize("kind", ["pdf", "html", "md", "svg", "png"])
def test_nothing_in_the_export_dialog_is_cut(qtbot: QtBot, window: MainWindow, kind: str) -> None:
    dialog = ExportDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.choices[kind].click()
    QApplication.processEvents()
    shown = [
        one
        for sort in (QPushButton, QComboBox, QLineEdit)
        for one in dialog.findChildren(sort)
        if one.isVisibleTo(dialog)
    ]
    assert shown
    for one in shown:
        assert one.height() >= one.sizeHint().height(), one.objectName()
        foot = one.mapTo(dialog, QPoint(0, one.height())).y()
        assert foot <= dialog.height()
        around = one.parentWidget()
        assert around is None or one.geometry().bottom() <= around.height()
