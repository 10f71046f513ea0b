"""Dialogs are as high as what they show where there is room: no button is cut at the foot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.qt.window import fitting
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


@pytest.mark.parametrize("command", ["edit.settings", "edit.keys", "help.shortcuts", "export.choose"])
def test_on_a_low_screen_a_dialog_is_no_higher_than_its_room(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """As on 1920 × 1080 at 200 %, where 540 px are left."""
    room = 480
    screen = window.screen().availableSize()
    monkeypatch.setattr(fitting, "_AROUND", QSize(16, screen.height() - room))
    window.commands.perform(command)
    (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    QApplication.processEvents()
    assert dialog.height() <= room
    buttons = [one for one in dialog.findChildren(QPushButton) if one.text() in ("Close", "Cancel")]
    assert [one.mapTo(dialog, QPoint(0, one.height())).y() <= dialog.height() for one in buttons] == [True]
    fields = [one for one in dialog.findChildren(QLineEdit) if one.isVisibleTo(dialog)]
    last = max(fields, key=lambda one: one.mapTo(dialog, QPoint()).y())
    for _ in range(40):
        if QApplication.focusWidget() is last:
            break
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is last
    assert last.mapTo(dialog, QPoint(0, last.height())).y() <= dialog.height()
    dialog.reject()


def test_at_the_first_start_on_a_low_screen_the_drawing_has_the_room(
    make: WindowMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MainWindow, "_take_usual_size", lambda window: window.resize(960, 540))
    window = make(small_design())
    assert not window.frame.shown("bottom")
    assert window.frame.shown("palette")
    window.commands.perform("panel.findings")
    assert window.panel_shown("findings")
