"""Availability, nines and downtime, both ways."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from archdraw.core.estimate.downtime import SPANS, Outage, duration_text, seconds_of, unavailability_of
from archdraw.core.estimate.quantities import CalculationError


@pytest.mark.parametrize(
    "typed, year",
    [
        ("99 %", "3 d 15.6 h"),
        ("99.5", "1 d 19.8 h"),
        ("99.9%", "8 h 45.6 min"),
        ("0.9995", "4 h 22.8 min"),
        ("99.99 %", "52.56 min"),
        ("99.995 %", "26.28 min"),
        ("5 nines", "5.256 min"),
        ("99,9999 %", "31.5 s"),
        ("100 %", "0 s"),
        ("1", "0 s"),
    ],
)
def test_an_availability_is_a_downtime_a_year_of_365_days(typed: str, year: str) -> None:
    outage = Outage(unavailability_of(typed))
    assert duration_text(outage.seconds("year")).replace("\u2009", " ") == year


def test_the_length_of_month_and_year_is_a_convention_that_is_said() -> None:
    outage = Outage(unavailability_of("99.9 %"))
    assert duration_text(outage.seconds("month")) == "43.2\u2009min"
    assert outage.span_text("month") == "month of 30 days"
    longer = Outage(outage.unavailability, 365.25, 365.25 / 12)
    assert duration_text(longer.seconds("month")) == "43.83\u2009min"
    assert longer.span_text("year") == "year of 365.25 days"


@pytest.mark.parametrize(
    "typed, seconds",
    [
        ("4 h 23 min", 15_780.0),
        ("43.2 min", 2592.0),
        ("3d15h", 313_200.0),
        ("31.5 s", 31.5),
        ("86 ms", 0.086),
        ("90", 90.0),
        ("2 hours", 7200.0),
    ],
)
def test_a_length_of_time_is_read(typed: str, seconds: float) -> None:
    assert math.isclose(seconds_of(typed), seconds)


@pytest.mark.parametrize("typed", ["", "abc", "101 %", "-1", "nan", "2 x", "17 nines", "x nines"])
def test_what_is_no_availability_is_refused(typed: str) -> None:
    with pytest.raises(CalculationError):
        unavailability_of(typed)


@pytest.mark.parametrize("typed", ["", "soon", "-5 min", "1 h x", "nan", "inf"])
def test_what_is_no_length_of_time_is_refused(typed: str) -> None:
    with pytest.raises(CalculationError):
        seconds_of(typed)


def test_more_downtime_than_there_is_time_is_refused() -> None:
    with pytest.raises(CalculationError, match="more can’t be lost"):
        Outage(0.0).of_downtime(90_000.0, "day")


@given(st.floats(1e-12, 1.0), st.sampled_from(SPANS))
def test_the_way_back_gives_the_same_availability(unavailability: float, span: str) -> None:
    outage = Outage(unavailability)
    again = outage.of_downtime(outage.seconds(span), span)  # type: ignore[arg-type]  # drawn from the spans
    assert math.isclose(again.unavailability, unavailability, rel_tol=1e-12)
    assert math.isclose(10.0**-outage.nines, unavailability, rel_tol=1e-9)


@given(st.floats(1e-13, 1.0, exclude_max=True))
def test_an_availability_below_one_is_never_shown_as_all(unavailability: float) -> None:
    assert not Outage(unavailability).percent_text.startswith("100")
