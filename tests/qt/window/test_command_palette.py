"""The command palette through real keys: every command is reached by it, and nothing needs a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from archdraw.editor.actions import all_actions
from archdraw.qt.window.command_palette import CommandPalette
from archdraw.qt.window.command_row import COMMAND_ROLE
from archdraw.qt.window.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def shown(window: MainWindow) -> CommandPalette | None:
    QApplication.processEvents()
    found = [one for one in window.findChildren(CommandPalette) if one.isVisible()]
    return found[-1] if found else None


def palette(window: MainWindow) -> CommandPalette:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_K, CTRL)
    found = shown(window)
    assert found is not None
    return found


def type_and_enter(window: MainWindow, text: str) -> None:
    box = palette(window)
    QTest.keyClicks(box.field, text)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("key", "held"), [(Qt.Key.Key_K, CTRL), (Qt.Key.Key_Slash, CTRL), (Qt.Key.Key_P, CTRL | SHIFT)]
)
def test_three_keys_open_it_and_escape_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, held)
    box = shown(window)
    assert box is not None
    qtbot.waitUntil(box.field.hasFocus)
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert shown(window) is None
    assert window.canvas.hasFocus()


def test_a_few_letters_and_enter_do_it(qtbot: QtBot, window: MainWindow) -> None:
    assert window.session.show_grid
    type_and_enter(window, "grid")
    assert not window.session.show_grid
    assert shown(window) is None
    assert window.canvas.hasFocus()


def test_it_opens_from_a_text_field_too_and_goes_back_there(qtbot: QtBot, window: MainWindow) -> None:
    window.show_panel("palette")
    field = window.focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_P, CTRL | SHIFT)
    box = shown(window)
    assert box is not None
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert field.hasFocus()


def test_every_command_is_reached_by_its_title(window: MainWindow) -> None:
    """100 %: typing the title shows the row, and it is the action of the table that Enter would do."""
    box = palette(window)
    for action in all_actions():
        box.field.setText(action.title.rstrip("…"))
        rows = [box.model.index(row).data(COMMAND_ROLE).id for row in range(box.model.rowCount())]
        assert action.id in rows[:8], action.id


def test_every_command_of_the_window_is_an_action_of_the_table(window: MainWindow) -> None:
    """Menus and toolbar hold nothing that palette and keys don't know, but for what says what is where."""
    # The buttons that fold a panel do what the "panel" actions do.
    folding = {one.text() for one in window._folding.values()}
    buttons = [one.defaultAction() for one in window.toolbar.findChildren(QToolButton)]
    for action in filter(None, buttons):
        assert window.commands.knows(action.objectName()) or action.text() in folding, action.text()
    assert {"panel.palette", "panel.findings", "panel.inspector"} <= {one.id for one in all_actions()}
    for menu in window.menuBar().findChildren(QMenu):
        for action in menu.actions():
            apart = action.isSeparator() or action.menu() is not None
            assert apart or window.commands.knows(action.objectName()), action.text()


def test_a_command_that_can_not_be_used_says_why_and_does_nothing(window: MainWindow) -> None:
    box = palette(window)
    QTest.keyClicks(box.field, "duplicate")
    assert box.current is not None
    assert box.current.id == "edit.duplicate"
    assert box.foot.text() == "Not now: Select a component, group or note first."
    index = box.list.currentIndex()
    assert "Select a component" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert shown(window) is box
    assert len(window.session.design.components) == 5


def test_the_row_says_title_menu_and_key(window: MainWindow) -> None:
    box = palette(window)
    QTest.keyClicks(box.field, "tidy all")
    spoken = str(box.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Tidy all, Arrange, Ctrl+Shift+L"


def test_arrows_go_through_the_rows_and_around(window: MainWindow) -> None:
    box = palette(window)
    last = box.model.rowCount() - 1
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == last
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == 1
    QTest.keyClick(box.field, Qt.Key.Key_PageDown)
    assert box.list.currentIndex().row() == 11
    QTest.keyClick(box.field, Qt.Key.Key_PageUp)
    assert box.list.currentIndex().row() == 1


def test_what_was_used_last_comes_first_next_time(window: MainWindow) -> None:
    type_and_enter(window, "snap")
    type_and_enter(window, "grid")
    box = palette(window)
    first = [box.model.index(row).data(COMMAND_ROLE).id for row in range(2)]
    assert first == ["view.grid", "view.snap"]


def test_a_click_elsewhere_closes_it(window: MainWindow) -> None:
    palette(window)
    window.kinds.focus_search()
    assert shown(window) is None


def test_letters_that_fit_nothing_say_so(window: MainWindow) -> None:
    box = palette(window)
    QTest.keyClicks(box.field, "qqqq")
    assert box.current is None
    assert "No command fits" in box.foot.text()
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert shown(window) is box
