"""A page of a drawing with very many elements: cards are put down as stamps, and the picture is the same."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from tests.exporters.crowded import as_single_ones

from archdraw.core.drawing import DisplayList, load_theme
from archdraw.core.drawing.stamped_cards import StampedCard
from archdraw.exporters.pdf.diagram import Spot, extent_of, paint_display, smallest_text
from archdraw.exporters.pdf.fonts import Fonts
from archdraw.exporters.pdf.sheet import Sheet
from archdraw.exporters.pdf.stamping import Stamper
from archdraw.exporters.pdf.writing import new_canvas


def page_of(display: DisplayList, *, words: bool = True) -> tuple[bytes, str]:
    """Return the pixels of a page with the drawing, and its text."""
    box = extent_of(display)
    buffer = BytesIO()
    canvas = new_canvas(buffer, (box.w, box.h), date(2026, 1, 1))
    sheet = Sheet(canvas, Fonts(), load_theme("light"), (box.w, box.h))
    paint_display(sheet, display, Spot(0.0, 0.0, box.x, box.y, 1.0), words=words)
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        picture = bytes(document[0].render(scale=1.0).buffer)
        return picture, document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def assert_alike(first: bytes, other: bytes) -> None:
    """A place at the origin, moved, may be rounded otherwise by a thousandth of a point."""
    assert len(first) == len(other)
    assert len(set(first)) > 50
    far = sum(abs(a - b) > 40 for a, b in zip(first, other, strict=True))
    assert far < len(first) / 20_000


def test_cards_put_down_are_the_picture_of_cards_that_are_drawn(
    crowd: DisplayList, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[bool] = []
    keep = Stamper.put

    def counted(stamper: Stamper, card: StampedCard) -> bool:
        put.append(keep(stamper, card))
        return put[-1]

    monkeypatch.setattr(Stamper, "put", counted)
    quick, text = page_of(crowd)
    slow, written = page_of(as_single_ones(crowd))
    assert put.count(True) > 10
    # Signs of another font are drawn one by one.
    assert put.count(False) == 3
    assert_alike(quick, slow)
    assert sorted(text.split()) == sorted(written.split())


def test_without_words_neither_has_a_text(crowd: DisplayList) -> None:
    quick, text = page_of(crowd, words=False)
    assert_alike(quick, page_of(as_single_ones(crowd), words=False)[0])
    assert not text


def test_the_smallest_text_is_found_among_stamps(crowd: DisplayList) -> None:
    assert smallest_text(crowd) == smallest_text(as_single_ones(crowd)) == 10.0
