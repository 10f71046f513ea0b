"""Cards of components that differ only in their place and name: what they share is drawn once, as a stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from archdraw.core.drawing.display import ElementDrawing, TextShape
from archdraw.core.drawing.shifting import shifted_shape

if TYPE_CHECKING:
    from archdraw.core.drawing.display import Paint, Shape
    from archdraw.core.geometry import Box

_set_id = vars(ElementDrawing)["id"].__set__


class Stamp(NamedTuple):
    """A card at the origin without its name; `name` says where and how that is written."""

    shapes: tuple[Shape, ...]
    name: TextShape
    fine: tuple[Shape, ...]
    bounds: Box
    frame: Box
    label_box: Box | None
    coarse: Paint | None
    tip: str


def reach_with(stamp: Stamp, outside: float) -> Box:
    """Return everything painted of a stamp at the origin with what reaches so far out of its frame."""
    return stamp.frame.grown(max(stamp.frame.x - stamp.bounds.x, outside))


class SharedCard(ElementDrawing):
    """A card that has most of what is painted in common with others."""

    __slots__ = ()

    @property
    def role(self) -> Literal["component"]:
        """What it is."""
        return "component"

    @property
    def route(self) -> tuple[()]:
        """A card runs nowhere."""
        return ()


class StampedCard(SharedCard):
    """A component: its stamp put down at a place, with a name of its own (text and width)."""

    __slots__ = ("_around", "at", "name", "stamp")

    at: tuple[float, float]
    name: tuple[str, float]
    stamp: Stamp
    _around: Box

    def __init__(self, id: str, at: tuple[float, float], stamp: Stamp, name: tuple[str, float]) -> None:
        _set_id(self, id)
        _set_at(self, at)
        _set_stamp(self, stamp)
        _set_name(self, name)

    @property
    def bounds(self) -> Box:
        """Everything painted, worked out once: a drawing in tiles is asked for each of them."""
        try:
            return self._around
        except AttributeError:
            around = self.stamp.bounds.moved(*self.at)
            _set_around(self, around)
            return around

    @property
    def frame(self) -> Box:
        """The card."""
        return self.stamp.frame.moved(*self.at)

    @property
    def label_box(self) -> Box | None:
        """Where the name stands."""
        return None if self.stamp.label_box is None else self.stamp.label_box.moved(*self.at)

    @property
    def coarse(self) -> Paint | None:
        """The colour of its family."""
        return self.stamp.coarse

    @property
    def tip(self) -> str:
        """What the card itself doesn't say."""
        return self.stamp.tip

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Body, tile and glyph."""
        return tuple([shifted_shape(shape, *self.at) for shape in self.stamp.shapes])

    @property
    def fine(self) -> tuple[Shape, ...]:
        """Name, kind and badges."""
        dx, dy = self.at
        line, (text, width) = self.stamp.name, self.name
        name = TextShape(line.x + dx, line.y + dy, text, line.font, line.paint, line.anchor, width)
        return (name, *[shifted_shape(shape, dx, dy) for shape in self.stamp.fine])


_set_around = vars(StampedCard)["_around"].__set__
_set_at = vars(StampedCard)["at"].__set__
_set_name = vars(StampedCard)["name"].__set__
_set_stamp = vars(StampedCard)["stamp"].__set__


def stamp_of(card: ElementDrawing) -> Stamp | None:
    """Return the stamp of a card that is drawn at the origin, with a name on one line; None without one."""
    name, *rest = card.fine or (None,)
    if not isinstance(name, TextShape):
        return None
    frame = card.bounds if card.frame is None else card.frame
    return Stamp(card.shapes, name, tuple(rest), card.bounds, frame, card.label_box, card.coarse, card.tip)
