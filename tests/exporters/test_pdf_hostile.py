"""Whatever people type is printed as typed: nothing is parsed, fetched, lost or fatal."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pytest

from archdraw.core.model import Design
from archdraw.exporters.pdf.fonts import Fonts, printable

MARKUP = (
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="/etc/hostname"/>',
    "Map<String, Node>",
    "<b>bold & <i>unbalanced",
    '<a href="javascript:alert(1)">click</a>',
    "&amp; &lt;script&gt;",
    "%s %d {0} ${x} \\u0041 (parentheses) \\",
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> None:
        raise AssertionError("something tried to connect")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_markup_is_printed_as_typed(chained: Callable[..., Design], review: Callable[..., Any]) -> None:
    design = chained(list(MARKUP), title="<para>& Co</para>")
    pdf = review(design)
    text = squeezed(pdf.text())
    for name in (*MARKUP, design.title):
        assert squeezed(name) in text
    words = pdf.words()
    assert b"/Subtype /Link" in words
    assert b"/URI" not in words
    assert b"/Subtype /Image" not in words
    assert pdf.warnings == ()


def test_a_word_without_spaces_is_broken_and_kept(
    chained: Callable[..., Design], review: Callable[..., Any]
) -> None:
    word = "".join(chr(ord("a") + index % 26) for index in range(10_000))
    pdf = review(chained(["Short", word]))
    text = squeezed(pdf.text())
    # Page furniture may stand between two parts of a word that runs over a page.
    for start in range(0, 9900, 495):
        assert word[start : start + 20] in text
    for left, right, width in text_edges(pdf.data):
        assert 18 <= left <= right <= width - 18


def text_edges(data: bytes) -> Iterator[tuple[float, float, float]]:
    """Left and right end of each piece of text, with the width of its page."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        texts = page.get_textpage()
        for index in range(texts.count_rects()):
            left, _, right, _ = texts.get_rect(index)
            yield left, right, page.get_width()
    document.close()


def test_hostile_names_are_as_typed_in_headings_bookmarks_and_contents(
    chained: Callable[..., Design], review: Callable[..., Any]
) -> None:
    design = chained(["Short"])
    names = ["Map<String, Node>", "<b>bold & <i>", "%s {0} \\ (x)"]
    journeys = tuple(
        design.journeys[0].revised(id=f"j{index}", name=name) for index, name in enumerate(names)
    )
    pdf = review(design.revised(journeys=journeys))
    document = pypdfium2.PdfDocument(pdf.data)
    titles = [entry.get_title() for entry in document.get_toc()]
    document.close()
    listed = squeezed(" ".join(pdf.pages()[1:4]))
    for name in names:
        assert any(title.endswith(name) for title in titles)
        assert any(f"“{name}”" in title for title in titles)
        assert squeezed(f"Path of “{name}”") in listed


def test_control_characters_are_left_out(chained: Callable[..., Design], review: Callable[..., Any]) -> None:
    text = review(chained(["Pay\x00ments\x07 \x1bAPI\u202e\u2066"])).text()
    assert "Payments API" in text


def test_signs_that_no_font_has_are_kept_in_the_text_and_named(
    chained: Callable[..., Design], review: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.exporters.pdf.fonts._system_fonts", tuple)
    pdf = review(chained(["東京 Store", "Rocket 🚀", "שלום"]))
    assert any("東" in warning and "U+1F680" in warning for warning in pdf.warnings)
    text = pdf.text()
    assert "東京 Store" in text
    # pdfium leaves out what lies beyond 16 bits; the file has it, and other readers show it.
    with pdf.opened() as opened:
        painted = b"".join(page.Contents.read_bytes() for page in opened.pages)
    assert "Rocket 🚀".encode("utf-16-be").hex().upper().encode() in painted
    assert "שלום" in text


def test_numbers_beside_right_to_left_words_keep_their_order() -> None:
    fonts = Fonts()
    assert "".join(stretch.drawn for stretch in fonts.stretches("db 12", "regular")) == "db 12"
    known = "".join(stretch.drawn for stretch in fonts.stretches("a\u05d0\u05d1 12", "regular")).replace(
        "□", "?"
    )
    assert known[0] == "a"
    assert known.endswith(" 12")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\tb", "a b"),
        ("a\x00b", "ab"),
        ("e\u0301", "é"),
        ("plain", "plain"),
        ("x\u200bz", "xz"),
        ("\ud800", ""),
    ],
)
def test_printable_keeps_what_has_a_form(typed: str, kept: str) -> None:
    assert printable(typed) == kept


def test_hostile_texts_everywhere_do_not_stop_the_review(
    review: Callable[..., Any], chained: Callable[..., Design]
) -> None:
    nasty = "<img src=x> \x00 " + "W" * 900 + " שלום 🚀"
    design = chained([nasty, nasty]).revised(
        title=nasty, description=nasty, authors=(nasty,), status=nasty, classification=nasty
    )
    pdf = review(design, document_version=nasty, file_name=nasty)
    assert len(pdf.pages()) > 5
