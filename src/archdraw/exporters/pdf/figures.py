"""Sets figures: charts and small drawings in the text, large drawings on pages of their own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from archdraw.exporters.pdf.amounts import (
    amounts_height,
    lines_height,
    paint_amounts,
    paint_lines,
    paint_waterfall,
    waterfall_height,
)
from archdraw.exporters.pdf.captions import caption
from archdraw.exporters.pdf.charts import bars_height, nines_height, paint_bars, paint_nines
from archdraw.exporters.pdf.courses import courses_height, paint_courses
from archdraw.exporters.pdf.diagram import (
    Spot,
    extent_of,
    fitting_scale,
    least_scale,
    paint_display,
)
from archdraw.exporters.pdf.matrix import matrix_height, paint_matrix
from archdraw.exporters.pdf.pieces import Piece
from archdraw.exporters.pdf.structure import Node
from archdraw.exporters.pdf.style import LARGE_PAPERS, LARGEST_PAGE, body_size
from archdraw.exporters.pdf.tiles import tiled
from archdraw.exporters.pdf.timelines import paint_timeline, timeline_height
from archdraw.report.describing import description
from archdraw.report.document import (
    AmountChart,
    CourseChart,
    Diagram,
    Figure,
    LineChart,
    NinesChart,
    RiskMatrix,
    Timeline,
    Waterfall,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.drawing import DisplayList
    from archdraw.exporters.pdf.pieces import Setting
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import BarChart, Section

    Large = Literal["fit", "tile"]
    Chart = AmountChart | BarChart | CourseChart | LineChart | RiskMatrix | Timeline | Waterfall

NINES_ROWS = 18
# A drawing may shrink to this in the text; smaller ones turn the page, even where 6 pt would be kept.
COMFORTABLE_SCALE = 0.58
# Room that heading, first lines and caption of a section take on the page of its drawing.
RESERVED = 118.0
# What stands under a part of a divided drawing.
TILE_FOOT = 16.0


def figure(block: Figure, setting: Setting) -> list[Piece]:
    """Return the picture, then its caption."""
    data = block.data
    node = Node("Figure", alt=description(block))
    if isinstance(data, Diagram):
        return _diagram(block, data, setting, node)
    body = [replace(piece, node=node) for piece in chart_body(data, setting)]
    body[0] = replace(body[0], anchors=(block.id,), before=14.0)
    words = caption(block.id, block.caption, setting, node, before=6.0, keep=False, anchored=False)
    return [*body, *words]


def chart_body(data: Chart | NinesChart, setting: Setting) -> list[Piece]:
    """Return the picture of a chart without its caption."""
    return _nines(data, setting) if isinstance(data, NinesChart) else [_chart(data, setting)]


def page_for(
    section: Section, paper: str, page: tuple[float, float], large: Large, above: float = 0.0
) -> tuple[float, float]:
    """Return the page on which the section's drawing can be read: the ordinary one where that does.

    Otherwise, with "fit", the next larger one of the series, lying, or one that is just large enough; with
    "tile" the ordinary one, lying, on which a larger drawing is divided. `above` is the height (pt) of what
    stands above the section.
    """
    drawings = [block.data for block in section.blocks if isinstance(block, Figure)]
    displays = [data.display for data in drawings if isinstance(data, Diagram)]
    for display in displays:
        least = least_scale(display)
        if _fits(display, page, max(least, COMFORTABLE_SCALE), above):
            continue
        *series, _ = LARGE_PAPERS[paper]
        if large == "tile":
            return series[0]
        for larger in series:
            if _fits(display, larger, least, above):
                return larger
        box = extent_of(display)
        width, height = body_size(page)
        across, down = page[0] - width, page[1] - height + RESERVED + above
        size = max(series[-1][0], box.w * least + across + 1.0), max(page[0], box.h * least + down + 1.0)
        return series[-1] if max(size) > LARGEST_PAGE else size
    return page


def _fits(display: DisplayList, page: tuple[float, float], scale: float, above: float) -> bool:
    width, height = body_size(page)
    return fitting_scale(display, width, height - RESERVED - above) >= scale


def _nines(chart: NinesChart, setting: Setting) -> list[Piece]:
    pieces = []
    for start in range(0, len(chart.rows), NINES_ROWS):
        part = replace(chart, rows=chart.rows[start : start + NINES_ROWS])

        def paint(sheet: Sheet, x: float, y: float, part: NinesChart = part) -> None:
            paint_nines(sheet, part, x, y, setting.width)

        pieces.append(Piece(nines_height(part), paint, before=8.0, keep=True))
    return pieces


def _chart(chart: Chart, setting: Setting) -> Piece:
    if isinstance(chart, RiskMatrix):
        return _piece(matrix_height(chart), partial(paint_matrix, matrix=chart, width=setting.width))
    if isinstance(chart, Timeline):
        return _piece(timeline_height(chart), partial(paint_timeline, chart=chart, width=setting.width))
    if isinstance(chart, AmountChart):
        return _piece(amounts_height(chart), partial(paint_amounts, chart=chart, width=setting.width))
    if isinstance(chart, Waterfall):
        return _piece(waterfall_height(chart), partial(paint_waterfall, chart=chart, width=setting.width))
    if isinstance(chart, LineChart):
        return _piece(lines_height(chart), partial(paint_lines, chart=chart, width=setting.width))
    if isinstance(chart, CourseChart):
        return _piece(courses_height(chart), partial(paint_courses, chart=chart, width=setting.width))
    return _piece(bars_height(chart), partial(paint_bars, chart=chart, width=setting.width))


def _piece(height: float, painter: Callable[..., None]) -> Piece:
    def paint(sheet: Sheet, x: float, y: float) -> None:
        painter(sheet, x=x, y=y)

    return Piece(height, paint, keep=True)


def _diagram(block: Figure, data: Diagram, setting: Setting, node: Node) -> list[Piece]:
    words = caption(block.id, block.caption, setting, node, before=7.0, keep=False, anchored=False)
    room = setting.height - RESERVED
    display = data.display
    scale = fitting_scale(display, setting.width, room)
    if scale >= least_scale(display):
        return [replace(_whole(data, scale, setting), anchors=(block.id,), node=node), *words]
    overview, *parts = tiled(block, data, setting, node, setting.height - TILE_FOOT)
    return [overview, *words, *parts]


def _whole(data: Diagram, scale: float, setting: Setting) -> Piece:
    box = extent_of(data.display)

    def paint(sheet: Sheet, x: float, y: float) -> None:
        left = x + (setting.width - box.w * scale) / 2
        if sheet.theme.dark:
            sheet.box(left - 8, y - 8, box.w * scale + 16, box.h * scale + 16, "canvas", radius=6)
        paint_display(sheet, data.display, Spot(left, y, box.x, box.y, scale), targets=data.targets)

    return Piece(box.h * scale, paint, before=12.0, keep=True)
