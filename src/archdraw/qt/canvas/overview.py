"""The drawing from far away: boxes and lines from ready lists, by cells of the world and by colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from archdraw.core.drawing import Scene
from archdraw.core.drawing.display import Paint
from archdraw.core.geometry import Box
from archdraw.qt.bridge.colors import Paints, solid_brush
from archdraw.qt.canvas.frame import Window

# Ids of the source and the target of a connection.
Joined = Callable[[str], tuple[str, str]]
# Side of a cell: a screen at the highest zoom of the overview shows about four.
CELL = 3000.0
_ORDER = ("group", "connection", "note", "component", "overlay")
# How much of the family's colour the body of a component keeps on the card's.
_BODY_SHARE = 0.55
# How much of its colour a line keeps on the canvas's: far away, lines are many.
_LINE_SHARE = 0.6


# Role and paint of an element; those that look alike share one of these.
_Look = tuple[str, Paint]
# One element as a box or as a line: its look, and x, y, width, height or x, y, x, y. There are thousands of
# them, so that each is one flat tuple.
_Entry = tuple[_Look, float, float, float, float]
# Of so many coordinates each value is kept once: elements stand in rows and columns, with the same ones.
_MOST_NUMBERS = 4096


class _Cell:
    """The elements that begin in one cell of the world, and the lists made of them."""

    def __init__(self, key: tuple[int, int]) -> None:
        self.key = key
        self.members: dict[str, _Entry] = {}
        self.bounds: Box | None = None
        self.rects: dict[_Look, list[QRectF]] = {}
        self.lines: dict[Paint, list[QLineF]] = {}

    def build(self) -> None:
        """Make the lists anew."""
        self.rects, self.lines = {}, {}
        left = top = float("inf")
        right = bottom = float("-inf")
        for look, x, y, w, h in self.members.values():
            role, paint = look
            if role == "connection":
                self.lines.setdefault(paint, []).append(QLineF(x, y, w, h))
                left, right = min(left, x, w), max(right, x, w)
                top, bottom = min(top, y, h), max(bottom, y, h)
            else:
                self.rects.setdefault(look, []).append(QRectF(x, y, w, h))
                left, right = min(left, x), max(right, x + w)
                top, bottom = min(top, y), max(bottom, y + h)
        self.bounds = Box(left, top, right - left, bottom - top).grown(1.0) if self.members else None


class Overview:
    """Keeps the lists of all elements of a scene and paints those in view."""

    def __init__(self, joined: Joined | None = None) -> None:
        self._joined = joined
        self._cells: dict[tuple[int, int], _Cell] = {}
        self._place: dict[str, _Cell] = {}
        self._looks: dict[_Look, _Look] = {}
        self._numbers: dict[float, float] = {}
        self._dirty: set[tuple[int, int]] = set()
        # Entries are kept as they were before everything was shifted by so much.
        self._shift = (0.0, 0.0)

    def shift(self, dx: float, dy: float) -> None:
        """Move everything, in no time."""
        self._shift = (self._shift[0] + dx, self._shift[1] + dy)

    def clear(self) -> None:
        """Forget everything."""
        self._cells.clear()
        self._place.clear()
        self._looks.clear()
        self._numbers.clear()
        self._dirty.clear()

    def put(self, scene: Scene, ids: Iterable[str]) -> None:
        """Take over the elements of these ids as they are now; those that are gone are taken out."""
        for element_id in ids:
            entry = self._entry(scene, element_id)
            old = self._place.get(element_id)
            if entry is None:
                if old is not None:
                    self.remove((element_id,))
                continue
            key = (int(entry[1] // CELL), int(entry[2] // CELL))
            if old is not None and old.key != key:
                self._take_out(element_id, old)
            cell = self._cells.get(key)
            if cell is None:
                cell = self._cells[key] = _Cell(key)
            cell.members[element_id] = entry
            self._place[element_id] = cell
            self._dirty.add(cell.key)

    def remove(self, ids: Iterable[str]) -> None:
        """Take elements out; ids that are not in it are ignored."""
        for element_id in ids:
            cell = self._place.pop(element_id, None)
            if cell is not None:
                self._take_out(element_id, cell)

    def paint(self, painter: QPainter, clip: Box, window: Window, paints: Paints) -> None:
        """Paint everything that touches `clip`, groups below connections below components."""
        before = painter.transform()
        scale = window.scale
        dx, dy = self._shift
        left, top = window.left - dx * scale, window.top - dy * scale
        painter.setTransform(QTransform(scale, 0, 0, scale, -left, -top), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        clip = clip.moved(-dx, -dy)
        cells = [cell for cell in self._fresh() if cell.bounds is not None and cell.bounds.intersects(clip)]
        for role in _ORDER:
            for cell in cells:
                if role == "connection":
                    _paint_lines(painter, cell, paints)
                else:
                    _paint_rects(painter, cell, role, paints)
        painter.setTransform(before)

    def _take_out(self, element_id: str, cell: _Cell) -> None:
        del cell.members[element_id]
        self._dirty.add(cell.key)

    def _fresh(self) -> Iterator[_Cell]:
        for key in self._dirty:
            cell = self._cells[key]
            cell.build()
            if not cell.members:
                del self._cells[key]
        self._dirty.clear()
        yield from self._cells.values()

    def _entry(self, scene: Scene, element_id: str) -> _Entry | None:
        """Return an element as it was before everything was shifted."""
        role = scene.role(element_id)
        if role is None:
            return None
        look: _Look = (role, scene.coarse(element_id))
        look = self._looks.setdefault(look, look)
        dx, dy = self._shift
        if role != "connection":
            x, y, w, h = scene.frame(element_id)
        elif self._joined is None:
            (x, y), (w, h) = scene.ends(element_id)
        else:
            # From middle to middle: the bodies lie over it, and no border has to be found.
            source, target = self._joined(element_id)
            ax, ay, aw, ah = scene.frame(source)
            bx, by, bw, bh = scene.frame(target)
            x, y, w, h = ax + aw / 2, ay + ah / 2, bx + bw / 2, by + bh / 2
        if role == "connection":
            w, h = w - dx, h - dy
        x, y = x - dx, y - dy
        known = self._numbers
        if len(known) > _MOST_NUMBERS:
            return (look, x, y, w, h)
        keep = known.setdefault
        return (look, keep(x, x), keep(y, y), keep(w, w), keep(h, h))


def _paint_lines(painter: QPainter, cell: _Cell, paints: Paints) -> None:
    for paint, lines in cell.lines.items():
        # Width 0 is one px at every scale, which Qt draws fastest.
        painter.setPen(QPen(_mixed(paints.color(paint), paints.token("canvas"), _LINE_SHARE), 0))
        painter.drawLines(lines)


def _paint_rects(painter: QPainter, cell: _Cell, role: str, paints: Paints) -> None:
    for (kind, paint), rects in cell.rects.items():
        if kind != role:
            continue
        if role == "group":
            pen = QPen(paints.color(paint), 0)
            painter.setPen(pen)
            tint = QColor(paints.color(paint))
            tint.setAlphaF(0.06)
            painter.setBrush(solid_brush(tint))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(solid_brush(_mixed(paints.color(paint), paints.token("card"), _BODY_SHARE)))
        painter.drawRects(rects)


def _mixed(top: QColor, below: QColor, share: float) -> QColor:
    """Return a colour laid over another, opaque: Qt paints opaque lists much faster."""
    return QColor.fromRgbF(
        top.redF() * share + below.redF() * (1 - share),
        top.greenF() * share + below.greenF() * (1 - share),
        top.blueF() * share + below.blueF() * (1 - share),
    )
