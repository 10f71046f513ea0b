"""What pages are filled with: pieces of known height that know how to paint themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.exporters.pdf.fonts import Fonts
    from archdraw.exporters.pdf.lines import Line
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.exporters.pdf.structure import Node

    Paint = Callable[[Sheet, float, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is not divided over pages.

    Attributes
    ----------
    height, before
        Its height, and the space above it unless it starts a page.
    paint
        Called with the sheet and the place of its top left corner.
    keep
        It stays on one page with the piece that follows.
    head
        What is repeated above it when it starts a page (the head of its table).
    anchors
        Ids that links lead to.
    bookmark
        Title and level (0 …) of an entry in the outline.
    page
        Size of the page it must stand on; None: the ordinary one.
    fresh
        It starts a page.
    node
        The element of the document that it is painted for; None: decoration.
    """

    height: float
    paint: Paint
    before: float = 0.0
    keep: bool = False
    head: Piece | None = None
    anchors: tuple[str, ...] = ()
    bookmark: tuple[str, int] | None = None
    page: tuple[float, float] | None = None
    fresh: bool = False
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What blocks are set with: the width of the column, the fonts and the labels of references."""

    width: float
    height: float
    fonts: Fonts
    labels: Mapping[str, str] = field(default_factory=dict)


def paint_nothing(_sheet: Sheet, _x: float, _y: float) -> None:
    """Paint nothing."""


def text_pieces(
    lines: Iterable[Line],
    leading: float,
    paint: Callable[[Sheet, Line, float, float], None],
    *,
    before: float,
    node: Node,
) -> list[Piece]:
    """Return one piece a line, all of one element; the first two and the last two stay together."""
    listed = list(lines)
    last = len(listed) - 1

    def painter(line: Line) -> Paint:
        return lambda sheet, x, y: paint(sheet, line, x, y)

    return [
        Piece(
            leading,
            painter(line),
            before=before if index == 0 else 0.0,
            keep=index != last and (index == 0 or index == last - 1),
            node=node,
        )
        for index, line in enumerate(listed)
    ]
