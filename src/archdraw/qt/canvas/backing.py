"""The still picture behind the viewport: scrolled when the drawing is, scaled until it can be sharp again."""

from __future__ import annotations

from collections.abc import Iterable
from time import thread_time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from archdraw.core.collecting import collect_young
from archdraw.core.geometry import Box
from archdraw.qt.canvas.frame import Sheet, Window
from archdraw.qt.canvas.stage import Stage

if TYPE_CHECKING:
    from archdraw.qt.canvas.ahead import Ahead

# More stale rectangles than this are painted as one whole.
_MOST_PIECES = 60
# Rectangles are painted as one that is at most so much larger than both …
_WASTE = 1.5
# … and so many one by one, as long as they are not so large a part of the one around them all.
_MOST_PARTS, _ALL = 6, 0.6
# What a drawing may reach beyond its stated bounds.
_SHADOW = 8.0
# So large a part of the picture takes as long as a frame has.
_MUCH = 0.2
# When so much of a frame is gone (seconds of CPU) nobody looks for ways in it, but in so many in a row.
_GONE, _PATIENT = 0.008, 3
# While the hand rests, finding the way of connections may take so much of a frame, in seconds of CPU, less
# what others have done since the last one; where parts of the picture have to be painted anew as well, there
# is hardly any left.
_REST, _BUSY = 0.007, 0.0003
# The same while something is under the hand, which comes first.
_DRAGGED = 0.002


