"""Long jobs that the user waits for beside the window, one at a time, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from archdraw.qt.bridge.worker import OneRun, Run

if TYPE_CHECKING:
    from archdraw.qt.bridge.worker import ShouldStop

    Progress = Callable[[float, str], None]
    LongWork = Callable[[Progress, ShouldStop], Any]


class LongJobs(OneRun):
    """Runs one long job at a time (tidy layout, export) with progress and cancel.

    Signals
    -------
    started(label), progressed(share 0..1, text), ended(label), failed(label, sentence, details).
    """

    started = Signal(str)
    progressed = Signal(float, str)
    ended = Signal(str)
    failed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signals.finished.connect(self._end)
        self._signals.failed.connect(self._break_off)
        self._signals.progressed.connect(self._tell_progress)
        self._done: Callable[[Any], None] | None = None

    @property
    def running(self) -> str | None:
        """What the job under way is called, or None."""
        return str(self._running.key) if self._running is not None else None

    def run_long(self, label: str, work: LongWork, done: Callable[[Any], None]) -> bool:
        """Run ``work(progress, should_stop)`` on a thread and ``done(result)`` back in the window.

        Returns False, and does nothing, where another job is still under way.
        """
        if self._running is not None:
            return False

        def call(run: Run) -> object:
            def progress(share: float, text: str = "") -> None:
                run.signals.progressed.emit(run, share, text)

            return work(progress, run.should_stop)

        self._running, self._done = Run(label, call, self._signals), done
        self.started.emit(label)
        self._running.start(self._pool)
        return True

    def _tell_progress(self, run: Run, share: float, text: str) -> None:
        if run is self._running and not run.cancelled.is_set():
            self.progressed.emit(share, text)

    def _end(self, run: Run, result: object, cancelled: bool) -> None:
        if run is not self._running:
            return
        done, self._done, self._running = self._done, None, None
        self.ended.emit(str(run.key))
        if not cancelled and done is not None:
            done(result)

    def _break_off(self, run: Run, sentence: str, details: str) -> None:
        if run is not self._running:
            return
        self._done, self._running = None, None
        self.ended.emit(str(run.key))
        self.failed.emit(str(run.key), sentence, details)
