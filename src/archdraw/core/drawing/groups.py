"""A group as a tinted area: solid border for failure domains, dashed for logical boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from archdraw.core.catalog import GroupKind
    from archdraw.core.drawing.display import Shape, TextMeasurer
    from archdraw.core.model import Group

GROUP_RADIUS = 14.0
TITLE_HEIGHT = 28.0
TITLE_FONT = FontSpec(size=12.0, weight=600)
_GLYPH = 16.0
_DEEPEST = 5


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
    name = clean_text(group.name) or kind.label
    title = shorten(name, TITLE_FONT, max(0.0, box.w - _GLYPH - 34.0), measurer)
    width = measurer.width(title, TITLE_FONT)
    tab = Box(box.x, box.y, min(box.w, _GLYPH + 30.0 + width), min(TITLE_HEIGHT, box.h))
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
