"""A panel that shows something of the present view, and changes it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from archdraw.editor.document import EditRefused
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent

_REFRESH_MS = 40


class ViewPanel(QWidget):
    """Is refreshed when it is shown and, a little later, after changes; while it is hidden never."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._stop = session.listen(self._hear)

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._stop()

    def refresh(self) -> None:
        """Show the view as it is now; in a gesture only after it."""
        if self._session.store.in_gesture:
            self._timer.start()
        else:
            self._show_view()

    @abstractmethod
    def _show_view(self) -> None:
        """Show the view as it is now."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _hear(self, event: SessionEvent) -> None:
        if event.kind in ("changed", "view", "document") and self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _attempt(self, change: Callable[[], object], *, refresh: bool = True) -> None:
        """Make a change; a refusal becomes a sentence."""
        try:
            change()
        except EditRefused as refusal:
            self._session.say(str(refusal))
        if refresh:
            self.refresh()
