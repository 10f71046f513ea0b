"""The key of a drawing tells what occurs in it, in the very lines and chips of the drawing."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import DisplayList, FontMetrics, PathShape, build_display_list
from archdraw.core.drawing.display import TextShape
from archdraw.core.drawing.reading_key import with_key
from archdraw.core.geometry import Box
from archdraw.core.model import Component, Connection, Design, Group, Placement, View

CATALOG, METRICS = load_catalog(), FontMetrics()
LINES: dict[str, dict[str, Any]] = {
    "waits for the answer": {},
    "waits, but can do without": {"critical": False},
    "does not wait": {"mode": "async"},
    "copies its data to": {"kind": "replicate"},
    "is watched by": {"kind": "observe"},
    "uses": {"kind": "uses"},
    "cable, both ways": {"kind": "uses", "attributes": {"undirected": True}},
}


def design(lines: list[dict[str, Any]], groups: tuple[Group, ...] = (), **more: Any) -> Design:
    parts = [Component(id=f"c{index}", kind="service") for index in range(len(lines) + 1)]
    parts[0] = parts[0].revised(**more)
    links = [
        Connection(id=f"l{index}", source=f"c{index}", target=f"c{index + 1}", **line)
        for index, line in enumerate(lines)
    ]
    nodes = {one.id: Placement(x=300 * index, y=0) for index, one in enumerate(parts)}
    nodes |= {group.id: Placement(x=0, y=200, w=300, h=200) for group in groups}
    view = View(id="main", nodes=nodes)
    return Design(components=tuple(parts), connections=tuple(links), groups=groups, views=(view,))


def drawn(made: Design) -> tuple[DisplayList, DisplayList]:
    plain = build_display_list(made, "main", CATALOG, METRICS)
    return plain, with_key(plain, made, CATALOG, METRICS)


def texts(display: DisplayList) -> list[str]:
    return [shape.text for one in display.legend for shape in one.fine if isinstance(shape, TextShape)]


@pytest.mark.parametrize("text", list(LINES))
def test_a_line_is_told_where_it_occurs_and_nowhere_else(text: str) -> None:
    plain, keyed = drawn(design([LINES[text]]))
    assert texts(keyed) == [text]
    line = next(one for one in plain.elements if one.id == "l0")
    pens = {(shape.pen, shape.fill) for shape in line.shapes if isinstance(shape, PathShape)}
    (key,) = keyed.legend
    assert {(shape.pen, shape.fill) for shape in key.shapes if isinstance(shape, PathShape)} == pens


def test_borders_and_chips_are_told() -> None:
    zone, team = Group(id="z", kind="zone", name="Zone A"), Group(id="t", kind="team", name="Shop")
    _, keyed = drawn(design([], (zone, team), replicas=4, domains=("z",), managed=True))
    assert texts(keyed) == [
        "fails as a whole",
        "boundary, nothing fails with it",
        "instances",
        "failure domains it stands in",
        "run by a provider",
    ]


def test_a_drawing_of_which_nothing_has_to_be_told_stays_as_it_is() -> None:
    plain, keyed = drawn(design([]))
    assert keyed is plain


def test_the_key_stands_below_the_drawing_without_overlaps_and_within_the_bounds() -> None:
    plain, keyed = drawn(design(list(LINES.values()), (Group(id="z", kind="zone"),), replicas=2))
    (key,) = keyed.legend
    words = [shape for shape in key.fine if isinstance(shape, TextShape)]
    boxes = [Box(one.x, one.y - 9.0, METRICS.width(one.text, one.font), 12.0) for one in words]
    assert all(keyed.bounds.encloses(box) and box.y > plain.bounds.bottom for box in boxes)
    for one, other in combinations(boxes, 2):
        beside = one.right < other.x - 40.0 or other.right < one.x - 40.0
        assert beside or one.bottom <= other.y or other.bottom <= one.y
    assert keyed.elements == plain.elements
