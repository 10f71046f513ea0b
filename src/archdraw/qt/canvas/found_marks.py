"""Marks on what holds the text that is looked for: a dotted frame on a tint, beside any selection."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from archdraw.core.geometry import Box
from archdraw.editor.camera import Camera
from archdraw.qt.canvas.stage import Stage

# Of more finds than this only what is in view is looked at.
_MANY = 200
_OUT = 4.0
_RADIUS = {"component": 10.0, "group": 14.0, "note": 4.0}


class FoundMarks:
    """Paints the finds of one search; what is needed from far away is made once, not at every frame."""

    def __init__(self, stage: Stage, found: frozenset[str]) -> None:
        self.found = found
        self.scene = stage.scene
        self._stage = stage
        self._rects: list[QRectF] | None = None

    def paint(self, painter: QPainter, camera: Camera, seen: Box, *, full: bool) -> None:
        """Paint the marks over the drawing, in logical px."""
        colour = QColor(self._stage.renderer.paints.token("warning"))
        tint = QColor(colour)
        tint.setAlphaF(0.16)
        if not full and len(self.found) > _MANY:
            self._paint_far(painter, camera, colour, tint)
            return
        shown = (
            self.found if len(self.found) <= _MANY else self.found.intersection(self.scene.ids_in_box(seen))
        )
        lines: list[QLineF] = []
        painter.setPen(QPen(colour, 2.0, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(tint)
        for element_id in shown:
            role = self.scene.role(element_id)
            if role == "connection":
                points = [QPointF(*camera.to_screen(x, y)) for x, y in self._stage.route(element_id)]
                lines += [QLineF(first, second) for first, second in pairwise(points)]
            elif role is not None:
                x, y, w, h = self.scene.frame(element_id)
                corner = camera.to_screen(x, y)
                rect = QRectF(corner.x, corner.y, w * camera.zoom, h * camera.zoom)
                radius = _RADIUS.get(role, 4.0) * camera.zoom + _OUT
                painter.drawRoundedRect(rect.adjusted(-_OUT, -_OUT, _OUT, _OUT), radius, radius)
        if lines:
            halo = QColor(colour)
            halo.setAlphaF(0.35)
            painter.setPen(QPen(halo, 7.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLines(lines)

    def _paint_far(self, painter: QPainter, camera: Camera, colour: QColor, tint: QColor) -> None:
        if self._rects is None:
            frames = (
                self.scene.frame(one)
                for one in self.found
                if self.scene.role(one) not in ("connection", None)
            )
            self._rects = [QRectF(*frame) for frame in frames]
        before, zoom = painter.transform(), camera.zoom
        painter.setTransform(QTransform(zoom, 0, 0, zoom, -camera.x * zoom, -camera.y * zoom), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(colour, 0))
        painter.setBrush(tint)
        painter.drawRects(self._rects)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setTransform(before)
