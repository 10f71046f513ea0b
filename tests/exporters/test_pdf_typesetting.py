"""Lines, columns, pages and tiles: the parts of typesetting that can go wrong by themselves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.drawing import DisplayList
from archdraw.core.geometry import Box
from archdraw.exporters.pdf.fonts import Fonts
from archdraw.exporters.pdf.front import contents
from archdraw.exporters.pdf.lines import broken, first_lines, natural_width
from archdraw.exporters.pdf.pagination import anchors, paginate
from archdraw.exporters.pdf.pieces import Piece, Setting, paint_nothing
from archdraw.exporters.pdf.style import BODY, PAPERS, body_size
from archdraw.exporters.pdf.tables import table
from archdraw.exporters.pdf.widths import Need, column_widths
from archdraw.exporters.pdf.writing import _body
from archdraw.report.document import (
    Cell,
    Column,
    Cover,
    Diagram,
    DocumentMeta,
    Figure,
    Paragraph,
    ReviewDocument,
    Row,
    Run,
    Section,
    Table,
    cell,
)

PAGE = (300.0, 400.0)
META = DocumentMeta("T", "Review", "", (), "", "", "", date(2026, 1, 1), "t.adraw", "", "", "ArchDraw")
FONTS = Fonts()


def said(text: str, width: float) -> list[str]:
    lines = broken([Run(text)], BODY, width, FONTS, {})
    return ["".join(fragment.text for fragment in line.fragments) for line in lines]


@settings(max_examples=60)
@given(st.text(st.sampled_from("abcdefgh /-.W\u2009é"), max_size=120), st.floats(20, 200))
def test_breaking_loses_nothing_and_fits(text: str, width: float) -> None:
    lines = broken([Run(text)], BODY, width, FONTS, {})
    kept = "".join(fragment.text for line in lines for fragment in line.fragments)
    assert kept.replace(" ", "") == text.replace(" ", "")
    for line in lines:
        single = sum(len(fragment.text) for fragment in line.fragments) == 1
        assert single or line.width <= width + 1e-6


def test_words_stay_whole_where_they_fit() -> None:
    assert said("alpha beta gamma", 60.0) == ["alpha beta", "gamma"]


def test_long_words_break_after_punctuation() -> None:
    assert said("projects/alpha/services/checkout", 90.0)[0].endswith("/")


def test_what_is_left_out_is_said_with_an_ellipsis() -> None:
    lines = broken([Run("alpha beta gamma delta " * 3)], BODY, 60.0, FONTS, {})
    assert len(lines) > 2
    first, second = first_lines(lines, 2, 60.0, FONTS)
    assert first == lines[0]
    assert second.fragments[-1].text.endswith("…")
    assert second.width <= 60.0
    assert first_lines(lines, 9, 60.0, FONTS) == lines


def test_a_name_of_a_thousand_letters_does_not_fill_the_head_of_a_table() -> None:
    columns = (Column("W" * 1000), Column("Short"))
    block = Table("t", "Caption", columns, (Row((cell("a"), cell("b"))),))
    pieces = table(block, Setting(400.0, 600.0, FONTS))
    assert max(piece.height for piece in pieces) < 80.0


def test_a_small_table_is_not_divided() -> None:
    rows = tuple(Row((cell(str(index)),)) for index in range(6))
    pieces = table(Table("t", "Caption", (Column("N"),), rows), Setting(400.0, 600.0, FONTS))
    assert all(piece.keep for piece in pieces[:-1])
    assert not pieces[-1].keep
    many = tuple(Row((cell(str(index)),)) for index in range(60))
    assert not all(
        one.keep for one in table(Table("t", "C", (Column("N"),), many), Setting(400, 600, FONTS))[:-1]
    )


def test_line_ends_are_kept() -> None:
    assert said("one\ntwo", 200.0) == ["one", "two"]


def test_a_link_without_text_reads_as_its_label() -> None:
    (line,) = broken([Run("see "), Run("", link="fig")], BODY, 200.0, FONTS, {"fig": "Figure 3"})
    assert [fragment.text for fragment in line.fragments] == ["see ", "Figure 3"]
    assert line.fragments[1].link == "fig"


def test_a_link_to_nothing_is_plain_text() -> None:
    (line,) = broken([Run("gone", link="nowhere")], BODY, 200.0, FONTS, {})
    assert line.fragments[0].link == ""


def test_natural_width_is_that_of_the_longest_line_and_word() -> None:
    longest, word = natural_width([Run("a bb\nccc")], BODY, FONTS, {})
    assert longest == pytest.approx(max(FONTS.width("a bb", "regular", BODY.size), word))
    assert word == pytest.approx(FONTS.width("ccc", "regular", BODY.size))


needs = st.builds(
    lambda share, natural, part, flexible: Need(share, natural, natural * part, flexible),
    st.floats(0.5, 4),
    st.floats(5, 300),
    st.floats(0.1, 1),
    st.booleans(),
)


@settings(max_examples=100)
@given(st.lists(needs, min_size=1, max_size=8))
def test_columns_fill_the_width_exactly(columns: list[Need]) -> None:
    widths = column_widths(columns, 400.0)
    assert sum(widths) == pytest.approx(400.0)
    assert min(widths) >= 0
    if sum(need.natural for need in columns) <= 400.0:
        for need, width in zip(columns, widths, strict=True):
            assert width >= need.natural - 1e-6


def test_words_that_must_be_broken_anyway_do_not_squeeze_the_other_columns() -> None:
    endless = Need(1.0, 2000.0, 136.0, flexible=True, endless=True)
    names = Need(1.0, 900.0, 20.0, flexible=True)
    widths = column_widths([endless, names, endless, endless], 400.0)
    assert widths[1] >= 65.0
    # A word that a column can hold still gets its room.
    word = endless._replace(endless=False)
    assert column_widths([word, names], 200.0)[0] == pytest.approx(136.0)


def piece(height: float, **more: object) -> Piece:
    return Piece(height, paint_nothing, **more)  # type: ignore[arg-type]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.floats(5, 200), st.booleans(), st.floats(0, 30)), min_size=1, max_size=40))
def test_pages_hold_every_piece_in_order_and_never_overflow(rows: list[tuple[float, bool, float]]) -> None:
    pieces = [piece(height, keep=keep, before=before) for height, keep, before in rows]
    pages = paginate(pieces, PAGE)
    assert [placed.piece for page in pages for placed in page.placed] == pieces
    for page in pages:
        assert page.placed
        for placed in page.placed:
            assert placed.y + placed.piece.height <= body_size(PAGE)[1] + 1e-6


def test_a_heading_goes_with_what_it_heads() -> None:
    room = body_size(PAGE)[1]
    heading = piece(20.0, keep=True, anchors=("heading",))
    pages = paginate([piece(room - 30.0), heading, piece(40.0)], PAGE)
    assert [len(page.placed) for page in pages] == [1, 2]
    assert anchors(pages, 2) == {"heading": 3}


def test_a_heading_with_a_sentence_is_never_alone_at_the_foot_of_a_page() -> None:
    """Whatever stands before it: the first finding comes on the page of "Findings"."""
    sentence = Paragraph((Run("One sentence says how many there are."),))
    long = Paragraph((Run("Words that fill a few lines. " * 12),))
    parts = set()
    for filler in range(60):
        above = Section("above", "Above", 1, tuple(sentence for _ in range(filler)), "1")
        findings = Section("findings", "Findings", 1, (sentence,), "2")
        first = Section("first", "First finding", 2, (long,), "2.1")
        document = ReviewDocument(META, Cover((), ()), (above, findings, first))
        pages = paginate(_body(document, "A4", FONTS), PAPERS["A4"])
        found = anchors(pages, 1)
        assert found["findings"] == found["first"], filler
        parts.add(found["findings"])
    assert len(parts) > 1


def test_what_is_kept_together_is_not_kept_over_pages_of_other_sizes() -> None:
    wide = (800.0, 300.0)
    pages = paginate([piece(10.0, keep=True), piece(10.0, page=wide, keep=True), piece(10.0)], PAGE)
    assert [page.size for page in pages] == [PAGE, wide, PAGE]


def test_the_head_of_a_table_is_repeated() -> None:
    room = body_size(PAGE)[1]
    head = piece(15.0, keep=True)
    rows = [piece(room / 3, head=head) for _ in range(5)]
    pages = paginate([head, *rows], PAGE)
    assert len(pages) == 3
    assert all(page.placed[0].piece is head for page in pages)


def test_a_piece_may_ask_for_a_page_of_its_own_size() -> None:
    wide = (800.0, 300.0)
    pages = paginate([piece(10.0), piece(10.0, page=wide), piece(10.0)], PAGE)
    assert [page.size for page in pages] == [PAGE, wide, PAGE]


@pytest.mark.parametrize("count", [36, 42, 43, 44, 46, 47, 65, 80])
def test_a_few_lines_of_the_contents_have_no_page_to_themselves(count: int) -> None:
    sections = tuple(Section(f"s{at}", f"Section {at}", 2, (), f"1.{at}") for at in range(count))
    document = ReviewDocument(META, Cover((), ()), sections)
    setting = Setting(*body_size(PAPERS["A4"]), FONTS)
    pages = contents(document, setting, PAPERS["A4"])
    assert sum(len(page.placed) for page in pages) == count + 1
    assert len(pages) == (1 if count < 50 else 2)


def test_a_heading_stays_with_its_drawing_though_the_caption_has_no_room() -> None:
    room = body_size(PAGE)[1]
    drawing = piece(room - 60.0, keep=True)
    chapter = [piece(40.0, keep=True), drawing, piece(90.0)]
    pages = paginate([piece(room - 80.0), *chapter], PAGE)
    assert [[placed.piece for placed in page.placed] for page in pages][1] == chapter[:2]
    assert len(pages) == 3


def test_the_two_parts_of_a_duration_stay_in_one_line() -> None:
    said = "It is down for 4\u2009h 21\u2009min a year."
    for width in range(64, 200, 4):
        lines = broken([Run(said)], BODY, float(width), FONTS, {})
        texts = ["".join(one.text for one in line.fragments) for line in lines]
        assert sum("4\u2009h 21\u2009min" in text for text in texts) == 1
        assert " ".join(text.strip() for text in texts) == said


def test_a_section_before_a_page_of_another_size_leaves_no_line_alone() -> None:
    """The page is given up after it: a table of two rows would have one to itself."""
    sentence = Paragraph((Run("One sentence says how many there are."),))
    wide = Diagram(DisplayList((), Box(0.0, 0.0, 5000.0, 300.0)))
    drawn = Section("drawn", "Drawn", 1, (Figure("figure", "A wide one.", wide),), "3")
    cells = tuple(Row((Cell((Run("a"),)), Cell((Run("b"),)))) for _ in range(9))
    rows = Table("table", "Nine rows.", (Column("A"), Column("B")), cells)
    for filler in range(16, 44, 3):
        above = Section("above", "Above", 1, tuple(sentence for _ in range(filler)), "1")
        short = Section("short", "Short", 1, (sentence, sentence, rows), "2")
        document = ReviewDocument(META, Cover((), ()), (above, short, drawn))
        pages = paginate(_body(document, "A4", FONTS), PAPERS["A4"])
        (before,) = (page for page in pages if any("short" in one.piece.anchors for one in page.placed))
        after = pages[pages.index(before) + 1]
        assert after.size != before.size, filler
