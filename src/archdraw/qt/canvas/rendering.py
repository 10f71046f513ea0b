"""A whole picture made piece by piece, so that no frame has to wait for it."""

from __future__ import annotations

from time import thread_time

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.stage import Stage

# Elements painted between two looks at the clock, where all have been drawn before.
_CHUNK = 6
# In large drawings finding the way of connections may take so much of each piece, in seconds of CPU. Those
# that are left are found once the picture shows: to see it sharp comes first.
_SEEKING = 0.001


class Rendering:
    """Paints one window of a stage, as much as there is time for, until it is done.

    A `whole` one leaves out no connection: it waits for the way of each. Whoever gives it up has to paint
    everything anew.
    """

    def __init__(self, stage: Stage, window: Window, size: QSize, *, whole: bool = False) -> None:
        self.window = window
        self.picture = QPixmap(size)
        self._stage = stage
        self._area = QRect(QPoint(0, 0), size)
        self._whole = whole
        self._ids: list[str] | None = None
        self.done = False

    def advance(self, seconds: float) -> bool:
        """Paint for about so many seconds of CPU; return whether the picture is done."""
        if self.done:
            return True
        begun = thread_time()
        few = not self._stage.is_large or self._whole
        seeking = begun + (seconds if few else min(_SEEKING, seconds))
        painter = QPainter(self.picture)
        try:
            if self._ids is None:
                self._stage.paint_ground(painter, self._area, self.window)
                self._ids = self._stage.ids_in(self._area, self.window)[::-1]
            while self._ids and thread_time() - begun < seconds:
                chunk: list[str] = []
                while self._ids and len(chunk) < _CHUNK and thread_time() - begun < seconds:
                    # To find the way of one connection may take as long as to paint a hundred.
                    if self._stage.meet(self._ids[-1], seeking):
                        chunk.append(self._ids[-1])
                        if self._whole:
                            self._stage.note_painted(self._ids[-1])
                    elif self._whole:
                        # It goes on from there.
                        break
                    self._ids.pop()
                self._stage.paint_elements(painter, chunk, self.window)
        finally:
            painter.end()
        self.done = not self._ids
        return self.done
