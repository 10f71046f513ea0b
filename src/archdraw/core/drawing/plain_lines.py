"""The drawing of a connection that is one line with a head or without: its shapes are made when asked for.

Of the thousands of a large drawing a painter that knows such lines needs only how they run and look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.drawing.connections import label_shapes, simple_shapes
from archdraw.core.drawing.display import ElementDrawing
from archdraw.core.geometry import Box, box_of_points, union

if TYPE_CHECKING:
    from archdraw.core.drawing.connections import SimpleLine
    from archdraw.core.drawing.display import Paint, Shape

# How far everything about a line reaches out of it, at least.
_REACH = 12.0
_set_id = vars(ElementDrawing)["id"].__set__
_set_route = vars(ElementDrawing)["route"].__set__
_set_label_box = vars(ElementDrawing)["label_box"].__set__
_set_tip = vars(ElementDrawing)["tip"].__set__


class PlainLine(ElementDrawing):
    """A connection along `route` in a certain `look`, with `label` (its text and width) in `label_box`."""

    __slots__ = ("_around", "label", "look")

    look: SimpleLine
    label: tuple[str, float]
    _around: Box

    def __init__(
        self,
        id: str,
        route: tuple[tuple[float, float], ...],
        look: SimpleLine,
        label: tuple[str, float],
        label_box: Box | None,
        tip: str,
    ) -> None:
        _set_id(self, id)
        _set_route(self, route)
        _set_label_box(self, label_box)
        _set_tip(self, tip)
        _set_look(self, look)
        _set_label(self, label)

    @property
    def role(self) -> Literal["connection"]:
        """What it is."""
        return "connection"

    @property
    def bounds(self) -> Box:
        """Everything painted, worked out once: a drawing in tiles is asked for each of them."""
        try:
            return self._around
        except AttributeError:
            around = self._find_bounds()
            _set_around(self, around)
            return around

    def _find_bounds(self) -> Box:
        around = (box_of_points(self.route) or Box(0, 0, 0, 0)).grown(reach_of(self.look))
        return around if self.label_box is None else union(around, self.label_box)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The line and its head."""
        return simple_shapes(self.route, self.look)

    @property
    def fine(self) -> tuple[Shape, ...]:
        """The label."""
        return () if self.label_box is None else label_shapes(self.label_box, *self.label)

    @property
    def frame(self) -> None:
        """A line has no body."""
        return

    @property
    def coarse(self) -> Paint:
        """The colour of the line."""
        return self.look.pen.paint


_set_look = vars(PlainLine)["look"].__set__
_set_around = vars(PlainLine)["_around"].__set__
_set_label = vars(PlainLine)["label"].__set__


def reach_of(look: SimpleLine) -> float:
    """Return how far a line reaches out of its corner points."""
    return max(look.size, _REACH)
