"""Dialogs on small screens: no higher than the screen has room for, and what does not fit is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

# The title bar, and a little of what is behind.
_AROUND = QSize(16, 48)
_LEAST_PX = 120


class RoomyPage(QScrollArea):
    """As large as what is in it where there is room, scrolled where there is not."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Fields are what the keyboard comes to; the one that has it is scrolled into view.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        """Return how large everything is at the present width."""
        hint = self._content.sizeHint()
        layout = self._content.layout()
        if layout is not None and layout.hasHeightForWidth() and self.isVisible():
            hint.setHeight(layout.totalHeightForWidth(self.width()))
        return hint

    def minimumSizeHint(self) -> QSize:
        """Return the width that everything needs; a few lines are enough to scroll."""
        hint = self._content.minimumSizeHint()
        return QSize(hint.width(), min(hint.height(), _LEAST_PX))


def fit_to_screen(dialog: QDialog, wanted: QSize) -> None:
    """Give a dialog the size it wants, or as much of it as its screen has."""
    dialog.resize(wanted.boundedTo(dialog.screen().availableSize() - _AROUND))
