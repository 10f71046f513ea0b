"""The dot grid: a row of dots painted once and copied down; it fades out as the drawing gets small."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from archdraw.core.drawing.display import Paint
from archdraw.qt.bridge.colors import Paints, solid_brush
from archdraw.qt.canvas.frame import Window

STEP = 20.0
# Distance of dots in px at which they are gone, and at which they are at full strength.
_GONE, _FULL = 7.0, 15.0


def paint_grid(painter: QPainter, area: QRect, window: Window, paints: Paints, apart: float = STEP) -> None:
    """Paint the dots inside `area` (device px), `apart` drawing units from each other."""
    spacing = apart * window.zoom
    strength = min(1.0, (spacing - _GONE) / (_FULL - _GONE))
    if strength <= 0:
        return
    scale = window.scale
    side = max(1, round(1.5 * window.ratio))
    color = QColor(paints.color(Paint("grid-dot")))
    color.setAlphaF(strength)
    step = apart * scale
    first = floor((area.left() + window.left - side) / step)
    last = ceil((area.right() + window.left + side) / step)
    row = QPixmap(area.width() + 2 * side, side)
    row.fill(Qt.GlobalColor.transparent)
    pen = QPainter(row)
    pen.setBackground(solid_brush(color))
    for index in range(first, last + 1):
        x = round(index * step) - window.left - area.left() + side - side // 2
        pen.eraseRect(x, 0, side, side)
    pen.end()
    top = floor((area.top() + window.top - side) / step)
    bottom = ceil((area.bottom() + window.top + side) / step)
    for index in range(top, bottom + 1):
        y = round(index * step) - window.top - side // 2
        painter.drawPixmap(QPoint(area.left() - side, y), row)
