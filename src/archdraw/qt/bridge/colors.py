"""Theme tokens as Qt colours, brushes and pens, each made once per theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from archdraw.core.drawing import Theme
from archdraw.core.drawing.display import Paint, Pen


def solid_brush(color: QColor) -> QBrush:
    """Return a brush that fills with a colour.

    `QBrush(color)` says the same, but to tell its arguments apart the binding makes the classes of gradients
    and pictures with all their enumerations, a thirtieth of the start.
    """
    brush = QBrush()
    brush.setColor(color)
    brush.setStyle(Qt.BrushStyle.SolidPattern)
    return brush


def fill(painter: QPainter, rect: QRect | QRectF, color: QColor) -> None:
    """Fill a rectangle with a colour; `fillRect` would make the class of gradients as well."""
    painter.setBackground(solid_brush(color))
    painter.eraseRect(rect)


def pixel_ratio(painter: QPainter) -> float:
    """Return how many px of its device a painter, not scaled or turned, has for one logical px.

    The device itself would say so too, but asking for it makes every class that can be painted on.
    """
    return float(painter.deviceTransform().m11())


class Paints:
    """What the tokens of a display list look like in one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._colors: dict[Paint, QColor] = {}
        self._brushes: dict[Paint, QBrush] = {}
        self._pens: dict[Pen, QPen] = {}
        self._no_brush = QBrush()
        self._no_pen = QPen(Qt.PenStyle.NoPen)

    def color(self, paint: Paint) -> QColor:
        """Return the colour of a paint, its opacity included."""
        found = self._colors.get(paint)
        if found is None:
            found = QColor(self.theme.color(paint.token))
            found.setAlphaF(paint.alpha)
            self._colors[paint] = found
        return found

    def token(self, token: str) -> QColor:
        """Return the colour of a token at full strength."""
        return self.color(Paint(token))

    def brush(self, paint: Paint | None) -> QBrush:
        """Return the brush of a paint; None fills nothing."""
        if paint is None:
            return self._no_brush
        found = self._brushes.get(paint)
        if found is None:
            found = self._brushes[paint] = solid_brush(self.color(paint))
        return found

    def pen(self, pen: Pen | None) -> QPen:
        """Return the pen of a stroke; None strokes nothing."""
        if pen is None:
            return self._no_pen
        found = self._pens.get(pen)
        if found is None:
            found = self._pens[pen] = self._made(pen)
        return found

    def text_pen(self, paint: Paint) -> QPen:
        """Return the pen that text in this paint is written with."""
        return self.pen(Pen(paint))

    def _made(self, pen: Pen) -> QPen:
        made = QPen(self.color(pen.paint), pen.width)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        if pen.dash:
            # Qt counts dashes in pen widths, display lists in drawing units; an odd list repeats itself.
            lengths = pen.dash if len(pen.dash) % 2 == 0 else pen.dash * 2
            made.setDashPattern([length / pen.width for length in lengths])
        return made
