"""A hand on the real main window: mouse, wheel, trackpad and keys as the system sends them."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from archdraw.core.geometry import Box, Point
from archdraw.editor.camera import Camera
from archdraw.qt.window.main_window import MainWindow

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NOTCH = 120


class WindowHand:
    """Points are world coordinates; the drawing is shown at 80 % from (-40, -60) on."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.session = window.session
        self.viewport = window.canvas.viewport()
        self.session.set_camera(Camera(-40.0, -60.0, 0.8))
        window.canvas.setFocus()
        QApplication.processEvents()

    def px(self, at: tuple[float, float]) -> QPoint:
        """The px of the viewport over a world point."""
        place = self.session.camera.to_screen(*at)
        return QPoint(round(place.x), round(place.y))

    def frame(self, element_id: str) -> Box:
        frame = self.session.frame(element_id)
        assert frame is not None, element_id
        return frame

    def grab(self, element_id: str) -> Point:
        """A point of the body that is no border, no handle and no label."""
        return Point(self.frame(element_id).center.x + 20, self.frame(element_id).center.y)

    def hover(self, at: tuple[float, float]) -> None:
        QTest.mouseMove(self.viewport, self.px(at))
        QApplication.processEvents()

    def press(
        self, at: tuple[float, float], held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        self.hover(at)
        QTest.mousePress(self.viewport, button, held, self.px(at))

    def release(
        self, at: tuple[float, float], held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        QTest.mouseRelease(self.viewport, button, held, self.px(at))
        QApplication.processEvents()

    def click(
        self, at: tuple[float, float], held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        self.press(at, held, button)
        self.release(at, held, button)

    def double_click(self, at: tuple[float, float]) -> None:
        self.click(at)
        QTest.mouseDClick(self.viewport, LEFT, NONE, self.px(at))
        QTest.mouseRelease(self.viewport, LEFT, NONE, self.px(at))
        QApplication.processEvents()

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        held: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
        *,
        release: bool = True,
    ) -> None:
        # Panning moves the world under the hand: what counts is the way over the screen.
        first, last = self.px(start), self.px(end)
        QTest.mouseMove(self.viewport, first)
        QTest.mousePress(self.viewport, button, held, first)
        for step in range(1, 6):
            self._move(first + (last - first) * step / 5, held, button)
        if release:
            QTest.mouseRelease(self.viewport, button, held, last)
            QApplication.processEvents()

    def _move(self, at: QPoint, held: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Move with modifiers held, which QTest.mouseMove can't say."""
        from PySide6.QtGui import QMouseEvent

        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(self.viewport.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            button,
            held,
        )
        QApplication.sendEvent(self.viewport, event)
        QApplication.processEvents()

    def wheel(
        self,
        at: tuple[float, float],
        turn: QPoint,
        held: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
    ) -> None:
        """Turn the wheel by so many eighths of a degree, perhaps while a button is down."""
        self._wheel(at, QPoint(), turn, held, button)

    def two_fingers(self, at: tuple[float, float], pixels: QPoint) -> None:
        """Drag with two fingers on a trackpad, which says px."""
        self._wheel(at, pixels, pixels * 2, NONE)

    def _wheel(
        self,
        at: tuple[float, float],
        pixels: QPoint,
        turn: QPoint,
        held: Qt.KeyboardModifier,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
    ) -> None:
        place = self.px(at)
        event = QWheelEvent(
            QPointF(place),
            QPointF(self.viewport.mapToGlobal(place)),
            pixels,
            turn,
            button,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.viewport, event)
        QApplication.processEvents()

    def pinch(self, at: tuple[float, float], by: float) -> None:
        """Spread two fingers on a trackpad: the drawing grows by the share `by`."""
        place = QPointF(self.px(at))
        everywhere = QPointF(self.viewport.mapToGlobal(place.toPoint()))
        event = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture,
            QPointingDevice.primaryPointingDevice(),
            2,
            place,
            place,
            everywhere,
            by,
            QPointF(),
        )
        QApplication.sendEvent(self.viewport, event)
        QApplication.processEvents()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, to: QWidget | None = None) -> None:
        """Press and release a key where the keyboard is."""
        QTest.keyClick(to or self.window.focusWidget() or self.window.canvas, key, held)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type where the keyboard is."""
        target = self.window.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        QApplication.processEvents()

    def seconds(self, key: Qt.Key) -> float:
        """Return how long the answer to a key takes."""
        begun = time.perf_counter()
        self.key(key)
        return time.perf_counter() - begun

    @property
    def selection(self) -> frozenset[str]:
        return self.session.selection

    def steps(self) -> int:
        """How many steps can be taken back."""
        return self.session.store.undo_depth

    def connections(self) -> set[tuple[str, str]]:
        return {(one.source, one.target) for one in self.session.design.connections}
