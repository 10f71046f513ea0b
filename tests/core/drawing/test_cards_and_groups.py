"""Cards, groups and notes: nothing sticks out, nothing overlaps, everything that matters is shown."""

from __future__ import annotations

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import BoxShape, ElementDrawing, FontMetrics, LoadMark, PathShape, TextShape
from archdraw.core.drawing.cards import draw_card
from archdraw.core.drawing.groups import draw_group
from archdraw.core.drawing.marks import Marks
from archdraw.core.drawing.notes import draw_note
from archdraw.core.geometry import Box
from archdraw.core.model import Component, Group, Note

LONG = "Orders, customers and returns database of the northern warehouses"
SIZES = ((168, 64), (96, 48), (120, 56), (140, 48), (240, 64), (200, 120), (400, 300), (96, 200), (20, 20))
ALL = Marks("why", failed=True, degraded=True, highlighted=True, load=LoadMark(1.32, 5000.0))


def texts(drawing: ElementDrawing) -> list[TextShape]:
    return [shape for shape in (*drawing.shapes, *drawing.fine) if isinstance(shape, TextShape)]


def text_box(text: TextShape) -> Box:
    left = {"start": text.x, "middle": text.x - text.width / 2, "end": text.x - text.width}[text.anchor]
    return Box(left, text.y - 0.7 * text.font.size, text.width, 0.9 * text.font.size)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", ["Web", LONG, "", "W" * 80], ids=["short", "long", "none", "word"])
def test_text_stays_on_the_card_and_apart(
    catalog: Catalog, measurer: FontMetrics, size: tuple[float, float], name: str
) -> None:
    box = Box(40, 20, *size)
    component = Component(id="db", kind="rdbms_primary", name=name)
    drawing = draw_card(component, box, catalog.kind("rdbms_primary"), (), measurer)
    written = texts(drawing)
    assert len(written) <= 3
    boxes = [text_box(text) for text in written]
    for one in boxes:
        assert box.encloses(one)
    for index, one in enumerate(boxes):
        assert not any(one.intersects(other) for other in boxes[index + 1 :])
    tile = [shape.box for shape in drawing.shapes if isinstance(shape, BoxShape)][1]
    assert box.encloses(tile)
    assert not any(one.intersects(tile) for one in boxes)


def test_a_cut_name_stands_in_the_tip(catalog: Catalog, measurer: FontMetrics) -> None:
    kind = catalog.kind("service")
    box = Box(0, 0, 168, 64)
    assert LONG in draw_card(Component(id="a", kind="service", name=LONG), box, kind, (), measurer).tip
    assert draw_card(Component(id="a", kind="service", name="Web"), box, kind, (), measurer).tip == ""


def test_badges_say_instances_domains_and_managed(catalog: Catalog, measurer: FontMetrics) -> None:
    component = Component(id="a", kind="service", name="Web", replicas=4, managed=True)
    drawing = draw_card(
        component, Box(0, 0, 168, 64), catalog.kind("service"), ("Zone A", "Zone B"), measurer
    )
    assert [text.text for text in texts(drawing)][-2:] == ["A B", "×4"]
    assert any(isinstance(shape, PathShape) for shape in drawing.fine)
    plain = draw_card(
        Component(id="a", kind="service", name="Web"),
        Box(0, 0, 168, 64),
        catalog.kind("service"),
        (),
        measurer,
    )
    assert len(texts(plain)) == 2


def test_many_domains_become_a_number(catalog: Catalog, measurer: FontMetrics) -> None:
    names = tuple(f"Availability zone number {index} north" for index in range(7))
    component = Component(id="a", kind="service", name="Web", replicas=7)
    drawing = draw_card(component, Box(0, 0, 168, 64), catalog.kind("service"), names, measurer)
    assert [text.text for text in texts(drawing)][-2:] == ["7 domains", "×7"]


def test_marks_are_shapes_as_well_as_colours(catalog: Catalog, measurer: FontMetrics) -> None:
    box = Box(0, 0, 168, 64)
    component = Component(id="a", kind="service", name="Web")
    kind = catalog.kind("service")
    plain = draw_card(component, box, kind, (), measurer)
    marked = draw_card(component, box, kind, (), measurer, ALL)
    said = {text.text for text in texts(marked)} - {text.text for text in texts(plain)}
    assert said == {"1", "!", "132\u2009%"}
    rings = [
        shape.pen for shape in marked.shapes if isinstance(shape, BoxShape) and shape.pen and not shape.fill
    ]
    assert [pen.paint.token for pen in rings] == ["danger", "danger", "warning", "accent"]
    assert rings[2].dash
    assert set(texts(plain)) <= set(texts(marked)), "an overlay adds and never replaces"
    assert "Utilisation 132\u2009%" in marked.tip
    assert "why" in marked.tip


def test_bounds_hold_everything(catalog: Catalog, measurer: FontMetrics) -> None:
    component = Component(id="a", kind="service", name="Web", replicas=4)
    drawing = draw_card(component, Box(0, 0, 168, 64), catalog.kind("service"), ("A",), measurer, ALL)
    for shape in (*drawing.shapes, *drawing.fine):
        if isinstance(shape, BoxShape):
            assert drawing.bounds.encloses(shape.box)
        elif isinstance(shape, PathShape):
            for command in shape.data:
                numbers = [part for part in command if not isinstance(part, str)]
                for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                    assert drawing.bounds.contains((x, y))


def test_failure_domains_are_solid_and_boundaries_dashed(catalog: Catalog, measurer: FontMetrics) -> None:
    def dash(kind: str) -> tuple[float, ...]:
        group = Group(id="g", kind=kind, name="G")
        drawing = draw_group(group, Box(0, 0, 300, 200), catalog.group(kind), 0, measurer)
        return next(shape.pen.dash for shape in drawing.shapes if isinstance(shape, BoxShape) and shape.pen)

    assert dash("zone") == ()
    assert dash("trust_boundary") != ()


def test_a_group_title_fits_its_group(catalog: Catalog, measurer: FontMetrics) -> None:
    group = Group(id="g", kind="zone", name=LONG)
    drawing = draw_group(group, Box(0, 0, 120, 90), catalog.group("zone"), 1, measurer)
    (title,) = texts(drawing)
    assert title.text.endswith("…")
    assert text_box(title).right <= 120
    assert LONG in drawing.tip


def test_a_note_wraps_and_cuts_its_text(measurer: FontMetrics) -> None:
    note = Note(id="n", x=0, y=0, w=160, h=70, text="First line\n" + LONG)
    drawing = draw_note(note, measurer)
    for text in texts(drawing):
        assert note.box.encloses(text_box(text))
    assert drawing.tip == note.text
