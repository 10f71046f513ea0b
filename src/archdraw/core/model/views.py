"""Where things stand: a view shows components, groups, connections and notes at its own places."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from archdraw.core.geometry import Box
from archdraw.core.model.fields import Coordinate, Extent, Id, Label, Ratio, Record, Text
from archdraw.core.model.styles import Style

if TYPE_CHECKING:
    from collections.abc import Iterable

CARD_WIDTH = 168.0
CARD_HEIGHT = 64.0
Anchor = tuple[Literal["left", "right", "top", "bottom"], Ratio]
"""A place on the border of a component: the side, and how far along it from its left or top (0..1)."""


class Placement(Record):
    """Place and size of a component or group in a view, in drawing units.

    A pinned one is left alone by tidying, a locked one by the hand. A collapsed group shows as one card;
    `w` and `h` stay what they are when it is open.
    """

    x: Coordinate
    y: Coordinate
    w: Extent = CARD_WIDTH
    h: Extent = CARD_HEIGHT
    pin: bool = False
    collapsed: bool = False
    locked: bool = False
    style: Style | None = None

    @property
    def box(self) -> Box:
        """Place and size when open."""
        return Box(self.x, self.y, self.w, self.h)

    @property
    def shown(self) -> Box:
        """Place and size as drawn: a collapsed group is a card at its corner."""
        if self.collapsed:
            return Box(self.x, self.y, CARD_WIDTH, CARD_HEIGHT)
        return Box(self.x, self.y, self.w, self.h)

    def at(self, box: Box) -> Placement:
        """Return a copy that occupies `box`; of a collapsed one only the corner moves."""
        place = {"x": box.x, "y": box.y}
        revised: Placement = self.revised(**(place if self.collapsed else {**place, "w": box.w, "h": box.h}))
        return revised


class EdgeRoute(Record):
    """How a connection runs in a view: found by the router, or by hand through `points`.

    An end stands where the router likes it, or is fixed to a place on the border (`source_at`,
    `target_at`). `label_at` is where along the line the label stands, 0 at the source (None: chosen).
    A locked one is left alone by the hand, and keeps to its points even where the router found them.
    """

    route: Literal["auto", "manual", "straight"] = "auto"
    points: tuple[tuple[Coordinate, Coordinate], ...] = ()
    source_at: Anchor | None = None
    target_at: Anchor | None = None
    label_at: Ratio | None = None
    locked: bool = False
    style: Style | None = None

    @property
    def led(self) -> bool:
        """Whether the line runs through its points: those of the hand, or those it was locked at."""
        return bool(self.points) and (self.route == "manual" or (self.locked and self.route == "auto"))

    @property
    def alone(self) -> EdgeRoute:
        """What is left of it where the ends are drawn elsewhere: its look."""
        return EdgeRoute(style=self.style)


class Note(Record):
    """A free text on the drawing."""

    id: Id
    x: Coordinate = 0
    y: Coordinate = 0
    w: Extent = 200
    h: Extent = 80
    text: Text = ""
    locked: bool = False
    style: Style | None = None

    @property
    def box(self) -> Box:
        """Place and size."""
        return Box(self.x, self.y, self.w, self.h)


class Layer(Record):
    """Elements of a view that are hidden and locked together: named ones, and those with a tag or of a kind.

    An element may lie in several layers; one hidden layer hides it, one locked layer locks it.
    """

    id: Id
    name: Label = ""
    members: tuple[Id, ...] = ()
    tags: tuple[Label, ...] = ()
    kinds: tuple[Id, ...] = ()
    visible: bool = True
    locked: bool = False

    def holds(self, element_id: str, kind: str, tags: Iterable[str]) -> bool:
        """Tell whether an element of this kind with these tags lies in the layer."""
        return element_id in self._named or kind in self.kinds or any(tag in self.tags for tag in tags)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The members, of which there may be thousands, to look them up."""
        return frozenset(self.members)


class RevealStep(Record):
    """One step of a presentation: what it adds, what it points at, and a sentence below the drawing."""

    id: Id
    name: Label = ""
    adds: tuple[Id, ...] = ()
    highlights: tuple[Id, ...] = ()
    caption: Text = ""


class View(Record):
    """One drawing of the model; the same component may stand in many views.

    `hides` takes elements out of what the view shows, as hidden layers and `hidden_tags` do; all of them
    are analysed none the less. `style` is how its elements look where nothing nearer says otherwise.
    `direction` and `spacing` are those of its automatic layout: where calls run to, and how roomy it is.
    """

    id: Id
    name: Label = ""
    shows: Literal["all"] | tuple[Id, ...] = "all"
    hides: tuple[Id, ...] = ()
    direction: Literal["LR", "TB", "RL", "BT"] = "LR"
    spacing: Literal["compact", "normal", "roomy"] = "normal"
    nodes: dict[Id, Placement] = {}
    edges: dict[Id, EdgeRoute] = {}
    notes: tuple[Note, ...] = ()
    layers: tuple[Layer, ...] = ()
    hidden_tags: tuple[Label, ...] = ()
    steps: tuple[RevealStep, ...] = ()
    style: Style | None = None
    theme: Label | None = None
