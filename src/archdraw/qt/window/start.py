"""From nothing to a window: catalogue, fonts and theme first, the picture next, everything else after it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from archdraw import __version__
from archdraw.core.history import Store
from archdraw.core.locations import recovery_dir, resources_dir
from archdraw.core.storage import starter_design
from archdraw.editor.plugged import open_catalog
from archdraw.editor.session import Session
from archdraw.qt.bridge.enumerations import fill_in_some
from archdraw.qt.bridge.fonts import load_fonts, strong
from archdraw.qt.bridge.measurer import QtMeasurer
from archdraw.qt.bridge.palette import Appearance, make_styled_application
from archdraw.qt.window.crash import install_hook
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.saved_state import SavedState

if TYPE_CHECKING:
    from archdraw.qt.window.recovery import Recovery

SAMPLE = "url-shortener.adraw"
HINTS = (
    f"This is a sample, yours to change. &nbsp;{strong('Drag')} components from the left. "
    f"&nbsp;{strong('Connect')} by dragging from a border. &nbsp;Select something and press {strong('F')} to "
    "see what breaks without it."
)
SHORT_HINTS = f"{strong('Drag')} components in. {strong('Connect')} from borders. {strong('F')}: what breaks?"
# Benchmarks: "painted" ends the program after the first picture of an empty window, anything else once the
# sample has been analysed; either way without the interpreter's clean-up, which is no part of a start.
_BENCH = "ARCHDRAW_BENCH_EXIT"
_PAINTED = "painted"
_LONGEST_ANALYSIS_MS = 20_000
# What nobody has asked for follows when the window has stood for this long, a piece each so many ms.
_AT_REST_MS = 3000
# Nothing is drawn before this that is worth the time of the start.
_WATCH_MS = 700
_BETWEEN_MS = 50


def make_application() -> QApplication:
    """Return the application object, made once."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = make_styled_application(sys.argv[0])
    app.setApplicationName("ArchDraw")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("io.github.archdraw_studio.ArchDraw")
    return app


def make_window(app: QApplication, theme: str | None = None) -> MainWindow:
    """Return a window on an empty document, in a theme or the one used last."""
    saved = SavedState()
    load_fonts()
    appearance = Appearance(app, theme or saved.text("theme", "system"))
    appearance.prepare()
    session = Session(Store(starter_design()), open_catalog(), QtMeasurer())
    choice = appearance.choice
    session.theme = choice  # type: ignore[assignment]
    window = MainWindow(session, appearance, saved)
    # Before, it has to be there without a window.
    appearance.setParent(window)
    appearance.dress()
    return window


def run_window(files: list[Path], at_end: Callable[[], None]) -> int:
    """Open the window on a design, or on the sample at the first start, and run until it is closed.

    `at_end` is called then.
    """
    app = make_application()
    window = make_window(app)
    put_back = install_hook(window.toast)
    first_start = not window.saved.flag("started", False)
    bench = os.environ.get(_BENCH, "")
    # Before the window shows: what stands in it is laid out and styled once, not first for an empty document.
    back = not bench and _is_work_left() and _watch(window).bring_back(files[0] if files else None)
    if files and not back:
        window.documents.open_path(files[0], ask=False)
    elif not back and bench != _PAINTED and (first_start or bench):
        window.documents.open_copy(resources_dir() / "samples" / SAMPLE)
        window.hints.say(HINTS, SHORT_HINTS)
    window.show()
    window.documents.show_all()
    window.saved.remember("started", True)
    if len(files) > 1:
        window.toast(f"One window shows one design: {files[0].name}. Open the others from the File menu.")
    if bench == _PAINTED:
        QTimer.singleShot(0, app.quit)
    else:
        QTimer.singleShot(0, window, window.documents.show_all)
        QTimer.singleShot(0, window, lambda: _finish_start(window))
    if bench:
        window.settled.connect(lambda: QTimer.singleShot(0, app.quit))
        QTimer.singleShot(_LONGEST_ANALYSIS_MS, app.quit)
    window.canvas.setFocus()
    code = app.exec()
    if window.recovery is not None:
        window.recovery.end()
    at_end()
    if bench:
        os._exit(code)
    window.runner.stop()
    put_back()
    return code


def _is_work_left() -> bool:
    """Tell whether there is work that was not saved: of a program that was killed, or of one that runs."""
    try:
        return any(recovery_dir().iterdir())
    except OSError:
        return False


def _watch(window: MainWindow) -> Recovery:
    """Keep unsaved work aside from now on."""
    from archdraw.qt.window.recovery import Recovery

    if window.recovery is None:
        window.recovery = Recovery(window, window.session, window.toast, window.hints.say)
    return window.recovery


def _finish_start(window: MainWindow) -> None:
    """Start the analysis; the rest follows when the window has stood for a while."""
    window.complete()
    QTimer.singleShot(_WATCH_MS, window, lambda: _watch(window))
    QTimer.singleShot(_AT_REST_MS, window, lambda: _come_to_rest(window))


def _come_to_rest(window: MainWindow) -> None:
    """Start the collector of garbage: what the first analysis made and loaded is nothing to look through."""
    tame_collector()
    _fill_in_names(window)


def _fill_in_names(window: MainWindow) -> None:
    """Fill in the rest of Qt's enumerations, a few at a time."""
    if fill_in_some():
        QTimer.singleShot(_BETWEEN_MS, window, lambda: _fill_in_names(window))


def tame_collector() -> None:
    """Leave what is loaded by now out of garbage collection for good, and collect seldom.

    A move of ten thousand elements makes many records at once and no cycles among them.
    """
    gc.freeze()
    # The analysis of a large design leaves no rings either, but the look through all that it holds at the
    # time, which the second number puts off, would take a tenth of a second in which no frame is painted.
    # While a drawing comes to rest, what is young is looked through every few frames.
    gc.set_threshold(3_000, 10_000, 20)
    gc.enable()


def wait_for_analysis(window: MainWindow) -> None:
    """Let the window settle: all panels made, the analysis shown, everything painted."""
    if window.session.analysis is None:
        loop = QEventLoop()
        window.settled.connect(loop.quit)
        window.runner.failed.connect(loop.quit)
        QTimer.singleShot(_LONGEST_ANALYSIS_MS, loop.quit)
        loop.exec()
    settle = QEventLoop()
    QTimer.singleShot(150, settle.quit)
    settle.exec()
