"""Texts that end in an ellipsis where they are cut, and show all of it on hover: a label, a quiet button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

_LEAST_PX = 24
# What border and padding take of the width.
_EDGE_PX = 8


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


class ElidedButton(QPushButton):
    """A quiet button whose text makes way; the whole text stands in the tooltip.

    Parameters
    ----------
    name
        What the text is about, for screen readers.
    roomy
        Whether it asks for the room of its whole text, and makes way only where there is less.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__(parent)
        self._roomy = roomy
        self.setObjectName("link")
        self._name, self._whole, self._hint = name, "", ""
        self.setMinimumWidth(40)

    @property
    def whole(self) -> str:
        """The text in full."""
        return self._whole

    def say(self, text: str, hint: str = "") -> None:
        """Show another text; `hint` is what hovering says besides."""
        self._whole, self._hint = text, hint
        self.setAccessibleName(f"{self._name}: {text}")
        self.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self._whole) + 2 * _EDGE_PX if self._roomy else 90
        return QSize(text, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def _fit(self) -> None:
        room = max(20, self.width() - _EDGE_PX)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(
            "\n".join(part for part in (self._whole if shown != self._whole else "", self._hint) if part)
        )
