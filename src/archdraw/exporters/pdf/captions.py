"""Captions of figures and tables: the number in the accent colour, then what is to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.pdf.lines import broken, paint_line
from archdraw.exporters.pdf.pieces import Piece
from archdraw.exporters.pdf.style import CAPTION, span
from archdraw.report.document import Run

if TYPE_CHECKING:
    from archdraw.exporters.pdf.pieces import Setting
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.exporters.pdf.structure import Node


def caption(
    block_id: str,
    text: str,
    setting: Setting,
    node: Node,
    *,
    before: float,
    keep: bool = True,
    anchored: bool = True,
) -> list[Piece]:
    """Return the caption of a block as one piece; `node` is the element of the block."""
    label = setting.labels.get(block_id, "")
    runs = [Run(f"{label}  ", "strong", tone="accent"), Run(text, "strong")]
    width = span(setting.width, 11)
    lines = broken(runs, CAPTION, width, setting.fonts, {})
    height = len(lines) * CAPTION.leading + 3.0

    def paint(sheet: Sheet, x: float, y: float) -> None:
        for index, line in enumerate(lines):
            paint_line(sheet, line, x, y + CAPTION.size + index * CAPTION.leading, width, "left")

    anchors = (block_id,) if anchored else ()
    return [Piece(height, paint, before, keep=keep, anchors=anchors, node=node.part("Caption"))]
