"""Keys are changed by pressing them; menus, palette, help and canvas follow at once and after a restart."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.editor.actions.key_file import keys_file
from archdraw.editor.actions.search import commands_of
from archdraw.qt.window.help_sheet import HelpSheet
from archdraw.qt.window.key_editor import KeyEditor
from archdraw.qt.window.main_window import MainWindow

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def editor(window: MainWindow) -> KeyEditor:
    # One command without a key.
    window.commands.keys.assign("arrange.align-right", [])
    window.commands.perform("edit.keys")
    (found,) = window.findChildren(KeyEditor)
    return found


def press(editor: KeyEditor, action_id: str, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    editor.choose(action_id)
    QTest.keyClick(editor.list, Qt.Key.Key_Return)
    assert editor.recorder.isVisible()
    QTest.keyClick(editor.recorder, key, held)
    QApplication.processEvents()


def test_a_pressed_key_holds_at_once_everywhere(window: MainWindow, editor: KeyEditor) -> None:
    press(editor, "arrange.align-right", Qt.Key.Key_T, CTRL | ALT)
    assert "holds from now on" in editor.sentence.text()
    action = window.commands.action("arrange.align-right")
    assert action.shortcut().toString() == "Ctrl+Alt+T"
    assert "Ctrl+Alt+T" in action.toolTip()
    found = {one.id: one for one in commands_of(window.commands.all(), window.commands.keys, window.session)}
    assert found["arrange.align-right"].keys == ("Ctrl+Alt+T",)
    sheet = HelpSheet(window)
    assert "Ctrl+Alt+T" in sheet.text
    sheet.deleteLater()
    assert json.loads(keys_file().read_text())["keys"] == {"arrange.align-right": ["Ctrl+Alt+T"]}


def test_a_key_for_the_canvas_works_on_the_canvas(window: MainWindow, editor: KeyEditor) -> None:
    press(editor, "select.all", Qt.Key.Key_X)
    editor.reject()
    QTest.keyClick(window.canvas, Qt.Key.Key_X)
    assert len(window.session.selection) == 10
    assert window.session.quick_insert is None


def test_a_key_of_the_window_works_and_the_old_one_is_gone(window: MainWindow, editor: KeyEditor) -> None:
    editor.choose("view.grid")
    QApplication.processEvents()
    (cap,) = [one for one in editor.findChildren(QPushButton, "keyCap") if one.isVisible()]
    QTest.mouseClick(cap, Qt.MouseButton.LeftButton)
    press(editor, "view.grid", Qt.Key.Key_F8)
    editor.reject()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Apostrophe, CTRL)
    assert window.session.show_grid
    QTest.keyClick(window.canvas, Qt.Key.Key_F8)
    assert not window.session.show_grid


def test_two_strokes_are_recorded_where_the_first_one_begins_others(
    window: MainWindow, editor: KeyEditor
) -> None:
    press(editor, "arrange.align-right", Qt.Key.Key_J, CTRL)
    assert editor.recorder.isVisible()
    assert editor.recorder.text() == "Ctrl+J, …"
    QTest.keyClick(editor.recorder, Qt.Key.Key_Y)
    assert window.commands.keys.keys_of("arrange.align-right") == ("Ctrl+J, Y",)
    assert "Ctrl+J, Y holds from now on." in editor.sentence.text()
    editor.reject()
    window.session.select({"app1", "db"})
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_J, CTRL)
    QTest.keyClick(window.canvas, Qt.Key.Key_Y)
    frames = [window.session.frame(one) for one in ("app1", "db")]
    assert len({frame.right for frame in frames if frame is not None}) == 1
    assert window.session.quick_insert is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Delete, Qt.Key.Key_Return])
def test_keys_that_dialogs_use_are_recorded_and_refused_like_any_other(
    window: MainWindow, editor: KeyEditor, key: Qt.Key
) -> None:
    press(editor, "arrange.align-left", key)
    assert "Take it away there first." in editor.sentence.text()
    assert editor.sentence.objectName() == "refusal"
    assert window.commands.keys.keys_of("arrange.align-left") == ("Ctrl+J, L",)


def test_a_clash_names_the_other_command_and_changes_nothing(window: MainWindow, editor: KeyEditor) -> None:
    press(editor, "arrange.align-left", Qt.Key.Key_D, CTRL)
    assert editor.sentence.text().startswith("Ctrl+D is the key of “Duplicate” in the menu Edit.")
    assert window.commands.action("edit.duplicate").shortcut().toString() == "Ctrl+D"
    assert not keys_file().exists()


def test_escape_gives_up_the_recording_and_not_the_dialog(editor: KeyEditor) -> None:
    press(editor, "arrange.align-left", Qt.Key.Key_Escape)
    assert not editor.recorder.isVisible()
    assert editor.isVisible()


def test_a_modifier_alone_is_waited_through(window: MainWindow, editor: KeyEditor) -> None:
    press(editor, "arrange.align-left", Qt.Key.Key_Shift)
    assert editor.recorder.isVisible()
    QTest.keyClick(editor.recorder, Qt.Key.Key_F9)
    assert window.commands.keys.keys_of("arrange.align-left") == ("Ctrl+J, L", "F9")


def test_one_command_or_all_go_back_to_their_keys(window: MainWindow, editor: KeyEditor) -> None:
    press(editor, "arrange.align-left", Qt.Key.Key_F9)
    press(editor, "arrange.tidy", Qt.Key.Key_F10)
    editor.choose("arrange.align-left")
    editor.reset.click()
    assert window.commands.keys.keys_of("arrange.align-left") == ("Ctrl+J, L",)
    assert window.commands.keys.keys_of("arrange.tidy") == ("Ctrl+Shift+L", "F10")
    editor.reset_all.click()
    assert window.commands.keys.own == {}
    assert not keys_file().exists()
    assert not editor.reset_all.isEnabled()


def test_delete_takes_the_last_key_away(window: MainWindow, editor: KeyEditor) -> None:
    editor.choose("edit.redo")
    QTest.keyClick(editor.list, Qt.Key.Key_Delete)
    assert window.commands.keys.keys_of("edit.redo") == ("Ctrl+Shift+Z",)


def test_the_list_is_filtered_by_typing(editor: KeyEditor) -> None:
    QTest.keyClicks(editor.filter, "ctrl+g")
    assert [item.text(0) for item in editor._items() if not item.isHidden()] == ["Group"]
    assert editor.chosen is not None
    assert editor.chosen.id == "arrange.group"
    editor.filter.clear()
    QTest.keyClicks(editor.filter, "qqq")
    assert editor.chosen is None
    assert editor.title.text() == "No command fits"


def test_keys_hold_after_a_restart(make: WindowMaker) -> None:
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_text('{"keys": {"arrange.tidy": ["F10"]}}')
    window = make(small_design())
    assert window.commands.action("arrange.tidy").shortcut().toString() == "F10"
    assert window.toast_box.text == ""


def test_a_broken_file_is_told_once_and_the_keys_are_the_usual(make: WindowMaker, qtbot: QtBot) -> None:
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_text("{ not JSON")
    window = make(small_design())
    qtbot.waitUntil(lambda: window.toast_box.text.startswith("keys.json can’t be read"))
    assert window.commands.action("arrange.tidy").shortcut().toString() == "Ctrl+Shift+L"
