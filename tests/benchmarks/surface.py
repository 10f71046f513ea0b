"""What can be done to a drawing on the screen, whoever paints it: the window, or a plain graphics scene."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

# Of the part of the screen that shows the drawing, in px; the window has its panels around it.
SIZE = (1280, 800)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Surface(Protocol):
    """A shown drawing with a hub in it."""

    def settle(self) -> None:
        """Let everything be painted, also what follows when the hand rests."""

    def close(self) -> None:
        """Give all of it back."""

    def look_at_hub(self, zoom: float) -> None:
        """Show the hub in the middle at a zoom."""

    def fit(self) -> None:
        """Show everything, as small as it has to be."""

    def pan(self, dx: int, dy: int) -> None:
        """Scroll by so many px."""

    def zoom(self, delta: int) -> None:
        """Turn the wheel by so many px with Ctrl held."""

    def hub_on_screen(self) -> QPointF:
        """Return where the middle of the hub stands, in px of the viewport."""

    def hub_place(self) -> tuple[float, float]:
        """Return where the hub stands in the drawing."""

    def viewport(self) -> QWidget:
        """Return the widget that shows the drawing."""

    def selected(self) -> int:
        """Return how many elements are selected."""

    def select_all(self) -> None:
        """Select every element."""

    def move_selected(self, dx: float, dy: float) -> None:
        """Move what is selected."""

    def undo(self) -> None:
        """Take back what was done last."""


def send_mouse(surface: Surface, kind: QEvent.Type, x: float, y: float, *, held: bool = True) -> None:
    """Send a mouse event of the left button at a px of the viewport."""
    viewport = surface.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    at = QPointF(x, y)
    on_screen = QPointF(viewport.mapToGlobal(at.toPoint()))
    event = QMouseEvent(kind, at, on_screen, button, left if held else none, _NO_MODIFIER)
    QApplication.sendEvent(viewport, event)
