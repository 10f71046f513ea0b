from __future__ import annotations

import pytest

from archdraw.qt.panels.field import Field
from archdraw.qt.panels.parsing import RefusedError, parsed, shown

PERCENT = Field(("availability",), "Availability", "number", unit="%", scale=100, minimum=0, maximum=1)
RATE = Field(("capacity_rps",), "Capacity", "number", unit="req/s", minimum=0)
SIZE = Field(("attributes", "storage_bytes"), "Storage", "number", unit="bytes")
TIME = Field(("attributes", "ttl_s"), "Time to live", "number", unit="s")
COUNT = Field(("replicas",), "Instances", "whole", minimum=1, maximum=100_000)
REQUIRED = Field(("required",), "Must be up", "mixed", words=("load",), minimum=1)
LIMIT = Field(("attributes", "rate_limit"), "Rate limit", "mixed", words=("yes", "no"))
LETTERS = Field(("attributes", "dead_letter"), "Dead letters", "mixed", words=("yes", "no"), free_text=True)


@pytest.mark.parametrize(
    "field, text, value",
    [
        (PERCENT, "99.95", 0.9995),
        (PERCENT, "99,95 %", 0.9995),
        (PERCENT, "100", 1),
        (RATE, "12k", 12_000),
        (RATE, "12,000", 12_000),
        (RATE, "12 000 req/s", 12_000),
        (RATE, "1.5 M", 1_500_000),
        (RATE, "0,5", 0.5),
        (SIZE, "10 GB", 10_000_000_000),
        (SIZE, "1 GiB", 2**30),
        (TIME, "5 min", 300),
        (TIME, "250 ms", 0.25),
        (TIME, "2 h", 7200),
        (COUNT, "3", 3),
        (REQUIRED, "load", "load"),
        (REQUIRED, "2", 2),
        (LIMIT, "yes", True),
        (LIMIT, "No", False),
        (LIMIT, "500", 500),
        (LETTERS, "failed-orders", "failed-orders"),
        (RATE, "   ", None),
    ],
)
def test_typed_text_becomes_the_stored_value(field: Field, text: str, value: object) -> None:
    found = parsed(field, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "field, text, words",
    [
        (PERCENT, "101", "between 0"),
        (PERCENT, "-1", "between 0"),
        (COUNT, "2.5", "whole number"),
        (COUNT, "0", "between 1"),
        (RATE, "fast", "takes a number in req/s"),
        (RATE, "5 apples", "apples"),
        (RATE, "-5", "at least 0"),
        (REQUIRED, "most", "a number or “load”"),
        (TIME, "5 parsecs", "parsecs"),
        (RATE, "1.2.3", "takes a number"),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(field: Field, text: str, words: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        parsed(field, text)
    assert words in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "field, value",
    [
        (PERCENT, 0.9995),
        (PERCENT, 0.25),
        (RATE, 12_345),
        (RATE, 0.25),
        (SIZE, 10_000_000_000),
        (TIME, 86_400),
        (COUNT, 3),
    ],
)
def test_what_is_shown_is_read_back_as_the_same_value(field: Field, value: float) -> None:
    assert parsed(field, shown(field, value)) == value


def test_percent_of_many_nines_keeps_its_digits() -> None:
    assert shown(PERCENT, 0.9999998) == "99.99998"
    assert parsed(PERCENT, "99.99998") == 0.9999998
