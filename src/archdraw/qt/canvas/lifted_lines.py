"""Many connections under the hand at once: painted straight from their corner points, frame after frame."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from archdraw.core.drawing.connections import SimpleLine, simple_line
from archdraw.core.drawing.paths import QUARTER
from archdraw.core.drawing.rounding import CORNER
from archdraw.core.geometry import Point
from archdraw.core.geometry.waypoints import stretched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from archdraw.core.drawing import Scene
    from archdraw.core.drawing.display import ElementDrawing
    from archdraw.core.geometry import Box
    from archdraw.qt.canvas.frame import Window
    from archdraw.qt.canvas.renderer import Renderer

    Spot = tuple[float, float]
    Line = Sequence[Spot]

# From this many device px a unit one sees that a corner is round, and from this many that it is cut.
_ROUND_SCALE, _CUT_SCALE = 0.75, 0.4
_NO_BRUSH, _NO_PEN = QBrush(), QPen(Qt.PenStyle.NoPen)


class LedLine(NamedTuple):
    """A line as it is led about under the hand: how it looks, and its corner points."""

    look: SimpleLine
    points: Line


class _Strokes(NamedTuple):
    """What is painted of lines that look alike: those with dashes, the pieces of others, all heads."""

    look: SimpleLine
    dashed: list[QPolygonF]
    pieces: list[QLineF]
    heads: QPainterPath


class _Ready(NamedTuple):
    """Lines that were painted last as they had been led about, and what is painted of them at a scale."""

    lines: tuple[LedLine, ...]
    scale: float
    strokes: list[_Strokes]


def _arc_weights() -> tuple[tuple[float, float], ...]:
    """Return how much of both directions of a corner a third, and two thirds, of its arc lie along."""
    inner = 1 - QUARTER
    return tuple(
        ((1 - t) ** 3 + 3 * t * (1 - t) ** 2 * inner, 3 * t * t * (1 - t) * inner + t**3)
        for t in (1 / 3, 2 / 3)
    )


_ARC = _arc_weights()


class LiftedLines:
    """Knows how the lines under the hand look, which stays the same while they are led elsewhere.

    To make the drawing of each anew in every frame would take as long as all the rest of it. `element`
    returns the drawing of an element as far as there is one.
    """

    def __init__(self, renderer: Renderer, element: Callable[[str], ElementDrawing | None]) -> None:
        self._renderer = renderer
        self._element = element
        self._looks: dict[str, SimpleLine | None] = {}
        # How those that were painted last looked, and along which points they ran.
        self._painted: dict[str, LedLine] = {}
        # Where the components that were painted with them stood.
        self._stood: dict[str, Box] = {}
        self._ready: _Ready | None = None

    def clear(self) -> None:
        """Forget all looks: something else will be under the hand."""
        self._looks.clear()
        self._painted.clear()
        self._stood.clear()
        self._ready = None

    def carried(
        self, element_id: str, joined: Callable[[str], tuple[str, str]], scene: Scene
    ) -> LedLine | None:
        """Return a line as it was painted last, at the two ends that it joins where they are now.

        What is dropped may find its place a little aside. None where the line was not painted, or would have
        to turn back on itself.
        """
        led = self._painted.get(element_id)
        if led is None:
            return None
        ways = [self._way_of(end, scene) for end in joined(element_id)]
        if not any(ways):
            return led
        first, last = (
            Point(x + way[0], y + way[1]) if way else Point(x, y)
            for way, (x, y) in zip(ways, (led.points[0], led.points[-1]), strict=True)
        )
        points = stretched([Point(*point) for point in led.points], first, last)
        return None if points is None else LedLine(led.look, points)

    def _way_of(self, component_id: str, scene: Scene) -> Spot | None:
        """Return how far a component went since it was painted, or None where it stayed."""
        stood = self._stood.get(component_id)
        if stood is None or scene.role(component_id) != "component":
            return None
        stands = scene.frame(component_id)
        return None if stands == stood else (stands.x - stood.x, stands.y - stood.y)

    def forget(self, ids: Iterable[str]) -> None:
        """Forget how these look: they may look different now."""
        if self._looks:
            for one in ids:
                self._looks.pop(one, None)

    def paint(
        self, painter: QPainter, scene: Scene, ids: Iterable[str], window: Window, device: QTransform
    ) -> list[str]:
        """Paint those of the elements that are simple lines; return the others, in their order.

        `device` takes device px to the painter's coordinates.
        """
        looks = self._looks
        others: list[str] = []
        lines: dict[SimpleLine, list[Line]] = {}
        for one in ids:
            points = scene.sketched(one)
            if points is None:
                others.append(one)
                if scene.role(one) == "component":
                    self._stood[one] = scene.frame(one)
                continue
            if one not in looks:
                drawing = self._element(one)
                looks[one] = None if drawing is None else simple_line(drawing)
            look = looks[one]
            if look is None or len(points) < 2:
                others.append(one)
            else:
                lines.setdefault(look, []).append(points)
                self._painted[one] = LedLine(look, points)
        if lines:
            self._paint_lines(painter, lines, window, device)
        return others

    def paint_led(self, painter: QPainter, led: Iterable[LedLine], window: Window) -> None:
        """Paint lines as they were led about; the painter's coordinates are device px."""
        wanted = tuple(led)
        if self._ready is None or self._ready.lines != wanted or self._ready.scale != window.scale:
            lines: dict[SimpleLine, list[Line]] = {}
            for look, points in wanted:
                lines.setdefault(look, []).append(points)
            # The same ones are painted frame after frame.
            strokes = [_strokes(look, courses, window.scale) for look, courses in lines.items()]
            self._ready = _Ready(wanted, window.scale, strokes)
        self._paint_strokes(painter, self._ready.strokes, window, QTransform())

    def _paint_lines(
        self,
        painter: QPainter,
        lines: dict[SimpleLine, list[Line]],
        window: Window,
        device: QTransform,
    ) -> None:
        strokes = [_strokes(look, courses, window.scale) for look, courses in lines.items()]
        self._paint_strokes(painter, strokes, window, device)

    def _paint_strokes(
        self, painter: QPainter, strokes: list[_Strokes], window: Window, device: QTransform
    ) -> None:
        before, scale = painter.transform(), window.scale
        painter.setTransform(device, True)
        painter.setTransform(QTransform(scale, 0, 0, scale, -window.left, -window.top), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paints = self._renderer.paints
        for look, dashed, pieces, heads in strokes:
            painter.setPen(paints.pen(look.pen))
            painter.setBrush(_NO_BRUSH)
            for path in dashed:
                painter.drawPolyline(path)
            if pieces:
                painter.drawLines(pieces)
            if look.head is not None:
                painter.setPen(_NO_PEN)
                painter.setBrush(paints.brush(look.head))
                painter.drawPath(heads)
        painter.setTransform(before)


def _strokes(look: SimpleLine, courses: list[Line], scale: float) -> _Strokes:
    """Return what is painted of lines that look alike."""
    radius = CORNER if scale >= _CUT_SCALE else 0.0
    paths = [_cornered(one, look.cut, radius, rounded=scale >= _ROUND_SCALE) for one in courses]
    heads = QPainterPath()
    heads.setFillRule(Qt.FillRule.WindingFill)
    for points in courses if look.head is not None else ():
        _add_head(heads, points[-1], points[-2], look.size)
    if look.pen.dash:
        return _Strokes(look, [QPolygonF([QPointF(x, y) for x, y in path]) for path in paths], [], heads)
    return _Strokes(look, [], [QLineF(*a, *b) for path in paths for a, b in pairwise(path)], heads)


def _cornered(points: Line, cut: float, corner: float, *, rounded: bool) -> list[Spot]:
    """Return a line with its corners round or cut, and its last bit, where the head stands, cut off."""
    ax, ay = points[0]
    found: list[Spot] = [(ax, ay)]
    bx, by = points[1]
    ux, uy = bx - ax, by - ay
    length = hypot(ux, uy) or 1.0
    ux, uy = ux / length, uy / length
    for nx, ny in points[2:]:
        vx, vy = nx - bx, ny - by
        onward = hypot(vx, vy) or 1.0
        vx, vy = vx / onward, vy / onward
        if not corner:
            found.append((bx, by))
            bx, by, ux, uy, length = nx, ny, vx, vy, onward
            continue
        radius = min(corner, length / 2, onward / 2)
        found.append((bx - ux * radius, by - uy * radius))
        if rounded:
            for back, on in _ARC:
                found.append((bx + (vx * on - ux * back) * radius, by + (vy * on - uy * back) * radius))
        found.append((bx + vx * radius, by + vy * radius))
        bx, by, ux, uy, length = nx, ny, vx, vy, onward
    left = max(0.0, length - cut) - length
    found.append((bx + ux * left, by + uy * left))
    return found


def _add_head(path: QPainterPath, tip: Spot, before: Spot, size: float) -> None:
    """Add the head of an arrow, as `arrow_head` would make it."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = hypot(dx, dy) or 1.0
    ux, uy = dx / length * size, dy / length * size
    x, y = tip[0] - ux, tip[1] - uy
    path.moveTo(tip[0], tip[1])
    path.lineTo(x - uy * 0.45, y + ux * 0.45)
    path.lineTo(x + uy * 0.45, y - ux * 0.45)
    path.closeSubpath()
