"""Figures of a review as SVG: within the page, or each as a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.pdf.figures import chart_body
from archdraw.exporters.pdf.fonts import Fonts
from archdraw.exporters.pdf.pieces import Setting
from archdraw.exporters.svg import write_svg
from archdraw.exporters.web.chart_sheet import ChartSheet
from archdraw.report.document import Diagram

if TYPE_CHECKING:
    from archdraw.core.drawing import Theme
    from archdraw.exporters.pdf.figures import Chart
    from archdraw.report.document import Figure, NinesChart

_WIDTH = 640.0
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


class FigurePainter:
    """Paints figures in the colours of one theme; the same figure gives the same text."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts = Fonts()

    def inner(self, figure: Figure) -> str:
        """Return the SVG element that stands in a page."""
        data = figure.data
        if isinstance(data, Diagram):
            return write_svg(data.display, self._theme, title=figure.caption).partition("?>")[2]
        return self._chart(data).drawn(figure.caption)

    def file(self, figure: Figure) -> bytes:
        """Return the figure as a file that stands alone."""
        data = figure.data
        if isinstance(data, Diagram):
            return write_svg(data.display, self._theme, title=figure.caption).encode("utf-8")
        return f"{_HEADER}{self._chart(data).drawn(figure.caption, alone=True)}\n".encode()

    def _chart(self, data: Chart | NinesChart) -> ChartSheet:
        pieces = chart_body(data, Setting(_WIDTH, 2000.0, self._fonts))
        height = sum(piece.height + piece.before for piece in pieces)
        sheet = ChartSheet(self._fonts, self._theme, (_WIDTH, height))
        y = 0.0
        for piece in pieces:
            piece.paint(sheet, 0.0, y + piece.before)
            y += piece.height + piece.before
        return sheet
