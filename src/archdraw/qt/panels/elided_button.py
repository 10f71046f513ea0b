"""A quiet button whose text makes way where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget


class ElidedButton(QPushButton):
    """A quiet button whose text makes way; the whole text stands in the tooltip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(90, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def _fit(self) -> None:
        room = max(20, self.width() - 8)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(
            "\n".join(part for part in (self._whole if shown != self._whole else "", self._hint) if part)
        )
