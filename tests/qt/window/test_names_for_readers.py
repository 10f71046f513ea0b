"""What a screen reader gets of the whole window: whatever takes the keyboard has a name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from archdraw.editor.actions.action import PanelName
from archdraw.qt.window.main_window import MainWindow

_PANELS: tuple[PanelName, ...] = (
    *("palette", "inspector", "findings", "journeys", "load", "losses", "changes"),
    *("outline", "layers", "steps", "estimates", "simulation", "papers", "comparison"),
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
    assert seen > 10
    return found


def test_whatever_takes_the_keyboard_has_a_name(window: MainWindow) -> None:
    window.session.select({"db"})
    found = {}
    for panel in _PANELS:
        window.shell.show_panel(panel)
        QApplication.processEvents()
        found[panel] = _nameless(window)
    assert {panel: names for panel, names in found.items() if names} == {}


def test_the_parts_of_the_window_say_what_they_are(window: MainWindow) -> None:
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    named = {one.text(QAccessible.Text.Name) for one in _walk(root)}
    assert {"Components", "Canvas", "Inspector", "Views", "Panels below the canvas", "Status"} <= named
