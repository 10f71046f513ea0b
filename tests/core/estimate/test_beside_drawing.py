"""The sheet beside the drawing: which rows speak of what, when they agree, and what is said where not."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.estimate.beside_drawing import Beside, sheet_beside_drawing
from archdraw.core.estimate.plausibility import warnings_of
from archdraw.core.estimate.row_words import words_of
from archdraw.core.estimate.sheet import compute_design
from archdraw.core.model import Component, Design, Estimate, Journey
from archdraw.report.building import build_report
from archdraw.report.context import ReportOptions
from archdraw.report.document import text_of


def row(name: str, formula: str, unit: str, feeds: str | None = None, **more: Any) -> Estimate:
    return Estimate(
        id=more.pop("id", name.lower().replace(" ", "_").replace(",", "")),
        name=name, formula=formula, unit=unit, feeds=feeds, **more,
    )  # fmt: skip


def drawing(*rows: Estimate, components: tuple[Component, ...] = (), journeys: Any = None) -> Design:
    usual = (
        Journey(id="redirect", name="Follow a link", entry="web", peak_rps=10_000.0, average_rps=4_000.0),
        Journey(id="make", name="Make a link", entry="web", peak_rps=100.0),
    )
    return Design(
        components=(Component(id="web", name="Web", kind="service"), *components),
        journeys=usual if journeys is None else journeys,
        estimates=rows,
    )


def compared(design: Design) -> tuple[Beside, ...]:
    return sheet_beside_drawing(design, compute_design(design))


def said(design: Design) -> dict[str, tuple[str, ...]]:
    return warnings_of(design, compute_design(design))


def test_a_peak_that_feeds_nothing_is_held_against_the_journey_its_name_speaks_of() -> None:
    design = drawing(row("Redirects, peak", "12000 request/s", "request/s"))
    (one,) = compared(design)
    assert (one.element, one.agrees, one.fed) == ("redirect", False, False)
    assert one.ratio == pytest.approx(1.2)
    sentence = said(design)["redirects_peak"][0]
    assert "The sheet says 12,000" in sentence
    assert "has 10,000" in sentence
    assert "peak load of “Follow a link”" in sentence
    assert "the sheet has 1.2 times as much" in sentence


@pytest.mark.parametrize(("rate", "agrees"), [(9_100, True), (10_900, True), (8_900, False), (11_500, False)])
def test_figures_within_a_tenth_agree(rate: int, *, agrees: bool) -> None:
    design = drawing(row("Redirects, peak", f"{rate} request/s", "request/s"))
    assert [one.agrees for one in compared(design)] == [agrees]
    assert bool(said(design)) is not agrees


def test_an_average_is_held_against_the_average_and_a_bare_rate_against_nothing() -> None:
    averaged = drawing(row("Redirects, average", "4000 request/s", "request/s"))
    assert [one.subject for one in compared(averaged)] == ["average load of “Follow a link”"]
    assert not compared(drawing(row("Redirects", "4000 request/s", "request/s")))
    # Nobody states an average for the other journey.
    assert not compared(drawing(row("Makes, average", "40 request/s", "request/s")))


def test_a_rate_that_names_nothing_is_that_of_all_journeys() -> None:
    (one,) = compared(drawing(row("Requests, peak", "10100 request/s", "request/s")))
    assert (one.subject, one.agrees) == ("peak load of all journeys", True)
    # Not all of them state an average.
    assert not compared(drawing(row("Requests, average", "4000 request/s", "request/s")))


def test_where_the_name_leaves_a_choice_nothing_is_compared() -> None:
    assert not compared(drawing(row("Links, peak", "5000 request/s", "request/s")))
    assert not compared(drawing(row("Sends, peak", "5000 request/s", "request/s")))


def test_other_rates_than_requests_are_no_load() -> None:
    assert not compared(drawing(row("Redirects, peak", "5000 message/s", "message/s")))
    assert not compared(drawing(row("Redirects, peak", "5 MB/s", "MB/s")))


def test_a_fed_field_is_a_copy_and_another_row_does_not_speak_about_it() -> None:
    fed = row("Redirects, peak", "10010 request/s", "request/s", "journey:redirect.peak_rps")
    other = row("Redirects at the peak", "12000 request/s", "request/s", id="other")
    found = compared(drawing(fed, other))
    assert [(one.row, one.fed, one.agrees) for one in found] == [("redirects_peak", True, True)]
    behind = compared(
        drawing(row("Redirects, peak", "12000 request/s", "request/s", "journey:redirect.peak_rps"))
    )
    assert [(one.fed, one.agrees) for one in behind] == [(True, False)]
    assert "bring it up to date" in behind[0].sentence


def store(name: str, **attributes: float) -> Component:
    return Component(id=name.lower(), name=name, kind="rdbms_primary", attributes=attributes)


def test_storage_is_held_against_the_room_there_is() -> None:
    small, large = store("Links", storage_limit_bytes=4e12), store("Photos", storage_limit_bytes=6e12)
    named = compared(drawing(row("Storage of links", "3 TB", "TB"), components=(small, large)))
    assert [(one.subject, one.stated, one.agrees) for one in named] == [
        ("room of “Links”", "4\u2009TB", True)
    ]
    assert "that is enough" in named[0].sentence
    whole = drawing(row("Data after five years", "37 TB", "TB"), components=(small, large))
    (one,) = compared(whole)
    assert (one.subject, one.stated, one.agrees) == ("room of all stores", "10\u2009TB", False)
    assert "the sheet has 3.7 times as much" in said(whole)["data_after_five_years"][0]
    assert not compared(drawing(row("Data after five years", "37 TB", "TB")))


def test_growth_is_held_against_the_growth_stated() -> None:
    store_ = store("Links", growth_bytes_day=10e9)
    (one,) = compared(drawing(row("New data a day", "25 GB/day", "GB/day"), components=(store_,)))
    assert (one.sheet, one.stated, one.agrees) == ("25\u2009GB/day", "10\u2009GB/day", False)


def test_servers_are_held_against_the_instances_of_the_component_they_name() -> None:
    gateways = Component(id="gateway", name="Gateway", kind="service", replicas=12)
    for wanted, agrees in ((10, True), (12, True), (20, False)):
        design = drawing(row("Gateways", f"{wanted} server", "server"), components=(gateways,))
        (one,) = compared(design)
        assert (one.element, one.stated, one.agrees) == ("gateway", "12", agrees)


def test_rows_without_a_result_say_nothing() -> None:
    assert not compared(drawing(row("Redirects, peak", "unknown × 2", "request/s")))


def test_words_without_endings_and_without_what_is_only_measured() -> None:
    assert words_of("Redirects, peak") == words_of("redirect") == {"redirect"}
    assert words_of("Requests, average", "Number of servers") == frozenset()
    assert words_of("Searches") == words_of("Search the web") - {"web"} == {"search"}


def test_the_report_has_both_sides_of_every_figure() -> None:
    design = drawing(
        row("Redirects, peak", "12000 request/s", "request/s"),
        row("Makes, peak", "100 request/s", "request/s", "journey:make.peak_rps"),
    )
    catalog = load_catalog()
    options = ReportOptions(date(2026, 1, 1))
    review = build_report(design, analyse(design, catalog), catalog, (), options=options)
    table = next(one for one in review.tables if one.id == "table-beside")
    texts = [[text_of(cell.runs) for cell in line.cells] for line in table.rows]
    assert [line[-1] for line in texts] == ["the sheet has 1.2 times as much", "they agree"]
    assert [line.cells[-1].mark for line in table.rows] == ["missed", "met"]
    assert table.caption.startswith("1 of 2 figures")


def test_a_long_sheet_and_a_large_drawing_are_compared_quickly() -> None:
    rows = [row(f"Thing {at} number, peak", "5 request/s", "request/s", id=f"r{at}") for at in range(150)]
    components = tuple(
        Component(id=f"c{at}", name=f"Service of something {at}", kind="service") for at in range(1000)
    )
    design = drawing(*rows, components=components)
    sheet = compute_design(design)
    began = time.process_time()
    sheet_beside_drawing(design, sheet)
    assert time.process_time() - began < 0.5
