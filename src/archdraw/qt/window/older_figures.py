"""Whether what the panels show is of before the last change, for long enough to be read."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from archdraw.editor.session import Session
from archdraw.qt.bridge.worker import AnalysisRunner

# What is there sooner is never marked: marks that come and go with each key would only be in the way.
LATE_MS = 400


class OlderFigures(QObject):
    """Follows the analysis.

    Signals
    -------
    told(older)
        From now on the figures that show are of before the last change; or they are the newest again.
    """

    told = Signal(bool)

    def __init__(self, session: Session, runner: AnalysisRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.now = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(lambda: self._tell(older=True))
        runner.started.connect(lambda _: self.wait())
        runner.finished.connect(lambda *_: self._end(runner))
        # What broke off leaves the figures of before where they are.
        runner.failed.connect(lambda *_: self.wait())

    def wait(self) -> None:
        """Tell that the figures are older if the next ones are not there soon."""
        if self._session.analysis is None:
            self._late.stop()
            self._tell(older=False)
        elif not self.now and not self._late.isActive():
            self._late.start()

    def _end(self, runner: AnalysisRunner) -> None:
        if not runner.busy:
            self._late.stop()
            self._tell(older=False)

    def _tell(self, *, older: bool) -> None:
        if older != self.now:
            self.now = older
            self.told.emit(older)
