"""The library of plots comes in small pieces, whole, and at once where somebody can't wait."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from archdraw.qt.bridge import plot_library as room
from archdraw.qt.bridge.plot_library import PlotLibrary, plot_library

# What the library brings belongs to a process: each of these has one of its own.
HEAD = """
    import sys, time
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from archdraw.qt.bridge.plot_library import plot_library
    app = QApplication([])
    library = plot_library()
"""


def printed(body: str) -> str:
    code = dedent(HEAD) + dedent(body)
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_it_comes_between_frames_and_is_whole() -> None:
    said = printed(
        """
        turns = []
        beat = QTimer(interval=0)
        beat.timeout.connect(lambda: turns.append(time.perf_counter()))
        library.loaded.connect(app.quit)
        assert not library.ready
        library.begin()
        library.begin()
        beat.start()
        QTimer.singleShot(60_000, app.quit)
        app.exec()
        assert library.ready
        import pyqtgraph
        assert library.now() is pyqtgraph
        plot = pyqtgraph.PlotWidget()
        plot.plot([1, 2], [3, 4])
        assert pyqtgraph.graphicsItems.AxisItem.AxisItem is pyqtgraph.AxisItem
        assert pyqtgraph.__version__
        print(len(turns))
        """
    )
    # The event loop went on all the while.
    assert int(said) > 20


def test_who_can_not_wait_gets_the_rest_at_once() -> None:
    said = printed(
        """
        library.begin()
        for _ in range(3):
            app.processEvents()
            time.sleep(0.01)
        assert "pyqtgraph" not in sys.modules or not library.ready
        graph = library.now()
        assert library.ready
        plot = graph.PlotWidget()
        plot.plot([1, 2], [3, 4])
        told = []
        library.loaded.connect(lambda: told.append(True))
        library.begin()
        while not told:
            app.processEvents()
        print("whole", graph.mkPen("r").color().name())
        """
    )
    assert said.split() == ["whole", "#ff0000"]


def test_without_its_source_it_is_imported_as_it_is() -> None:
    said = printed(
        """
        from importlib.machinery import SourceFileLoader
        SourceFileLoader.get_source = lambda self, name: None
        library.loaded.connect(app.quit)
        library.begin()
        QTimer.singleShot(60_000, app.quit)
        app.exec()
        import pyqtgraph
        print(library.ready, hasattr(pyqtgraph, "PlotWidget"))
        """
    )
    assert said.split() == ["True", "True"]


def test_a_program_that_was_packed_without_a_part_of_qt_loads_it_too() -> None:
    said = printed(
        """
        sys.modules["PySide6.QtOpenGLWidgets"] = None
        sys.modules["cProfile"] = None
        from archdraw.qt.bridge import plot_library as room
        carried = 0
        for piece in room.pieces():
            if getattr(piece, "func", None) is exec:
                break
            if piece is not None:
                piece()
                carried += 1
        print(carried > 20)
        """
    )
    assert said.split() == ["True"]


def test_there_is_one(qtbot: QtBot) -> None:
    assert plot_library() is plot_library()


def test_half_of_it_is_thrown_away_when_a_piece_fails(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> object:
        raise ImportError("the disk is gone")

    def few() -> Any:
        yield lambda: sys.modules.setdefault("plots_of_a_test", sys)
        yield broken

    monkeypatch.setattr(room, "_NAME", "plots_of_a_test")
    monkeypatch.setattr(room, "pieces", few)
    library = PlotLibrary()
    library.begin()
    with pytest.raises(ImportError, match="the disk is gone"):
        library._step()
    assert "plots_of_a_test" not in sys.modules
    assert not library.ready
