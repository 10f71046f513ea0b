"""SVG of a drawing with very many elements: what they share is in other words, and the picture the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given, strategies as st
from tests.exporters.crowded import as_single_ones

from archdraw.core.drawing import Paint, Pen, load_theme
from archdraw.core.drawing.connections import SimpleLine
from archdraw.core.drawing.display import DisplayList
from archdraw.core.drawing.plain_lines import PlainLine
from archdraw.core.geometry import Box
from archdraw.exporters.svg import write_svg

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"[A-Za-z]|-?[0-9.]+(?:e-?[0-9]+)?")
SOLID = SimpleLine(Pen(Paint("connection"), 1.5), Paint("connection"))
CABLE = SimpleLine(Pen(Paint("family-data"), 3.0, (6.0, 4.0)), None)


def corners(path: str, dx: float, dy: float) -> list[object]:
    """Return the commands of a path with the places that they lead through, all of them absolute."""
    found: list[object] = []
    tokens = _TOKEN.findall(path)
    x = y = 0.0
    command = ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command in "zZ":
            found.append("Z")
            continue
        taken = {"H": 1, "V": 1, "C": 6}.get(command.upper(), 2)
        values = [float(tokens.pop(0)) for _ in range(taken)]
        if command == "H":
            values = [values[0], y]
        elif command == "V":
            values = [x, values[0]]
        elif command.islower():
            values = [value + (y if index % 2 else x) for index, value in enumerate(values)]
        x, y = values[-2:]
        found.append("C" if command in "cC" else "M" if command == "M" else "L")
        found += [
            pytest.approx(value + (dy if index % 2 else dx), abs=0.021) for index, value in enumerate(values)
        ]
    return found


def painted(group: Element) -> list[object]:
    """Return what a group paints, at its places."""
    dx = dy = 0.0
    if "transform" in group.attrib:
        dx, dy = map(float, re.findall(r"-?[0-9.]+", group.attrib["transform"]))
    found: list[object] = [group.attrib["id"]]
    for part in group:
        said = dict(part.attrib)
        if "x" in said:
            found += [float(said.pop("x")) + dx, float(said.pop("y")) + dy]
        elif "d" in said:
            found.append(corners(said.pop("d"), dx, dy))
        elif "transform" in said:
            x, y, scale = map(float, re.findall(r"-?[0-9.]+", said.pop("transform")))
            found += [x + dx, y + dy, scale]
        found += [part.tag, part.text, said]
    return [pytest.approx(one, abs=0.021) if isinstance(one, float) else one for one in found]


def elements(text: str) -> list[Element]:
    return [group for group in fromstring(text).findall(f"{SVG}g") if "id" in group.attrib]


def assert_same(display: DisplayList) -> None:
    theme = load_theme("light")
    quick = write_svg(display, theme, title="Crowd")
    slow = write_svg(as_single_ones(display), theme, title="Crowd")
    assert quick != slow
    for one, other in zip(elements(quick), elements(slow), strict=True):
        assert painted(one) == painted(other)
    assert quick.split("<defs>")[0] == slow.split("<defs>")[0]


def test_a_crowd_is_the_same_picture_as_its_elements_one_by_one(crowd: DisplayList) -> None:
    assert_same(crowd)


PLACE = st.floats(-300, 300) | st.integers(-30, 30).map(lambda eighths: eighths / 8)


@given(
    start=st.tuples(PLACE, PLACE),
    end=st.tuples(PLACE, PLACE),
    sort=st.sampled_from(("level", "upright", "straight", "slanted")),
    look=st.sampled_from((SOLID, CABLE)),
)
@example(start=(0.0, 0.0), end=(24.0, 12.0), sort="level", look=SOLID)
@example(start=(0.0, 0.0), end=(40.0, 11.9), sort="level", look=SOLID)
@example(start=(0.0, 0.0), end=(5.0, 0.0), sort="straight", look=SOLID)
@example(start=(0.0, 0.0), end=(0.0, 0.0), sort="straight", look=SOLID)
def test_a_line_in_few_words_runs_where_its_shapes_do(
    start: tuple[float, float], end: tuple[float, float], sort: str, look: SimpleLine
) -> None:
    (ax, ay), (bx, by) = start, end
    route: tuple[tuple[float, float], ...] = (start, end)
    if sort == "level":
        middle = ax + (bx - ax) / 2
        route = (start, (middle, ay), (middle, by), end)
    elif sort == "upright":
        middle = ay + (by - ay) / 2
        route = (start, (ax, middle), (bx, middle), end)
    elif sort == "straight":
        route = (start, (bx, ay))
    line = PlainLine("c", route, look, ("", 0.0), None, "")
    theme = load_theme("light")
    display = DisplayList((line,), Box(0, 0, 100, 100))
    quick = write_svg(display, theme, title="Line")
    slow = write_svg(as_single_ones(display), theme, title="Line")
    assert [painted(one) for one in elements(quick)] == [painted(one) for one in elements(slow)]
