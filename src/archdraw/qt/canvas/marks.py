"""What is painted over the drawing in px of the screen: selection, hover, the hand's shapes, legend, hint."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from archdraw.core.drawing import Scene
from archdraw.core.drawing.display import ElementDrawing, FontSpec
from archdraw.core.geometry import Box
from archdraw.editor.camera import Camera
from archdraw.qt.bridge.colors import Paints
from archdraw.qt.bridge.fonts import qt_font

EMPTY_SENTENCE = "Drag a component here, or press / to insert one"
RING_WIDTH = 2.0
# Selections of more elements are marked with plain rectangles, which Qt paints many of at once.
_MOST_ROUND = 200
_RADIUS = {"component": 10.0, "group": 14.0, "note": 4.0}


def paint_selection(
    painter: QPainter, scene: Scene, selected: frozenset[str], camera: Camera, seen: Box, paints: Paints
) -> None:
    """Mark the selected elements in view with rings and strong lines in the accent colour."""
    if not selected:
        return
    visible: Iterable[str] = selected
    if len(selected) > _MOST_ROUND:
        visible = [element_id for element_id in scene.ids_in_box(seen) if element_id in selected]
    rects: list[QRectF] = []
    lines: list[QLineF] = []
    plain = len(selected) > _MOST_ROUND
    out = 0.0 if plain else RING_WIDTH / 2
    painter.setPen(QPen(paints.token("accent"), RING_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not plain)
    for element_id in visible:
        role = scene.role(element_id)
        if role == "connection":
            lines += _route_lines(scene, element_id, camera, plain=plain)
        elif role is not None:
            rect = _on_screen(scene.frame(element_id), camera).adjusted(-out, -out, out, out)
            if plain:
                rects.append(rect)
            else:
                radius = _RADIUS.get(role, 4.0) * camera.zoom + out
                painter.drawRoundedRect(rect, radius, radius)
    if rects:
        painter.drawRects(rects)
    if lines:
        halo = QColor(paints.token("accent"))
        halo.setAlphaF(0.3)
        pen = QPen(halo, 6.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(paints.token("accent") if plain else pen)
        painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def over_ring(scene: Scene, selected: frozenset[str]) -> list[ElementDrawing]:
    """Return the selected elements that are painted again over their rings, so that badges stay readable."""
    if len(selected) > _MOST_ROUND:
        return []
    bodies = [element_id for element_id in selected if scene.role(element_id) in ("component", "note")]
    drawings = (scene.element(element_id) for element_id in bodies)
    return [drawing for drawing in drawings if drawing is not None]


def paint_far_marks(painter: QPainter, scene: Scene, camera: Camera, seen: Box, paints: Paints) -> None:
    """Show what the overlay marks where elements are too small for badges: rings in its colours."""
    overlay = scene.overlay
    danger = overlay.failed | (overlay.single_points or {}).keys()
    marked = danger | overlay.degraded | overlay.highlighted
    if not marked:
        return
    rects: dict[str, list[QRectF]] = {}
    for element_id in scene.ids_in_box(seen):
        if element_id in marked and scene.role(element_id) != "connection":
            token = "danger" if element_id in danger else "accent"
            token = "warning" if token == "accent" and element_id in overlay.degraded else token
            rect = _on_screen(scene.frame(element_id), camera).adjusted(-2, -2, 2, 2)
            rects.setdefault(token, []).append(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, found in rects.items():
        pen = QPen(paints.token(token), 2.0)
        if token == "warning":
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawRects(found)


def paint_hover(painter: QPainter, scene: Scene, hovered: str, camera: Camera, paints: Paints) -> None:
    """Mark the element under the pointer with a faint ring or line."""
    role = scene.role(hovered)
    if role is None:
        return
    color = QColor(paints.token("accent"))
    color.setAlphaF(0.45)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if role == "connection":
        color.setAlphaF(0.2)
        painter.setPen(QPen(color, 6.0))
        points = [QPointF(*camera.to_screen(x, y)) for x, y in _route(scene, hovered)]
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


def _on_screen(box: Box, camera: Camera) -> QRectF:
    x, y = camera.to_screen(box.x, box.y)
    return QRectF(x, y, box.w * camera.zoom, box.h * camera.zoom)


def _route(scene: Scene, element_id: str) -> tuple[tuple[float, float], ...]:
    drawing = scene.element(element_id)
    return drawing.route if drawing is not None else ()


def _route_lines(scene: Scene, element_id: str, camera: Camera, *, plain: bool) -> list[QLineF]:
    route = scene.ends(element_id) if plain else _route(scene, element_id)
    points = [QPointF(*camera.to_screen(x, y)) for x, y in route]
    return [QLineF(first, second) for first, second in pairwise(points)]
