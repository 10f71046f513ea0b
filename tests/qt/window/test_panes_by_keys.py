"""Panes of the window with the keyboard alone: going there, making room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from archdraw.qt.window.command_palette import CommandPalette
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.panes import walk

still_there: Callable[[object], bool] = Shiboken.isValid


def test_f6_goes_around_all_panes_and_shift_f6_back(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    panes = {
        "toolbar": window.toolbar,
        "palette": window.kinds,
        "canvas": window.canvas,
        "views": window.view_bar,
        "inspector": window.panels.inspector,
        "bottom": window.frame.tabs,
        "status": window.status,
    }

    def pane() -> str:
        focused = window.focusWidget()
        return next(name for name, one in panes.items() if one is focused or one.isAncestorOf(focused))

    def walk(action: str) -> list[str]:
        found = []
        for _ in panes:
            window.commands.perform(action)
            found.append(pane())
        return found

    onwards = ["views", "inspector", "bottom", "status", "toolbar", "palette"]
    assert walk("view.next-pane") == [*onwards, "canvas"]
    assert walk("view.previous-pane") == [*reversed(onwards), "canvas"]
    window.frame.fold("bottom", False)
    assert walk("view.next-pane")[:3] == ["views", "inspector", "status"]


# The inspector is never narrower than its fields are.
@pytest.mark.parametrize(
    ("panel", "at", "least"), [("palette", 0, 180), ("inspector", 1, 292), ("findings", 2, 0)]
)
def test_a_panel_is_made_larger_and_smaller_by_keys(
    window: MainWindow, qtbot: QtBot, panel: str, at: int, least: int
) -> None:
    window.activateWindow()
    window.session.select({"db"})
    window.panels.inspector.refresh()
    window.shell.show_panel(panel)  # type: ignore[arg-type]
    before = window.frame.sizes()[at]
    window.commands.perform("view.larger-pane")
    assert window.frame.sizes()[at] == before + 40
    window.commands.perform("view.smaller-pane")
    window.commands.perform("view.smaller-pane")
    assert window.frame.sizes()[at] == max(before - 40, least)


def test_without_a_panel_it_is_said_how_to_get_to_one(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    window.commands.perform("view.larger-pane")
    assert "F6" in window.toast_box.text


def test_a_message_with_a_button_can_be_reached_and_stays_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    window.toast("shop.pdf is written.", "Show", lambda: pressed.append(True))
    window.commands.perform("view.next-pane")
    window.commands.perform("view.next-pane")
    button = window.focusWidget()
    assert isinstance(button, QPushButton)
    assert window.toast_box.isAncestorOf(button)
    window.toast_box.fade()
    assert window.toast_box.isVisible()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [True]
    assert not window.toast_box.isVisible()


def test_messages_are_read_aloud(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    window.toast("Everything is in its place already.")
    assert said == ["Everything is in its place already."]


def test_everything_that_takes_the_keyboard_has_a_name_for_screen_readers(window: MainWindow) -> None:
    window.session.select({"db"})
    window.panels.inspector.refresh()
    nameless = set()
    for panel in ("findings", "journeys", "outline", "layers", "steps"):
        window.shell.show_panel(panel)
        for widget in window.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                found = QAccessible.queryAccessibleInterface(widget)
                if found is None or not found.text(QAccessible.Text.Name).strip():
                    nameless.add(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert not nameless


def test_letters_of_an_open_menu_stand_once_each(window: MainWindow) -> None:
    for entry in window.menuBar().actions():
        menu = entry.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        assert len(letters) == len(set(letters))
        assert len(letters) >= min(len(texts) - 1, 20), texts


def _menus() -> list[QMenu]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_keyboard_without_a_menu_key_opens_the_menu_of_what_has_the_keyboard(window: MainWindow) -> None:
    window.activateWindow()
    window.session.select({"db"})
    titles: list[list[str]] = []

    def note_and_close() -> None:
        for menu in _menus():
            titles.append([action.text().replace("&", "") for action in menu.actions()])
            menu.close()

    for widget in (window.canvas, window.panels.outline.tree):
        if widget is not window.canvas:
            window.show_panel("outline")
        widget.setFocus()
        QTimer.singleShot(150, note_and_close)
        QTest.keyClick(widget, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        QTest.qWait(200)
    assert len(titles) == 2
    assert all(any(text.startswith("Delete") for text in found) for found in titles)


def test_what_f6_has_passed_takes_nothing_with_it_when_it_goes(window: MainWindow) -> None:
    """PySide forgets what Qt made inside of what it takes for the child of a widget that is gone."""
    window.shell.show_dialog("commands")
    bar = window.canvas.verticalScrollBar()
    without_fields = QWidget(window)
    without_fields.show()
    walk([without_fields], 1)
    (palette,) = window.findChildren(CommandPalette)
    palette.close()
    QCoreApplication.sendPostedEvents(palette, QEvent.Type.DeferredDelete)
    assert not still_there(palette)
    assert still_there(bar)
