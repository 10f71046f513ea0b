"""Two states of a view beside each other: as it was at the left, as it is at the right, with one legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.comparing import change_marks
from archdraw.core.drawing import (
    DisplayList,
    FontMetrics,
    FontSpec,
    Overlay,
    Paint,
    TextShape,
    build_display_list,
)
from archdraw.core.drawing.display import ElementDrawing
from archdraw.core.drawing.legend import legend_drawings
from archdraw.core.drawing.shifting import shifted_drawing
from archdraw.core.geometry import Box, bounding_box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.catalog import Catalog
    from archdraw.core.comparing import ElementChange
    from archdraw.core.comparing.elements import Happening
    from archdraw.core.model import Design

TITLE = "What has changed"
_FONT = FontSpec(size=16.0, weight=600)
# Room for a title above each state, between the two, and above the legend.
_HEAD, _BETWEEN, _ABOVE = 44.0, 96.0, 32.0


def side_by_side(
    old: Design, new: Design, elements: Iterable[ElementChange], view_id: str, catalog: Catalog
) -> DisplayList:
    """Return both states of a view, each with its changes marked; what is alike stands at the same height."""
    marks = change_marks(elements, view_id)
    left = _state(old, {key: one for key, one in marks.items() if one != "added"}, view_id, catalog)
    right = _state(new, {key: one for key, one in marks.items() if one != "removed"}, view_id, catalog)
    around = [
        bounding_box([one.bounds for one in state]) or Box(0.0, 0.0, 1.0, 1.0) for state in (left, right)
    ]
    over = around[0].right + _BETWEEN - around[1].x
    right = tuple(shifted_drawing(one, over, 0.0) for one in right)
    starts = around[0].x, around[1].x + over
    top = min(box.y for box in around)
    metrics = FontMetrics()
    heads = tuple(
        _head(f"{word}-state", text, x, top - _HEAD, metrics)
        for word, text, x in zip(("old", "new"), ("Before", "After"), starts, strict=True)
    )
    foot = max(box.bottom for box in around) + _ABOVE
    legend = legend_drawings(Overlay(name=TITLE, changes=marks), (around[0].x, foot), metrics)
    # Both states show the same elements: the ids of the older ones say so.
    shown = (*heads, *(_as_older(one) for one in left), *right)
    bounds = bounding_box([one.bounds for one in (*shown, *legend)]) or around[0]
    return DisplayList(shown, bounds, legend)


def _as_older(one: ElementDrawing) -> ElementDrawing:
    """Return a drawing under another id; those of a crowd have no field of it that could be replaced."""
    names = ("role", "bounds", "shapes", "fine", "frame", "route", "label_box", "coarse", "tip")
    return ElementDrawing(f"old-{one.id}", *[getattr(one, name) for name in names])


def _state(
    design: Design, marks: dict[str, Happening], view_id: str, catalog: Catalog
) -> tuple[ElementDrawing, ...]:
    overlay = Overlay(name=TITLE, changes=marks)
    return tuple(build_display_list(design, view_id, catalog, FontMetrics(), overlay).elements)


def _head(name: str, text: str, x: float, y: float, metrics: FontMetrics) -> ElementDrawing:
    width = metrics.width(text, _FONT)
    box = Box(x, y, width, 24.0)
    words = TextShape(x, y + 17.0, text, _FONT, Paint("text"), "start", width)
    return ElementDrawing(name, "overlay", box, (), (words,))
