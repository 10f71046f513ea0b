"""What is said over a list of cut sets, and about what one element costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.cut_set_words import (
    counts_text,
    method_meaning,
    method_tag,
    nothing_listed_text,
    share_text,
)
from archdraw.core.analysis.element_impact import impacts_of, single_point_sentences
from archdraw.core.analysis.result import CutSet, CutSets, Measure, SinglePoints
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

FOUND = CutSets(2, {1: 2, 2: 0}, (CutSet(("a",), 0.1, 0.5), CutSet(("b",), 0.1, 0.5)), 2)
EXACT = Measure(0.99, 0.01, "exact", None, 315_360.0, 25_920.0, FOUND, SinglePoints())


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def chain() -> Design:
    """Users → Shop (one) → Store (two of which one does), in a zone."""
    return Design(
        components=(
            Component(id="users", kind="client_web", name="Users"),
            Component(id="shop", kind="service", name="Shop", availability=0.99, parent="zone"),
            Component(id="store", kind="service", name="Store", availability=0.9, replicas=2),
        ),
        groups=(Group(id="zone", kind="zone", name="Zone A", availability=0.999),),
        connections=(
            Connection(id="in", source="users", target="shop"),
            Connection(id="on", source="shop", target="store"),
        ),
        journeys=(
            Journey(id="buy", name="Buy", entry="users"),
            Journey(id="look", name="Look", entry="users"),
        ),
    )


def test_orders_without_a_set_are_left_out() -> None:
    assert counts_text(FOUND) == "2 of one"


def test_what_is_not_listed_or_not_counted_is_said() -> None:
    many = replace(FOUND, count=5047, by_order={1: 2, 2: 45, 3: 5000}, max_order=3, complete=False)
    assert counts_text(many) == (
        "2 of one, 45 of two, 5,000 of three; not counted: those of more than three; "
        "listed: the 2 most probable"
    )


def test_a_journey_that_nothing_stops_says_so() -> None:
    assert counts_text(CutSets(0, {1: 0}, (), 3)) == "None."
    assert counts_text(CutSets(0, {1: 0}, (), 3, complete=False)) == "None of up to three; more not counted"


def test_an_empty_list_says_whether_nothing_stops_it_or_more_is_needed() -> None:
    never = replace(EXACT, unavailability=0.0, cut_sets=CutSets(0, {}, (), 3))
    assert nothing_listed_text(never).startswith("Nothing stops this journey")
    always = replace(never, availability=0.0, unavailability=1.0)
    assert nothing_listed_text(always).startswith("This journey never works")
    larger = replace(EXACT, cut_sets=CutSets(0, {}, (), 3, complete=False))
    assert nothing_listed_text(larger).startswith("No set of up to three failures stops this journey;")


def test_a_tag_carries_its_interval_and_its_meaning() -> None:
    assert method_tag(EXACT) == "exact"
    bounded = replace(EXACT, method="bounded", interval=(0.99, 0.995))
    assert method_tag(bounded).replace("\u2009", " ") == "bounded 99 % – 99.5 %"
    assert "certainly" in method_meaning(bounded)
    ranged = replace(EXACT, uncertainty=(0.98, 0.995))
    assert method_tag(ranged).replace("\u2009", " ") == "exact · 5–95 %: 98 % – 99.5 %"
    assert "ranges" in method_meaning(ranged)


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "100 %"), (0.7812, "78.1 %"), (0.0412, "4.12 %"), (1e-6, "< 0.01 %"), (0.0, "0 %"), (None, "–")],
)
def test_shares_are_written_in_percent(share: float | None, words: str) -> None:
    assert share_text(share).replace("\u2009", " ") == words


def test_what_an_element_costs_is_told_for_each_journey_that_needs_it(catalog: Catalog) -> None:
    design = chain()
    analysis = analyse(design, catalog)
    shop = impacts_of(design, analysis, "shop")
    assert [one.journey for one in shop] == ["buy", "look"]
    assert all(one.part is None for one in shop)
    # Without it the store and the zone would be left: 1 − (1 − 0.1²) · 0.999.
    left = 1 - (1 - 0.01) * 0.999
    whole = 1 - (1 - 0.01) * 0.999 * 0.99
    assert shop[0].share == pytest.approx((whole - left) / whole, rel=1e-6)
    assert impacts_of(design, analysis, "zone")[0].importance.minutes_year > 0
    assert impacts_of(design, analysis, "store")[0].importance.minutes_year > 0
    assert impacts_of(design, analysis, "users") == ()


def test_a_single_point_says_why_and_names_its_journeys_together(catalog: Catalog) -> None:
    design = chain()
    analysis = analyse(design, catalog)
    (shop,) = single_point_sentences(design, analysis, "shop")
    assert shop.startswith("Without Shop, “Buy” and “Look” can’t be served: ")
    assert "there is one Shop only." in shop
    (zone,) = single_point_sentences(design, analysis, "zone")
    assert zone == "Without Zone A, “Buy” and “Look” can’t be served: too little is left of Shop."
    assert single_point_sentences(design, analysis, "store") == ()
