"""The language of formulas: what it reads, what it refuses, and that nothing is ever run."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from archdraw.core.estimate.computing import Computer, unit_of_text
from archdraw.core.estimate.figures import other_texts, quantity_text
from archdraw.core.estimate.parsing import parse_formula
from archdraw.core.estimate.quantities import Quantity
from archdraw.core.estimate.syntax import FormulaError
from archdraw.core.estimate.units import UnitBook

BOOK = UnitBook()


def computed(formula: str, **values: Quantity) -> Quantity:
    return Computer(BOOK, values).compute(parse_formula(formula, values), formula)


def text(formula: str, **values: Quantity) -> str:
    return quantity_text(computed(formula, **values), BOOK).replace("\u2009", " ")


def refusal(formula: str, **values: Quantity) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        computed(formula, **values)
    return caught.value


@pytest.mark.parametrize(
    "formula, wanted",
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) × 3", 9.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("2 ** 10", 1024.0),
        ("10 − 4 ÷ 2", 8.0),
        ("10 M", 10e6),
        ("1.5 million", 1.5e6),
        ("1_000_000", 1e6),
        ("2.5e3", 2500.0),
        ("20 %", 0.2),
        ("3 nines", 0.999),
        ("ceil(2.1)", 3.0),
        ("ceil(0.3 / 0.1)", 3.0),
        ("floor(-0.5)", -1.0),
        ("round(2.5)", 3.0),
        ("round(1234, 2)", 1200.0),
        ("max(1, 3, 2) - min(4, 2)", 1.0),
        ("sum(1, 2, 3)", 6.0),
        ("sqrt(16) + abs(-1)", 5.0),
        ("log2(1024)", 10.0),
        ("availability(2)", 0.99),
        ("1 day / 1 s", 86_400.0),
        ("1 week / 1 day", 7.0),
        ("1 month / 1 day", 30.0),
        ("1 year / 1 day", 365.0),
        ("1 byte / 1 bit", 8.0),
        ("1 GiB / 1 MiB", 1024.0),
        ("1 GB / 1 MB", 1000.0),
    ],
)
def test_a_formula_gives_its_number(formula: str, wanted: float) -> None:
    assert math.isclose(computed(formula).value, wanted, rel_tol=1e-12)


@pytest.mark.parametrize(
    "formula, wanted",
    [
        ("100 M link/day × 10 request/link", "11,574 request/s"),
        ("300 GB / 100 byte/link", "3,000,000,000 link"),
        ("10 requests per user per day × 2 M users", "231.5 request/s"),
        ("1 GiB + 1 GiB", "2 GiB"),
        ("5 $ × 3", "15 $"),
        ("$5 × 3", "15 $"),
        ("downtime(99.9 %, 1 year)", "8.76 h"),
        ("1 Gbit/s × 1 s", "125 MB"),
        ("0.002 request/s × 1", "0.002 request/s"),
        ("max(2 MB, 3000 kB)", "3,000 kB"),
    ],
)
def test_units_go_through_a_formula(formula: str, wanted: str) -> None:
    assert text(formula) == wanted


def test_powers_of_two_and_of_ten_are_told_apart() -> None:
    assert text("32 GiB") == "32 GiB"
    assert [one.replace("\u2009", " ") for one in other_texts(computed("32 GiB"), BOOK)] == ["34.36 GB"]
    assert [one.replace("\u2009", " ") for one in other_texts(computed("32 GB"), BOOK)] == ["29.8 GiB"]
    assert other_texts(computed("1 GB/s"), BOOK)[-1].replace("\u2009", " ") == "8 Gbit/s"


@pytest.mark.parametrize("word", ["mb", "gb", "kb", "m"])
def test_a_unit_that_could_mean_two_things_is_refused_with_both(word: str) -> None:
    assert "could mean several units: write" in str(refusal(f"5 {word}"))


@pytest.mark.parametrize(
    "formula, part",
    [
        ("1 TB + 1 request/s", "can’t be added to something in byte"),
        ("1 user + 1 request", "they count different things (user, request)"),
        ("1 GB - 3", "give the plain number a unit"),
        ("max(1 s, 1 byte)", "can’t compare s with byte"),
        ("2 ^ 1 s", "an exponent takes a plain number"),
        ("1 s ^ 0.5", "takes a small whole exponent"),
        ("1 / 0", "divides by 0"),
        ("ceil(2.5 GB)", "Divide by 1 of the unit"),
        ("sqrt(1 s)", "can’t take the root"),
        ("log2(0)", "plain number above 0"),
        ("(-8) ^ 0.5", "no such root"),
        ("0 ^ (0 - 1)", "divides by 0"),
        ("9 ^ 9 ^ 9", "too large to be a number"),
        ("10 ^ 300 * 10 ^ 300", "too large to be a number"),
        ("20 nines", "0 to 15"),
        ("downtime(2, 1 year)", "takes an availability first"),
        ("downtime(0.5, 1 GB)", "takes a span of time"),
        ("ceil(1, 2)", "ceil takes one value, not 2"),
        ("", "is empty"),
        ("1 +", "stops in the middle"),
        ("(1 + 2", "opened and not closed"),
        ("1)", "closed and not opened"),
        ("1 * * 2", "has nothing to work on"),
        ("1,234", "A comma stands only between"),
        ("foo(1)", "There is no function “foo”"),
        ("such", "not a row of the sheet or a unit"),
        ("2 (3)", "a sign is missing"),
        ("a = 1", "has no place in a formula"),
        ("'a'", "no texts"),
        ("1 ; 2", "has no meaning"),
        ("1 " + "+ 1 " * 2000, "over 2,000 characters"),
        ("(" * 100 + "1" + ")" * 100, "nested over 60 deep"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_its_place(formula: str, part: str) -> None:
    error = refusal(formula)
    assert part in str(error)
    assert str(error).endswith((".", "?", ")"))
    assert 0 <= error.span[0] <= error.span[1] <= len(formula)


def test_a_misspelt_row_is_guessed() -> None:
    assert "did you mean “reads_peak”?" in str(refusal("read_peak * 2", reads_peak=Quantity(1.0)))


def test_a_row_behind_a_number_needs_a_sign() -> None:
    assert "× is missing" in str(refusal("2 writes_peak", writes_peak=Quantity(1.0)))


def test_a_row_in_brackets_may_be_called_anything() -> None:
    values = {"links-day": Quantity(2.0)}
    assert Computer(BOOK, values).compute(parse_formula("[links-day] * 3", values), "").value == 6.0


def test_a_row_called_like_a_unit_wins_except_behind_a_number() -> None:
    assert computed("day * 2", day=Quantity(5.0)).value == 10.0
    assert computed("1 day", day=Quantity(5.0)).value == 86_400.0


@pytest.mark.parametrize(
    "attack",
    [
        "__import__('os')",
        "().__class__",
        "open(1)",
        "lambda: 1",
        "[1 for x in y]",
        "a.b",
        "exec(1)",
        "{1}",
        "@x",
    ],
)
def test_nothing_of_python_can_be_said(attack: str) -> None:
    refusal(attack)


@given(st.text(max_size=60))
def test_any_text_is_computed_or_refused_with_a_sentence(formula: str) -> None:
    problem: FormulaError | None = None
    try:
        found = computed(formula)
    except FormulaError as error:
        problem = error
    if problem is None:
        assert math.isfinite(found.value)
    else:
        assert str(problem)
        assert 0 <= problem.span[0] <= problem.span[1] <= max(1, len(formula))


@given(
    st.recursive(
        st.integers(1, 1000).map(str),
        lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join).map("({})".format),
        max_leaves=12,
    )
)
def test_plain_arithmetic_is_that_of_python(formula: str) -> None:
    try:
        wanted = eval(formula, {"__builtins__": {}})  # noqa: S307 - digits, signs and parentheses made above
    except ZeroDivisionError:
        refusal(formula)
    else:
        assert math.isclose(computed(formula).value, wanted, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize(
    "unit, factor",
    [
        ("GB/day", 1e9 / 86_400),
        ("request/user/day", 1 / 86_400),
        ("1/s", 1.0),
        ("million tweet/day", 1e6 / 86_400),
        ("kWs", 1.0),
        ("Mbit/s", 125_000.0),
    ],
)
def test_a_unit_is_read_from_its_text(unit: str, factor: float) -> None:
    found = unit_of_text(unit, BOOK)
    assert found is not None
    assert math.isclose(found.factor, factor, rel_tol=1e-12)
    assert found.text == unit


@pytest.mark.parametrize("unit", ["GB + s", "5 GB", "ceil(1)", "1 2", "(GB", "nines/day"])
def test_what_is_no_unit_is_refused(unit: str) -> None:
    with pytest.raises(FormulaError):
        unit_of_text(unit, BOOK)
