"""What shows over the canvas while something is dragged over the window: what letting go would do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from archdraw.qt.panels.strips import announce

_MARGIN = 10


class DropTarget(QFrame):
    """A dashed frame around its ground with a sentence in the middle; the pointer goes through it."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = QLabel()
        self._words.setObjectName("dropWords")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self._words, 0, Qt.AlignmentFlag.AlignCenter)

    @property
    def text(self) -> str:
        """The sentence that shows, empty when none does."""
        return self._words.text() if self.isVisibleTo(self._ground) else ""

    def say(self, words: str, *, taken: bool) -> None:
        """Show what letting go would do; what is not `taken` is framed as a refusal."""
        self.setObjectName("dropTarget" if taken else "dropRefused")
        # Styles go by the name, and look at it anew only when they are told.
        self.style().unpolish(self)
        self.style().polish(self)
        self._words.setText(words)
        wide = self._words.fontMetrics().horizontalAdvance(words) + 48
        self._words.setFixedWidth(min(wide, max(160, self._ground.width() - 8 * _MARGIN)))
        self.setGeometry(self._ground.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self.show()
        self.raise_()
        announce(self, words)


def target_over(ground: QWidget) -> DropTarget:
    """Return the target of a ground, made when first asked for."""
    found = ground.findChild(DropTarget)
    return found if isinstance(found, DropTarget) else DropTarget(ground)
