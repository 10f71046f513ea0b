"""What is not there any more, as it was drawn in the state that is compared with.

All of it are shapes that are painted over the drawing. Removed elements stand dashed at their old place with
a minus, connections too; of moved ones the old place is a dotted frame with an arrow to where they are now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.drawing.change_signs import change_pen
from archdraw.core.drawing.display import BoxShape, Paint, PathShape, Pen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.catalog import Catalog
    from archdraw.core.comparing import Comparison
    from archdraw.core.drawing.display import Shape
    from archdraw.core.geometry import Box
    from archdraw.core.model import Design, View

_DRAWN = ("components", "groups", "connections", "notes")
# In a larger drawing the ways of removed connections are found among what they joined, not among everything.
_MANY = 300
_HEAD = 8.0
_RADII = {"groups": 14.0, "components": 10.0}


def former_shapes(comparison: Comparison, view_id: str, catalog: Catalog) -> tuple[Shape, ...]:
    """Return the shapes for a view; none where nothing was removed or moved in it."""
    moved = _moved_shapes(comparison, view_id)
    removed = {
        one.id
        for one in comparison.elements
        if one.happening == "removed" and one.table in _DRAWN and one.view in ("", view_id)
    }
    if not removed or view_id not in comparison.old.view_by_id:
        return moved
    return (*_removed_shapes(comparison, view_id, catalog, removed), *moved)


def _removed_shapes(
    comparison: Comparison, view_id: str, catalog: Catalog, removed: set[str]
) -> tuple[Shape, ...]:
    from archdraw.core.comparing import both_in_one, change_marks
    from archdraw.core.drawing import FontMetrics, Overlay, build_display_list

    together = both_in_one(comparison.old, comparison.new, view_id)
    if len(together.components) > _MANY:
        together = _only(together, view_id, removed)
    marks = {key: sign for key, sign in change_marks(comparison.elements, view_id).items() if key in removed}
    display = build_display_list(together, view_id, catalog, FontMetrics(), Overlay(changes=marks))
    return tuple(
        shape
        for drawing in display.elements
        if drawing.id in removed
        for shape in (*drawing.shapes, *drawing.fine)
    )


def _only(design: Design, view_id: str, removed: set[str]) -> Design:
    """Return the design with the view showing what was removed, and what removed connections joined."""
    ends = {end for one in design.connections if one.id in removed for end in (one.source, one.target)}
    shown = (*removed, *(ends - removed))
    views = tuple(
        one.model_copy(update={"shows": shown}) if one.id == view_id else one for one in design.views
    )
    return design.model_copy(update={"views": views})


def _moved_shapes(comparison: Comparison, view_id: str) -> tuple[Shape, ...]:
    before, after = comparison.old.view_by_id.get(view_id), comparison.new.view_by_id.get(view_id)
    if before is None or after is None:
        return ()
    shapes: list[Shape] = []
    for one in comparison.elements:
        if one.happening != "moved" or one.view != view_id or one.table not in ("nodes", "notes"):
            continue
        old, new = _box(before, one.id), _box(after, one.id)
        if old is None or new is None:
            continue
        table = "groups" if one.id in comparison.new.group_by_id else "components"
        shapes.append(BoxShape(old, _RADII[table] if one.table == "nodes" else 4.0, pen=change_pen("moved")))
        shapes += _arrow(old, new)
    return tuple(shapes)


def _box(view: View, element_id: str) -> Box | None:
    place: Any = view.nodes.get(element_id)
    if place is not None:
        box: Box = place.box
        return box
    from archdraw.core.geometry import Box as Frame

    return next((Frame(one.x, one.y, one.w, one.h) for one in view.notes if one.id == element_id), None)


def _arrow(old: Box, new: Box) -> Iterable[Shape]:
    """Return a dotted line from one middle to the other, with its head; nothing where both overlap."""
    (ax, ay), (bx, by) = old.center, new.center
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    if old.intersects(new) or length <= 0.0:
        return ()
    dx, dy = (bx - ax) / length, (by - ay) / length
    # From border to border: half the size in the direction of the line.
    start = min(old.w / 2 / abs(dx) if dx else length, old.h / 2 / abs(dy) if dy else length)
    end = length - min(new.w / 2 / abs(dx) if dx else length, new.h / 2 / abs(dy) if dy else length)
    if end <= start:
        return ()
    tip = (ax + dx * end, ay + dy * end)
    head = (
        ("M", *tip),
        ("L", tip[0] - dx * _HEAD - dy * _HEAD / 2, tip[1] - dy * _HEAD + dx * _HEAD / 2),
        ("L", tip[0] - dx * _HEAD + dy * _HEAD / 2, tip[1] - dy * _HEAD - dx * _HEAD / 2),
        ("Z",),
    )
    line = (("M", ax + dx * start, ay + dy * start), ("L", *tip))
    pen = change_pen("moved")
    return (PathShape(line, pen=Pen(pen.paint, pen.width, pen.dash)), PathShape(head, fill=Paint("accent")))
