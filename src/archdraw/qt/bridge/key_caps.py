"""Keys painted as caps, for lists of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter

from archdraw.qt.bridge.interface_icons import Icons

_FONT_PX, _HEIGHT, _PADDING, _GAP, _MARGIN = 12, 20, 7, 6, 8


def paint_caps(painter: QPainter, box: QRect, texts: Sequence[str], icons: Icons) -> int:
    """Paint keys from the right edge of a row, the first one leftmost; return the room (px) they take."""
    normal = QFont(painter.font())
    small = QFont(normal)
    small.setPixelSize(_FONT_PX)
    painter.setFont(small)
    right = box.right() - _MARGIN
    for text in reversed(texts):
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * _PADDING
        cap = QRect(right - width, box.center().y() - _HEIGHT // 2 + 1, width, _HEIGHT)
        painter.setPen(icons.colour("card-border"))
        painter.setBrush(icons.colour("panel"))
        painter.drawRoundedRect(cap, 5, 5)
        painter.setPen(icons.colour("text"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), text)
        right -= width + _GAP
    painter.setFont(normal)
    return box.right() - right
