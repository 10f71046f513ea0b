"""Distances and shapes of an automatic layout, by how roomy it is to be and where it runs to."""

from __future__ import annotations

from math import ceil, log
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from archdraw.core.geometry import Box

Direction = Literal["LR", "TB", "RL", "BT"]
Spacing = Literal["compact", "normal", "roomy"]

GRID = 20.0
# Width to height of a page or a window: within these a drawing is left as it is …
WIDEST, TALLEST = 2.0, 0.5
# … and what is reshaped comes as near to this as it can.
PAGE = 1.4


class Pads(NamedTuple):
    """Room between the frame of a group and its content, in the axes of the layout."""

    before: float
    behind: float
    low: float
    high: float


class Measures(NamedTuple):
    """Distances in drawing units, all multiples of the grid but `card_gap`.

    `rank_gap` lies between ranks, `card_gap` at least between the cards of one, `part_gap` between parts
    that nothing connects, `row_gap` between the rows of a folded drawing; `padding` and `head` are those of
    groups.
    """

    rank_gap: float
    card_gap: float
    part_gap: float
    row_gap: float
    padding: float
    head: float


SPACINGS: dict[Spacing, Measures] = {
    "compact": Measures(80.0, 16.0, 40.0, 80.0, 20.0, 40.0),
    "normal": Measures(100.0, 36.0, 60.0, 100.0, 40.0, 60.0),
    "roomy": Measures(160.0, 56.0, 100.0, 140.0, 60.0, 80.0),
}


class Axes(NamedTuple):
    """How the axes of the layout (along the calls, across them) lie on the drawing."""

    direction: Direction

    @property
    def level(self) -> bool:
        """Whether calls run sideways."""
        return self.direction in ("LR", "RL")

    def size(self, width: float, height: float) -> tuple[float, float]:
        """Return extents along and across."""
        return (width, height) if self.level else (height, width)

    def pads(self, measures: Measures) -> Pads:
        """Return the room inside a group; its title stands at the top whatever the direction."""
        side, head = measures.padding, measures.head
        if self.level:
            return Pads(side, side, head, side)
        return Pads(side, head, side, side) if self.direction == "BT" else Pads(head, side, side, side)

    def shape(self, along: float, across: float) -> float:
        """Return width to height."""
        return along / max(across, 1.0) if self.level else across / max(along, 1.0)

    def placed(self, box: Box) -> Box:
        """Return a box of the drawing for one whose x runs along and whose y runs across."""
        along, across, length, width = box
        if self.direction in ("RL", "BT"):
            along = -along - length
        made = (along, across, length, width) if self.level else (across, along, width, length)
        return type(box)(*made)

    def unplaced(self, box: Box) -> Box:
        """Return a box in the axes of the layout for one of the drawing."""
        along, across = (box.x, box.y) if self.level else (box.y, box.x)
        length, width = self.size(box.w, box.h)
        if self.direction in ("RL", "BT"):
            along = -along - length
        return type(box)(along, across, length, width)


def upon_grid(extent: float) -> float:
    """Return the next multiple of the grid that is not smaller."""
    return ceil(extent / GRID - 1e-9) * GRID


def badness(shape: float, slack: float = 1.0) -> float:
    """Return how far a width to height is from a page: 0 within the bounds, then growing by its logarithm.

    The bounds are that many times wider.
    """
    if shape > WIDEST * slack:
        return log(shape / WIDEST / slack)
    return log(TALLEST / slack / shape) if shape * slack < TALLEST else 0.0
