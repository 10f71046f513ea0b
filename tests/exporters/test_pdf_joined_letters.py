"""Arabic letters of a PDF: each has the form of its place in the word, and the text stays as typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from archdraw.core.model import Design
from archdraw.exporters.pdf.fonts import Fonts, _is_drawable
from archdraw.exporters.pdf.joining import joined


def everything(form: str) -> bool:
    return bool(form)


def places(text: str) -> list[str]:
    return [unicodedata.decomposition(one).split()[0].strip("<>") for one in joined(text, everything)]


def letters_of(form: str) -> str:
    _, *codes = unicodedata.decomposition(form).split()
    return "".join(chr(int(code, 16)) for code in codes)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # kitab, "book": kaf begins, ta stands in the middle, alef ends the tie, ba stands alone after it
        ("\u0643\u062a\u0627\u0628", ["initial", "medial", "final", "isolated"]),
        # bayt, "house"
        ("\u0628\u064a\u062a", ["initial", "medial", "final"]),
        # dar, "home": none of its letters ties to the next
        ("\u062f\u0627\u0631", ["isolated", "isolated", "isolated"]),
        # la, "no": one sign for two letters
        ("\u0644\u0627", ["isolated"]),
        # salam, "peace": sin begins, lam and alef end as one sign, mim stands alone
        ("\u0633\u0644\u0627\u0645", ["initial", "final", "isolated"]),
    ],
)
def test_letters_take_the_form_of_their_place(word: str, expected: list[str]) -> None:
    assert places(word) == expected


def test_marks_above_letters_do_not_part_them() -> None:
    without = joined("\u0628\u064a\u062a", everything)
    marked = joined("\u0628\u064e\u064a\u0652\u062a", everything)
    assert [one for one in marked if not unicodedata.combining(one)] == list(without)


def test_words_do_not_tie_over_a_space() -> None:
    both = joined("\u0628\u064a\u062a \u0628\u064a\u062a", everything)
    one = joined("\u0628\u064a\u062a", everything)
    assert both == f"{one} {one}"


def test_a_form_that_no_font_has_stays_the_plain_letter() -> None:
    word = "\u0633\u0644\u0627\u0645"
    assert joined(word, lambda _: False) == word


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x6FF)))
@example("\u0677")
def test_no_letter_is_lost_and_none_comes(text: str) -> None:
    written = joined(text, everything)
    # Forms decompose to their letters, in one step: some letters would go on to their parts. All other
    # characters stay as they were.
    back = "".join(letters_of(one) if one > "\ufaff" else one for one in written)
    assert back == text
    assert joined(written, everything) == written


# A font that has every sign, each half an em wide.
EVERY_SIGN = SimpleNamespace(
    fontName="Every sign",
    face=SimpleNamespace(charToGlyph=range(0x10000), charWidths={}, defaultWidth=500.0),
)


def test_the_joined_forms_are_painted_from_right_to_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archdraw.exporters.pdf.fonts._system_fonts", lambda: (EVERY_SIGN,))
    _is_drawable.cache_clear()
    fonts = Fonts()
    stretches = fonts.stretches("\u0633\u0644\u0627\u0645 API", "regular")
    _is_drawable.cache_clear()
    assert not fonts.missing
    assert [(one.drawn, one.faithful) for one in stretches] == [
        ("\ufee1\ufefc\ufeb3", False),
        (" API", True),
    ]
    assert stretches[0].advance == pytest.approx(1.5)


def test_the_text_of_the_file_is_as_typed(chained: Callable[..., Design], review: Callable[..., Any]) -> None:
    typed = "\u0633\u0644\u0627\u0645 API"
    with review(chained([typed])).opened() as opened:
        painted = b"".join(page.Contents.read_bytes() for page in opened.pages)
    assert typed.encode("utf-16-be").hex().upper().encode() in painted
