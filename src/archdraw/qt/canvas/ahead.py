"""What comes into sight next while the drawing is pulled along, painted bit by bit before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from archdraw.qt.canvas.frame import MARGIN, STRIP

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from archdraw.qt.canvas.frame import Sheet, Window
    from archdraw.qt.canvas.stage import Stage

    # A move in device px: to the right and down.
    Way = tuple[int, int]
    # Where something begins and ends along an axis.
    Span = tuple[int, int]

# What comes into sight now is painted so many device px farther, so that there is time for what follows.
_FARTHER = 40
# To paint a card takes so many times as long as a line, many of which do not show in the strip after all.
_BODY = 8
# What comes into sight in more frames than this can wait.
_SOON = 60


class _Strip(NamedTuple):
    """A part of the picture that is being painted.

    `area` is where, in device px from the corner of the world, and `ids` are those that are yet to be
    painted, the last one first.
    """

    area: QRect
    ids: list[str]

    def placed(self, corner: Window) -> QRect:
        """Return where the strip is in a picture that stands there."""
        return self.area.translated(-corner.left, -corner.top)


class Ahead:
    """Paints a strip beside what is shown for each axis along which the drawing is moved.

    All elements of a strip are found at once and painted a few in each frame: no frame has to wait for it.
    """

    def __init__(self, stage: Stage, sheet: Sheet) -> None:
        self._stage = stage
        self._sheet = sheet
        self._strips: list[_Strip | None] = [None, None]
        self._heading = (0, 0)

    def drop(self) -> None:
        """Give up what is not done: it would not be right any more."""
        self._strips = [None, None]

    def farther(self, piece: QRect, way: Way, corner: Window) -> QRect:
        """Return a stale piece of what is shown with some of what lies beyond it, to be painted now.

        `corner` is where the whole picture stands.
        """
        spans, shown, whole = (_spans(one) for one in (piece, self._sheet.view, self._sheet.picture.rect()))
        lengthwise = 0 if piece.width() > piece.height() else 1
        for axis, step in enumerate(way):
            # Lengthwise as far as the next strips reach; from far away it takes the same time to paint more.
            far = axis == lengthwise or not self._stage.is_full(corner.zoom)
            more = MARGIN if far else _FARTHER
            low, high = spans[axis]
            if step < 0 and low == shown[axis][0]:
                low = max(0, low - more)
            elif step > 0 and high == shown[axis][1]:
                high = min(whole[axis][1], high + more)
            spans[axis] = low, high
        area = _rect(*spans)
        if any(strip.placed(corner).intersects(area) for strip in self._strips if strip is not None):
            self.drop()
        return area

    def finish(self, painter: QPainter, corner: Window, seconds: float | None) -> None:
        """Paint what is left of strips that come into sight now; `seconds` is as for `Stage.paint`."""
        for axis, strip in enumerate(self._strips):
            if strip is not None and strip.placed(corner).intersects(self._sheet.view):
                self._paint(painter, axis, corner, len(strip.ids), seconds)

    def go_on(self, painter: QPainter, corner: Window, way: Way, seconds: float | None) -> None:
        """Paint so much of each strip that it is done when moves like this one have led there."""
        heading = (_sign(way[0]), _sign(way[1]))
        if heading != self._heading:
            self._heading = heading
            self.drop()
        if not self._stage.is_full(corner.zoom):
            return
        for axis, step in enumerate(way):
            strip = self._strips[axis]
            if step and strip is None:
                strip = self._strips[axis] = self._begun(painter, axis, corner)
            if not step or strip is None:
                continue
            (low, high), (start, end) = _spans(strip.placed(corner))[axis], _spans(self._sheet.view)[axis]
            steps = (low - end) / step if step > 0 else (high - start) / step
            if steps <= _SOON:
                self._paint(painter, axis, corner, self._part(strip.ids, max(1.0, steps)), seconds)

    def _part(self, ids: list[str], frames: float) -> int:
        """Return how many of these, from the end, are painted now so that all take so many even frames."""
        lines = self._stage.scene.lines
        weights = [1 if one in lines else _BODY for one in ids]
        due, count = sum(weights) / frames, 0
        while due > 0.0:
            count += 1
            due -= weights[-count]
        return count

    def _begun(self, painter: QPainter, axis: int, corner: Window) -> _Strip | None:
        area = self._next(axis, corner)
        if area.isEmpty():
            return None
        self._stage.paint_ground(painter, area, corner)
        return _Strip(area.translated(corner.left, corner.top), self._stage.ids_in(area, corner)[::-1])

    def _next(self, axis: int, corner: Window) -> QRect:
        """Return what comes into sight first on the way of an axis, without what the other strip covers."""
        across, step, sideways = 1 - axis, self._heading[axis], self._heading[1 - axis]
        view, whole = _spans(self._sheet.view), _spans(self._sheet.picture.rect())
        beyond = (view[axis][1], whole[axis][1]) if step > 0 else (whole[axis][0], view[axis][0])
        aside = (
            whole[across][0] if sideways < 0 else view[across][0],
            whole[across][1] if sideways > 0 else view[across][1],
        )
        other = self._strips[across]
        taken = other.placed(corner) if other is not None else QRect()
        stale = self._sheet.stale.subtracted(taken)
        area = _around(stale, axis, beyond, aside)
        if area.isEmpty():
            return area
        (low, high), end = _spans(area)[axis], whole[axis][1]
        # As far as a whole strip ends, counted from the end that the picture reaches to.
        if step > 0:
            beyond = low, end - (end - 1 - low) // STRIP * STRIP
        else:
            beyond = (high - 1) // STRIP * STRIP, high
        area = _around(stale, axis, beyond, aside)
        if not taken.intersects(area):
            return area
        (low, high), (start, end) = _spans(area)[across], _spans(taken)[across]
        return _around(stale, axis, beyond, (low, start) if sideways > 0 else (end, high))

    def _paint(self, painter: QPainter, axis: int, corner: Window, count: int, seconds: float | None) -> None:
        """Paint some more elements of a strip."""
        strip = self._strips[axis]
        if strip is None:
            return
        area, left = strip.placed(corner), len(strip.ids) - count
        self._stage.paint_within(painter, strip.ids[left:][::-1], area, corner, seconds)
        del strip.ids[left:]
        if not strip.ids:
            self._sheet.stale -= area
            self._strips[axis] = None


def _around(region: QRegion, axis: int, along: Span, across: Span) -> QRect:
    """Return the rectangle around what there is of a region in a part of the picture."""
    part = _rect(along, across) if axis == 0 else _rect(across, along)
    return region.intersected(part).boundingRect()


def _rect(columns: Span, rows: Span) -> QRect:
    """Return a rectangle that reaches from here to there by both axes."""
    (left, right), (top, bottom) = columns, rows
    return QRect(left, top, right - left, bottom - top)


def _spans(rect: QRect) -> list[Span]:
    """Return from where to where a rectangle reaches, by axis."""
    left, top, width, height = rect.getRect()
    return [(left, left + width), (top, top + height)]


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
