from __future__ import annotations

import pytest

from archdraw.core.analysis import wording
from archdraw.core.analysis.warning_words import warning_text
from archdraw.core.analysis.wording import THIN


@pytest.mark.parametrize(
    ("availability", "text"),
    [
        (0.9995, "99.95"),
        (0.998875, "99.8875"),
        (0.99999875, "99.999875"),
        (0.995, "99.5"),
        (0.5, "50"),
        (1.0, "100"),
        (0.0, "0"),
        (0.9, "90"),
    ],
)
def test_availability(availability: float, text: str) -> None:
    assert wording.availability_text(availability) == f"{text}{THIN}%"


def test_an_outage_is_never_rounded_away() -> None:
    assert wording.availability_text(1.0, 1e-18).startswith("99.9999999999999")
    assert wording.availability_text(1.0, 2.5e-9) == f"99.99999975{THIN}%"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (15768, "4 h 23 min"),
        (315360, "3 d 16 h"),
        (31.536, "31.5 s"),
        (315.36, "5 min 15 s"),
        (3153.6, "53 min"),
        (0.012, "12 ms"),
        (0, "0 s"),
        (3600, "1 h"),
        (86400, "1 d"),
        (3599.9, "1 h"),
        (7199.9, "2 h"),
        (1e-7, "< 1 ms"),
        (31536000, "365 d"),
        (59.99, "60 s"),
    ],
)
def test_downtime(seconds: float, text: str) -> None:
    assert wording.downtime_text(seconds).replace(THIN, " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567.0, "1,235,000"),
        (1.5e18, "1.5\u2009×\u200910¹⁸"),
        (-2e-9, "-2\u2009×\u200910⁻⁹"),
        (0.012345, "0.01235"),
        (100.0, "100"),
        (99.996, "100"),
        (0.0, "0"),
        (12.5, "12.5"),
    ],
)
def test_four_significant_digits(value: float, text: str) -> None:
    assert wording.number_text(value) == text


def test_rates_shares_money_and_small_probabilities() -> None:
    assert wording.rate_text(11574.07) == f"11,570{THIN}/s"
    assert wording.percent_text(0.8453) == f"84.5{THIN}%"
    assert wording.money_text(1234.56) == "$1,235"
    assert wording.money_text(9.5) == "$9.50"
    assert wording.probability_text(2.5e-7) == f"2.5{THIN}×{THIN}10⁻⁷"
    assert wording.probability_text(9.99e-5) == f"1.0{THIN}×{THIN}10⁻⁴"
    assert wording.probability_text(0.0125) == "0.0125"
    assert wording.nines_text(5e-4) == "3.3 nines"


def test_every_warning_of_the_analyser_is_a_sentence() -> None:
    assert warning_text("no_load", str.upper) == "No load is stated: its times are those without waiting."
    assert warning_text("needs_more_than_there_is:web", str.upper) == "WEB needs more instances than it has."
    # What nobody has worded yet is still readable.
    assert warning_text("some_new_one", str.upper) == "Some new one."


def test_targets_have_their_unit() -> None:
    assert wording.target_text("p999_ms") == "p99.9"
    assert wording.target_figure("p99_ms", 80.0) == f"80{THIN}ms"
    assert wording.target_figure("rto_s", 90.0) == f"1{THIN}min 30{THIN}s"
    assert wording.target_figure("availability", 0.9995) == f"99.95{THIN}%"


def test_two_availabilities_are_written_with_the_digits_that_tell_them_apart() -> None:
    assert wording.availabilities_apart(0.01, 0.005) == (f"99{THIN}%", f"99.5{THIN}%")
    assert wording.availabilities_apart(0.00030442, 0.00030367) == (f"99.96956{THIN}%", f"99.96963{THIN}%")
    assert wording.availabilities_apart(0.01, 0.01) == (f"99{THIN}%", f"99{THIN}%")
