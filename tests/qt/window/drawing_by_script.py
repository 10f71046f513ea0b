"""A hand that draws in the real window and counts what it does: chords, text entries, clicks and drags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from archdraw.core.model import Component, Design
    from archdraw.qt.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class CountingHand:
    """Gives key and mouse events to whatever has the focus; `actions` and `typed` say how much it took."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.actions = self.typed = 0
        self.viewport = window.canvas.viewport()

    def chord(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press one key with what is held."""
        self.actions += 1
        QTest.keyClick(self._focus(), key, held)
        QApplication.processEvents()

    def sign(self, sign: str) -> None:
        """Press a key that writes a sign, as a command."""
        self.actions += 1
        QTest.keyClicks(self._focus(), sign)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text: one action, as many characters as it has."""
        self.actions += 1
        self.typed += len(text)
        QTest.keyClicks(self._focus(), text)
        QApplication.processEvents()

    def enter(self) -> None:
        self.chord(Qt.Key.Key_Return)

    def double_click(self, at: QPoint) -> None:
        """Click twice: two actions."""
        self.actions += 2
        QTest.mouseMove(self.viewport, at)
        QTest.mouseClick(self.viewport, LEFT, NONE, at)
        QTest.mouseDClick(self.viewport, LEFT, NONE, at)
        QTest.mouseRelease(self.viewport, LEFT, NONE, at)
        QApplication.processEvents()

    def click(self, at: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        self.actions += 1
        QTest.mouseMove(self.viewport, at)
        QTest.mouseClick(self.viewport, LEFT, held, at)
        QApplication.processEvents()

    def drag(self, start: QPoint, end: QPoint) -> None:
        self.actions += 1
        QTest.mouseMove(self.viewport, start - QPoint(12, 0))
        QTest.mouseMove(self.viewport, start)
        QTest.mousePress(self.viewport, LEFT, NONE, start)
        for step in range(1, 6):
            QTest.mouseMove(self.viewport, start + (end - start) * step / 5)
            QApplication.processEvents()
        QTest.mouseRelease(self.viewport, LEFT, NONE, end)
        QApplication.processEvents()

    def px(self, x: float, y: float) -> QPoint:
        """The px of the canvas over a point of the drawing."""
        at = self.window.session.camera.to_screen(x, y)
        return QPoint(round(at.x), round(at.y))

    def id_of(self, name: str) -> str:
        return component_named(self.window.session.design, name).id

    def middle(self, name: str) -> QPoint:
        """The middle of a card."""
        return self.px(*self.window.session.scene.frame(self.id_of(name)).center)

    def border(self, name: str) -> QPoint:
        """A point on the right border of a card, from which connections are drawn."""
        frame = self.window.session.scene.frame(self.id_of(name))
        return self.px(frame.right, frame.center.y - 12)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window.canvas


def component_named(design: Design, name: str) -> Component:
    return next(one for one in design.components if one.name == name)


def named_connections(design: Design) -> set[tuple[str, str]]:
    names = {one.id: one.name for one in design.components}
    return {(names[one.source], names[one.target]) for one in design.connections}


def overlaps(window: MainWindow) -> list[tuple[str, str]]:
    """Return the pairs that lie on one another: cards, and groups that are not around what they meet."""
    session = window.session
    design = session.design
    drawn = [one for one in (*design.components, *design.groups) if session.scene.role(one.id) is not None]
    frames = {one.id: session.scene.frame(one.id) for one in drawn}
    found = []
    for first, box in frames.items():
        for second, other in frames.items():
            around = {group.id for one in (first, second) for group in design.enclosing_groups(one)}
            if first < second and not {first, second} & around and box.intersects(other):
                found.append((first, second))
    for one in drawn:
        if one.parent in frames:
            holder, box = frames[one.parent], frames[one.id]
            # 32 units at the head of a group carry its title.
            if not holder.encloses(box) or box.y < holder.y + 32:
                found.append((one.parent, one.id))
    return found
