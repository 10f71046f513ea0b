"""Qt's events arrive in the editor as what the hand did."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from pytestqt.qtbot import QtBot

from archdraw.editor.camera import Camera
from archdraw.qt.bridge.events import key_event, pinch_event, pointer_event, wheel_event

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
CAMERA = Camera(100.0, 50.0, 2.0)


def _mouse(
    kind: QEvent.Type, button: Qt.MouseButton, held: Qt.MouseButton, modifiers: Qt.KeyboardModifier = NONE
) -> QMouseEvent:
    at = QPointF(40, 20)
    return QMouseEvent(kind, at, at, button, held, modifiers)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (QEvent.Type.MouseButtonPress, "press"),
        (QEvent.Type.MouseButtonRelease, "release"),
        (QEvent.Type.MouseButtonDblClick, "double"),
    ],
)
def test_buttons(qtbot: QtBot, kind: QEvent.Type, name: str) -> None:
    event = pointer_event(_mouse(kind, Qt.MouseButton.MiddleButton, LEFT), CAMERA)
    assert (event.kind, event.button) == (name, "middle")
    assert event.at == (120.0, 60.0)
    assert event.screen == (40.0, 20.0)


def test_a_move_names_a_button_that_is_held(qtbot: QtBot) -> None:
    kind = QEvent.Type.MouseMove
    assert pointer_event(_mouse(kind, NO_BUTTON, LEFT), CAMERA).button == "left"
    assert pointer_event(_mouse(kind, NO_BUTTON, NO_BUTTON), CAMERA).button == "none"


def test_modifiers(qtbot: QtBot) -> None:
    event = pointer_event(_mouse(QEvent.Type.MouseButtonPress, LEFT, LEFT, SHIFT | ALT), CAMERA)
    assert event.modifiers == {"shift", "alt"}


def _wheel(pixels: QPoint, turned: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> QWheelEvent:
    at = QPointF(40, 20)
    return QWheelEvent(at, at, pixels, turned, NO_BUTTON, modifiers, Qt.ScrollPhase.NoScrollPhase, False)


def test_a_notch_towards_the_hand_scrolls_down(qtbot: QtBot) -> None:
    event = wheel_event(_wheel(QPoint(), QPoint(0, -120)), CAMERA)
    assert event.kind == "wheel"
    assert (event.delta_x, event.delta_y) == (0.0, 60.0)


def test_a_trackpad_says_px_exactly(qtbot: QtBot) -> None:
    event = wheel_event(_wheel(QPoint(-7, 3), QPoint(-56, 24), CTRL), CAMERA)
    assert (event.delta_x, event.delta_y) == (7.0, -3.0)
    assert event.ctrl


def test_an_alt_wheel_that_the_system_turned_sideways_is_turned_back(qtbot: QtBot) -> None:
    event = wheel_event(_wheel(QPoint(), QPoint(120, 0), ALT), CAMERA)
    assert (event.delta_x, event.delta_y) == (0.0, -60.0)


def test_a_pinch_keeps_its_factor_and_place(qtbot: QtBot) -> None:
    event = pinch_event(QPointF(40, 20), 1.25, CAMERA)
    assert (event.kind, event.scale, event.screen) == ("pinch", 1.25, (40.0, 20.0))


@pytest.mark.parametrize(
    ("code", "text", "modifiers", "chord"),
    [
        (Qt.Key.Key_A, "a", NONE, "A"),
        (Qt.Key.Key_A, "\x01", CTRL, "Ctrl+A"),
        (Qt.Key.Key_Slash, "/", NONE, "/"),
        (Qt.Key.Key_Exclam, "!", SHIFT, "Shift+1"),
        (Qt.Key.Key_Escape, "\x1b", NONE, "Escape"),
        (Qt.Key.Key_Delete, "\x7f", NONE, "Delete"),
        (Qt.Key.Key_Enter, "\r", NONE, "Return"),
        (Qt.Key.Key_Return, "\r", CTRL, "Ctrl+Return"),
        (Qt.Key.Key_Backtab, "", SHIFT, "Shift+Tab"),
        (Qt.Key.Key_Left, "", CTRL, "Ctrl+Left"),
        (Qt.Key.Key_F2, "", NONE, "F2"),
        (Qt.Key.Key_F12, "", NONE, "F12"),
        (Qt.Key.Key_Space, " ", NONE, "Space"),
        (Qt.Key.Key_BracketRight, "]", CTRL, "Ctrl+]"),
        (Qt.Key.Key_Adiaeresis, "ä", NONE, "Ä"),
    ],
)
def test_keys_have_the_editors_names(
    qtbot: QtBot, code: Qt.Key, text: str, modifiers: Qt.KeyboardModifier, chord: str
) -> None:
    event = key_event(QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text))
    assert event.chord == chord
    assert event.kind == "press"


def test_control_characters_are_not_typed(qtbot: QtBot) -> None:
    assert key_event(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, CTRL, "\x01")).text == ""
    assert key_event(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, SHIFT, "A")).text == "A"


def test_letting_go_and_repeating(qtbot: QtBot) -> None:
    event = key_event(QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, NONE, " ", True))
    assert (event.kind, event.repeated, event.key) == ("release", True, "Space")
