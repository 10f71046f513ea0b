"""How often and how long each journey is down stands in the review, in each measure, with what is missing."""

from __future__ import annotations

from dataclasses import replace

from tests.benchmarks.topologies import topology
from tests.report.test_review_document import analysed, catalog, written

from archdraw.core.analysis import Analysis, analyse
from archdraw.core.analysis.wording import downtime_text
from archdraw.core.model import Design
from archdraw.report.chapters.blast_radius import MOST_UNFELT
from archdraw.report.document import Callout, Paragraph, ReviewDocument, Table, text_of


def block(review: ReviewDocument, table_id: str) -> tuple[Table, list[str]]:
    """Return a table, and the paragraphs of its section."""
    for section in review.sections:
        for one in section.blocks:
            if isinstance(one, Table) and one.id == table_id:
                return one, [text_of(two.runs) for two in section.blocks if isinstance(two, Paragraph)]
    raise AssertionError(table_id)


def cells(table: Table) -> list[list[str]]:
    return [[text_of(cell.runs).replace("\u2009", " ") for cell in row.cells] for row in table.rows]


def with_times(design: Design) -> Design:
    """Return the design with an hour to repair stated for everything."""
    found: Design = design.revised(
        components=tuple(one.revised(mttr_hours=1.0) for one in design.components),
        groups=tuple(one.revised(attributes={**one.attributes, "mttr_hours": 1.0}) for one in design.groups),
    )
    return found


def test_measures_worth_the_same_share_a_row_and_missing_times_are_named() -> None:
    design, analysis = analysed("news-feed")
    table, words = block(written(design, analysis), "table-outages")
    found = [row[:3] for row in cells(table)]
    assert found == [
        ["Read the timeline", "served, full", "99.9547 %"],
        ["", "done", "99.8447 %"],
        ["Post", "served", "99.4218 %"],
        ["", "full", "99.4119 %"],
        ["", "done", "99.2187 %"],
        ["Search posts", "served, full, done", "99.9698 %"],
    ]
    assert {tuple(row[4:7]) for row in cells(table)} == {("–", "–", "–")}
    assert any("state none, so they are not known for “Read the timeline”" in text for text in words)


def test_with_times_to_repair_the_review_says_how_often_and_how_long() -> None:
    design = with_times(analysed("news-feed")[0])
    analysis = analyse(design, catalog())
    table, words = block(written(design, analysis), "table-outages")
    served = analysis.journeys[1].measures["served"]
    assert served.outages_year is not None
    assert cells(table)[2][4] == f"{served.outages_year:.3g}"
    assert served.mean_outage_s is not None
    assert cells(table)[2][5] == downtime_text(served.mean_outage_s).replace("\u2009", " ")
    assert table.caption.startswith("“Post” is down ")
    assert not any("state none" in text for text in words)


def bounded(analysis: Analysis) -> Analysis:
    journey = analysis.journeys[0]
    worse = replace(journey.measures["served"], method="bounded", interval=(0.998, 0.999))
    return replace(
        analysis,
        journeys=(replace(journey, measures={**journey.measures, "served": worse}), *analysis.journeys[1:]),
    )


def test_bounds_are_said_to_be_the_most_downtime() -> None:
    design, analysis = analysed("news-feed")
    review = written(design, bounded(analysis))
    row = cells(block(review, "table-outages")[0])[0]
    assert row[1] == "served"
    assert row[2] == "99.8 % – 99.9 %"
    assert row[3].startswith("≤ ")
    assert row[7] == "between bounds"
    sentences = [
        text_of(run.runs) for one in review.sections for run in one.blocks if isinstance(run, Callout)
    ]
    said = " ".join(sentences).replace("\u2009", " ")
    assert "99.8 % – 99.9 % (between bounds), at most " in said


def test_many_losses_that_nobody_feels_share_a_row() -> None:
    design = topology("zones", 120)
    analysis = analyse(design, catalog())
    unfelt = [
        row.lost
        for row in analysis.loss_matrix
        if row.kind == "component" and all(impact == "full" for impact in row.journeys.values())
    ]
    assert len(unfelt) > MOST_UNFELT
    rows = cells(block(written(design, analysis), "table-losses-1")[0])
    names = {row[0] for row in rows}
    assert not names & set(unfelt)
    shared = [row for row in rows if row[0].startswith(f"Any one of {len(unfelt)} others: {unfelt[0]}, ")]
    assert len(shared) == 1
    assert shared[0][1].endswith("works")
