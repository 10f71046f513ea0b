"""Sets tables: hairlines instead of boxes, numbers aligned, the head repeated on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archdraw.exporters.pdf.captions import caption
from archdraw.exporters.pdf.lines import broken, first_lines, natural_width, paint_line
from archdraw.exporters.pdf.marks import SAID, paint_mark
from archdraw.exporters.pdf.pieces import Piece
from archdraw.exporters.pdf.structure import Node
from archdraw.exporters.pdf.style import NUMBER, TABLE, TABLE_HEAD
from archdraw.exporters.pdf.tagging import DECORATION
from archdraw.exporters.pdf.widths import Need, column_widths
from archdraw.report.document import Run, text_of

if TYPE_CHECKING:
    from archdraw.exporters.pdf.lines import Line
    from archdraw.exporters.pdf.pieces import Paint, Setting
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.exporters.pdf.style import TextStyle
    from archdraw.report.document import Cell, Column, Row, Table

GAP = 11.0
PAD = 3.2
MARK_WIDTH = 12.0
# One row may fill this share of a page; a taller one is divided.
_TALLEST_ROW = 0.4
# A table that is lower than this (pt) is not divided.
_SMALL = 200.0
# A head is on every page; the names in it stand in full where they are told about.
_HEAD_LINES = 4


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    width: float

    def left(self, index: int) -> float:
        return sum(self.widths[:index]) + index * GAP


def table(block: Table, setting: Setting) -> list[Piece]:
    """Return caption, head and rows; the caption stands above and stays with the first rows."""
    columns = block.columns
    free = setting.width - GAP * (len(columns) - 1)
    widths = column_widths([_need(block, index, setting, free) for index in range(len(columns))], free)
    grid = _Grid(columns, tuple(widths), setting.width)
    node = Node("Table")
    words = caption(block.id, block.caption, setting, node, before=15.0)
    head = _head(grid, setting, node.part("THead").part("TR"))
    pieces = [*words, head]
    body = node.part("TBody")
    last = len(block.rows) - 1
    for index, row in enumerate(block.rows):
        keep = row.heading or index == 0 or index == last - 1
        pieces += _row(row, grid, setting, head, body.part("TR"), keep=keep and index != last)
    if sum(piece.before + piece.height for piece in pieces) < _SMALL:
        # A few rows here and a few over the page are harder to read than a little white space.
        pieces[:-1] = [replace(piece, keep=True) for piece in pieces[:-1]]
    return pieces


def _style(column: Column) -> TextStyle:
    return NUMBER if column.align == "right" else TABLE


def _need(block: Table, index: int, setting: Setting, free: float) -> Need:
    column = block.columns[index]
    natural, least = natural_width([Run(column.title)], TABLE_HEAD, setting.fonts, {})
    for row in block.rows:
        if row.heading or index >= len(row.cells):
            continue
        cell = row.cells[index]
        extra = MARK_WIDTH if cell.mark else 0.0
        line, word = natural_width(cell.runs, _style(column), setting.fonts, setting.labels)
        natural, least = max(natural, line + extra), max(least, word + extra)
    # A little more than measured: sums of advances round differently.
    most = free * 0.34
    return Need(
        column.share, natural + 0.2, min(least + 0.2, most), column.align == "left", endless=least > most
    )


def _head(grid: _Grid, setting: Setting, node: Node) -> Piece:
    made = (
        (broken([Run(column.title)], TABLE_HEAD, width, setting.fonts, {}), width)
        for column, width in zip(grid.columns, grid.widths, strict=True)
    )
    cells = [first_lines(lines, _HEAD_LINES, width, setting.fonts) for lines, width in made]
    depth = max(len(lines) for lines in cells)
    height = depth * TABLE_HEAD.leading + PAD + 3.0
    nodes = [node.add(Node("TH", scope="Column")) for _ in cells]

    def paint(sheet: Sheet, x: float, y: float) -> None:
        for index, lines in enumerate(cells):
            column, left = grid.columns[index], x + grid.left(index)
            with sheet.within(nodes[index]):
                for number, line in enumerate(lines, depth - len(lines)):
                    baseline = y + (number + 1) * TABLE_HEAD.leading - 2.0
                    paint_line(sheet, line, left, baseline, grid.widths[index], column.align)
        sheet.line(x, y + height, x + grid.width, y + height, "text", 0.8)

    return Piece(height, paint, before=2.0, keep=True, node=node)


def _row(row: Row, grid: _Grid, setting: Setting, head: Piece, node: Node, *, keep: bool) -> list[Piece]:
    anchors = (row.id,) if row.id else ()
    if row.heading:
        return [_heading_row(row, grid, setting, head, node)]
    cells = [
        _cell_lines(cell, column, width, setting)
        for cell, column, width in zip(row.cells, grid.columns, grid.widths, strict=False)
    ]
    most = max(1, int(setting.height * _TALLEST_ROW / TABLE.leading))
    depth = max((len(lines) for lines in cells), default=1)
    nodes = [node.part("TD") for _ in grid.columns]
    pieces = []
    for start in range(0, depth, most):
        part = [lines[start : start + most] for lines in cells]
        count = min(most, depth - start)
        final = start + most >= depth
        height = count * TABLE.leading + (PAD if start == 0 else 0.0) + (PAD if final else 0.0)
        pad = PAD if start == 0 else 0.0
        paint = _row_painter(row, part, nodes, grid, height, pad, first=start == 0, final=final)
        here = anchors if start == 0 else ()
        pieces.append(Piece(height, paint, keep=keep and final, head=head, anchors=here, node=node))
    return pieces


def _row_painter(
    row: Row,
    cells: list[list[Line]],
    nodes: list[Node],
    grid: _Grid,
    height: float,
    pad: float,
    *,
    first: bool,
    final: bool,
) -> Paint:
    def paint(sheet: Sheet, x: float, y: float) -> None:
        for index, lines in enumerate(cells):
            cell, column, node = row.cells[index], grid.columns[index], nodes[index]
            left = x + grid.left(index)
            indent = MARK_WIDTH if cell.mark else 0.0
            if cell.mark and first:
                # A sign whose word stands beside it is decoration; one that stands alone is read out.
                word = SAID.get(cell.mark, cell.mark)
                told = word in text_of(cell.runs).lower()
                with sheet.within(DECORATION if told else node.part("Span", alt=word)):
                    paint_mark(sheet, cell.mark, left + 4.0, y + pad + TABLE.leading * 0.47, 7.6)
            with sheet.within(node):
                for number, line in enumerate(lines):
                    baseline = y + pad + number * TABLE.leading + TABLE.leading * 0.74
                    room = grid.widths[index] - indent
                    paint_line(sheet, line, left + indent, baseline, room, column.align)
        if final:
            sheet.line(x, y + height, x + grid.width, y + height)

    return paint


def _cell_lines(cell: Cell, column: Column, width: float, setting: Setting) -> list[Line]:
    room = width - (MARK_WIDTH if cell.mark else 0.0)
    return broken(cell.runs, _style(column), room, setting.fonts, setting.labels)


def _heading_row(row: Row, grid: _Grid, setting: Setting, head: Piece, node: Node) -> Piece:
    style = TABLE._replace(face="semibold")
    lines = broken(row.cells[0].runs, style, grid.width, setting.fonts, setting.labels)
    height = len(lines) * style.leading + 9.0 + PAD
    cell = node.add(Node("TH", scope="Row", span=len(grid.columns)))

    def paint(sheet: Sheet, x: float, y: float) -> None:
        with sheet.within(cell):
            for number, line in enumerate(lines):
                baseline = y + 9.0 + (number + 0.74) * style.leading
                paint_line(sheet, line, x, baseline, grid.width, "left")
        sheet.line(x, y + height, x + grid.width, y + height)

    anchors = (row.id,) if row.id else ()
    return Piece(height, paint, keep=True, head=head, anchors=anchors, node=node)