class Backing:
    """A picture of what the viewport shows, in device px, with what of it is stale."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._sheet = Sheet()
        # Made when the drawing is pulled along for the first time.
        self._ahead: Ahead | None = None
        self._window: Window | None = None
        # When the last frame was painted, by the CPU time of this thread.
        self._painted = 0.0
        # In how many frames nobody looked for ways, because they had no time.
        self._skipped = 0
        # Where something was painted over what comes after it.
        self._added: list[Box] = []
        # Whether the picture can be shown but should be made anew, with everything in its order.
        self.outdated = False

    @property
    def window(self) -> Window | None:
        """Where the picture stands, or None while there is none."""
        return self._window

    @property
    def size(self) -> QSize:
        """How large what is shown is, in device px."""
        return self._sheet.view.size()

    @property
    def reach(self) -> Box | None:
        """The part of the world that there is a picture of, which may be more than is shown."""
        if self._window is None:
            return None
        rect = self._sheet.picture.rect()
        return self._corner(self._window).world(rect.x(), rect.y(), rect.width(), rect.height())

    def invalidate(self) -> None:
        """Everything is stale."""
        self.outdated, self._added = False, []
        self._sheet.invalidate()
        self._drop_ahead()

    @property
    def is_all_stale(self) -> bool:
        """Whether the next frame paints everything anew."""
        return self._sheet.is_all_stale

    def invalidate_boxes(self, boxes: Iterable[Box]) -> None:
        """Parts of the world are stale."""
        region = self._region(boxes)
        if region is None:
            self.invalidate()
        else:
            self._sheet.stale += region
            self._drop_ahead()

    def is_much(self, boxes: Iterable[Box]) -> bool:
        """Tell whether to paint so many parts of the world anew takes a frame's notice."""
        region = self._region(boxes)
        if region is None:
            return True
        view = self._sheet.view
        return sum(map(_area, _pieces(region.intersected(view)))) > _MUCH * _area(view)

    def _region(self, boxes: Iterable[Box]) -> QRegion | None:
        """Return what parts of the world take of the picture, or None for many of them."""
        region = QRegion()
        if self._window is None:
            return region
        pieces = 0
        whole, window = QRectF(self._sheet.picture.rect()), self._corner(self._window)
        for box in boxes:
            rect = QRectF(*window.device(box))
            # What ends right beside the picture does not reach into it.
            if rect.intersects(whole):
                region += rect.adjusted(-3, -3, 3, 3).intersected(whole).toAlignedRect()
                pieces += 1
                if pieces > _MOST_PIECES:
                    return None
        return region

    def can_show(self, window: Window, size: QSize) -> bool:
        """Tell whether the picture is of the wanted scale and size, so that at most parts are painted."""
        return (
            self._window is not None
            and self._window.scale == window.scale
            and self._window.ratio == window.ratio
            and self.size == size
        )

    def show(self, window: Window, size: QSize, seconds: float | None = None) -> None:
        """Make the picture show `window` in `size` device px, by painting no more than is needed.

        `seconds` is what drawing elements for the first time may take (see `Stage.paint`).
        """
        ahead: Ahead | None = None
        way = (0, 0)
        if not self.can_show(window, size):
            self._sheet.begin(size)
            self._drop_ahead()
        elif self._window == window:
            self._catch_up(seconds)
        elif self._window is not None:
            # While the drawing is pulled along, what was left out has to wait.
            way = window.left - self._window.left, window.top - self._window.top
            if self._sheet.move(*way):
                ahead = self._lead()
            else:
                self._drop_ahead()
        self._window = window
        self._freshen(seconds, ahead, way)

    def take_over(self, picture: QPixmap, window: Window) -> None:
        """Go on with a picture that was made elsewhere; nothing of it is stale."""
        self._sheet.take(picture)
        self._drop_ahead()
        self._window = window
        self.outdated, self._added = False, []

    def carry(self, dx: int, dy: int) -> None:
        """Everything in the picture moved by so many px, and looks the same there."""
        if self._window is not None:
            scale = self._window.scale
            self._added = [box.moved(dx / scale, dy / scale) for box in self._added]
        self._sheet.carry(dx, dy)
        self._drop_ahead()

    def note_frame(self) -> None:
        """Hear that a frame is painted: what is done from now on takes from the time of the next."""
        self._painted = thread_time()

    @property
    def spent(self) -> float:
        """How much has been done since the last frame, in seconds of CPU of this thread."""
        return thread_time() - self._painted

    def _corner(self, window: Window) -> Window:
        """Return where the whole picture stands while a window is shown."""
        at = self._sheet.view.topLeft()
        return window._replace(left=window.left - at.x(), top=window.top - at.y())

    def _catch_up(self, seconds: float | None) -> None:
        """Add what was left out before, over what is there; once that is all, paint anew in order."""
        if not self._stage.pending or seconds is None or self._window is None:
            return
        if not self._stage.is_full(self._window.zoom):
            self._stage.pending.clear()
            self._stage.let_go()
            return
        spent = self.spent
        self._skipped = self._skipped + 1 if spent > _GONE and self._skipped < _PATIENT else 0
        if self._skipped:
            return
        left = (min(_DRAGGED, _REST) if self._stage.lifted else _REST) - spent
        seconds = max(left, _BUSY) if self._sheet.is_fresh else _BUSY
        picture, window = self._sheet.picture, self._corner(self._window)
        # They would be painted between others.
        self._drop_ahead()
        late = self._stage.catch_up(picture.rect(), window, seconds)
        collect_young()
        self._added += [drawing.bounds.grown(_SHADOW) for drawing in late]
        picture.setDevicePixelRatio(1.0)
        painter = QPainter(picture)
        try:
            self._stage.renderer.paint(painter, late, window, without=self._stage.lifted)
        finally:
            painter.end()
        if not self._stage.pending:
            self._put_in_order([*self._added, *self._stage.let_go()])

    def _put_in_order(self, boxes: list[Box]) -> None:
        """Paint anew what was painted over what comes after it: at once, or bit by bit where it is much."""
        self._added = []
        if boxes and self.is_much(boxes):
            self.outdated = True
        elif boxes:
            self.invalidate_boxes(boxes)

    def _drop_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.drop()

    def _lead(self) -> Ahead:
        if self._ahead is None:
            from archdraw.qt.canvas.ahead import Ahead

            self._ahead = Ahead(self._stage, self._sheet)
        return self._ahead

    def _freshen(self, seconds: float | None, ahead: Ahead | None, way: tuple[int, int]) -> None:
        """Paint what is stale and shown, or some of what comes into sight next on the way of a move."""
        sheet = self._sheet
        if self._window is None or (ahead is None and sheet.is_fresh):
            return
        corner = self._corner(self._window)
        sheet.picture.setDevicePixelRatio(1.0)
        painter = QPainter(sheet.picture)
        try:
            if ahead is not None:
                ahead.finish(painter, corner, None if seconds is None else 0.0)
            pieces = [] if sheet.is_fresh else _pieces(sheet.stale.intersected(sheet.view))
            # There are two strips to go on with.
            share = None if seconds is None else seconds / (len(pieces) or 2)
            for piece in pieces:
                area = piece if ahead is None else ahead.farther(piece, way, corner)
                self._stage.paint(painter, area, corner, share)
                sheet.stale -= area
            if ahead is not None and not pieces:
                ahead.go_on(painter, corner, way, share)
        finally:
            painter.end()

    def draw(self, painter: QPainter) -> None:
        """Paint what is shown on a widget's painter."""
        sheet = self._sheet
        if self._window is not None:
            sheet.picture.setDevicePixelRatio(self._window.ratio)
        painter.drawPixmap(QPointF(0, 0), sheet.picture, QRectF(sheet.view))

    def draw_scaled(self, painter: QPainter, window: Window) -> None:
        """Paint what is shown as it looks from another window: at once, not sharp."""
        if self._window is None:
            return
        factor = window.scale / self._window.scale
        x = self._window.left * factor - window.left
        y = self._window.top * factor - window.top
        sheet, ratio = self._sheet, window.ratio
        width, height = self.size.width() * factor, self.size.height() * factor
        sheet.picture.setDevicePixelRatio(1.0)
        target = QRectF(x / ratio, y / ratio, width / ratio, height / ratio)
        painter.drawPixmap(target, sheet.picture, QRectF(sheet.view))


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()


def _pieces(region: QRegion) -> list[QRect]:
    """Return rectangles to paint: few that hold all of a region and little else, or the one around it."""
    found: list[QRect] = []
    for rect in region:  # type: ignore[attr-defined]
        for place, other in enumerate(found):
            both = other.united(rect)
            if _area(both) <= _WASTE * (_area(other) + _area(rect)):
                found[place] = both
                break
        else:
            found.append(QRect(rect))
    around = region.boundingRect()
    if len(found) > _MOST_PARTS or sum(map(_area, found)) > _ALL * _area(around):
        return [around]
    return found
