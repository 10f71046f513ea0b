"""A short motion: shares of the way from 0 to 1, frame by frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

LENGTH_MS = 280
_FRAME_MS = 16


class Glide(QObject):
    """Calls `step` with growing shares until it returns False; slow frames make it jump, never last longer.

    Parameters
    ----------
    step
        Shows a share of the way; says whether there is more to come.
    parent
        Lives longer than the motion.
    moving
        False goes to the end at once.
    """

    def __init__(self, step: Callable[[float], bool], parent: QObject, *, moving: bool = True) -> None:
        super().__init__(parent)
        self._step = step
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        if moving:
            self._elapsed.start()
            self._timer.start()
        else:
            step(1.0)
            self.deleteLater()

    def _advance(self) -> None:
        share = min(1.0, self._elapsed.elapsed() / LENGTH_MS)
        if not self._step(share):
            self._timer.stop()
            self.deleteLater()
