"""What a result feeds: which fields, in which unit, and what does not fit."""

from __future__ import annotations

import pytest

from archdraw.core.catalog import load_catalog
from archdraw.core.estimate.bindings import fed_fields, fitting, place_of, places, value_at, with_fed
from archdraw.core.estimate.quantities import CalculationError
from archdraw.core.estimate.renaming import symbol_for, with_names
from archdraw.core.estimate.sheet import Row, Sheet, book_of, compute
from archdraw.core.model import Component, Connection, Design, Estimate, Journey, Settings


def sheet_of(formula: str, unit: str = "") -> Sheet:
    return compute([Row("a", "estimate", formula=formula, unit=unit)], "exact", book_of(Settings()))


def taken(formula: str, feeds: str, unit: str = "") -> float:
    sheet, place = sheet_of(formula, unit), place_of(feeds)
    assert place is not None
    return fitting(sheet.outcomes["a"], place, sheet.book)


@pytest.mark.parametrize(
    "feeds, unit",
    [
        ("journey:redirect.peak_rps", "request/s"),
        ("journey:a.b.average_rps", "request/s"),
        ("component:store.attributes.storage_bytes", "byte"),
        ("component:store.attributes.growth_bytes_day", "byte/day"),
        ("component:web.replicas", "1"),
        ("connection:a-b.payload_bytes", "byte"),
    ],
)
def test_a_place_is_read_and_written_the_same(feeds: str, unit: str) -> None:
    place = place_of(feeds)
    assert place is not None
    assert (place.text, place.unit) == (feeds, unit)


@pytest.mark.parametrize(
    "feeds", ["", None, "x", "journey:a", "journey:a.name", "view:a.b", "component:a.attributes.backup"]
)
def test_what_takes_no_result_is_no_place(feeds: str | None) -> None:
    assert place_of(feeds) is None


@pytest.mark.parametrize(
    "formula, unit, feeds, value",
    [
        ("100 M request/day", "", "journey:j.peak_rps", 1157.40740741),
        ("100 M link/day", "1/s", "journey:j.peak_rps", 1157.40740741),
        ("36.5 TB", "", "component:c.attributes.storage_bytes", 36.5e12),
        ("1 GiB", "", "component:c.attributes.memory_bytes", 2.0**30),
        ("10 GB/day", "", "component:c.attributes.growth_bytes_day", 10e9),
        ("2.1 server", "", "component:c.replicas", 3),
        ("3.0000000001", "", "component:c.replicas", 3),
        ("80 %", "", "component:c.attributes.hit_ratio", 0.8),
        ("2 min", "", "component:c.attributes.ttl_s", 120.0),
        ("20 ms", "", "component:c.service_time_ms", 20.0),
    ],
)
def test_a_result_is_turned_into_what_the_field_keeps(
    formula: str, unit: str, feeds: str, value: float
) -> None:
    if formula == "2.1 server":
        formula, unit = "2.1 server / 1 server", ""
    assert taken(formula, feeds, unit) == value


@pytest.mark.parametrize(
    "formula, feeds",
    [
        ("10 GB", "journey:j.peak_rps"),
        ("10 link/s", "journey:j.peak_rps"),
        ("10 GB/day", "component:c.attributes.storage_bytes"),
        ("10 GB", "component:c.replicas"),
    ],
)
def test_a_unit_that_does_not_fit_the_field_is_refused(formula: str, feeds: str) -> None:
    with pytest.raises(CalculationError, match="change the formula, its unit or what it feeds"):
        taken(formula, feeds)


def test_a_field_is_fed_inside_its_record() -> None:
    place = place_of("component:c.attributes.storage_bytes")
    assert place is not None
    component = Component(id="c", kind="sql_db", attributes={"backup": True})
    fed = with_fed(component, place, 5.0)
    assert isinstance(fed, Component)
    assert fed.attributes == {"backup": True, "storage_bytes": 5.0}
    assert value_at(fed, place.path) == 5.0
    replicas = place_of("component:c.replicas")
    assert replicas is not None
    with pytest.raises(CalculationError, match="does not take"):
        with_fed(component, replicas, 0)


def test_every_place_of_a_design_can_be_said_and_found_again() -> None:
    design = Design(
        components=(Component(id="c", kind="sharded_sql"), Component(id="k", kind="in_memory_cache")),
        connections=(Connection(id="x", source="c", target="k"),),
        journeys=(Journey(id="j"),),
    )
    found = list(places(design, load_catalog(), lambda _unit: True))
    assert {place.text for place in found} >= {
        *("journey:j.peak_rps", "component:c.replicas", "component:c.attributes.storage_bytes"),
        *("component:k.attributes.memory_bytes", "connection:x.payload_bytes"),
    }
    assert all(place_of(place.text) == place for place in found)


def test_the_first_of_two_that_feed_one_field_counts() -> None:
    estimates = (Estimate(id="a", feeds="journey:j.peak_rps"), Estimate(id="b", feeds="journey:j.peak_rps"))
    assert fed_fields(estimates)["journeys", "j", ("peak_rps",)].id == "a"


@pytest.mark.parametrize(
    "name, symbol",
    [
        ("Daily active users", "daily_active_users"),
        ("Users", "users"),
        ("User", "user_count"),
        ("Days", "days_count"),
        ("3 copies", "n_3_copies"),
        ("Größe", "grosse"),
        ("", "figure"),
    ],
)
def test_a_name_becomes_a_word_of_formulas(name: str, symbol: str) -> None:
    assert symbol_for(name, set()) == symbol.replace("grosse", symbol_for("Größe", set()))
    assert symbol_for(name, {symbol_for(name, set())}) == f"{symbol_for(name, set())}_2"


def test_a_changed_name_is_changed_in_formulas_but_not_in_units() -> None:
    names = {"user": "people-online", "a": "b"}
    assert (
        with_names("user × 3 user/day + a*[user]", names)
        == "[people-online] × 3 user/day + b*[people-online]"
    )
    assert with_names("a ; broken", names) == "a ; broken"
