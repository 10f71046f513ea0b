"""What a screen reader gets of the whole window: whatever is pressed or takes the keyboard has a name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)
from tests.qt.window.openable import DIALOGS, PANELS

from archdraw.qt.window.main_window import MainWindow

# What Qt makes by itself and shows only where there is no room, or never.
_OWN = ("qt_menubar_ext_button", "qt_tableview_cornerbutton", "ScrollLeftButton", "ScrollRightButton")
_PRESSED = (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QTabBar,
    QTableView,
    QTreeView,
)
_DEEPEST = 40
# Cells and rows are many and say their text; what holds them is looked at.
_HOLDERS = frozenset(
    {QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree, QAccessible.Role.ComboBox}
)


def _walk(interface: QAccessibleInterface, depth: int = 0) -> Iterator[QAccessibleInterface]:
    yield interface
    if interface.role() in _HOLDERS or depth > _DEEPEST:
        return
    for at in range(interface.childCount()):
        child = interface.child(at)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from _walk(child, depth + 1)


def _unsaid(top: QWidget) -> Iterator[str]:
    """Yield what has no name, and signs without words that have no tip."""
    buddies = {label.buddy() for label in top.findChildren(QLabel)}
    for one in top.findChildren(QWidget):
        # The cross in a field shows only beside text.
        there = one.isVisible() or isinstance(one.parent(), QLineEdit)
        inside = isinstance(one.parent(), (QComboBox, QAbstractSpinBox)) or one in buddies
        if not there or inside or not isinstance(one, _PRESSED) or one.objectName() in _OWN:
            continue
        button = isinstance(one, QAbstractButton)
        words = one.text().strip() if isinstance(one, QAbstractButton) else ""
        if not (words or one.accessibleName().strip()) or (button and not (words or one.toolTip())):
            yield f"{type(one).__name__} “{one.accessibleName()}” in {type(one.parent()).__name__}"


def _nameless(window: QWidget) -> list[str]:
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    found, seen = [], 0
    for one in _walk(root):
        thing = one.object()
        if not one.state().focusable or not isinstance(thing, QWidget) or not thing.isVisible():
            continue
        seen += 1
        if not one.text(QAccessible.Text.Name).strip():
            found.append(f"{type(thing).__name__} {thing.objectName()} {one.role().name}")
    assert seen > 0
    return found


def test_whatever_takes_the_keyboard_has_a_name(window: MainWindow) -> None:
    window.session.select({"db"})
    window.hints.say("Something to know.")
    found = {}
    for panel in PANELS:
        window.shell.show_panel(panel)
        QApplication.processEvents()
        found[panel] = [*_nameless(window), *_unsaid(window)]
    assert {panel: names for panel, names in found.items() if names} == {}


def test_whatever_a_dialog_has_to_press_has_a_name(window: MainWindow) -> None:
    for make in DIALOGS:
        dialog = make(window)
        dialog.show()
        QApplication.processEvents()
        assert [*_nameless(dialog), *_unsaid(dialog)] == [], type(dialog).__name__
        dialog.close()


def test_the_parts_of_the_window_say_what_they_are(window: MainWindow) -> None:
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    named = {one.text(QAccessible.Text.Name) for one in _walk(root)}
    assert {"Components", "Canvas", "Inspector", "Views", "Panels below the canvas", "Status"} <= named
    search = window.kinds.search
    QTest.keyClicks(search, "cache")
    cross = next(one for one in search.findChildren(QToolButton) if one.toolTip() == "Clear")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert search.text() == ""
