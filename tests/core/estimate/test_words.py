"""Which words are offered while a formula or a unit is typed."""

from __future__ import annotations

import pytest

from archdraw.core.estimate.sheet import Row, book_of, compute
from archdraw.core.estimate.words import completed, formula_words, unit_words
from archdraw.core.model import Settings

SHEET = compute(
    [
        Row("daily_users", "input", "Daily users", value=5, unit="user"),
        Row("peak-factor", "input", "Peak over average", value=2),
        Row(
            "reads", "estimate", "Reads", formula="daily_users × 2 request/user/day", unit="request/user/week"
        ),
    ],
    "exact",
    book_of(Settings()),
)


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("dai", "daily_users"),
        ("2 × use", "daily_users"),
        ("over", "[peak-factor]"),
        ("3 × ce", "ceil("),
        ("5 req", "request/s"),
        ("daily_users / re", "request/s"),
    ],
)
def test_the_likeliest_word_comes_first(text: str, wanted: str) -> None:
    assert formula_words(text, len(text), SHEET, "reads")[0].word == wanted


@pytest.mark.parametrize("text", ["", "2 × ", "daily_users", "2 + 3", "zzz"])
def test_nothing_is_offered_where_nothing_is_meant_or_missing(text: str) -> None:
    assert formula_words(text, len(text), SHEET, "reads") == ()


def test_a_row_is_not_offered_to_itself() -> None:
    assert all(one.word != "reads" for one in formula_words("rea", 3, SHEET, "reads"))


def test_units_of_the_sheet_come_before_the_usual_ones() -> None:
    assert unit_words("request/us", 10, SHEET, "daily_users")[0].word == "request/user/week"
    assert unit_words("", 0, SHEET, "reads") == ()
    assert unit_words("user", 4, SHEET, "reads") == ()


def test_a_word_takes_the_place_of_what_was_typed() -> None:
    assert completed("2 × da + 1", 6, "da", "daily_users") == ("2 × daily_users + 1", 15)
