"""A drawing on paper: real text at its place, readable sizes, tiles that leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import (
    DisplayList,
    ElementDrawing,
    FontMetrics,
    FontSpec,
    GlyphShape,
    Paint,
    PathShape,
    TextShape,
    build_display_list,
    load_theme,
)
from archdraw.core.geometry import Box
from archdraw.core.model import Design
from archdraw.exporters.pdf.diagram import Spot, extent_of, least_scale, paint_display, tiles_of
from archdraw.exporters.pdf.fonts import Fonts
from archdraw.exporters.pdf.sheet import Sheet
from archdraw.exporters.pdf.style import LARGE_PAPERS, PAPERS
from archdraw.exporters.pdf.writing import new_canvas


@pytest.fixture(scope="module")
def display(sample: Callable[[str], Design], catalog: Catalog) -> DisplayList:
    design = sample("online-boutique")
    return build_display_list(design, design.views[0].id, catalog, FontMetrics())


def painted(display: DisplayList, scale: float, day: Any) -> bytes:
    box = extent_of(display)
    buffer, size = BytesIO(), (box.w * scale, box.h * scale)
    canvas = new_canvas(buffer, size, day)
    sheet = Sheet(canvas, Fonts(), load_theme("light"), size)
    paint_display(sheet, display, Spot(0.0, 0.0, box.x, box.y, scale))
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_every_text_of_the_drawing_is_where_the_drawing_has_it(display: DisplayList) -> None:
    box = extent_of(display)
    document = pypdfium2.PdfDocument(painted(display, 1.0, date(2026, 1, 1)))
    page = document[0]
    texts = page.get_textpage()
    shapes = [s for one in display.elements for s in (*one.shapes, *one.fine) if isinstance(s, TextShape)]
    assert len(shapes) > 20
    for shape in shapes:
        left = shape.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * shape.width - box.x
        baseline = box.h - (shape.y - box.y)
        # A word's room: from its start, around its baseline.
        found = texts.get_text_bounded(
            left - 3, baseline - 4, left + shape.width + 3, baseline + shape.font.size
        )
        # A hyphen at the end of a line comes back as a mark of its own.
        assert shape.text.split()[0].rstrip("-") in found
    document.close()


def test_tiles_cover_the_drawing_and_overlap(display: DisplayList) -> None:
    box, scale = extent_of(display), 1.0
    rows = tiles_of(display, 500.0, 400.0, scale)
    assert rows[0][0].x == box.x
    assert rows[0][0].y == box.y
    assert rows[-1][-1].right == pytest.approx(box.right)
    assert rows[-1][-1].bottom == pytest.approx(box.bottom)
    for row in rows:
        for first, second in pairwise(row):
            assert first.w <= 500.0
            assert second.x < first.right - 30.0


@pytest.fixture(scope="module")
def huge(chained: Callable[..., Design]) -> Design:
    design: Design = chained([f"Service {index}" for index in range(150)])
    nodes = {
        key: place.revised(x=place.x * 2.5, y=place.y * 2.5) for key, place in design.views[0].nodes.items()
    }
    spread: Design = design.revised(views=(design.views[0].revised(nodes=nodes),))
    return spread


@pytest.fixture(scope="module")
def divided(huge: Design, review: Callable[..., Any]) -> Any:
    return review(huge, template="interview", large="tile")


def test_a_huge_drawing_has_a_page_that_fits_it_with_every_name(
    huge: Design, review: Callable[..., Any]
) -> None:
    pdf = review(huge, template="interview")
    names = [one.name for one in huge.components]
    assert [all(name in text for name in names) for text in pdf.pages()].count(True) == 2
    assert "Overview" not in pdf.text().replace("Overview; ", "")
    document = pypdfium2.PdfDocument(pdf.data)
    largest = max(page.get_size() for page in document)
    assert largest[0] > LARGE_PAPERS["A4"][-1][0]
    assert smallest_size(document) >= 6.0 - 1e-3


def test_a_huge_drawing_is_divided_over_pages_of_the_paper_with_every_name(
    huge: Design, divided: Any
) -> None:
    pages = [text for text in divided.pages() if "neighbours overlap" in text]
    assert len(pages) >= 8
    shown = " ".join(pages)
    for component in huge.components:
        assert component.name in shown
    document = pypdfium2.PdfDocument(divided.data)
    for page in document:
        assert sorted(page.get_size()) == pytest.approx(sorted(PAPERS["A4"]))
    assert smallest_size(document) >= 6.0 - 1e-3


def test_an_overview_leads_to_every_part_and_each_part_to_its_neighbours(divided: Any) -> None:
    texts = divided.pages()
    first = next(index for index, text in enumerate(texts) if "parts follow, one a page" in text)
    found = re.search(r"its (\d+) parts", texts[first])
    assert found is not None
    count = int(found[1])
    names = [match[1] for text in texts[first + 1 :] if (match := re.search(r"Part (\d\.\d) of", text))][
        :count
    ]
    assert len(set(names)) == count
    with divided.opened() as pdf:
        numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
        reached = {numbers[note.Dest[0].objgen] for note in pdf.pages[first].Annots}
        assert reached == set(range(first + 1, first + 1 + count))
        for index, name in enumerate(names, first + 1):
            row, column = (int(part) for part in name.split("."))
            around = {
                f"{row - 1}.{column}",
                f"{row + 1}.{column}",
                f"{row}.{column - 1}",
                f"{row}.{column + 1}",
            }
            wanted = {first + 1 + names.index(other) for other in around & set(names)}
            led = {numbers[note.Dest[0].objgen] for note in pdf.pages[index].Annots}
            assert wanted <= led


@pytest.mark.parametrize("name", ["url-shortener", "web-crawler"])
@pytest.mark.parametrize("large", ["fit", "tile"])
def test_no_text_of_the_review_is_under_six_points(
    name: str, large: str, sample: Callable[[str], Design], review: Callable[..., Any]
) -> None:
    document = pypdfium2.PdfDocument(review(sample(name), large=large).data)
    assert smallest_size(document) >= 6.0 - 1e-3


def smallest_size(document: pypdfium2.PdfDocument) -> float:
    """Size of the smallest letter or figure; the 1 in the badge of a legend is a picture of a badge."""
    smallest = 99.0
    for page in document:
        texts = page.get_textpage()
        whole = texts.get_text_range()
        for index in range(texts.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(texts.raw, index))
            if not character.isalnum() or whole[index - 1 : index + 2].strip() == character == "1":
                continue
            smallest = min(smallest, raw.FPDFText_GetFontSize(texts.raw, index))
    document.close()
    return smallest


def test_least_scale_keeps_the_smallest_label_at_six_points(display: DisplayList) -> None:
    sizes = [
        s.font.size for one in display.elements for s in (*one.shapes, *one.fine) if isinstance(s, TextShape)
    ]
    assert least_scale(display) * min(sizes) == pytest.approx(6.0)


def test_colours_are_told_where_they_change_and_glyphs_are_put_into_words_once(
    display: DisplayList, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archdraw.exporters.pdf import pencil

    worded: list[Any] = []
    path = pencil._path

    def counted(data: Any, *rest: Any) -> str:
        worded.append(data)
        return path(data, *rest)

    monkeypatch.setattr(pencil, "_path", counted)
    twice = DisplayList((*display.elements, *display.elements), display.bounds)
    canvas = new_canvas(BytesIO(), (900.0, 900.0), date(2026, 1, 1))
    sheet = Sheet(canvas, Fonts(), load_theme("light"), (900.0, 900.0))
    paint_display(sheet, twice, Spot(0.0, 0.0, 0.0, 0.0, 1.0))
    shapes = [shape for one in twice.elements for shape in (*one.shapes, *one.fine)]
    glyphs = {one.glyph for one in shapes if isinstance(one, GlyphShape)}
    lines = sum(isinstance(one, PathShape) for one in shapes)
    parts = sum(len((*one.accents, *one.solids, *one.strokes)) for one in glyphs)
    assert len(worded) == lines + parts
    told = sum(line.endswith(" rg") for line in vars(canvas)["_code"])
    filled = sum(getattr(one, "fill", None) is not None for one in shapes)
    assert 0 < told < filled + sum(isinstance(one, (TextShape, GlyphShape)) for one in shapes)


def test_text_of_one_font_and_text_with_signs_of_others_both_stand_where_the_drawing_has_them() -> None:
    font = FontSpec(size=20.0)
    lines = [("Ledger", 40.0), ("Ledger ▲ 仕", 80.0), ("Ledger", 120.0)]
    shapes = tuple(TextShape(300.0, y, text, font, Paint("danger"), "end") for text, y in lines)
    box = Box(0.0, 0.0, 300.0, 200.0)
    drawing = ElementDrawing("a", "component", box, (), shapes)
    out = BytesIO()
    canvas = new_canvas(out, (300.0, 200.0), date(2026, 1, 1))
    sheet = Sheet(canvas, Fonts(), load_theme("light"), (300.0, 200.0))
    paint_display(sheet, DisplayList((drawing,), box), Spot(0.0, 0.0, 0.0, 0.0, 1.0))
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    text = document[0].get_textpage()
    assert text.get_text_range().count("Ledger") == 3
    boxes = [text.get_charbox(index) for index in range(6)]
    # The line ends at the right edge, and its letters stand on the baseline.
    assert boxes[-1][2] == pytest.approx(300.0, abs=2.0)
    assert boxes[0][1] == pytest.approx(160.0, abs=1.0)
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    first, last = (picture.crop((0, round(y) - 16, 300, round(y) + 6)) for _, y in lines[::2])
    document.close()
    # Colours of borrowed signs do not stay in the hand.
    assert first.tobytes() == last.tobytes()
    assert len(first.getcolors() or []) > 2
