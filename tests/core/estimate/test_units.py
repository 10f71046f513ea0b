"""Our units against those of the general library, and when that library is loaded."""

from __future__ import annotations

import math
import subprocess
import sys

import pint
import pytest

from archdraw.core.estimate import foreign
from archdraw.core.estimate.counted import COUNTED, counted_thing
from archdraw.core.estimate.units import Unit, UnitBook, UnitsLoadingError, UnknownUnitError

REGISTRY: pint.UnitRegistry[float] = pint.UnitRegistry()
BOOK = UnitBook(foreign=foreign.look_up)
SAME = ["ns", "ms", "s", "minute", "hour", "day", "week", "byte", "bit", "kB", "MB", "GB", "TB", "PB", "kbit"]
BINARY = ["KiB", "MiB", "GiB", "TiB", "PiB", "kibibyte", "gibibyte", "megabyte", "terabit"]


@pytest.mark.parametrize("word", [*SAME, *BINARY])
def test_our_units_are_as_long_as_those_of_the_general_library(word: str) -> None:
    theirs = REGISTRY.Quantity(1.0, word)
    base = "second" if theirs.check("[time]") else "byte"
    assert math.isclose(BOOK.look_up(word).factor, theirs.to(base).magnitude, rel_tol=1e-12)


@pytest.mark.parametrize("word, factor", [("kW", 1000.0), ("watt", 1.0), ("mile", 1609.344), ("joule", 1.0)])
def test_units_we_do_not_have_are_looked_up(word: str, factor: float) -> None:
    found = BOOK.look_up(word)
    assert math.isclose(found.factor, factor)
    assert all(name in ("s", "m", "kg") for name, _ in found.dimension)


@pytest.mark.parametrize("word", ["gadget", "pin", "ad", "exam", "menu", "sprocket", "degC"])
def test_words_that_nobody_means_as_old_units_are_things_that_are_counted(word: str) -> None:
    assert BOOK.look_up(word).dimension == ((counted_thing(word), 1),)


def test_no_counted_thing_is_taken_for_a_unit_of_the_library() -> None:
    assert all(BOOK.look_up(word) == Unit(word, 1.0, ((counted_thing(word), 1),)) for word in COUNTED)


@pytest.mark.parametrize(
    "plural, single",
    [
        ("users", "user"),
        ("queries", "query"),
        ("people", "person"),
        ("boxes", "boxe"),
        ("class", "class"),
        ("Tweets", "tweet"),
    ],
)
def test_plurals_count_the_same_thing(plural: str, single: str) -> None:
    assert counted_thing(plural) == single


def test_months_and_years_are_as_long_as_the_document_says() -> None:
    book = UnitBook(month_days=28.0, year_days=360.0)
    assert book.look_up("month").factor == 28.0 * 86_400.0
    assert book.look_up("years").factor == 360.0 * 86_400.0


def test_an_unclear_unit_is_refused() -> None:
    with pytest.raises(UnknownUnitError, match="MB or Mbit"):
        BOOK.look_up("mb")


_NEVER_LOADED = """
import sys
from archdraw.core.estimate.sheet import Row, book_of, compute
from archdraw.core.estimate import foreign
from archdraw.core.estimate.templates import all_templates
from archdraw.core.model import Design, Settings
from archdraw.core.estimate.sheet import compute_design
for one in all_templates():
    assert not compute_design(Design(inputs=one.inputs, estimates=one.estimates)).problems
assert "pint" not in sys.modules
book = book_of(Settings(), wait=False)
sheet = compute([Row("a", "estimate", formula="5 kW"), Row("b", "estimate", formula="a × 2")], "exact", book)
assert sheet.pending and all(one.pending for one in sheet.outcomes.values())
assert "pint" not in sys.modules
foreign.load()
assert compute([Row("a", "estimate", formula="5 kW")], "exact", book).outcomes["a"].value is not None
"""


def test_the_general_library_is_loaded_only_for_a_unit_we_do_not_have() -> None:
    run = subprocess.run([sys.executable, "-c", _NEVER_LOADED], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_looking_up_without_the_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "loaded", lambda: False)
    with pytest.raises(UnitsLoadingError):
        foreign.look_up_if_loaded("kW")


def test_without_the_library_its_units_are_things_that_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pint", None)
    foreign._registry.cache_clear()
    foreign.look_up.cache_clear()
    try:
        assert BOOK.look_up("kW").dimension == (("kw", 1),)
        assert foreign.loaded(), "nobody waits for what is not there"
    finally:
        foreign._registry.cache_clear()
        foreign.look_up.cache_clear()
