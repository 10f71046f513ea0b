"""The review says what its content means: it can be read aloud, reflowed and taken apart by machines."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from archdraw.core.model import Design

# What paints: each must stand in a stretch that belongs to an element or is decoration.
PAINTERS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI"}
PARTS = {
    "/L": {"/LI"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/Caption", "/THead", "/TBody"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/TOC": {"/TOCI"},
    "/TOCI": {"/Reference"},
    "/Reference": {"/Link"},
    "/Document": {"/Sect"},
}
TEMPLATES = ("full", "summary", "interview")


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All elements, each before its parts."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(reversed([kid for kid in kids(element) if is_element(kid)]))


def kids(element: Any) -> list[Any]:
    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def marks(element: Any) -> Iterator[tuple[Any, int]]:
    """The page and number of each stretch of an element."""
    for kid in kids(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, int(kid)
        elif kid.get("/Type") == "/MCR":
            yield kid.Pg.objgen, int(kid.MCID)


def links(element: Any) -> list[Any]:
    return [kid.Obj for kid in kids(element) if not isinstance(kid, int) and kid.get("/Type") == "/OBJR"]


def stretches(page: pikepdf.Page) -> set[int]:
    """The numbers on a page; whatever is painted outside a stretch, or in two at once, fails."""
    found: set[int] = set()
    open_: list[bool] = []
    for one in pikepdf.parse_content_stream(page):
        name, operands = str(one.operator), one.operands
        if name in ("BDC", "BMC"):
            number = operands[1].get("/MCID") if name == "BDC" else None
            counts = number is not None or operands[0] == "/Artifact"
            assert not (counts and any(open_)), "stretches never lie in each other"
            open_.append(counts)
            if number is not None:
                assert int(number) not in found
                found.add(int(number))
        elif name == "EMC":
            open_.pop()
        elif name in PAINTERS:
            assert any(open_), f"{name} outside of any stretch"
        elif name in ("q", "Q", "BT"):
            continue
    assert not open_
    return found


@pytest.fixture(scope="module", params=TEMPLATES)
def tagged(
    request: pytest.FixtureRequest, sample: Callable[[str], Design], review: Callable[..., Any]
) -> Iterator[pikepdf.Pdf]:
    with review(sample("news-feed"), template=request.param).opened() as pdf:
        yield pdf


def test_the_document_says_that_it_is_tagged_and_how_it_is_read(tagged: pikepdf.Pdf) -> None:
    root = tagged.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert tagged.check_pdf_syntax() == []
    with tagged.open_metadata() as described:
        assert described["dc:title"] == str(tagged.docinfo["/Title"])
        assert described["dc:language"] == {"en"}
    for page in tagged.pages:
        assert page.Tabs == "/S"


def test_everything_painted_belongs_to_an_element_or_is_decoration(tagged: pikepdf.Pdf) -> None:
    on_pages = {(page.objgen, number) for page in tagged.pages for number in stretches(page)}
    in_tree = [mark for element in elements(tagged) for mark in marks(element)]
    assert len(in_tree) > 40
    assert len(in_tree) == len(set(in_tree))
    assert set(in_tree) == on_pages


def test_pages_and_links_lead_back_to_their_elements(tagged: pikepdf.Pdf) -> None:
    nums = list(tagged.Root.StructTreeRoot.ParentTree.Nums)
    table = dict(zip((int(key) for key in nums[::2]), nums[1::2], strict=True))
    assert sorted(table) == list(range(int(tagged.Root.StructTreeRoot.ParentTreeNextKey)))
    owner = {mark: element for element in elements(tagged) for mark in marks(element)}
    holder = {link.objgen: element for element in elements(tagged) for link in links(element)}
    for page in tagged.pages:
        for number, element in enumerate(table[int(page.StructParents)]):
            assert owner[page.objgen, number].objgen == element.objgen
        for note in page.get("/Annots", []):
            element = table[int(note.StructParent)]
            assert element.S == "/Link"
            assert holder[note.objgen].objgen == element.objgen
            assert "page" in str(note.Contents).lower()
    for element in elements(tagged):
        if element.S == "/Link":
            assert links(element), "a link leads somewhere"
        for kid in kids(element):
            if is_element(kid):
                assert kid.P.objgen == element.objgen


def test_headings_begin_at_the_first_level_and_skip_none(tagged: pikepdf.Pdf) -> None:
    levels = [int(str(one.S)[2]) for one in elements(tagged) if str(one.S) in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 3
    for before, after in pairwise(levels):
        assert after <= before + 1


def test_lists_tables_and_contents_are_made_of_their_parts(tagged: pikepdf.Pdf) -> None:
    seen = set()
    for element in elements(tagged):
        kind = str(element.S)
        seen.add(kind)
        if kind in PARTS:
            parts = {str(kid.S) for kid in kids(element) if is_element(kid)}
            assert parts
            assert parts <= PARTS[kind], kind
            assert all(is_element(kid) for kid in kids(element)), kind
    assert {"/P", "/H2", "/Sect"} <= seen
    assert seen & {"/Table", "/L"}


def test_rows_of_a_table_are_equally_long_and_heads_say_what_of(tagged: pikepdf.Pdf) -> None:
    for table in (one for one in elements(tagged) if one.S == "/Table"):
        caption, head, body = kids(table)
        assert list(marks(caption))
        (row,) = kids(head)
        assert {str(cell.S) for cell in kids(row)} == {"/TH"}
        assert {str(cell.A.Scope) for cell in kids(row)} == {"/Column"}
        for line in kids(body):
            spans = [int(cell.A.get("/ColSpan", 1)) if "/A" in cell else 1 for cell in kids(line)]
            assert sum(spans) == len(kids(row))


def test_figures_are_said_in_words_and_lie_on_their_page(tagged: pikepdf.Pdf) -> None:
    sizes = {page.objgen: [float(value) for value in page.MediaBox] for page in tagged.pages}
    figures = [one for one in elements(tagged) if one.S == "/Figure"]
    assert figures
    for figure in figures:
        assert len(str(figure.Alt)) > 20
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
        _, _, width, height = sizes[figure.Pg.objgen]
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


def test_the_words_of_a_drawing_name_every_component(shop: Any, sample: Callable[[str], Design]) -> None:
    with shop.opened() as pdf:
        words = [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"]
    # The system as one card stands before the drawing of what is in it.
    said = next(one for one in words if one.startswith("13 components"))
    for component in sample("url-shortener").components:
        assert component.name in said


def test_words_are_in_the_element_that_they_are_of(shop: Any) -> None:
    """Read through another engine: each heading is the words of the bookmark that leads there."""
    with shop.opened() as pdf:
        pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
        wanted = [
            [(pages[page], number) for page, number in marks(one)]
            for one in elements(pdf)
            if str(one.S) in ("/H2", "/H3")
        ]
    texts = texts_by_mark(shop.data)
    headings = ["".join("".join(texts[mark]) for mark in one).split() for one in wanted]
    document = pypdfium2.PdfDocument(shop.data)
    bookmarks = ["".join(entry.get_title().split()) for entry in document.get_toc()]
    document.close()
    assert [text for words in headings if (text := "".join(words)) != "Figures"] == bookmarks


def texts_by_mark(data: bytes) -> dict[tuple[int, int], list[str]]:
    document = pypdfium2.PdfDocument(data)
    found: dict[tuple[int, int], list[str]] = {}
    for index, page in enumerate(document):
        texts = page.get_textpage()
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            mark = raw.FPDFPageObj_GetMarkedContentID(thing.raw)
            if mark < 0:
                continue
            size = raw.FPDFTextObj_GetText(thing.raw, texts.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFTextObj_GetText(
                thing.raw, texts.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            found.setdefault((index, mark), []).append(buffer.raw[: size - 2].decode("utf-16-le"))
    document.close()
    return found


def test_the_head_of_a_table_that_goes_on_is_read_once(
    chained: Callable[..., Design], review: Callable[..., Any]
) -> None:
    with review(chained([f"Service {index}" for index in range(70)])).opened() as pdf:
        over = 0
        for table in (one for one in elements(pdf) if one.S == "/Table"):
            pages = {page for kid in elements_below(table) for page, _ in marks(kid)}
            over += len(pages) > 1
            heads = [kid for kid in elements_below(table) if kid.S == "/TH" and kid.A.Scope == "/Column"]
            assert len(heads) == len(kids(kids(kids(table)[1])[0]))
            assert all(len(list(marks(kid))) <= 1 for kid in heads)
        assert over, "some table goes over a page"
        for page in pdf.pages:
            stretches(page)


def elements_below(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        if is_element(kid):
            yield kid
            yield from elements_below(kid)


def test_hostile_words_are_said_as_typed(chained: Callable[..., Design], review: Callable[..., Any]) -> None:
    names = ["Map<String, Node>", "<b>bold & co", "שלום", "東京 Store", "(brackets) \\ %"]
    with review(chained(names, title="<para> & שלום 東京")).opened() as pdf:
        said = [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"]
        for name in names:
            assert any(name in text for text in said), name
        assert str(pdf.docinfo["/Title"]).startswith("<para> & שלום 東京")
        with pdf.open_metadata() as described:
            assert described["dc:title"].startswith("<para> & שלום 東京")
