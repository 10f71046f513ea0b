"""Between two strokes: the window shows what can follow, and leaves again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel
from pytestqt.qtbot import QtBot
from tests.qt.window.hand import CTRL, WindowHand

from archdraw.qt.window import second_stroke
from archdraw.qt.window.main_window import MainWindow

_FIRST = (Qt.Key.Key_J, CTRL)


def _shown(window: MainWindow) -> str:
    return "" if window.second_stroke is None else window.second_stroke.text


@pytest.fixture
def begun(hand: WindowHand) -> WindowHand:
    hand.session.select({"app1", "app2"})
    hand.key(*_FIRST)
    return hand


def test_what_can_follow_is_shown_and_the_second_stroke_does_it(begun: WindowHand) -> None:
    shown = _shown(begun.window)
    assert shown.startswith("Ctrl+J, and then …\nEsc leaves\n")
    following = begun.window.commands.keys.after("Ctrl+J")
    assert len(following) >= 20
    for _, action in following:
        assert action.title in shown
    QTest.keyClick(begun.window.canvas, Qt.Key.Key_B)
    assert begun.frame("app1").bottom == begun.frame("app2").bottom
    assert _shown(begun.window) == ""


def test_the_card_lies_in_the_window_and_none_of_its_words_is_cut(begun: WindowHand, qtbot: QtBot) -> None:
    window = begun.window
    for stroke in window.commands.keys.beginnings:
        for size in ((1440, 900), (720, 480)):
            window.resize(*size)
            qtbot.wait(1)
            window.commands.begun.emit(stroke)
            (card,) = (one for one in window.frame.findChildren(QFrame, "secondStroke") if one.isVisible())
            assert window.frame.rect().contains(card.geometry()), (stroke, size)
            for label in card.findChildren(QLabel):
                assert label.width() >= label.sizeHint().width(), (stroke, size, label.text())


def test_escape_leaves_and_keeps_the_selection(begun: WindowHand) -> None:
    begun.key(Qt.Key.Key_Escape)
    assert _shown(begun.window) == ""
    assert begun.selection == {"app1", "app2"}
    before = begun.steps()
    begun.key(Qt.Key.Key_B)
    assert begun.steps() == before


def test_a_click_leaves_and_is_still_a_click(begun: WindowHand) -> None:
    begun.click(begun.grab("db"))
    assert _shown(begun.window) == ""
    assert begun.selection == {"db"}


def test_it_is_left_after_some_time(hand: WindowHand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_stroke, "PATIENCE_MS", 20)
    hand.key(*_FIRST)
    assert _shown(hand.window)
    qtbot.waitUntil(lambda: _shown(hand.window) == "")


def test_a_key_that_nothing_has_is_said_and_types_nothing(begun: WindowHand) -> None:
    begun.key(Qt.Key.Key_Q)
    assert begun.window.toast_box.text == "Nothing follows Ctrl+J with Q."
    assert begun.session.quick_insert is None


def test_what_is_missing_for_a_command_is_said(hand: WindowHand) -> None:
    hand.key(*_FIRST)
    hand.key(Qt.Key.Key_L)
    assert hand.window.toast_box.text == "Select two or more components, groups or notes first."


def test_both_strokes_work_while_a_field_has_the_keyboard(hand: WindowHand) -> None:
    hand.session.select({"app1", "app2"})
    field = hand.window.kinds.search
    field.setFocus()
    hand.key(*_FIRST, to=field)
    hand.key(Qt.Key.Key_B, to=field)
    assert hand.frame("app1").bottom == hand.frame("app2").bottom
    assert field.text() == ""


def test_keys_the_user_has_given_are_heard(hand: WindowHand) -> None:
    hand.window.commands.keys.assign("arrange.align-left", ["Ctrl+Alt+J, Shift+L"])
    hand.session.select({"lb", "db"})
    hand.key(Qt.Key.Key_J, CTRL | Qt.KeyboardModifier.AltModifier)
    assert "Shift+L" in _shown(hand.window)
    hand.key(Qt.Key.Key_Shift)
    hand.key(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert hand.frame("lb").x == hand.frame("db").x


def test_menus_show_both_strokes(hand: WindowHand) -> None:
    assert hand.window.commands.action("arrange.align-left").text().endswith("\tCtrl+J, L")


def test_the_wheel_leaves_and_scrolls(begun: WindowHand) -> None:
    before = begun.session.camera
    begun.wheel((300, 100), QPoint(0, -120))
    QApplication.processEvents()
    assert _shown(begun.window) == ""
    assert begun.session.camera != before
