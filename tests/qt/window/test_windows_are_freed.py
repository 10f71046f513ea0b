"""What a window, an analysis or a dialog took is free when it is done, however many there are."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import small_design
from tests.qt.window.openable import DIALOGS, PANELS

from archdraw.editor.document import DocumentState
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.start import make_window

# Of Python's own kinds, such as a cell of a timer that still runs; an analysis of this design has thousands.
_FEW = 200
Use = Callable[[MainWindow, QtBot, Path], None]


def _settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()


def _alive() -> Counter[str]:
    """Count the objects of our classes and of Qt's by their types; enumerations are filled in late."""
    types = Counter(map(type, gc.get_objects()))
    return Counter(
        {
            f"{one.__module__}.{one.__qualname__}": count
            for one, count in types.items()
            if str(one.__module__).startswith(("archdraw.", "PySide6.")) and not issubclass(one, Enum)
        }
    )


def _wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.analysis is not None and window.runner.whole, timeout=20_000)


def _analyse_and_leave(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    for _ in range(3):
        window.runner.request_now()
        _wait(window, qtbot)


def _close_while_it_is_analysed(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    window.runner.request_now()
    QApplication.processEvents()


def _look_at_everything(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    for chosen in ({"db"}, {"lb-app1"}, {"app1", "app2"}):
        window.session.select(chosen)
        QTest.qWait(60)
    window.session.set_failed({"db"})
    for panel in PANELS:
        window.shell.show_panel(panel)
        QTest.qWait(30)
    for make in DIALOGS:
        dialog = make(window)
        dialog.show()
        QTest.qWait(20)
        dialog.close()
    window.commands.perform("edit.find")
    window.quick_insert.show_asked()
    window.wait_for_second_stroke("Ctrl+U")
    window.present()
    QTest.qWait(60)
    window.presentation.close()
    window.flip_theme()


def _draw_and_export(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    window.insert_kind("service")
    window.commands.perform("arrange.tidy")
    qtbot.waitUntil(lambda: window.jobs.running is None, timeout=20_000)
    for kind in ("svg", "png"):
        window.export(folder / f"drawing.{kind}", kind)
        qtbot.waitUntil(lambda: window.jobs.running is None, timeout=20_000)
    _wait(window, qtbot)


def _open_and_close(use: Use, qtbot: QtBot, folder: Path) -> list[weakref.ref[object]]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = make_window(app, "light")
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    window.session.load(small_design(), DocumentState())
    window.complete()
    _wait(window, qtbot)
    use(window, qtbot, folder)
    session = window.session
    session.set_document(DocumentState(saved_depth=session.store.undo_depth))
    of_window = (window, window.canvas, window.panels, window.runner, window.appearance)
    parts: tuple[object, ...] = (*of_window, session, session.store, session.scene)
    window.close()
    window.deleteLater()
    return [weakref.ref(one) for one in parts]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHDRAW_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("ARCHDRAW_STATE_DIR", str(tmp_path / "state"))
    return tmp_path


@pytest.mark.parametrize(
    "use", [_analyse_and_leave, _close_while_it_is_analysed, _look_at_everything, _draw_and_export]
)
def test_nothing_of_a_closed_window_is_left(use: Use, qtbot: QtBot, folder: Path, qapp: QApplication) -> None:
    # The first ones load modules and fill tables for good.
    alive = []
    for _ in range(3):
        left = _open_and_close(use, qtbot, folder)
        _settle()
        assert [one() for one in left] == [None] * len(left)
        alive.append(_alive())
    assert alive[2] - alive[1] == Counter()


def test_a_screen_reader_keeps_no_window(qtbot: QtBot, folder: Path, qapp: QApplication) -> None:
    def read(window: MainWindow, _qtbot: QtBot, _folder: Path) -> None:
        canvas = QAccessible.queryAccessibleInterface(window.canvas)
        for at in range(canvas.childCount()):
            assert canvas.child(at).text(QAccessible.Text.Name)

    left = _open_and_close(read, qtbot, folder)
    _settle()
    assert [one() for one in left] == [None] * len(left)


def test_an_edit_leaves_nothing_of_the_analysis_before_it(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing is there after three more edits, all of which are taken back, that was not there before."""
    window.insert_kind("service")
    _wait(window, qtbot)

    def edit() -> None:
        window.session.undo()
        qtbot.waitUntil(lambda: not window.runner.whole)
        _wait(window, qtbot)
        window.session.redo()
        qtbot.waitUntil(lambda: not window.runner.whole)
        _wait(window, qtbot)

    edit()
    gc.collect()
    before, every = _alive(), len(gc.get_objects())
    for _ in range(3):
        edit()
    gc.collect()
    assert _alive() - before == Counter()
    assert len(gc.get_objects()) - every < _FEW
