"""Where things stand: a view shows components, groups, connections and notes at its own places."""

from __future__ import annotations

from typing import Any, Literal

from archdraw.core.geometry import Box
from archdraw.core.model.fields import Coordinate, Extent, Id, Label, Record, Text

CARD_WIDTH = 168.0
CARD_HEIGHT = 64.0


class Placement(Record):
    """Place and size of a component or group in a view, in drawing units."""

    x: Coordinate
    y: Coordinate
    w: Extent = CARD_WIDTH
    h: Extent = CARD_HEIGHT
    pin: bool = False

    @property
    def box(self) -> Box:
        """The same as a box."""
        return Box(self.x, self.y, self.w, self.h)

    def at(self, box: Box) -> Placement:
        """Return a copy that occupies `box`."""
        return Placement(x=box.x, y=box.y, w=box.w, h=box.h, pin=self.pin, **self.extra)


class EdgeRoute(Record):
    """How a connection runs in a view: found by the router, or by hand through `points`."""

    route: Literal["auto", "manual", "straight"] = "auto"
    points: tuple[tuple[Coordinate, Coordinate], ...] = ()


class Note(Record):
    """A free text on the drawing."""

    id: Id
    x: Coordinate = 0
    y: Coordinate = 0
    w: Extent = 200
    h: Extent = 80
    text: Text = ""

    @property
    def box(self) -> Box:
        """Place and size."""
        return Box(self.x, self.y, self.w, self.h)


class View(Record):
    """One drawing of the model; the same component may stand in many views."""

    id: Id
    name: Label = ""
    shows: Literal["all"] | tuple[Id, ...] = "all"
    nodes: dict[Id, Placement] = {}
    edges: dict[Id, EdgeRoute] = {}
    notes: tuple[Note, ...] = ()
    layers: tuple[Any, ...] = ()
    theme: Label | None = None
