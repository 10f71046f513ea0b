"""Questions in a dialog of their own: a line of text, one of several."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QInputDialog, QLineEdit

from archdraw.qt.window.main_window import MainWindow


def _answer(act: Callable[[QInputDialog], None]) -> list[QInputDialog]:
    """Do something with the next question; what is returned has it afterwards."""
    asked: list[QInputDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        asked.append(dialog)
        buttons = [one for one in dialog.findChildren(QAbstractButton) if one.isVisible()]
        assert [one.text().replace("&", "") for one in buttons] == ["OK", "Cancel"]
        assert all(one.icon().isNull() for one in buttons)
        assert all(one.height() >= 24 for one in buttons)
        act(dialog)

    QTimer.singleShot(0, look)
    return asked


def test_a_line_is_typed_and_enter_keeps_it(window: MainWindow) -> None:
    def write(dialog: QInputDialog) -> None:
        (field,) = dialog.findChildren(QLineEdit)
        assert field.selectedText() == "Overview"
        QTest.keyClicks(field, "For the board")
        QTest.keyClick(field, Qt.Key.Key_Return)

    asked = _answer(write)
    assert window.shell.ask_text("Rename view", "Name", "Overview") == "For the board"
    assert len(asked) == 1


def test_escape_answers_nothing(window: MainWindow) -> None:
    def leave(dialog: QInputDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    _answer(leave)
    assert window.shell.ask_text("Rename view", "Name", "Overview") is None
    _answer(leave)
    assert window.shell.ask_choice("Move into group", "Group", ("Edge", "Data")) is None


def test_two_choices_of_one_name_are_told_apart(window: MainWindow) -> None:
    def take_last(dialog: QInputDialog) -> None:
        (box,) = dialog.findChildren(QComboBox)
        assert [box.itemText(at) for at in range(box.count())] == ["Edge (1)", "Data", "Edge (2)"]
        QTest.keyClick(box, Qt.Key.Key_End)
        QTest.keyClick(box, Qt.Key.Key_Return)

    _answer(take_last)
    assert window.shell.ask_choice("Move into group", "Group", ("Edge", "Data", "Edge")) == 2
