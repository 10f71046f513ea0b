"""The library of plots, loaded in small pieces between two frames, so that the window never waits for it.

Importing it at once takes a quarter of a second on the window's own thread, and on another thread it does not
bear to be loaded: what it brings of Qt belongs to the one with the event loop. So its first module is carried
out statement by statement, a few milliseconds at a time, after what takes longest in it: classes of Qt, which
are made when they are first named, and NumPy, which has nothing of Qt and comes on a thread.
"""

from __future__ import annotations

import ast
import sys
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Piece = Callable[[], object]

_NAME = "pyqtgraph"
# A step ends when it has taken so long; between steps the window paints and listens.
_STEP_S = 0.004
_REST_MS = 4
_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGL", "QtOpenGLWidgets")
_CLASSES_A_PIECE = 4
_FIRST = (
    *("subprocess", "importlib.resources", "pydoc", "multiprocessing", "multiprocessing.connection"),
    *("xml.etree.ElementTree", "cProfile", "decimal", "mmap", "tempfile"),
)


class PlotLibrary(QObject):
    """Loads the library once.

    Signals
    -------
    loaded()
        It is there: plots can be made without waiting.
    """

    loaded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pieces: Iterator[Piece | None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._step)
        self._longest = 0.0

    @property
    def ready(self) -> bool:
        """Whether it is there."""
        return self._pieces is None and _NAME in sys.modules

    @property
    def busy(self) -> bool:
        """Whether it is being loaded."""
        return self._timer.isActive()

    @property
    def longest_s(self) -> float:
        """How long the longest step has taken so far."""
        return self._longest

    def begin(self) -> None:
        """Load it between frames; `loaded` says when it is there, at the next turn where it is already."""
        if self.ready:
            QTimer.singleShot(0, self, self.loaded.emit)
        elif not self._timer.isActive():
            self._pieces = self._pieces or pieces()
            self._timer.start()

    def now(self) -> Any:
        """Return the library, loading what is left of it at once."""
        waiting = self._pieces
        if waiting is not None:
            for piece in waiting:
                if piece is not None:
                    self._carry_out(piece)
            self._end()
        # Named here as well, so that whoever packs the program finds what it needs.
        import pyqtgraph

        return pyqtgraph

    def _step(self) -> None:
        began = perf_counter()
        for piece in self._pieces or ():
            if piece is None:
                # Something is being loaded on a thread: later.
                return
            self._carry_out(piece)
            if perf_counter() - began >= _STEP_S:
                self._longest = max(self._longest, perf_counter() - began)
                return
        self._end()

    def _carry_out(self, piece: Piece) -> None:
        try:
            piece()
        except BaseException:
            # Half of it is worse than nothing: whoever asks next loads it as a whole.
            self._timer.stop()
            self._pieces = None
            sys.modules.pop(_NAME, None)
            raise

    def _end(self) -> None:
        self._timer.stop()
        self._pieces = None
        self.loaded.emit()


@cache
def plot_library() -> PlotLibrary:
    """Return the one there is."""
    return PlotLibrary()


def pieces() -> Iterator[Piece | None]:
    """Return what is to be done, piece by piece; None: nothing can be done just now."""
    numpy = Thread(target=import_module, args=("numpy",), name="numpy", daemon=True)
    numpy.start()
    while numpy.is_alive():
        yield None
    for name in _FIRST:
        yield partial(_fetch, name)
    for module in _QT:
        yield partial(_fetch, f"PySide6.{module}")
        names = dir(sys.modules.get(f"PySide6.{module}"))
        for at in range(0, len(names), _CLASSES_A_PIECE):
            yield partial(_touch, module, names[at : at + _CLASSES_A_PIECE])
    yield from _statements()


def _fetch(name: str) -> None:
    """Import what the library is going to; a packed program may do without some of it."""
    with suppress(ImportError):
        import_module(name)


def _touch(module: str, names: list[str]) -> None:
    """Have classes made that are made when they are first named."""
    found = sys.modules.get(f"PySide6.{module}")
    for name in names:
        getattr(found, name, None)


def _statements() -> Iterator[Piece]:
    """Return the statements of the library's first module; all of it is one where they can't be read."""
    spec = find_spec(_NAME) if _NAME not in sys.modules else None
    read = getattr(spec.loader, "get_source", None) if spec is not None else None
    source = read(_NAME) if read is not None else None
    if spec is None or not isinstance(source, str):
        yield partial(import_module, _NAME)
        return
    module = module_from_spec(spec)
    sys.modules[_NAME] = module
    for statement in ast.parse(source).body:
        code = compile(ast.Module([statement], []), spec.origin or _NAME, "exec")
        yield partial(exec, code, vars(module))
