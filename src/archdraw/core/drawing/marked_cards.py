"""Cards of components that an overlay marks: a stamp, and what is put on it, which many may share too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.cards import bar_share, load_lines, load_token, marked_lines, marked_shapes
from archdraw.core.drawing.display import ElementDrawing
from archdraw.core.drawing.figures import percent
from archdraw.core.drawing.marks import NO_MARKS, marked_ids, marks_of, ring_reach
from archdraw.core.drawing.shifting import shifted_shape
from archdraw.core.drawing.stamped_cards import SharedCard, StampedCard, reach_with
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from archdraw.core.drawing.display import Overlay, Paint, Shape, TextMeasurer
    from archdraw.core.drawing.marks import Marks

_set_id = vars(ElementDrawing)["id"].__set__
_set_tip = vars(ElementDrawing)["tip"].__set__


class Added(NamedTuple):
    """What marks put on a card at the origin: shapes after its own, and after its words, and their reach."""

    shapes: tuple[Shape, ...]
    fine: tuple[Shape, ...]
    reach: float


class MarkedCard(SharedCard):
    """A stamped card with what an overlay adds to it, and what it says then."""

    __slots__ = ("added", "card")

    card: StampedCard
    added: Added

    def __init__(self, card: StampedCard, added: Added, tip: str) -> None:
        _set_id(self, card.id)
        _set_tip(self, tip)
        _set_card(self, card)
        _set_added(self, added)

    @property
    def bounds(self) -> Box:
        """Everything painted, rings and badges too."""
        return reach_with(self.card.stamp, self.added.reach).moved(*self.card.at)

    @property
    def frame(self) -> Box:
        """The card."""
        return self.card.frame

    @property
    def label_box(self) -> Box | None:
        """Where the name stands."""
        return self.card.label_box

    @property
    def coarse(self) -> Paint | None:
        """The colour of its family."""
        return self.card.coarse

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Body, tile, glyph and marks."""
        return (*self.card.shapes, *[shifted_shape(shape, *self.card.at) for shape in self.added.shapes])

    @property
    def fine(self) -> tuple[Shape, ...]:
        """Name, kind, badges and figure."""
        return (*self.card.fine, *[shifted_shape(shape, *self.card.at) for shape in self.added.fine])


_set_added = vars(MarkedCard)["added"].__set__
_set_card = vars(MarkedCard)["card"].__set__


class Marker:
    """Finds what an overlay puts on cards; cards of one size with the same marks share it."""

    def __init__(self, overlay: Overlay, measurer: TextMeasurer) -> None:
        self._overlay = overlay
        self._measurer = measurer
        self._known: dict[tuple[object, ...], Added] = {}
        self._loads = overlay.load or {}
        # What it says more than a load about.
        self._otherwise = marked_ids(replace(overlay, load=None))

    def added(self, key: str, w: float, h: float) -> tuple[Added, list[str]]:
        """Return what is put on the card of a component of this size, and what is said about it."""
        load = self._loads.get(key)
        if load is not None and load.utilisation is not None and key not in self._otherwise:
            return self._loaded(load.utilisation, key, w, h), load_lines(load)
        marks = marks_of(self._overlay, key, 0.0)
        # Why it is a single point is said in words alone.
        shown = (w, h, *marks[1:], marks.single_point is None)
        found = self._known.get(shown)
        if found is None:
            found = self._known[shown] = self._put(w, h, marks)
        return found, marked_lines(marks) if marks != NO_MARKS else []

    def _loaded(self, used: float, key: str, w: float, h: float) -> Added:
        """Return what is put on a card with nothing but a load: its bar, and what that says."""
        shown = (w, h, percent(used), bar_share(used), load_token(used, self._overlay.target_utilisation))
        found = self._known.get(shown)
        if found is None:
            found = self._known[shown] = self._put(w, h, marks_of(self._overlay, key, 0.0))
        return found

    def _put(self, w: float, h: float, marks: Marks) -> Added:
        shapes, fine = marked_shapes(Box(0.0, 0.0, w, h), marks, self._measurer)
        return Added(tuple(shapes), tuple(fine), ring_reach(marks))
