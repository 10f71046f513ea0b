"""The gate at which work beside the window waits while a frame is being made."""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import Event, get_ident
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from archdraw.core.giving_way import let_wait

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing waits longer for one frame: what the window does for so long is no frame.
LONGEST_S = 0.05
# For so much of the time of the frame before, work goes on before it has to wait for the next one.
_SHARE = 0.25
# The window is still leaving the frame when it opens the gate: who goes on at once makes it wait once more.
_BREATH_S = 0.001


class FrameGate:
    """Closed from the input that a frame comes from until all that it brings about is painted.

    All but `pass_by` is called on the thread of the window.
    """

    def __init__(self) -> None:
        self._beside: set[object] = set()
        self._opened = Event()
        self._opened.set()
        self._window = get_ident()
        # When it was last closed, and until when nothing waits that had to wait before.
        self._closed_at = self._owed_until = 0.0
        self._done: QTimer | None = None

    @property
    def is_open(self) -> bool:
        """Whether work beside the window goes on."""
        return self._opened.is_set()

    @contextmanager
    def pass_by(self, work: object) -> Iterator[None]:
        """Know of work on another thread, for which alone it has to be closed."""
        self._beside.add(work)
        try:
            yield
        finally:
            self._beside.discard(work)

    def close(self) -> None:
        """Have work beside the window wait until what is pending there is done."""
        if not self._beside or not self._opened.is_set():
            return
        self._window, self._closed_at = get_ident(), time.monotonic()
        self._opened.clear()
        let_wait(self._wait)
        if self._done is None:
            self._done = QTimer()
            self._done.setSingleShot(True)
            self._done.timeout.connect(self.open)
        # Timers come after the events that wait, painting among them.
        self._done.start()

    def open(self) -> None:
        """Let work beside the window go on."""
        if self._opened.is_set():
            return
        now = time.monotonic()
        self._owed_until = now + min(now - self._closed_at, LONGEST_S) * _SHARE
        let_wait(None)
        self._opened.set()

    def _wait(self) -> None:
        now = time.monotonic()
        if get_ident() == self._window or now < self._owed_until:
            return
        left = self._closed_at + LONGEST_S - now
        if left > 0.0:
            self._opened.wait(left)
            time.sleep(_BREATH_S)


# The interpreter has one lock, whatever windows there are.
FRAMES = FrameGate()
