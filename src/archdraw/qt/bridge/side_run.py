"""A calculation that a panel asks for beside the live analysis: on a thread, the newest question wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from archdraw.qt.bridge.worker import OneRun, Run, ShouldStop

Tell = Callable[[object], object]


class SideRun(OneRun):
    """Answers one question at a time; a new one, or `cancel`, throws the old one's answer away.

    Signals
    -------
    answered(result)
        The answer to the newest question.
    told(part)
        What is there of the answer to the newest question so far.
    failed(sentence)
        The calculation broke off.
    """

    answered = Signal(object)
    told = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next: Callable[[ShouldStop, Tell], Any] | None = None
        self._signals.told_early.connect(self._tell)
        self._signals.finished.connect(self._end)
        self._signals.failed.connect(self._break_off)
        self._question: Callable[[], None] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._put_question)

    @property
    def busy(self) -> bool:
        """Whether a question waits for its answer, or to be put."""
        if self._pause.isActive() or self._next is not None:
            return True
        return self._running is not None and not self._running.cancelled.is_set()

    def ask_later(self, question: Callable[[], None], after_ms: int) -> None:
        """Call `question`, which asks, once nothing has been asked for so long; the newest one counts.

        What is being worked out goes on until then.
        """
        self._question = question
        self._pause.start(after_ms)

    def ask(self, work: Callable[[ShouldStop], Any]) -> None:
        """Run ``work(should_stop)`` on the thread as soon as the question before has let go of it."""
        self.ask_telling(lambda should_stop, _: work(should_stop))

    def ask_telling(self, work: Callable[[ShouldStop, Tell], Any]) -> None:
        """Run ``work(should_stop, tell)`` likewise; what it tells on the way is told here."""
        self.cancel()
        self._next = work
        if self._running is None:
            self._begin()

    def cancel(self) -> None:
        """Want no answer any more, and put no question."""
        self._pause.stop()
        self._next = None
        super().cancel()

    def _put_question(self) -> None:
        if self._question is not None:
            self._question()

    def _begin(self) -> None:
        work, self._next = self._next, None
        if work is None:
            return

        def call(run: Run) -> object:
            return work(run.should_stop, lambda part: run.signals.told_early.emit(run, part))

        self._running = Run("side", call, self._signals)
        self._running.start(self._pool)

    def _tell(self, run: Run, part: object) -> None:
        if run is self._running and not run.cancelled.is_set():
            self.told.emit(part)

    def _end(self, run: Run, result: object, cancelled: bool) -> None:
        if run is self._running:
            self._running = None
            if not cancelled:
                self.answered.emit(result)
            self._begin()

    def _break_off(self, run: Run, sentence: str, _details: str) -> None:
        if run is self._running:
            self._running = None
            self.failed.emit(sentence)
            self._begin()
