"""A canvas with a synthetic design in it, driven by real events, and its CPU time a frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import thread_time

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication
from tests.benchmarks.synthetic import synthetic_design

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import load_theme
from archdraw.core.history import Store
from archdraw.core.model import Design
from archdraw.editor.camera import Camera
from archdraw.editor.session import Session
from archdraw.qt.bridge.measurer import QtMeasurer
from archdraw.qt.canvas import CanvasView

SIZE = (1280, 800)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Rig:
    """A shown canvas of 1280 × 800 px over a synthetic design."""

    def __init__(self, components: int) -> None:
        self.app = QApplication.instance() or QApplication([])
        catalog = load_catalog()
        kinds = tuple(sorted(catalog.kinds))[:30]
        self.design: Design
        self.design, self.hub = synthetic_design(components, kinds)
        self.store = Store(self.design)
        self.session = Session(self.store, catalog, QtMeasurer())
        self.canvas = CanvasView(self.session, load_theme("light"))
        self.canvas.resize(*SIZE)
        self.canvas.show()
        self.settle()

    def settle(self) -> None:
        """Let everything be painted, also what follows when the hand rests."""
        for number in range(2000):
            self.app.processEvents()
            if number > 2 and not self.canvas.is_busy:
                break

    def close(self) -> None:
        """Give the canvas back."""
        self.canvas.close_session()
        self.canvas.close()
        self.canvas.deleteLater()
        self.app.processEvents()

    def look_at_hub(self, zoom: float) -> None:
        """Show the hub in the middle at a zoom."""
        frame = self.session.scene.frame(self.hub)
        width, height = self.canvas.viewport_size()
        self.session.set_camera(Camera(0, 0, zoom).centered(frame.center, width, height))
        self.settle()

    def fit(self) -> None:
        """Show everything, as small as it has to be."""
        size = self.canvas.viewport_size()
        self.session.set_camera(self.session.camera.fitted(self.session.scene.bounds, *size))
        self.settle()

    def frames(self, steps: int, act: Callable[[int], None]) -> list[float]:
        """Return the CPU ms of each step, its painting included."""
        taken = []
        for step in range(steps):
            begun = thread_time()
            act(step)
            self.app.processEvents()
            taken.append((thread_time() - begun) * 1000)
        return taken

    def idle_frames(self) -> list[float]:
        """Return the CPU ms of what timers paint, frame by frame, until nothing is left to do now."""
        taken = []
        for _ in range(20):
            begun = thread_time()
            self.app.processEvents()
            spent = (thread_time() - begun) * 1000
            if spent < 0.2:
                break
            taken.append(spent)
        return taken

    def wheel(self, dx: int, dy: int, *, ctrl: bool = False) -> None:
        """Turn the wheel by so many px in the middle of the canvas."""
        viewport = self.canvas.viewport()
        at = QPointF(viewport.rect().center())
        event = QWheelEvent(
            at,
            QPointF(viewport.mapToGlobal(at.toPoint())),
            QPoint(dx, dy),
            QPoint(0, 0),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier if ctrl else _NO_MODIFIER,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        self.app.sendEvent(viewport, event)

    def mouse(self, kind: QEvent.Type, x: float, y: float, *, held: bool = True) -> None:
        """Send a mouse event of the left button at a px of the viewport."""
        viewport = self.canvas.viewport()
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind == QEvent.Type.MouseMove else left
        at = QPointF(x, y)
        on_screen = QPointF(viewport.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, on_screen, button, left if held else none, _NO_MODIFIER)
        self.app.sendEvent(viewport, event)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def yardstick() -> float:
    """Return the CPU ms of a fixed piece of painting: how fast this machine is today."""
    picture = QPixmap(*SIZE)
    lines = [QLineF(number * 3.0, 0.0, 1280.0 - number * 3.0, 800.0) for number in range(400)]
    best = float("inf")
    for _ in range(5):
        begun = thread_time()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(picture.rect(), Qt.GlobalColor.white)
        painter.drawLines(lines)
        painter.end()
        best = min(best, thread_time() - begun)
    return best * 1000


def memory_mb(field: str) -> float:
    """Return a figure of this process's memory: VmRSS (resident now) or VmHWM (at its highest)."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"This system does not tell {field}.")
