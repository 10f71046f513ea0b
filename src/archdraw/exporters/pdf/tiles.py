"""Divides a large drawing over pages: an overview, then its parts, each with marks to its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archdraw.core.drawing import DisplayList
from archdraw.core.geometry import Box
from archdraw.exporters.pdf.diagram import OVERLAP, Spot, extent_of, least_scale, paint_display, tiles_of
from archdraw.exporters.pdf.pieces import Piece
from archdraw.exporters.pdf.structure import Node
from archdraw.exporters.pdf.style import CHROME
from archdraw.report.describing import description
from archdraw.report.document import Diagram, Figure

if TYPE_CHECKING:
    from archdraw.exporters.pdf.pieces import Setting
    from archdraw.exporters.pdf.sheet import Sheet

# The overview is as high as this share of what a page has room for.
_OVERVIEW = 0.7
_NUMBER = CHROME._replace(face="semibold", size=8.4, ink="accent")
_ARROW = 3.2


@dataclass(frozen=True, slots=True)
class _Tile:
    """A part of a drawing, by its row and column (counted from 1)."""

    row: int
    column: int
    box: Box

    @property
    def name(self) -> str:
        """How it is called: "1.2"."""
        return f"{self.row}.{self.column}"


def tiled(block: Figure, data: Diagram, setting: Setting, node: Node, room: float) -> list[Piece]:
    """Return the overview of a drawing, painted for `node`, then its parts at the least readable scale.

    Parameters
    ----------
    room
        The height (pt) that a part may fill.
    """
    scale = least_scale(data.display)
    rows = tiles_of(data.display, setting.width, room, scale)
    tiles = {
        (row, column): _Tile(row, column, box)
        for row, boxes in enumerate(rows, 1)
        for column, box in enumerate(boxes, 1)
    }
    pieces = [_overview(block, data, tiles, setting, room, node)]
    pieces += [_part(block, data, tile, tiles, scale) for tile in tiles.values()]
    return pieces


def anchor_of(figure_id: str, tile: str) -> str:
    """Return the id of a part of a figure, for links."""
    return f"{figure_id}#{tile}"


def _overview(
    block: Figure,
    data: Diagram,
    tiles: dict[tuple[int, int], _Tile],
    setting: Setting,
    room: float,
    node: Node,
) -> Piece:
    """Return the whole drawing without its words, with a frame for each part that leads there."""
    box = extent_of(data.display)
    scale = min(setting.width / box.w, room * _OVERVIEW / box.h)

    def paint(sheet: Sheet, x: float, y: float) -> None:
        left = x + (setting.width - box.w * scale) / 2
        spot = Spot(left, y, box.x, box.y, scale)
        paint_display(sheet, data.display, spot, words=False)
        for tile in tiles.values():
            at, down = spot.across(tile.box.x), spot.down(tile.box.y)
            wide, high = tile.box.w * scale, tile.box.h * scale
            sheet.box(at, down, wide, high, "", outline="accent")
            width = sheet.fonts.width(tile.name, _NUMBER.face, _NUMBER.size) + 6.0
            sheet.box(at + (wide - width) / 2, down + high / 2 - 6.5, width, 12.0, "canvas", radius=2.0)
            sheet.text(at + wide / 2, down + high / 2 + 3.0, tile.name, _NUMBER, align="center")
            sheet.link(at, down, wide, high, anchor_of(block.id, tile.name))
        said = f"Overview; its {len(tiles)} parts follow, one a page."
        sheet.text(x, y + box.h * scale + 11.0, said, CHROME)

    return Piece(box.h * scale + 14.0, paint, before=12.0, keep=True, anchors=(block.id,), node=node)


def _part(
    block: Figure, data: Diagram, tile: _Tile, tiles: dict[tuple[int, int], _Tile], scale: float
) -> Piece:
    box = tile.box
    most = tiles[max(tiles)]
    inside = tuple(one for one in data.display.elements if _touches(one.bounds, box))
    where = f"Part {tile.name} of {most.row} × {most.column}"
    shown = Figure(block.id, f"{where}: {block.caption}", Diagram(DisplayList(inside, box)))
    node = Node("Figure", alt=description(shown))

    def paint(sheet: Sheet, x: float, y: float) -> None:
        paint_display(sheet, data.display, Spot(x, y, box.x, box.y, scale), part=box, targets=data.targets)
        wide, high = box.w * scale, box.h * scale
        sheet.box(x, y, wide, high, "", outline="panel-line")
        _paint_seams(sheet, tile, tiles, (x, y, wide, high), block.id, OVERLAP * scale)
        sheet.text(x, y + high + 11.0, f"{where}; neighbours overlap up to the dashed lines", CHROME)

    anchors = (anchor_of(block.id, tile.name),)
    return Piece(box.h * scale + 14.0, paint, before=12.0, fresh=True, anchors=anchors, node=node)


def _paint_seams(
    sheet: Sheet,
    tile: _Tile,
    tiles: dict[tuple[int, int], _Tile],
    frame: tuple[float, float, float, float],
    figure: str,
    overlap: float,
) -> None:
    """Paint where the neighbours begin, and in the margin which they are."""
    x, y, wide, high = frame
    right, bottom = x + wide, y + high
    for across, down in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        other = tiles.get((tile.row + down, tile.column + across))
        if other is None:
            continue
        if across:
            seam = x + overlap if across < 0 else right - overlap
            sheet.line(seam, y, seam, bottom, "accent", 0.5, (3.0, 3.0))
            at, level = (x - 15.0 if across < 0 else right + 15.0), y + high / 2
        else:
            seam = y + overlap if down < 0 else bottom - overlap
            sheet.line(x, seam, right, seam, "accent", 0.5, (3.0, 3.0))
            at, level = x + wide / 2, (y - 5.0 if down < 0 else bottom + 8.0)
        sheet.text(at, level + 3.0, other.name, _NUMBER, align="center")
        _paint_arrow(sheet, at + 13.0 * (across or 1), level, across, down)
        sheet.link(at - 12.0, level - 6.0, 24.0, 12.0, anchor_of(figure, other.name))


def _paint_arrow(sheet: Sheet, x: float, y: float, across: int, down: int) -> None:
    tip = (x + across * _ARROW, y + down * _ARROW)
    sides = [
        (x - across * _ARROW + turn * down * _ARROW, y - down * _ARROW + turn * across * _ARROW)
        for turn in (-1, 1)
    ]
    sheet.polygon([tip, *sides], "accent")


def _touches(first: Box, second: Box) -> bool:
    across = first.x <= second.right and second.x <= first.right
    return across and first.y <= second.bottom and second.y <= first.bottom
