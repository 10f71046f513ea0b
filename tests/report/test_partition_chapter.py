"""The chapter on data, continued: journeys with the network cut, quorum waits, changes that span stores."""

from __future__ import annotations

from datetime import date
from functools import cache

from archdraw.core.analysis import analyse
from archdraw.core.analysis.consistency.partition import isolation
from archdraw.core.catalog import load_catalog
from archdraw.core.locations import resources_dir
from archdraw.core.storage import read_design
from archdraw.report.building import build_report
from archdraw.report.context import ReportOptions
from archdraw.report.document import ReviewDocument, Table, text_of


@cache
def review(name: str) -> ReviewDocument:
    catalog = load_catalog()
    design = read_design(resources_dir() / "samples" / f"{name}.adraw", catalog).design
    return build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )


def table(document: ReviewDocument, table_id: str) -> Table | None:
    return next((one for one in document.tables if one.id == table_id), None)


def cells(found: Table | None) -> list[list[str]]:
    assert found is not None
    return [[text_of(part.runs) for part in row.cells] for row in found.rows]


def test_each_zone_is_cut_off_and_both_sides_of_each_journey_are_told() -> None:
    found = table(review("url-shortener"), "table-cuts")
    rows = cells(found)
    assert [row[:2] for row in rows] == [
        [zone, journey]
        for zone in ("Zone A", "Zone B", "Zone C")
        for journey in ("Follow a short link", "Make a short link")
    ]
    assert rows[0][2:] == ["no answer, Link store refuses", "answers"]
    # The only ID generator stands in zone A.
    assert rows[1][3] == "no answer, what it needs stands in Zone A"
    assert found is not None
    marks = [[part.mark for part in row.cells[2:]] for row in found.rows]
    assert marks[:2] == [["missed", "met"], ["missed", "missed"]]
    assert found.caption == "Of 6 journeys and cuts, 6 leave one side without an answer."


def test_what_stands_in_the_review_is_what_the_wizard_computes() -> None:
    catalog = load_catalog()
    design = read_design(resources_dir() / "samples" / "chat.adraw", catalog).design
    rows = cells(table(review("chat"), "table-cut-stores"))
    for group in ("az-a", "az-b", "az-c"):
        cut = isolation(design, catalog, group)
        assert cut is not None
        name = design.group_by_id[group].name
        said = {row[0]: row[2] for row in rows if row[1] == name}
        assert said["Message store"] == " ".join(cut.stores["messages"])


def test_quorums_are_waited_for_in_milliseconds_with_what_that_rests_on() -> None:
    document = review("url-shortener")
    found = table(document, "table-quorum-waits")
    rows = cells(found)
    assert [row[:2] for row in rows] == [["Link store", "read, 2 of 3"], ["Link store", "write, 2 of 3"]]
    one, quorum, all_of_them = (float(rows[0][at]) for at in (4, 5, 6))
    assert quorum < one < all_of_them
    assert found is not None
    assert "estimated" in found.caption


def test_changes_that_span_services_are_told_with_the_price_of_a_common_commit() -> None:
    (row,) = cells(table(review("online-boutique"), "table-commits"))
    assert row[:2] == ["checkoutservice", "Check out"]
    assert "Two-phase commit" in row[3]
    assert "saga" in row[3]
    assert table(review("url-shortener"), "table-commits") is None


def test_without_two_places_nothing_is_cut() -> None:
    assert table(review("online-boutique"), "table-cuts") is None
