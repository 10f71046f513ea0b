"""Straight lines in the place of connections whose way is not found yet, beneath the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion, QTransform

from archdraw.core.drawing.display import Paint

if TYPE_CHECKING:
    from archdraw.qt.canvas.frame import Window
    from archdraw.qt.canvas.stage import Stage

_LINE = Paint("connection-light")
_WIDTH = 1.25
# So many cards are cut out of the lines; among more of them lines are too short to disturb.
_MOST_CUT_OUT = 200


def paint_plain_lines(
    painter: QPainter, stage: Stage, area: QRect, window: Window, device: QTransform
) -> int:
    """Paint the lines that wait within `area` (device px); return how many.

    `device` takes device px to the painter's coordinates. They are painted over the still picture in each
    frame, so that each goes as soon as its connection is drawn; cards and notes are left free.
    """
    if not stage.pending or not stage.is_full(window.zoom):
        return 0
    scene = stage.scene
    seen = window.world(area.x(), area.y(), area.width(), area.height())
    shown = scene.ids_in_box(seen)
    waiting = [one for one in shown if stage.is_waiting(one)]
    if not waiting:
        return 0
    painter.save()
    painter.setTransform(device, True)
    cards = [one for one in shown if scene.role(one) in ("component", "note")]
    if len(cards) <= _MOST_CUT_OUT:
        free = QRegion(area)
        for one in cards:
            free -= QRectF(*window.device(scene.frame(one))).toAlignedRect()
        painter.setClipRegion(free, Qt.ClipOperation.IntersectClip)
    lines = []
    for one in waiting:
        (ax, ay), (bx, by) = scene.ends(one)
        scale, left, top = window.scale, window.left, window.top
        lines.append(QLineF(ax * scale - left, ay * scale - top, bx * scale - left, by * scale - top))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(stage.renderer.paints.color(_LINE), _WIDTH * window.ratio))
    painter.drawLines(lines)
    painter.restore()
    return len(lines)
