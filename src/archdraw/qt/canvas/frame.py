"""Where a picture of the drawing stands on the grid of device px, at what scale, and what of it is stale.

While it is pulled along it reaches beyond what is shown.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from archdraw.core.geometry import Box
from archdraw.editor.camera import Camera

# What comes into sight soon is painted in strips of so many device px.
STRIP = 96
# How far the picture reaches beyond what is shown, both sides of an axis taken together.
MARGIN = 2 * STRIP


class Window(NamedTuple):
    """A view on the world in device px.

    A world point (x, y) is painted at (x · scale − left, y · scale − top). `left` and `top` are whole
    numbers: two pictures of the same scale differ by whole px, so one can be scrolled into the other.
    `ratio` is how many device px make one px of the interface.
    """

    scale: float
    left: int
    top: int
    ratio: float = 1.0

    @classmethod
    def of(cls, camera: Camera, ratio: float) -> Window:
        """Return the window that shows what the camera sees on a screen of that device pixel ratio."""
        scale = camera.zoom * ratio
        return cls(scale, round(camera.x * scale), round(camera.y * scale), ratio)

    @property
    def zoom(self) -> float:
        """Px of the interface for one drawing unit: what decides how much detail is painted."""
        return self.scale / self.ratio

    def world(self, x: float, y: float, width: float, height: float) -> Box:
        """Return the part of the world under a rectangle of device px."""
        scale = self.scale
        return Box((x + self.left) / scale, (y + self.top) / scale, width / scale, height / scale)

    def device(self, box: Box) -> tuple[float, float, float, float]:
        """Return left, top, width and height in device px of a box of the world."""
        scale = self.scale
        return box.x * scale - self.left, box.y * scale - self.top, box.w * scale, box.h * scale


class Sheet:
    """A picture in device px, of which `view` is shown. `stale` is what has to be painted anew.

    It is as large as what is shown until that is moved over the drawing for the first time.
    """

    def __init__(self) -> None:
        self.picture = QPixmap()
        self.view = QRect()
        self.stale = QRegion()

    @property
    def is_all_stale(self) -> bool:
        """Whether nothing of what is shown can stay."""
        return QRegion(self.view).subtracted(self.stale).isEmpty()

    @property
    def is_fresh(self) -> bool:
        """Whether all of what is shown can stay."""
        return not self.stale.intersects(self.view)

    def begin(self, size: QSize) -> None:
        """Take a picture of this size, all of which is stale."""
        fits = self.picture.size() == size
        self.take(self.picture if fits else QPixmap(size))
        self.invalidate()

    def take(self, picture: QPixmap) -> None:
        """Take another picture, all of which is shown."""
        self.picture, self.view, self.stale = picture, picture.rect(), QRegion()

    def invalidate(self) -> None:
        """Everything is stale."""
        self.stale = QRegion(self.picture.rect())

    def carry(self, dx: int, dy: int) -> None:
        """Move everything in the picture by so many px; where it came from is stale."""
        whole = self.picture.rect()
        if abs(dx) >= whole.width() or abs(dy) >= whole.height():
            self.invalidate()
            return
        self.picture.setDevicePixelRatio(1.0)
        self.picture.scroll(dx, dy, whole)
        self._follow(dx, dy, whole)

    def move(self, dx: int, dy: int) -> bool:
        """Show what lies so many px farther; what is not in the picture is stale.

        Returns whether there is a picture of what lies beyond; to make room for it takes most of a frame.
        """
        view = self.view.translated(dx, dy)
        if not view.intersects(self.view):
            self.invalidate()
            return False
        left, top = _place(view.left(), dx), _place(view.top(), dy)
        self.view = QRect(QPoint(left, top), view.size())
        dx, dy = left - view.left(), top - view.top()
        if view.size() == self.picture.size():
            self._grow(dx, dy)
            return False
        if dx or dy:
            self.carry(dx, dy)
        return True

    def _grow(self, dx: int, dy: int) -> None:
        """Make room beyond what is shown, and move everything in the picture by so many px."""
        before = self.picture
        before.setDevicePixelRatio(1.0)
        self.picture = QPixmap(before.size() + QSize(MARGIN, MARGIN))
        painter = QPainter(self.picture)
        painter.drawPixmap(QPoint(dx, dy), before)
        painter.end()
        self._follow(dx, dy, before.rect())

    def _follow(self, dx: int, dy: int, before: QRect) -> None:
        """Hear that what was in the picture was moved; all around it is stale."""
        whole = QRegion(self.picture.rect())
        kept = QRegion(before.translated(dx, dy))
        self.stale = self.stale.translated(dx, dy).intersected(whole) + whole.subtracted(kept)


def _place(first: int, step: int) -> int:
    """Return where in the picture to show what is there, with room for what comes: whole strips aside."""
    if (step > 0 and not 0 <= first < STRIP) or (step < 0 and not STRIP <= first <= MARGIN):
        return first % STRIP + (0 if step > 0 else STRIP)
    return first
