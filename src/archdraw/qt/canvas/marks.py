"""What is painted over the drawing in px of the screen: selection, hover, the hand's shapes, legend, hint."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from archdraw.core.drawing import Scene
from archdraw.core.drawing.display import FontSpec, Paint
from archdraw.core.geometry import Box, Point
from archdraw.editor.camera import Camera
from archdraw.qt.bridge.colors import Paints, solid_brush
from archdraw.qt.bridge.fonts import qt_font
from archdraw.qt.canvas.stage import Stage

EMPTY_SENTENCE = "Drag a component here, or press / to insert one"
RING_WIDTH = 2.0
# Half the width of the band along a selected connection, and how opaque it is; the same of many, for which
# it would take as long as everything else in the picture.
_HALO, _HALO_ALPHA = 3.0, 0.3
_THIN, _THIN_ALPHA = 1.0, 0.7
# Of larger selections only what is in view is looked at, and from far away it is painted as one list.
MANY = 200
_DANGER, _DEGRADED, _CHOSEN = Paint("danger"), Paint("warning"), Paint("accent")
_RADIUS = {"component": 10.0, "group": 14.0, "note": 4.0}


def paint_selection(
    painter: QPainter, stage: Stage, selected: Iterable[str], camera: Camera, *, many: bool = False
) -> None:
    """Mark selected elements with rings and strong lines, of `many` thin ones, in the accent colour."""
    scene, paints = stage.scene, stage.renderer.paints
    halos: list[QRectF] = []
    slanted: list[QLineF] = []
    out = RING_WIDTH / 2
    painter.setPen(QPen(paints.token("accent"), RING_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for element_id in selected:
        role = scene.role(element_id)
        if role == "connection" and many:
            slanted += [QLineF(ax, ay, bx, by) for (ax, ay), (bx, by) in pairwise(stage.route(element_id))]
        elif role == "connection":
            points = [camera.to_screen(x, y) for x, y in stage.route(element_id)]
            _add_halo(points, halos, slanted)
        elif role is not None:
            rect = _on_screen(scene.frame(element_id), camera).adjusted(-out, -out, out, out)
            radius = _RADIUS.get(role, 4.0) * camera.zoom + out
            painter.drawRoundedRect(rect, radius, radius)
    halo = QColor(paints.token("accent"))
    if many:
        halo.setAlphaF(_THIN_ALPHA)
        _paint_thin(painter, slanted, halo, camera)
        return
    halo.setAlphaF(_HALO_ALPHA)
    if slanted:
        painter.setPen(QPen(halo, 2 * _HALO))
        painter.drawLines(slanted)
    if halos:
        # Level and upright lines, as nearly all are, cost a tenth as rectangles.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRects(halos)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _paint_thin(painter: QPainter, lines: list[QLineF], color: QColor, camera: Camera) -> None:
    """Paint lines of the world, as many as there may be, in px of the screen."""
    before, zoom = painter.transform(), camera.zoom
    painter.setTransform(QTransform(zoom, 0, 0, zoom, -camera.x * zoom, -camera.y * zoom), True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    pen = QPen(color, 2 * _THIN)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setTransform(before)


def _add_halo(points: Sequence[Point], halos: list[QRectF], slanted: list[QLineF]) -> None:
    """Add the band along a line; a corner belongs to the segment that leaves it: nothing is painted twice."""
    last = len(points) - 2
    for index, ((ax, ay), (bx, by)) in enumerate(pairwise(points)):
        if abs(ax - bx) > 0.5 and abs(ay - by) > 0.5:
            slanted.append(QLineF(ax, ay, bx, by))
            continue
        left, right = min(ax, bx) - _HALO, max(ax, bx) + _HALO
        top, bottom = min(ay, by) - _HALO, max(ay, by) + _HALO
        if index < last:
            if abs(ax - bx) > abs(ay - by):
                left, right = (left, right - 2 * _HALO) if ax < bx else (left + 2 * _HALO, right)
            else:
                top, bottom = (top, bottom - 2 * _HALO) if ay < by else (top + 2 * _HALO, bottom)
        halos.append(QRectF(left, top, max(0.0, right - left), max(0.0, bottom - top)))


class ManySelected:
    """A large selection seen from far away: rectangles that are made once, not at every frame."""

    def __init__(self, scene: Scene, selected: frozenset[str]) -> None:
        self.selected = selected
        frames = (scene.frame(one) for one in selected if scene.role(one) not in ("connection", None))
        self._rects = [QRectF(*frame) for frame in frames]

    def paint(self, painter: QPainter, camera: Camera, paints: Paints) -> None:
        """Paint all of them with thin frames and a tint; connections show by what they join."""
        before = painter.transform()
        zoom = camera.zoom
        painter.setTransform(QTransform(zoom, 0, 0, zoom, -camera.x * zoom, -camera.y * zoom), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        tint = QColor(paints.token("accent"))
        tint.setAlphaF(0.35)
        painter.setPen(QPen(paints.token("accent"), 0))
        painter.setBrush(solid_brush(tint))
        painter.drawRects(self._rects)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setTransform(before)


def over_ring(scene: Scene, selected: frozenset[str]) -> list[str]:
    """Return the selected elements that are painted again over their rings, so that badges stay readable."""
    if len(selected) > MANY:
        return []
    return [element_id for element_id in selected if scene.role(element_id) in ("component", "note")]


def paint_far_marks(painter: QPainter, scene: Scene, camera: Camera, seen: Box, paints: Paints) -> None:
    """Show what the overlay marks where elements are too small for badges: rings in its colours."""
    overlay = scene.overlay
    danger = overlay.failed | (overlay.single_points or {}).keys()
    marked = danger | overlay.degraded | overlay.highlighted
    if not marked:
        return
    rects: dict[Paint, list[QRectF]] = {}
    for element_id in scene.ids_in_box(seen):
        if element_id in marked and scene.role(element_id) != "connection":
            rect = _on_screen(scene.frame(element_id), camera).adjusted(-2, -2, 2, 2)
            paint = _far_paint(element_id, danger, overlay.degraded)
            rects.setdefault(paint, []).append(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for paint, found in rects.items():
        pen = QPen(paints.color(paint), 2.0)
        if paint == _DEGRADED:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawRects(found)


def paint_hover(painter: QPainter, stage: Stage, hovered: str, camera: Camera) -> None:
    """Mark the element under the pointer with a faint ring or line."""
    scene, paints = stage.scene, stage.renderer.paints
    role = scene.role(hovered)
    if role is None:
        return
    color = QColor(paints.token("accent"))
    color.setAlphaF(0.45)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if role == "connection":
        color.setAlphaF(0.2)
        painter.setPen(QPen(color, 6.0))
        points = [QPointF(*camera.to_screen(x, y)) for x, y in stage.route(hovered)]
        painter.drawPolyline(QPolygonF(points))
        return
    painter.setPen(QPen(color, 1.5))
    radius = _RADIUS.get(role, 4.0) * camera.zoom
    painter.drawRoundedRect(_on_screen(scene.frame(hovered), camera), radius, radius)


def paint_hint(painter: QPainter, area: QRectF, paints: Paints) -> None:
    """Say what to do on an empty drawing."""
    painter.setFont(qt_font(FontSpec(size=16.0)))
    painter.setPen(paints.token("text-second"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, EMPTY_SENTENCE)


def paint_focus(painter: QPainter, area: QRectF, paints: Paints) -> None:
    """Show that the canvas has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(paints.token("accent"), 2.0))
    painter.drawRect(area.adjusted(1, 1, -1, -1))


def _far_paint(element_id: str, danger: Container[str], degraded: Container[str]) -> Paint:
    if element_id in danger:
        return _DANGER
    return _DEGRADED if element_id in degraded else _CHOSEN


def _on_screen(box: Box, camera: Camera) -> QRectF:
    x, y = camera.to_screen(box.x, box.y)
    return QRectF(x, y, box.w * camera.zoom, box.h * camera.zoom)
