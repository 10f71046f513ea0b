"""The display list: what every painter (canvas, PDF, SVG) paints, in drawing units.

Colours are names of theme tokens, never values: the painter resolves them, so one list serves light,
dark and print. Text carries the position of its baseline and its measured width.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from archdraw.core.geometry import Box
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.catalog import Glyph

PathCommand = tuple[str | float, ...]
PathData = tuple[PathCommand, ...]
Anchor = Literal["start", "middle", "end"]


class FontSpec(NamedTuple):
    """A font: family, size in drawing units, weight (400 regular, 600 semi-bold)."""

    family: str = "Fira Sans"
    size: float = 13.0
    weight: int = 400


class TextMeasurer(Protocol):
    """Knows how wide text is; the same answer for the same font on every surface."""

    def width(self, text: str, font: FontSpec) -> float:
        """Return the advance width of one line in drawing units."""
        ...

    def widths(self, texts: Sequence[str], font: FontSpec) -> list[float]:
        """Return the advance widths of many lines."""
        ...

    def ascent(self, font: FontSpec) -> float:
        """Return the height of the font above the baseline."""
        ...

    def descent(self, font: FontSpec) -> float:
        """Return the depth of the font below the baseline, as a positive number."""
        ...


class Paint(NamedTuple):
    """A theme token (look: tokens) and how opaque it is."""

    token: str
    alpha: float = 1.0


@lru_cache(maxsize=512)
def paint_of(token: str, alpha: float = 1.0) -> Paint:
    """Return the one paint of this colour: elements that look alike share it."""
    return Paint(token, alpha)


class Pen(NamedTuple):
    """A stroke: its paint, width and dashes (lengths on, off … in drawing units)."""

    paint: Paint
    width: float = 1.0
    dash: tuple[float, ...] = ()


@frozen
class BoxShape:
    """A rectangle with round corners."""

    box: Box
    radius: float = 0.0
    fill: Paint | None = None
    pen: Pen | None = None


@frozen
class PathShape:
    """A path of ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)."""

    data: PathData
    fill: Paint | None = None
    pen: Pen | None = None


@frozen
class TextShape:
    """One line of text; `x` is its left, middle or right by `anchor`, `y` its baseline."""

    x: float
    y: float
    text: str
    font: FontSpec
    paint: Paint
    anchor: Anchor = "start"
    width: float = 0.0


@frozen
class GlyphShape:
    """A component glyph in a square of `size`, tinted with `paint` (accents at 18 %)."""

    x: float
    y: float
    size: float
    glyph: Glyph
    paint: Paint


Shape = BoxShape | PathShape | TextShape | GlyphShape
ElementRole = Literal["component", "group", "connection", "note", "overlay"]


@frozen
class ElementDrawing:
    """All shapes of one element, with what a painter needs to cull, hit and simplify it.

    `bounds` holds everything painted. `frame` is the body of a box-like element (for hits and coarse
    painting); `route` the corner points of a connection. `fine` are shapes that a painter leaves out
    below the zoom at which text is readable. `tip` is plain text: the whole name where it was cut, and
    every figure in full.
    """

    id: str
    role: ElementRole
    bounds: Box
    shapes: tuple[Shape, ...]
    fine: tuple[Shape, ...] = ()
    frame: Box | None = None
    route: tuple[tuple[float, float], ...] = ()
    label_box: Box | None = None
    coarse: Paint | None = None
    tip: str = ""


@frozen
class DisplayList:
    """Elements in painting order: groups outermost first, connections, components, notes.

    `legend` stands below the drawing, already in place; `bounds` holds it too. `hidden` is how many
    elements the view leaves out by its layers, tags and `hides`.
    """

    elements: Sequence[ElementDrawing]
    bounds: Box
    legend: tuple[ElementDrawing, ...] = ()
    hidden: int = 0


class LoadMark(NamedTuple):
    """Load of one component for the overlay: utilisation 0..∞ and rate per second."""

    utilisation: float | None
    rate_rps: float | None


ChangeSign = Literal["added", "removed", "changed", "moved"]


class FigureMark(NamedTuple):
    """A figure of one component in words, its share of the largest (None: no scale), and its colour."""

    text: str
    share: float | None
    token: str


class FigureKey(NamedTuple):
    """One line of the legend of figures; without a token it stands for what has no mark."""

    token: str
    share: float | None
    text: str


@frozen
class Overlay:
    """What the analysis adds to the drawing; it never replaces anything.

    `single_points` maps an element id to why (a sentence); `load` a component id to its figures;
    `rates` a connection id to its rate per second; `failed`, `degraded` are ids; `highlighted` are the
    elements of a chosen cut set, journey or finding, and `chosen` is what the legend says of them.
    `figures` maps a component id to a chosen figure of it, `keys` says in the legend what their colours
    and bars mean. `changes` maps an element id to what happened to it since another state of the design.
    """

    name: str = ""
    single_points: dict[str, str] | None = None
    load: dict[str, LoadMark] | None = None
    rates: dict[str, float] | None = None
    failed: frozenset[str] = frozenset()
    degraded: frozenset[str] = frozenset()
    highlighted: frozenset[str] = frozenset()
    chosen: str = "Chosen"
    target_utilisation: float = 0.7
    figures: dict[str, FigureMark] | None = None
    keys: tuple[FigureKey, ...] = ()
    changes: dict[str, ChangeSign] | None = None


NO_OVERLAY = Overlay()
