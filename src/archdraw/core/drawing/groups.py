"""A group as a tinted area: solid border for failure domains, dashed for logical boundaries.

Lines and labels see the area, and its title in a tab, which they keep off.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.display import (
    BoxShape,
    ElementDrawing,
    FontSpec,
    GlyphShape,
    Paint,
    PathShape,
    Pen,
    TextShape,
)
from archdraw.core.drawing.marks import (
    NO_MARKS,
    Marks,
    badge_shapes,
    mark_lines,
    ring_reach,
    ring_shapes,
)
from archdraw.core.drawing.paths import hatching, round_box
from archdraw.core.drawing.styling import USUAL, Look
from archdraw.core.drawing.wrapping import clean_text, shorten
from archdraw.core.geometry import Box
from archdraw.core.geometry.index import GridIndex
from archdraw.core.geometry.lattice import HALF

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from archdraw.core.catalog import GroupKind
    from archdraw.core.drawing.display import Shape, TextMeasurer
    from archdraw.core.model import Group

GROUP_RADIUS = 14.0
TITLE_HEIGHT = 28.0
TITLE_FONT = FontSpec(size=12.0, weight=600)
_GLYPH = 16.0
# What stands beside the title in its tab: the glyph and the room around both.
_BESIDE = _GLYPH + 30.0
_DEEPEST = 5


def title_of(group: Group, kind: GroupKind) -> str:
    """Return what stands in the tab of a group where there is room: its name, else its kind."""
    return clean_text(group.name) or kind.label


def room_of_title(group: Group, kind: GroupKind, measurer: TextMeasurer) -> float:
    """Return how wide the tab of a group is where there is room for all of its title.

    In half steps of the grid: whoever measures text a little otherwise finds the same routes.
    """
    return HALF * ceil((_BESIDE + measurer.width(title_of(group, kind), TITLE_FONT)) / HALF)


class Titled(NamedTuple):
    """Where a group stands, and the tab with its title in it."""

    frame: Box
    title: Box


def title_core(title: Box) -> Box:
    """Return the middle of a title: whoever keeps the usual distance from it keeps a little off the title."""
    inset = min(8.0, title.w / 4, title.h / 4)
    return title.grown(-inset)


class GroupAreas:
    """Where the groups of a view stand; how wide their titles are is found when somebody looks near them.

    Parameters
    ----------
    room_of
        Tells how wide the tab of a group is where there is room for it.
    """

    def __init__(self, room_of: Callable[[str], float]) -> None:
        self._room_of = room_of
        self._rooms: dict[str, float] = {}
        self._borders = GridIndex()

    def ids(self) -> Collection[str]:
        """Return the ids of all groups."""
        return self._borders.ids()

    def put(self, key: str, frame: Box) -> None:
        """Take in a group."""
        self._borders.put(key, frame)

    def renew(self, key: str, frame: Box) -> list[Box]:
        """Take in a new place or title; return where the title was seen and is now, if these differ."""
        before = self.known_title(key)
        self._borders.put(key, frame)
        self._rooms.pop(key, None)
        after = self._tab(key, frame)
        return [] if before == after else [box for box in (before, after) if box is not None]

    def remove(self, key: str) -> list[Box]:
        """Take out a group; return where its title was seen."""
        before = self.known_title(key)
        self._borders.remove(key)
        self._rooms.pop(key, None)
        return [] if before is None else [before]

    def shift(self, dx: float, dy: float) -> None:
        """Move all groups."""
        self._borders.shift(dx, dy)

    def near(self, box: Box, frames: Mapping[str, Box]) -> list[Titled]:
        """Return the groups that touch a box, where they are in `frames`, in a fixed order."""
        return sorted(Titled(frames[key], self._tab(key, frames[key])) for key in self._borders.query(box))

    def known_title(self, key: str) -> Box | None:
        """Return where the title of a group stands, or None as long as nobody has looked near it."""
        frame = self._borders.box(key)
        return None if frame is None or key not in self._rooms else self._tab(key, frame)

    def _tab(self, key: str, frame: Box) -> Box:
        room = self._rooms.get(key)
        if room is None:
            room = self._rooms[key] = self._room_of(key)
        x, y, w, h = frame
        return Box(x, y, min(room, w), min(TITLE_HEIGHT, h))


def draw_group(
    group: Group,
    box: Box,
    kind: GroupKind,
    depth: int,
    measurer: TextMeasurer,
    marks: Marks = NO_MARKS,
    look: Look = USUAL,
) -> ElementDrawing:
    """Return the drawing of a group; `depth` counts the groups around it and steps the tint."""
    radius = min(GROUP_RADIUS, box.w / 2, box.h / 2)
    name = title_of(group, kind)
    title = shorten(name, TITLE_FONT, max(0.0, box.w - _GLYPH - 34.0), measurer)
    width = measurer.width(title, TITLE_FONT)
    tab = Box(box.x, box.y, min(box.w, _BESIDE + width), min(TITLE_HEIGHT, box.h))
    dash = () if kind.failure_domain else (5.0, 4.0)
    # Areas lie over each other, so equal tints would already darken inwards; the step makes it visible.
    tint = (0.04 + 0.008 * min(depth, _DEEPEST)) * look.strength
    area, border = look.token("group"), Paint(look.token("group-border"), look.strength)
    thick = 1.25 if kind.failure_domain else 1.0
    shapes: list[Shape] = [
        BoxShape(box, radius, fill=Paint(area, tint)),
        PathShape(round_box(tab, (radius, 0.0, 8.0, 0.0)), fill=Paint(area, 0.07)),
        BoxShape(box, radius, pen=Pen(border, 2.0 if look.emphasis == "strong" else thick, dash)),
    ]
    if marks.failed:
        shapes.append(PathShape(hatching(box, 16.0), pen=Pen(Paint("danger", 0.3), 1.25)))
    shapes += ring_shapes(box, radius, marks)
    fine: list[Shape] = [
        GlyphShape(tab.x + 10.0, tab.y + 6.0, _GLYPH, kind.glyph, Paint(look.token("text-second"))),
        TextShape(tab.x + _GLYPH + 16.0, tab.y + 18.2, title, TITLE_FONT, Paint("text"), "start", width),
    ]
    lines = [name] if title != name else []
    if not kind.failure_domain and kind.label.casefold() != name.casefold():
        lines.append(kind.label)
    return ElementDrawing(
        id=group.id,
        role="group",
        bounds=box.grown(max(2.0, ring_reach(marks))),
        shapes=(*shapes, *badge_shapes(box.x + 2.0, box.y + 1.0, marks)),
        fine=tuple(fine),
        frame=box,
        label_box=tab,
        coarse=Paint(area, 0.08),
        tip="\n".join([*lines, *mark_lines(marks)]),
    )
