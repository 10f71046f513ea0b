"""The whole window over a synthetic design: panels, live analysis and all, driven by real events."""

from __future__ import annotations

import os
import tempfile
import time

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from tests.benchmarks.surface import SIZE
from tests.benchmarks.synthetic import synthetic_design

from archdraw.core.model import Design
from archdraw.editor.camera import Camera

_ANALYSIS_S = 120.0
_settings: list[tempfile.TemporaryDirectory[str]] = []


def own_settings() -> None:
    """Neither read nor write settings and recovery files of the person at this machine."""
    if not _settings:
        _settings.append(tempfile.TemporaryDirectory(prefix="archdraw-bench-"))
        for name in ("CONFIG", "STATE", "PACKS"):
            os.environ[f"ARCHDRAW_{name}_DIR"] = f"{_settings[0].name}/{name.lower()}"


def kinds_in_use() -> tuple[str, ...]:
    """Return the kinds that synthetic designs are made of."""
    from archdraw.core.catalog import load_catalog

    return tuple(sorted(load_catalog().kinds))[:30]


class WindowSurface:
    """The program's window, its canvas as large as `SIZE`, shown and analysed."""

    def __init__(self, components: int, *, analysed: bool = True, connections: int | None = None) -> None:
        own_settings()
        from archdraw.editor.document import DocumentState
        from archdraw.qt.window.start import make_application, make_window, tame_collector

        self.design: Design
        self.design, self.hub = synthetic_design(components, kinds_in_use(), connections=connections)
        self.window = make_window(make_application(), "light")
        self.session, self.canvas = self.window.session, self.window.canvas
        self.window.resize(1600, 1100)
        self.window.show()
        QApplication.processEvents()
        missing = [wanted - there for wanted, there in zip(SIZE, self.canvas.viewport_size(), strict=True)]
        self.window.resize(round(self.window.width() + missing[0]), round(self.window.height() + missing[1]))
        self.session.load(self.design, DocumentState())
        if analysed:
            self.window.complete()
            self.wait_for_analysis()
        tame_collector()
        self.settle()

    def wait_for_analysis(self) -> None:
        """Wait until the newest analysis is shown."""
        end = time.monotonic() + _ANALYSIS_S
        while self.session.analysis is None or self.window.runner.busy:
            QApplication.processEvents()
            time.sleep(0.002)
            assert time.monotonic() < end, "the analysis does not come to an end"

    def settle(self) -> None:
        for number in range(2000):
            QApplication.processEvents()
            if number > 2 and not self.canvas.is_busy:
                break
            time.sleep(0.001)

    def close(self) -> None:
        # Nobody is asked whether to save.
        self.session.undo()
        self.window.documents.may_close = lambda: True  # type: ignore[method-assign]
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def look_at_hub(self, zoom: float) -> None:
        frame = self.session.scene.frame(self.hub)
        width, height = self.canvas.viewport_size()
        self.session.set_camera(Camera(0, 0, zoom).centered(frame.center, width, height))
        self.settle()

    def fit(self) -> None:
        size = self.canvas.viewport_size()
        self.session.set_camera(self.session.camera.fitted(self.session.scene.bounds, *size))
        self.settle()

    def pan(self, dx: int, dy: int) -> None:
        self._wheel(dx, dy, ctrl=False)

    def zoom(self, delta: int) -> None:
        self._wheel(0, delta, ctrl=True)

    def hub_on_screen(self) -> QPointF:
        return QPointF(*self.session.camera.to_screen(*self.session.scene.frame(self.hub).center))

    def hub_place(self) -> tuple[float, float]:
        frame = self.session.scene.frame(self.hub)
        return frame.x, frame.y

    def viewport(self) -> QWidget:
        return self.canvas.viewport()

    def selected(self) -> int:
        return len(self.session.selection)

    def select_all(self) -> None:
        self.window.commands.perform("select.all")

    def move_selected(self, dx: float, dy: float) -> None:
        self.session.move(self.session.selection, dx, dy)

    def undo(self) -> None:
        self.window.commands.perform("edit.undo")

    def _wheel(self, dx: int, dy: int, *, ctrl: bool) -> None:
        """Turn the wheel by so many px in the middle of the canvas."""
        viewport = self.viewport()
        at = QPointF(viewport.rect().center())
        event = QWheelEvent(
            at,
            QPointF(viewport.mapToGlobal(at.toPoint())),
            QPoint(dx, dy),
            QPoint(0, 0),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
