"""From a block of the document to the pieces that pages are filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.pdf.figures import figure
from archdraw.exporters.pdf.prose import callout, definitions, key_figures, paragraph, verdicts
from archdraw.exporters.pdf.tables import table
from archdraw.report.document import Callout, Definitions, Figure, KeyFigures, Paragraph, Table

if TYPE_CHECKING:
    from archdraw.exporters.pdf.pieces import Piece, Setting
    from archdraw.report.document import Block


def block_pieces(block: Block, setting: Setting) -> list[Piece]:
    """Return the pieces of one block."""
    if isinstance(block, Paragraph):
        return paragraph(block, setting)
    if isinstance(block, Table):
        return table(block, setting)
    if isinstance(block, Figure):
        return figure(block, setting)
    if isinstance(block, Callout):
        return callout(block, setting)
    if isinstance(block, Definitions):
        return definitions(block, setting)
    if isinstance(block, KeyFigures):
        return key_figures(block, setting)
    return verdicts(block, setting)
