"""An analysis that takes long: for how long it has been running, stopping it, and going on after that."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from archdraw.editor.workspace import HALTED
from archdraw.qt.panels.analysis_offer import step_words
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.side_panels import SidePanels

_SECOND_MS = 1000


class Analysing(QObject):
    """Tells the status line and the panels that an analysis takes long, was stopped, and goes on again."""

    def __init__(self, window: Desk, panels: SidePanels) -> None:
        super().__init__(window)
        self._session, self._status, self._panels = window.session, window.status, panels
        self._runner = window.runner
        self._seconds = 0
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND_MS)
        self._clock.timeout.connect(self.go_on)
        runner = window.runner
        runner.started.connect(lambda _: self._end())
        runner.rested.connect(self._end)
        runner.resumed.connect(self._resume)
        self._status.stop_wanted.connect(runner.call_off)
        self._status.again_wanted.connect(runner.request_now)

    def go_on(self) -> None:
        """Say that the analysis has been running for another second."""
        self._seconds += 1
        step = self._runner.step
        self._status.note_working(self._seconds, "" if step is None else step_words(*step))
        if self._seconds == 1:
            self._clock.start()
            # Its command must be no longer grey.
            self._session.emit("analysing")

    def stop(self) -> None:
        """The user has stopped it: what shows stays, and says where it is of before the last change."""
        self._end()
        self._note_behind()
        self._status.note_stopped(behind=self._runner.owes)
        self._panels.note_stopped(stopped=True)
        self._session.emit("analysing")

    def fail(self) -> None:
        """Offer to analyse again what broke off."""
        self._end()
        if self._session.analysing == "failed":
            self._note_behind()
            self._status.note_broken_off()
            self._panels.note_behind()
        self._session.emit("analysing")

    def _note_behind(self) -> None:
        self._session.note_behind(HALTED.get(self._runner.state, "") if self._runner.owes else "")

    def _end(self) -> None:
        self._clock.stop()
        if self._session.analysing in ("running", "done"):
            self._status.end_offer()
        if self._seconds:
            self._seconds = 0
            self._session.emit("analysing")

    def _resume(self) -> None:
        self._status.note_calculating()
        self._status.end_offer()
        self._panels.note_stopped(stopped=False)
        self._session.emit("analysing")
