"""The chapter on estimates: inputs with sources, each formula with its steps, and what is doubted."""

from __future__ import annotations

from datetime import date

from archdraw.core.analysis import analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Design, Estimate, Input, Journey, Settings, View
from archdraw.report.building import build_report
from archdraw.report.context import ReportOptions
from archdraw.report.document import Callout, Paragraph, Section, Table


def chapter(design: Design) -> Section:
    report = build_report(
        design, analyse(design, load_catalog()), load_catalog(), (), options=ReportOptions(date(2026, 11, 25))
    )
    return next(one for one in report.sections if one.id == "estimates")


def design(**changes: object) -> Design:
    made = Design(
        title="Shop",
        components=(Component(id="web", kind="service", name="Web"),),
        journeys=(Journey(id="buy", name="Buy", entry="web", peak_rps=23.148148148148),),
        inputs=(Input(id="dau", name="Daily users", value=1e6, unit="user", source="last year"),),
        estimates=(
            Estimate(
                id="peak",
                name="Peak",
                formula="dau × 2 request/user/day",
                unit="request/s",
                feeds="journey:buy.peak_rps",
            ),
        ),
        views=(View(id="main", name="Overview"),),
    )
    return made.model_copy(update=changes)


def cells(section: Section, table: str) -> list[tuple[str, ...]]:
    found = next(one for one in section.blocks if isinstance(one, Table) and one.id == table)
    return [
        tuple("".join(run.text for run in one.runs).replace("\u2009", " ") for one in row.cells)
        for row in found.rows
    ]


def words(section: Section) -> str:
    paragraphs = (one for one in section.blocks if isinstance(one, Paragraph | Callout))
    return " ".join(run.text for one in paragraphs for run in one.runs).replace("\u2009", " ")


def test_inputs_stand_with_their_word_value_and_source() -> None:
    assert cells(chapter(design()), "table-inputs") == [("Daily users", "dau", "1,000,000 user", "last year")]


def test_each_estimate_stands_with_formula_result_and_what_it_feeds() -> None:
    wanted = ("Peak", "dau × 2 request/user/day", "23.15 request/s", "peak load of Buy")
    assert cells(chapter(design()), "table-estimates") == [wanted]


def test_every_step_has_its_unit_and_every_result_its_method() -> None:
    found = cells(chapter(design()), "table-arithmetic")
    assert found[0] == ("Peak = dau × 2 request/user/day",)
    assert found[-1] == ("1,000,000 user × 2 request/user/day = 23.15 request/s", "exact")


def test_the_conventions_are_said_and_the_whiteboard_is_called_an_estimate() -> None:
    assert "exact arithmetic" in words(chapter(design()))
    assert "A day has 86,400 s" in words(chapter(design()))
    rounded = chapter(design(settings=Settings(estimates="whiteboard")))
    assert "estimated as at a whiteboard" in words(rounded)
    assert cells(rounded, "table-arithmetic")[-2][-1] == "estimated"
    exactly = "exactly 23.1481 request/s: the whiteboard is 14 % below"
    assert cells(rounded, "table-arithmetic")[-1] == (exactly, "exact")


def test_a_row_without_a_result_and_a_drawing_that_is_behind_are_told() -> None:
    broken = Estimate(id="x", name="Broken", formula="dau + 3 GB")
    sheet = chapter(design(estimates=(*design().estimates, broken)))
    assert ("Broken", "dau + 3 GB", "no result", "–") in cells(sheet, "table-estimates")
    assert "Broken: " in words(sheet)
    assert "can’t be added" in words(sheet)
    behind = chapter(design(journeys=(Journey(id="buy", name="Buy", entry="web", peak_rps=5),)))
    assert "The drawing has 5 there, the sheet gives 23.15" in words(behind)
