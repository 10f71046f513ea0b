"""The key below a drawing on paper: what its lines, borders and chips mean, as far as they occur in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.drawing.badges import badge_row
from archdraw.core.drawing.connections import Course, draw_connection
from archdraw.core.drawing.display import (
    BoxShape,
    DisplayList,
    ElementDrawing,
    FontSpec,
    Paint,
    Pen,
    TextShape,
)
from archdraw.core.drawing.shifting import shifted_shape
from archdraw.core.geometry import Box, union
from archdraw.core.model import Connection, is_cable
from archdraw.core.model.criticality import critical_connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.display import Shape, TextMeasurer
    from archdraw.core.model import Design

KEY_ID = "key"
_FONT = FontSpec(size=11.0)
_SYMBOL = 44.0
_GAP = 22.0
_ROW = 24.0
_ABOVE = 28.0
# A narrow drawing has a key that is wider than itself rather than one line under the other.
_LEAST_WIDTH = 420.0
# What stands in the key for a line, in the order in which it is told: a line of that sort, and what it says.
# The second word: whether the source fails without it, as is usual for that sort.
_CALL = Connection(id=KEY_ID, source="a", target="b")
_SAMPLES: dict[str, tuple[Connection, bool, str]] = {
    "call": (_CALL, True, "waits for the answer"),
    "optional": (_CALL, False, "waits, but can do without"),
    "later": (_CALL.revised(mode="async"), False, "does not wait"),
    "copy": (_CALL.revised(kind="replicate"), False, "copies its data to"),
    "watch": (_CALL.revised(kind="observe"), False, "is watched by"),
    "uses": (_CALL.revised(kind="uses"), False, "uses"),
    "cable": (_CALL.revised(kind="uses", attributes={"undirected": True}), False, "cable, both ways"),
}
_AREA = Box(4.0, -8.0, 30.0, 16.0)


def with_key(display: DisplayList, design: Design, catalog: Catalog, measurer: TextMeasurer) -> DisplayList:
    """Return the drawing with a key of what occurs in it; one of which nothing has to be told as it is."""
    entries = [*_lines(display, design, catalog, measurer), *_borders(display, design, catalog)]
    entries += _chips(display, design, catalog, measurer)
    if not entries:
        return display
    left, top = display.bounds.x, display.bounds.bottom + _ABOVE
    right = left + max(display.bounds.w, _LEAST_WIDTH)
    shapes: list[Shape] = []
    fine: list[Shape] = []
    x, y, widest = left, top, left
    for symbol, text in entries:
        width = measurer.width(text, _FONT)
        if x > left and x + _SYMBOL + width > right:
            x, y = left, y + _ROW
        shapes += (shifted_shape(shape, x, y) for shape in symbol)
        fine.append(TextShape(x + _SYMBOL, y + 3.8, text, _FONT, Paint("text-second"), "start", width))
        widest = max(widest, x + _SYMBOL + width)
        x += _SYMBOL + width + _GAP
    box = Box(left, top - _ROW / 2, widest - left, y - top + _ROW)
    key = ElementDrawing(KEY_ID, "overlay", box, tuple(shapes), tuple(fine))
    return replace(display, legend=(key, *display.legend), bounds=union(display.bounds, box))


def _lines(
    display: DisplayList, design: Design, catalog: Catalog, measurer: TextMeasurer
) -> Iterator[tuple[Sequence[Shape], str]]:
    """Yield a short line of each sort that is drawn."""
    needed = critical_connections(
        design,
        lambda component: catalog.kind(component.kind).role == "cache",
        lambda component: catalog.kind(component.kind).role == "store",
    )
    known = design.connection_by_id
    found = {_sort_of(known[one.id], needed) for one in display.elements if one.id in known}
    course = Course(((4.0, 0.0), (36.0, 0.0)))
    for name, (sample, critical, text) in _SAMPLES.items():
        if name in found:
            yield draw_connection(sample, course, measurer, critical=critical).shapes, text


def _sort_of(connection: Connection, needed: frozenset[str]) -> str:
    if is_cable(connection):
        return "cable"
    own = {"replicate": "copy", "observe": "watch", "uses": "uses"}.get(connection.kind)
    if own is not None:
        return own
    if not connection.synchronous:
        return "later"
    return "call" if connection.id in needed else "optional"


def _borders(display: DisplayList, design: Design, catalog: Catalog) -> Iterator[tuple[Sequence[Shape], str]]:
    known = design.group_by_id
    drawn = {catalog.group(known[one.id].kind).failure_domain for one in display.elements if one.id in known}
    fill, border = Paint("group", 0.05), Paint("group-border")
    if True in drawn:
        yield (BoxShape(_AREA, 5.0, fill, Pen(border, 1.25)),), "fails as a whole"
    if False in drawn:
        yield (BoxShape(_AREA, 5.0, fill, Pen(border, 1.0, (5.0, 4.0))),), "boundary, nothing fails with it"


def _chips(
    display: DisplayList, design: Design, catalog: Catalog, measurer: TextMeasurer
) -> Iterator[tuple[Sequence[Shape], str]]:
    known = design.component_by_id
    drawn = [known[one.id] for one in display.elements if one.id in known]
    several = max((one.replicas for one in drawn), default=1)
    spread = [domain for one in drawn for domain in one.domains]
    managed = any(catalog.kind(one.kind).managed if one.managed is None else one.managed for one in drawn)
    if several > 1:
        yield _chip(measurer, replicas=several), "instances"
    if spread:
        name = design.group_by_id[spread[0]].name if spread[0] in design.group_by_id else spread[0]
        yield _chip(measurer, domains=(name,)), "failure domains it stands in"
    if managed:
        yield _chip(measurer, managed=True), "run by a provider"


def _chip(
    measurer: TextMeasurer, *, replicas: int = 1, domains: Sequence[str] = (), managed: bool = False
) -> tuple[Shape, ...]:
    """Return the chip of a card, in the middle of the place of a symbol."""
    row = badge_row(
        Box(0.0, 0.0, 200.0, 40.0), replicas=replicas, domains=domains, managed=managed, measurer=measurer
    )
    boxes = [shape.box for shape in row if isinstance(shape, BoxShape)]
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    return tuple(shifted_shape(shape, _SYMBOL / 2 - 2.0 - (left + right) / 2, 0.0) for shape in row)
