"""Component glyphs as Qt paths, pictures and icons."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any, cast

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from archdraw.core.catalog import Glyph
from archdraw.core.drawing.display import PathData
from archdraw.core.records import frozen
from archdraw.qt.bridge.colors import pixel_ratio, solid_brush

GLYPH_GRID = 24.0
STROKE_WIDTH = 1.75
ACCENT_ALPHA = 0.18


@frozen
class _GlyphPaths:
    """A glyph and its outlines as Qt paths."""

    glyph: Glyph
    strokes: QPainterPath
    accents: QPainterPath
    solids: QPainterPath


# By identity: hashing a glyph walks all its numbers. The entry keeps its glyph alive, so ids stay unique
# until all are forgotten.
_paths: dict[int, _GlyphPaths] = {}


def painter_path(data: PathData, path: QPainterPath | None = None) -> QPainterPath:
    """Return path data as a Qt path, added to `path` where one is given."""
    made = QPainterPath() if path is None else path
    for command in cast("tuple[tuple[Any, ...], ...]", data):
        letter = command[0]
        if letter == "L":
            made.lineTo(command[1], command[2])
        elif letter == "M":
            made.moveTo(command[1], command[2])
        elif letter == "C":
            made.cubicTo(*command[1:])
        else:
            made.closeSubpath()
    return made


def draw_glyph(painter: QPainter, glyph: Glyph, x: float, y: float, size: float, color: QColor) -> None:
    """Paint a glyph into the square of `size` whose top left corner is (x, y)."""
    paths = _paths_of(glyph)
    pen = QPen(color, STROKE_WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    faint = QColor(color)
    faint.setAlphaF(color.alphaF() * ACCENT_ALPHA)
    painter.save()
    painter.translate(QPointF(x, y))
    painter.scale(size / GLYPH_GRID, size / GLYPH_GRID)
    painter.fillPath(paths.accents, solid_brush(faint))
    painter.fillPath(paths.solids, solid_brush(color))
    painter.strokePath(paths.strokes, pen)
    painter.restore()


@lru_cache(maxsize=512)
def _glyph_picture(key: int, size: float, rgba: int, ratio: float) -> QPixmap:
    side = ceil(size * ratio)
    picture = QPixmap(side, side)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_glyph(painter, _paths[key].glyph, 0, 0, size, QColor.fromRgba(rgba))
    painter.end()
    return picture


def glyph_pixmap(glyph: Glyph, size: float, color: QColor | str, ratio: float = 1.0) -> QPixmap:
    """Return a picture of a glyph, `size` logical px wide, for a screen of that device pixel ratio."""
    _paths_of(glyph)
    return _glyph_picture(id(glyph), size, QColor(color).rgba(), ratio)


def glyph_icon(glyph: Glyph, color: QColor | str, size: int = 20) -> QIcon:
    """Return an icon of a glyph that stays sharp at every size and device pixel ratio."""
    return QIcon(_GlyphEngine(glyph, QColor(color), size))


def forget_glyphs() -> None:
    """Let go of the outlines and pictures of all glyphs; what still shows makes its own anew."""
    _glyph_picture.cache_clear()
    _paths.clear()


def _paths_of(glyph: Glyph) -> _GlyphPaths:
    found = _paths.get(id(glyph))
    if found is None:
        made = []
        for outlines in (glyph.strokes, glyph.accents, glyph.solids):
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            for outline in outlines:
                painter_path(outline, path)
            made.append(path)
        found = _paths[id(glyph)] = _GlyphPaths(glyph, *made)
    return found


class _GlyphEngine(QIconEngine):
    """Paints a glyph as large as it is asked for; faint where the icon is disabled."""

    def __init__(self, glyph: Glyph, color: QColor, size: int) -> None:
        super().__init__()
        self._glyph = glyph
        self._color = color
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.drawPixmap(rect.topLeft(), self._picture(rect.size(), pixel_ratio(painter), mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(size, 1.0, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._picture(size, scale, mode)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    def availableSizes(
        self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        return [QSize(self._size, self._size)]

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._glyph, self._color, self._size)

    def _picture(self, size: QSize, ratio: float, mode: QIcon.Mode) -> QPixmap:
        color = QColor(self._color)
        if mode == QIcon.Mode.Disabled:
            color.setAlphaF(0.4 * color.alphaF())
        return glyph_pixmap(self._glyph, min(size.width(), size.height()), color, ratio)
