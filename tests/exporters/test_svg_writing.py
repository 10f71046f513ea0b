"""SVG: well-formed, safe, the same each time, and with all that the display list shows."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import (
    DisplayList,
    FontMetrics,
    GlyphShape,
    Overlay,
    TextShape,
    build_display_list,
    load_theme,
)
from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, View
from archdraw.exporters.svg import MARGIN, write_svg
from archdraw.exporters.svg_shapes import BODY_FONT, FALLBACKS

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "g", "defs", "rect", "path", "text", "use"}
HOSTILE = "</text><script>alert(1)</script> & \x00\x1b[31m\ufffe \"'<!-- ]]>"


def design(name: str = "Web") -> Design:
    return Design(
        title="Small",
        components=(
            Component(id="a", kind="service", name=name, parent="g", replicas=2),
            Component(id="b", kind="rdbms_primary", name="Orders"),
        ),
        groups=(Group(id="g", kind="zone", name="Zone A"),),
        connections=(Connection(id="c", source="a", target="b", name="SQL"),),
        views=(
            View(
                id="main",
                nodes={"a": Placement(x=0, y=0), "b": Placement(x=400, y=0)},
                notes=(Note(id="n", x=0, y=200, text="Mind the gap"),),
            ),
        ),
    )


def display(name: str = "Web", overlay: Overlay | None = None) -> DisplayList:
    return build_display_list(design(name), "main", load_catalog(), FontMetrics(), overlay or Overlay())


def local(element: Element) -> str:
    return element.tag.removeprefix(SVG)


@pytest.fixture(scope="module")
def shown() -> DisplayList:
    return display()


def test_every_text_is_real_text(shown: DisplayList) -> None:
    root = fromstring(write_svg(shown, load_theme("light"), title="Small"))
    written = [text.text for text in root.iter(f"{SVG}text")]
    wanted = [
        shape.text
        for drawing in shown.elements
        for shape in (*drawing.shapes, *drawing.fine)
        if isinstance(shape, TextShape)
    ]
    assert written == wanted
    assert {"Web", "Orders", "SQL", "Zone A", "×2", "Mind the gap"} <= set(written)


def test_viewers_without_our_fonts_are_offered_others_that_are_no_wider(shown: DisplayList) -> None:
    root = fromstring(write_svg(shown, load_theme("light"), title="Small"))
    families = {str(one.get("font-family")) for one in root.iter() if one.get("font-family")}
    (names,) = (one.split(", ") for one in families if one.startswith("Fira Sans"))
    assert names[-1] == "sans-serif"
    # Of a plain Linux system: without them a wide DejaVu Sans stands in, and names reach out of their cards.
    assert {"Liberation Sans", "Nimbus Sans"} <= set(names)
    assert names == FALLBACKS[BODY_FONT].split(", ")


def test_only_plain_elements(shown: DisplayList) -> None:
    root = fromstring(write_svg(shown, load_theme("dark"), title="Small"))
    assert {local(element) for element in root.iter()} <= ALLOWED


def test_title_description_and_view_box(shown: DisplayList) -> None:
    root = fromstring(write_svg(shown, load_theme("light"), title="Small"))
    assert root.findtext(f"{SVG}title") == "Small"
    assert root.findtext(f"{SVG}desc") == (
        "Architecture diagram: 2 components, 1 connection, 1 group, 1 note."
    )
    x, y, w, h = map(float, str(root.get("viewBox")).split())
    box = shown.bounds.grown(MARGIN)
    assert (x, y, w, h) == pytest.approx(tuple(box), abs=0.01)


def test_each_glyph_is_written_once_and_used_where_it_stands(shown: DisplayList) -> None:
    root = fromstring(write_svg(shown, load_theme("light"), title="Small"))
    glyphs = [
        shape
        for drawing in shown.elements
        for shape in (*drawing.shapes, *drawing.fine)
        if isinstance(shape, GlyphShape)
    ]
    uses = [use.get("{http://www.w3.org/1999/xlink}href") for use in root.iter(f"{SVG}use")]
    names = [group.get("id") for definitions in root.iter(f"{SVG}defs") for group in definitions]
    assert len(uses) == len(glyphs)
    assert len(names) == len({glyph.glyph for glyph in glyphs})
    assert {f"#{name}" for name in names} == set(uses)


def test_in_one_page_a_glyph_of_two_drawings_means_the_same(shown: DisplayList) -> None:
    def glyphs(display: DisplayList) -> dict[str | None, list[str | None]]:
        root = fromstring(write_svg(display, load_theme("light"), title="Small"))
        found = [group for definitions in root.iter(f"{SVG}defs") for group in definitions]
        return {group.get("id"): [part.get("d") for part in group] for group in found}

    # Without the first component the second one's glyph is the first.
    both, rest = design(), design().components[1:]
    alone = both.model_copy(update={"components": rest, "connections": (), "groups": ()})
    one, other = glyphs(shown), glyphs(build_display_list(alone, "main", load_catalog(), FontMetrics()))
    assert len(one) > len(other) > 0
    assert {key: one[key] for key in other} == other


def test_the_same_list_gives_the_same_bytes(shown: DisplayList) -> None:
    theme = load_theme("light")
    assert write_svg(shown, theme, title="Small") == write_svg(display(), theme, title="Small")


def test_the_theme_decides_the_colours(shown: DisplayList) -> None:
    light, dark = load_theme("light"), load_theme("dark")
    assert light.color("canvas") in write_svg(shown, light, title="x")
    text = write_svg(shown, dark, title="x")
    assert dark.color("canvas") in text
    assert light.color("text") not in text


def test_hostile_names_stay_text() -> None:
    text = write_svg(display(HOSTILE), load_theme("light"), title=HOSTILE, description=HOSTILE)
    root = fromstring(text.encode())
    assert {local(element) for element in root.iter()} <= ALLOWED
    assert "<script" not in text
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in text)
    assert "alert(1)" in str(root.findtext(f"{SVG}title"))


def test_no_references_leave_the_file(shown: DisplayList) -> None:
    root = fromstring(write_svg(shown, load_theme("light"), title="x"))
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name or value.startswith("#")
            assert "url(" not in value


def test_the_legend_is_included() -> None:
    overlay = Overlay(name="Weak spots", single_points={"b": "alone"})
    text = write_svg(display(overlay=overlay), load_theme("light"), title="x")
    root = fromstring(text)
    written = {element.text for element in root.iter(f"{SVG}text")}
    assert {"Weak spots", "Single point of failure", "1"} <= written
    assert "<title>alone</title>" in text


def test_an_empty_design_is_a_picture_too() -> None:
    empty = build_display_list(Design(), "main", load_catalog(), FontMetrics())
    root = fromstring(write_svg(empty, load_theme("light"), title="Nothing"))
    assert root.findtext(f"{SVG}desc") == "An empty architecture diagram."
