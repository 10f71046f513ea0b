"""A drawing made, changed, read and saved with nothing but keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker

from archdraw.core.model import Design, View
from archdraw.editor.hierarchy import parent_of
from archdraw.qt.window.main_window import MainWindow

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Keys:
    """Presses keys where the keyboard is, as a person without a mouse."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.session = window.session
        self._qtbot = qtbot

    @property
    def focused(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focused, key, modifiers)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused, letter)
            QApplication.processEvents()

    def insert(self, text: str) -> str:
        """Type on the canvas what is needed; return the id of what came."""
        before = set(self.session.store.table("components"))
        self.type(text)
        self.press(Qt.Key.Key_Return)
        (made,) = set(self.session.store.table("components")) - before
        self._qtbot.waitUntil(self.window.canvas.hasFocus)
        return made

    def canvas(self) -> None:
        """Go to the canvas with F6."""
        for _ in range(10):
            if self.window.canvas.hasFocus():
                return
            self.press(Qt.Key.Key_F6)
        raise AssertionError("F6 does not come to the canvas.")


@pytest.fixture
def keys(make: WindowMaker, qtbot: QtBot) -> Keys:
    window = make(Design(title="By keys", views=(View(id="main", name="Main"),)))
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    return Keys(window, qtbot)


def test_components_are_inserted_connected_moved_sized_and_named(keys: Keys) -> None:
    session = keys.session
    balancer = keys.insert("l7")
    service = keys.insert("stateless")
    assert [(one.source, one.target) for one in session.design.connections] == [(balancer, service)]
    before = session.frame(service)
    assert before is not None
    keys.press(Qt.Key.Key_Down, SHIFT)
    keys.press(Qt.Key.Key_Right, CTRL | SHIFT)
    after = session.frame(service)
    assert after is not None
    assert after.y > before.y
    assert after.w > before.w
    keys.press(Qt.Key.Key_F2)
    keys.press(Qt.Key.Key_A, CTRL)
    keys.type("Checkout")
    keys.press(Qt.Key.Key_Return)
    record = session.component(service)
    assert record is not None
    assert record.name == "Checkout"
    keys.press(Qt.Key.Key_Left, ALT)
    assert session.selection == {balancer}
    keys.press(Qt.Key.Key_Delete)
    assert not session.design.connections
    keys.press(Qt.Key.Key_Z, CTRL)
    assert len(session.design.connections) == 1


def test_a_component_goes_into_a_group_and_out_of_it(keys: Keys, qtbot: QtBot) -> None:
    session = keys.session
    keys.insert("l7")
    keys.press(Qt.Key.Key_G, CTRL)
    keys.press(Qt.Key.Key_Escape)
    keys.canvas()
    (group,) = session.design.groups
    session.select(())
    store = keys.insert("rdbms")
    assert parent_of(session, store) is None
    qtbot.waitUntil(lambda: keys.window.panels.inspector.row("parent") is not None)
    row = keys.window.panels.inspector.row("parent")
    assert row is not None
    for _ in range(10):
        if keys.window.panels.inspector.isAncestorOf(keys.focused):
            break
        keys.press(Qt.Key.Key_F6)
    for _ in range(20):
        if row.editor.isAncestorOf(keys.focused):
            break
        keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: parent_of(session, store) == group.id)
    keys.press(Qt.Key.Key_Up)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: parent_of(session, store) is None)


def test_a_finding_leads_to_its_elements_and_back_to_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    keys = Keys(window, qtbot)
    window.canvas.setFocus()
    keys.press(Qt.Key.Key_M, CTRL | SHIFT)
    findings = window.panels.findings.list
    qtbot.waitUntil(findings.hasFocus)
    keys.press(Qt.Key.Key_Home)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    assert window.session.selection
    keys.canvas()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_context_menu_opens_at_the_selection(keys: Keys, qtbot: QtBot) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        seen.append([action.text().replace("&", "") for action in menu.actions() if action.text()])
        menu.close()

    keys.insert("l7")
    QTimer.singleShot(200, keys.window, look)
    keys.window.canvas.show_menu_at_selection()
    assert any("Cut" in text for text in seen[0])


def test_the_drawing_is_saved_with_a_key(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys.adraw"
    monkeypatch.setattr(keys.window.shell, "ask_save_path", lambda *_: path)
    keys.insert("l7")
    keys.press(Qt.Key.Key_S, CTRL)
    assert path.is_file()
    assert not keys.session.dirty
