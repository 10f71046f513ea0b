"""Straight lines in the place of connections whose way is not found yet, beneath the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion, QTransform

from archdraw.core.drawing.display import Paint

if TYPE_CHECKING:
    from archdraw.core.geometry import Box
    from archdraw.qt.canvas.frame import Window
    from archdraw.qt.canvas.stage import Stage

_LINE = Paint("connection-light")
_WIDTH = 1.25
# So many cards are cut out of the lines; among more of them lines are too short to disturb.
_MOST_CUT_OUT = 200
# Among so many, groups included, nobody counts.
_MOST_BODIES = 2 * _MOST_CUT_OUT
# More lines than this are painted without smoothing, which would take most of a frame.
_MOST_SMOOTH = 60
# So many lines are made in one frame.
_MOST_MADE = 100
# Cards are looked up for so many device px around what is shown, so that not every frame of a pan has to.
_AROUND = 200


class _Line(NamedTuple):
    """A line in world units, ready to be painted, and what it spans: left, top, right, bottom."""

    line: QLineF
    span: tuple[float, float, float, float]


class _Cards(NamedTuple):
    """What cards leave free: of a window, in its device px, for the area that was looked at."""

    window: Window
    area: QRect
    free: QRegion


class PlainLines:
    """Knows the lines of one state of a scene; whoever hears that it changed takes another one.

    They are painted over the still picture in each frame, so that each goes as soon as its connection is
    drawn; cards and notes are left free.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lines: dict[str, _Line] = {}
        self._waiting: dict[str, _Line] = {}
        self._cards: _Cards | None = None

    def paint(
        self, painter: QPainter, area: QRect, window: Window, device: QTransform, *, still: bool = False
    ) -> int:
        """Paint the lines that wait within `area` (device px); return how many.

        Those that were led about under the hand run as they did there, all others are straight. `device`
        takes device px to the painter's coordinates; `still` paints those of the last frame again.
        """
        if not (self._stage.pending or still) or not self._stage.is_full(window.zoom):
            return 0
        seen = window.world(area.x(), area.y(), area.width(), area.height())
        if not still:
            self._keep_up()
        lines = self._waiting_in(seen)
        led = self._stage.led.values()
        if lines or led:
            painter.save()
            painter.setTransform(device, True)
            painter.setClipRegion(self._free(area, window), Qt.ClipOperation.IntersectClip)
            self._stage.paint_led(painter, led, window)
            self._paint_straight(painter, lines, window)
            painter.restore()
        return len(lines) + len(led)

    def _paint_straight(self, painter: QPainter, lines: list[QLineF], window: Window) -> None:
        scale = window.scale
        painter.setTransform(QTransform(scale, 0, 0, scale, -window.left, -window.top), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(lines) <= _MOST_SMOOTH)
        pen = QPen(self._stage.renderer.paints.color(_LINE), _WIDTH * window.ratio)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(lines)

    def _waiting_in(self, seen: Box) -> list[QLineF]:
        x, y, right, bottom = seen.x, seen.y, seen.right, seen.bottom
        return [
            line
            for line, (left, top, end, foot) in self._waiting.values()
            if left <= right and end >= x and top <= bottom and foot >= y
        ]

    def _keep_up(self) -> None:
        """Take note of what began to wait since the last frame, and of what waits no more."""
        stage, waiting = self._stage, self._waiting
        for one in waiting.keys() - stage.pending:
            del waiting[one]
        made = 0
        for one in stage.waiting_beside(waiting):
            found = self._lines.get(one)
            if found is None:
                made += 1
                if made > _MOST_MADE:
                    # The others follow in the next frames.
                    break
                (ax, ay), (bx, by) = stage.scene.ends(one)
                span = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
                found = self._lines[one] = _Line(QLineF(ax, ay, bx, by), span)
            waiting[one] = found

    def _free(self, area: QRect, window: Window) -> QRegion:
        """Return what cards leave free of an area."""
        cards = self._cards
        if cards is not None and cards.window.scale == window.scale:
            dx, dy = cards.window.left - window.left, cards.window.top - window.top
            if cards.area.translated(dx, dy).contains(area):
                return cards.free.translated(dx, dy)
        around = area.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        scene = self._stage.scene
        bodies = scene.bodies_in_box(window.world(around.x(), around.y(), around.width(), around.height()))
        solid = [one for one in bodies if scene.role(one) != "group"] if len(bodies) <= _MOST_BODIES else []
        free = QRegion(around)
        for one in solid if len(solid) <= _MOST_CUT_OUT else ():
            free -= QRectF(*window.device(scene.frame(one))).toAlignedRect()
        self._cards = _Cards(window, around, free)
        return free
