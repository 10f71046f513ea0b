"""An analysis of the window that waits until it is let go, and what is told of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design
from archdraw.qt.bridge.live_analysis import FirstBounds
from archdraw.qt.window.main_window import MainWindow


class HeldBack:
    """The window's own analysis, which waits before it begins until it is let go or called off."""

    def __init__(self, window: MainWindow) -> None:
        self._analyser = window.runner._analyser
        self.waits, self.let_go, self.called_off = threading.Event(), threading.Event(), threading.Event()
        window.runner._analyser = self

    def __call__(self, design: Design, catalog: Catalog, should_stop: Callable[[], bool]) -> Analysis:
        self.waits.set()
        deadline = time.monotonic() + 20
        while not self.let_go.wait(0.002) and time.monotonic() < deadline:
            if should_stop():
                self.called_off.set()
                break
        return self._analyser(design, catalog, should_stop)

    def hold(self) -> None:
        self.waits.clear()
        self.let_go.clear()
        self.called_off.clear()


class Told:
    """What the runner has told, in order: bounds and results with the revision each belongs to."""

    def __init__(self, window: MainWindow) -> None:
        self.all: list[FirstBounds | Analysis] = []
        window.runner.bounded.connect(lambda bounds, _: self.all.append(bounds))
        window.runner.finished.connect(lambda result, _: self.all.append(result))

    @property
    def bounds(self) -> list[FirstBounds]:
        return [one for one in self.all if isinstance(one, FirstBounds)]


Held = tuple[MainWindow, HeldBack, Told]
