"""SVG of a drawing with very many elements: what they share is in other words, and the picture the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given, strategies as st
from tests.exporters.crowded import as_single_ones

from archdraw.core.drawing import Paint, Pen, load_theme
from archdraw.core.drawing.columns import Cards, Crowded, LineKind, Lines
from archdraw.core.drawing.connections import SimpleLine
from archdraw.core.drawing.display import DisplayList
from archdraw.core.drawing.quick_routes import BOTTOM, LEFT, RIGHT, TOP
from archdraw.core.geometry import Box
from archdraw.exporters.svg import svg_file, write_svg

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
# Size and weight of the name of a card.
NAME = ["13", "600"]
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


def painted(group: Element, parts: dict[str, Element]) -> list[object]:
    """Return what a group paints, at its places; the name of a card last, which covers nothing."""
    found = parts_of(group, parts, 0.0, 0.0)
    found.sort(key=lambda one: one[1:3] == NAME)
    flat = [group.attrib["id"], *(value for one in found for value in one[3:])]
    return [pytest.approx(one, abs=0.021) if isinstance(one, float) else one for one in flat]


def parts_of(group: Element, parts: dict[str, Element], dx: float, dy: float) -> list[list[object]]:
    """Return what is painted in a group that is moved so far, after what it is and its size and weight.

    Groups in it are moved on, and what it refers to is put in its place.
    """
    if "transform" in group.attrib:
        x, y = map(float, re.findall(r"-?[0-9.]+", group.attrib["transform"]))
        dx, dy = dx + x, dy + y
    all_found: list[list[object]] = []
    for part in group:
        said = dict(part.attrib)
        inner = parts.get(said.get(HREF, "#")[1:], part)
        if inner.tag == f"{SVG}g":
            all_found += parts_of(inner, parts, dx, dy)
            continue
        found: list[object] = [part.tag, said.get("font-size"), said.get("font-weight")]
        if "d" in said:
            found.append(corners(said.pop("d"), dx, dy))
        elif "transform" in said:
            x, y, scale = map(float, re.findall(r"-?[0-9.]+", said.pop("transform")))
            found += [x + dx, y + dy, scale]
        elif part.tag != f"{SVG}title":
            found += [float(said.pop("x", 0)) + dx, float(said.pop("y", 0)) + dy]
        all_found.append([*found, part.tag, part.text, said])
    return all_found


def elements(text: str) -> list[Element]:
    return [group for group in fromstring(text).findall(f"{SVG}g") if "id" in group.attrib]


def assert_same(display: DisplayList) -> None:
    theme = load_theme("light")
    quick = write_svg(display, theme, title="Crowd")
    slow = write_svg(as_single_ones(display), theme, title="Crowd")
    assert quick != slow
    parts = {part.attrib["id"]: part for part in fromstring(quick).findall(f"{SVG}defs/{SVG}g")}
    parts = {key: part for key, part in parts.items() if key.startswith("part-")}
    assert parts
    for one, other in zip(elements(quick), elements(slow), strict=True):
        assert painted(one, parts) == painted(other, {})
    assert quick.split("<defs>")[0] == slow.split("<defs>")[0]


def test_a_crowd_is_the_same_picture_as_its_elements_one_by_one(crowd: DisplayList) -> None:
    assert_same(crowd)


def test_a_crowd_with_an_overlay_on_everything_is_that_picture_too(marked_crowd: DisplayList) -> None:
    assert_same(marked_crowd)


def test_bytes_are_those_of_the_text(crowd: DisplayList) -> None:
    theme = load_theme("light")
    design = ('{"format": ', '"archdraw"}')
    text = write_svg(crowd, theme, title="Größe & 検索", design=design)
    assert svg_file(crowd, theme, title="Größe & 検索", design=design) == text.encode()
    assert len(crowd.elements) == len(list(crowd.elements)) == len(elements(text))
    assert crowd.elements[-1] is crowd.elements[len(crowd.elements) - 1]
    assert [one.id for one in crowd.elements[:3]] == [one.id for one in crowd.elements][:3]


PLACE = st.floats(-300, 300) | st.integers(-30, 30).map(lambda eighths: eighths / 8)


@given(
    start=st.tuples(PLACE, PLACE),
    end=st.tuples(PLACE, PLACE),
    upright=st.booleans(),
    straight=st.booleans(),
    look=st.sampled_from((SOLID, CABLE)),
    label=st.sampled_from(("", "asks <it>")),
)
@example(start=(0.0, 0.0), end=(24.0, 12.0), upright=False, straight=False, look=SOLID, label="")
@example(start=(0.0, 0.0), end=(40.0, 11.9), upright=False, straight=False, look=SOLID, label="asks")
@example(start=(0.0, 0.0), end=(-60.0, 40.0), upright=True, straight=False, look=SOLID, label="asks")
@example(start=(0.0, 0.0), end=(5.0, 0.0), upright=False, straight=True, look=SOLID, label="asks")
@example(start=(0.0, 0.0), end=(0.0, 0.0), upright=False, straight=True, look=SOLID, label="")
def test_a_line_in_few_words_runs_where_its_shapes_do(
    start: tuple[float, float],
    end: tuple[float, float],
    upright: bool,
    straight: bool,
    look: SimpleLine,
    label: str,
) -> None:
    (ax, ay), (bx, by) = start, end
    if straight:
        bx, by = (ax, by) if upright else (bx, ay)
    kind = LineKind(look, (label, 20.0), (32.0, 18.0), "HTTP" if label else "")
    side = (TOP if by < ay else BOTTOM) if upright else (LEFT if bx < ax else RIGHT)
    lines = Lines([kind], ["c"], [0], [side], [ax], [ay], [bx], [by], [ax + 4.25], [ay - 20.0], [])
    cards = Cards([], [], [], [], [], [], [], [], [])
    display = DisplayList(Crowded(["c"], lines, cards, {}), Box(0, 0, 100, 100))
    theme = load_theme("light")
    quick = write_svg(display, theme, title="Line")
    slow = write_svg(as_single_ones(display), theme, title="Line")
    assert [painted(one, {}) for one in elements(quick)] == [painted(one, {}) for one in elements(slow)]
