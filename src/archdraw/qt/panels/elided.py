"""A line of text that ends in an ellipsis where it is cut, and shows all of it on hover."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_LEAST_PX = 24


class ElidedLabel(QLabel):
    """One line of plain text that never asks for room; what does not fit stands in the tooltip.

    Parameters
    ----------
    text
        What is said first; `text()` is always the whole of it, `shown` what there is room for.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say(text)

    @property
    def shown(self) -> str:
        """The text as it is painted."""
        width = max(_LEAST_PX, self.contentsRect().width())
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def say(self, text: str, hint: str = "") -> None:
        """Show another text; `hint` is what hovering says besides."""
        self._hint = hint
        self.setText(text)
        self.setAccessibleName(text)
        self._tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), shown)
        painter.end()

    def _tip(self) -> None:
        lines = (self.text() if self.shown != self.text() else "", self._hint)
        self.setToolTip("\n".join(filter(None, lines)))
