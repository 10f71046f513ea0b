"""The sheet of help says every key and every gesture as they are now, and is found by typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from archdraw.editor.gestures import gestures
from archdraw.qt.bridge.key_names import shown_chord
from archdraw.qt.window.help_sheet import HelpSheet
from archdraw.qt.window.key_editor import KeyEditor
from archdraw.qt.window.main_window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(window: MainWindow) -> HelpSheet:
    QApplication.processEvents()
    (sheet,) = window.findChildren(HelpSheet)
    return sheet


@pytest.mark.parametrize(
    ("key", "held"), [(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Question, SHIFT)]
)
def test_f1_and_the_question_mark_open_it(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, held)
    assert opened(window).isVisible()


def test_it_has_every_key_of_the_table_and_every_gesture(window: MainWindow) -> None:
    window.show_shortcuts()
    said = opened(window).text
    for action in window.commands.all():
        for chord in action.shortcuts:
            assert shown_chord(chord) in said, action.id
    for gesture in gestures(window.session):
        assert f"{gesture.does}: {gesture.hand}" in said


def test_typing_leaves_what_fits_with_keys_of_two_strokes(window: MainWindow) -> None:
    window.show_shortcuts()
    sheet = opened(window)
    QTest.keyClicks(sheet.filter, "align left")
    assert sheet.text.splitlines() == ["Menu Arrange", "Align: Left edges: Ctrl+J, L"]
    sheet.filter.clear()
    QTest.keyClicks(sheet.filter, "zoom wheel")
    assert sheet.text.splitlines() == ["Look around", "Zoom at the pointer: Ctrl + wheel, pinch"]
    QTest.keyClick(sheet.filter, Qt.Key.Key_Down)
    assert sheet.list.currentIndex().row() == 1
    sheet.filter.clear()
    QTest.keyClicks(sheet.filter, "qqq")
    assert sheet.text == ""
    assert sheet._nothing.isVisible()


def test_it_follows_settings_and_leads_to_the_keys(window: MainWindow) -> None:
    window.session.wheel_zooms = True
    window.show_shortcuts()
    sheet = opened(window)
    assert "Zoom at the pointer: Wheel, two fingers, pinch" in sheet.text
    sheet._change()
    QApplication.processEvents()
    assert [one.isVisible() for one in window.findChildren(KeyEditor)] == [True]
