"""How far the lines of a large drawing have found their ways: a quiet line in the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from archdraw.qt.bridge.figures import style
from archdraw.qt.bridge.timing import single_shot
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.strips import announce

# What is told once stays so long, and is told anew no sooner.
_LEAST_MS, _ANEW_MS = 600, 120


class Ways(ElidedLabel):
    """Says "Finding ways around: 420 of 1,600" where that takes long, and nothing else.

    A screen reader is told once that it has begun. What takes less than `after_ms` is not told.
    """

    def __init__(self, after_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("second")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._share = 0, 0
        self._begin = single_shot(self, after_ms, self._show)
        self._anew = single_shot(self, _ANEW_MS, self._refresh)
        self._stays = single_shot(self, _LEAST_MS, self._refresh)
        self.hide()

    def sizeHint(self) -> QSize:
        """Return the room for the longest it will say, so that nothing moves while it counts."""
        hint = super().sizeHint()
        widest = self.fontMetrics().horizontalAdvance(self._words(self._share[1], self._share[1]))
        return QSize(max(hint.width(), widest), hint.height())

    def begin(self, found: int, total: int) -> None:
        """Say so at once."""
        self._share = found, total
        self._show()

    def tell(self, found: int, total: int) -> None:
        """Hear how many of how many lines have found their ways; 0 of 0 when all of them have."""
        self._share = found, total
        if not total:
            self._begin.stop()
            if not self._stays.isActive():
                self._refresh()
        elif self.isHidden():
            if not self._begin.isActive():
                self._begin.start()
        elif not self._anew.isActive():
            self._anew.start()

    def _show(self) -> None:
        self._stays.start()
        self._refresh()
        announce(self, self.text())

    def _refresh(self) -> None:
        found, total = self._share
        if total:
            self.say(self._words(found, total))
        elif self._stays.isActive():
            return
        self.setVisible(total > 0)

    @staticmethod
    def _words(found: int, total: int) -> str:
        return style().written(f"Finding ways around: {found:,} of {total:,}")
