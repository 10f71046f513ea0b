"""A collapsed group as one card on a small stack: its glyph, its name, and how much is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.bodies import CARD_RADIUS
from archdraw.core.drawing.cards import (
    NAME_FONT,
    NAME_LINE,
    SECOND_FONT,
    SECOND_LINE,
    load_shapes,
    tile_shapes,
)
from archdraw.core.drawing.display import BoxShape, ElementDrawing, Paint, PathShape, Pen, TextShape
from archdraw.core.drawing.marks import NO_MARKS, Marks, badge_shapes, mark_lines, ring_reach, ring_shapes
from archdraw.core.drawing.paths import hatching
from archdraw.core.drawing.styling import USUAL, Look
from archdraw.core.drawing.wrapping import clean_text, shorten, wrap
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.catalog import GroupKind
    from archdraw.core.drawing.display import Shape, TextMeasurer
    from archdraw.core.model import Component, Group

_TILE = 40.0
_PAD = 12.0
# The cards below stand out at the foot, each a little narrower.
_STACK = ((6.0, 14.0), (3.0, 7.0))
_NAMED = 12


def draw_collapsed(
    group: Group,
    box: Box,
    kind: GroupKind,
    inside: Sequence[Component],
    measurer: TextMeasurer,
    marks: Marks = NO_MARKS,
    look: Look = USUAL,
) -> ElementDrawing:
    """Return the drawing of a group that is folded into a card; `inside` are the components it stands for.

    The marks are those of everything in it.
    """
    token = look.token("group")
    dash = () if kind.failure_domain else (5.0, 4.0)
    border = Pen(Paint(look.token("group-border")), 2.0 if look.emphasis == "strong" else 1.25, dash)
    shapes: list[Shape] = [
        BoxShape(
            Box(box.x + inset / 2, box.y + down, box.w - inset, box.h),
            CARD_RADIUS,
            Paint("card"),
            Pen(Paint(look.token("group-border"), 0.7), 1.0),
        )
        for down, inset in _STACK
    ]
    shapes.append(BoxShape(box, CARD_RADIUS, Paint("card"), border))
    shapes.append(BoxShape(box, CARD_RADIUS, Paint(token, 0.05)))
    tile = Box(box.x + _PAD, box.y + (box.h - _TILE) / 2, _TILE, _TILE)
    shapes += tile_shapes(tile, kind.glyph, token, look)
    if marks.failed:
        shapes.append(PathShape(hatching(box.grown(-2.0), 9.0), pen=Pen(Paint("danger", 0.32), 1.25)))
    bar, figure = load_shapes(box, marks, measurer)
    shapes += [*bar, *ring_shapes(box, CARD_RADIUS, marks), *badge_shapes(box.x + 2.0, box.y + 1.0, marks)]
    text_x = tile.right + 10.0
    width = box.right - 10.0 - text_x
    whole = clean_text(group.name) or kind.label
    room = Box(text_x, box.y + 4.0, width, box.h - 8.0)
    texts = _texts(whole, kind.label, counted(len(inside)), room, measurer)
    return ElementDrawing(
        id=group.id,
        role="group",
        bounds=box.grown(max(9.0, ring_reach(marks))),
        shapes=tuple(shapes),
        fine=(*texts, *figure),
        frame=box,
        label_box=room,
        coarse=Paint(look.token("group-border")),
        tip="\n".join([*_tip(whole, kind, inside), *mark_lines(marks)]),
    )


def _texts(name: str, kind: str, count: str, room: Box, measurer: TextMeasurer) -> tuple[Shape, ...]:
    """Return the name, in two lines where it needs them, over kind and count; of these the count stays."""
    second = f"{kind} · {count}"
    if measurer.width(second, SECOND_FONT) > room.w:
        second = count
    lines = wrap(name, NAME_FONT, room.w, measurer, most=2).lines
    top = room.center.y - (len(lines) * NAME_LINE + SECOND_LINE) / 2
    texts = [(top + index * NAME_LINE + 12.0, line, NAME_FONT, "text") for index, line in enumerate(lines)]
    below = top + len(lines) * NAME_LINE + 11.0
    texts.append((below, shorten(second, SECOND_FONT, room.w, measurer), SECOND_FONT, "text-second"))
    return tuple(
        TextShape(room.x, y, text, font, Paint(token), "start", measurer.width(text, font))
        for y, text, font, token in texts
    )


def counted(components: int) -> str:
    """Return how many components are inside, in words."""
    if components == 0:
        return "empty"
    return "1 component" if components == 1 else f"{components} components"


def _tip(name: str, kind: GroupKind, inside: Sequence[Component]) -> list[str]:
    names = [clean_text(one.name) or one.id for one in inside[:_NAMED]]
    more = len(inside) - len(names)
    held = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    return [f"{name} ({kind.label})", held or "Nothing is in it yet."]
