"""Small pictures of component bodies, one for each look and scale, so that a card is painted by a copy."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil, floor
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from archdraw.core.geometry import Box
from archdraw.qt.bridge.colors import Paints, solid_brush
from archdraw.qt.canvas.plain_shapes import draw_shape
from archdraw.qt.canvas.steps import SpriteRun

# What all sprites may take together; a card at zoom 1 takes 60 kB.
MOST_BYTES = 24 * 1024 * 1024
# Above this many device px a unit, few elements are in view and sprites would only eat memory.
LARGEST_SCALE = 4.0

# A soft shadow as outlines of falling strength: how far out, how far down, how opaque.
_SHADOW = ((3.0, 2.0, 0.012), (2.0, 1.6, 0.018), (1.0, 1.2, 0.026), (0.3, 0.8, 0.034))
SHADOW_REACH = 6.0


class Sprite(NamedTuple):
    """A picture and where its left top corner stands from the element's, in device px."""

    picture: QPixmap
    dx: int
    dy: int


class Sprites:
    """Sprites by look and scale; the ones not used for longest give way."""

    def __init__(self, paints: Paints) -> None:
        self._paints = paints
        self._made: OrderedDict[tuple[int, float], Sprite] = OrderedDict()
        self._bytes = 0

    def get(self, run: SpriteRun, scale: float) -> Sprite:
        """Return the sprite of a run of shapes at so many device px a unit."""
        key = (run.key, scale)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._painted(run, scale)
            self._bytes += _size(found)
            while self._bytes > MOST_BYTES and len(self._made) > 1:
                _, gone = self._made.popitem(last=False)
                self._bytes -= _size(gone)
        else:
            self._made.move_to_end(key)
        return found

    def _painted(self, run: SpriteRun, scale: float) -> Sprite:
        bounds = run.bounds if run.shadow is None else run.bounds.grown(SHADOW_REACH)
        left, top = floor(bounds.x * scale), floor(bounds.y * scale)
        picture = QPixmap(
            max(1, ceil(bounds.right * scale) - left), max(1, ceil(bounds.bottom * scale) - top)
        )
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-left, -top)
            painter.scale(scale, scale)
            draw_run(painter, run, self._paints)
        finally:
            # A picture that dies while somebody paints on it takes the program along.
            painter.end()
        return Sprite(picture, left, top)


def draw_run(painter: QPainter, run: SpriteRun, paints: Paints) -> None:
    """Paint a run of shapes at the painter's origin."""
    if run.shadow is not None and paints.theme.name != "print":
        _draw_shadow(painter, run.shadow, paints)
    for shape in run.shapes:
        draw_shape(painter, shape, paints)


def _draw_shadow(painter: QPainter, box: Box, paints: Paints) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for out, down, alpha in _SHADOW:
        color = QColor(paints.token("shadow"))
        color.setAlphaF(min(1.0, alpha * (4.0 if paints.theme.dark else 1.0)))
        painter.setBrush(solid_brush(color))
        grown = box.grown(out)
        painter.drawRoundedRect(QRectF(grown.x, grown.y + down, grown.w, grown.h), 10 + out, 10 + out)


def _size(sprite: Sprite) -> int:
    return sprite.picture.width() * sprite.picture.height() * 4
