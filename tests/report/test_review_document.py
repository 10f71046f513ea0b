"""The review as data: chapters, numbers, references and captions, for every sample."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from archdraw.core.analysis import Analysis, analyse
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import FontMetrics, build_display_list
from archdraw.core.locations import resources_dir
from archdraw.core.model import Component, Design, Risk
from archdraw.core.storage import read_design
from archdraw.report.building import CHAPTERS, build_report
from archdraw.report.context import ReportOptions, ViewDrawing
from archdraw.report.document import (
    Block,
    Callout,
    Definitions,
    Figure,
    KeyFigures,
    NinesChart,
    Paragraph,
    ReviewDocument,
    Run,
    Section,
    Table,
    Verdicts,
    text_of,
)
from archdraw.report.overlays import overlay_of

SAMPLES = sorted(path.stem for path in (resources_dir() / "samples").glob("*.adraw"))
LEFT_OUT = "2 elements are not drawn here, but counted in every figure."
OPTIONS = ReportOptions(
    date=date(2026, 11, 23), version="3", file_name="a.adraw", file_digest="ab", tool="T 1"
)


@lru_cache
def catalog() -> Catalog:
    return load_catalog()


@lru_cache
def analysed(name: str) -> tuple[Design, Analysis]:
    design = read_design(resources_dir() / "samples" / f"{name}.adraw").design
    return design, analyse(design, catalog())


@lru_cache
def document(name: str) -> ReviewDocument:
    design, analysis = analysed(name)
    return written(design, analysis)


def written(design: Design, analysis: Analysis) -> ReviewDocument:
    metrics = FontMetrics()
    marks = overlay_of(design, analysis, "single-points")
    drawings = [
        ViewDrawing(
            view.id,
            view.name,
            build_display_list(design, view.id, catalog(), metrics),
            build_display_list(design, view.id, catalog(), metrics, marks),
        )
        for view in design.views
    ]
    return build_report(design, analysis, catalog(), drawings, options=OPTIONS)


def runs_of(block: Block) -> list[Run]:
    if isinstance(block, Paragraph | Callout):
        return list(block.runs)
    if isinstance(block, Definitions):
        return [run for item in block.items for run in item.runs]
    if isinstance(block, Table):
        return [run for row in block.rows for cell in row.cells for run in cell.runs]
    if isinstance(block, Verdicts):
        return [Run(one.title, link=one.link) for one in block.verdicts]
    return []


def section(document: ReviewDocument, section_id: str) -> Section:
    return next(one for one in document.sections if one.id == section_id)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_reference_has_a_label_and_every_label_a_place(name: str) -> None:
    review = document(name)
    links = [run.link for block in review.blocks() for run in runs_of(block) if run.link]
    assert links
    assert set(links) <= set(review.labels)
    assert all(run.text or run.link for block in review.blocks() for run in runs_of(block) if run.link)


@pytest.mark.parametrize("name", SAMPLES)
def test_ids_are_given_once(name: str) -> None:
    review = document(name)
    ids = [one.id for one in review.sections]
    ids += [block.id for block in review.blocks() if isinstance(block, Figure | Table)]
    ids += [block.id for block in review.blocks() if isinstance(block, Callout) and block.id]
    ids += [row.id for table in review.tables for row in table.rows if row.id]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", SAMPLES)
def test_captions_are_sentences_that_say_something(name: str) -> None:
    review = document(name)
    captions = [one.caption for one in review.figures] + [one.caption for one in review.tables]
    for caption in captions:
        assert caption.endswith(".")
        assert len(caption.split()) >= 4
        assert not caption.lower().startswith(("figure", "table", "chart"))


@pytest.mark.parametrize("name", SAMPLES)
def test_tables_have_a_cell_for_each_column(name: str) -> None:
    for table in document(name).tables:
        for row in table.rows:
            assert len(row.cells) == (1 if row.heading else len(table.columns))


def test_sections_figures_and_tables_are_numbered_without_gaps() -> None:
    review = document("url-shortener")
    chapters = [int(one.number) for one in review.sections if one.level == 1]
    assert chapters == list(range(1, len(chapters) + 1))
    figures = [review.labels[one.id] for one in review.figures]
    assert figures == [f"Figure\u00a0{number}" for number in range(1, len(figures) + 1)]
    tables = [review.labels[one.id] for one in review.tables]
    assert tables == [f"Table\u00a0{number}" for number in range(1, len(tables) + 1)]


def test_the_summary_tells_verdict_and_cause_in_plain_words() -> None:
    lead = next(block for block in section(document("url-shortener"), "summary").blocks)
    assert isinstance(lead, Paragraph)
    text = text_of(lead.runs)
    assert "“Follow a short link” is expected to work 99.97" in text or "meets its target of 99.95" in text
    assert "“Make a short link”" in text
    assert "misses its target of 99.9\u2009%" in text
    assert "ID generator gives" in text


def test_the_summary_of_many_journeys_stays_one_paragraph() -> None:
    lead = section(document("online-boutique"), "summary").blocks[0]
    assert isinstance(lead, Paragraph)
    text = text_of(lead.runs)
    assert "Furthest off" in text
    assert "“Check out”" in text
    assert len(text) < 500


def test_the_nines_chart_compares_each_target_with_what_is_expected() -> None:
    design, analysis = analysed("url-shortener")
    chart = next(one.data for one in document("url-shortener").figures if isinstance(one.data, NinesChart))
    for row, journey in zip(chart.rows, analysis.journeys, strict=True):
        target = design.journey_by_id[journey.id].targets.availability
        assert target is not None
        assert row.allowed_s is not None
        assert row.allowed_s == pytest.approx((1 - target) * 365 * 86_400)
        assert row.expected_s == journey.measures["served"].downtime_s_year
        assert row.met == (row.expected_s <= row.allowed_s)


def test_every_component_connection_and_assumption_is_listed() -> None:
    design, analysis = analysed("news-feed")
    rows = {row.id for table in document("news-feed").tables for row in table.rows}
    assert {f"component:{one.id}" for one in design.components} <= rows
    assert {f"group:{one.id}" for one in design.groups} <= rows
    assert {f"connection:{one.id}" for one in design.connections} <= rows
    table = next(one for one in document("news-feed").tables if one.id == "table-assumptions")
    said = sum(
        sum(1 for run in row.cells[0].runs if run.text.strip(", ")) for row in table.rows if not row.heading
    )
    assert said == len(analysis.assumptions)


def test_every_loss_that_is_felt_is_in_the_matrix() -> None:
    _, analysis = analysed("url-shortener")
    table = next(one for one in document("url-shortener").tables if one.id == "table-losses-1")
    rows = [row for row in table.rows if not row.heading]
    whole = [row for row in analysis.loss_matrix if row.kind != "instance"]
    assert len(rows) >= len(whole)
    down = sum(1 for row in rows for cell in row.cells[1:] if cell.mark == "down")
    assert down >= sum(1 for row in whole for impact in row.journeys.values() if impact == "down")


@pytest.mark.parametrize("name", SAMPLES)
def test_findings_are_numbered_and_lead_to_pictures_and_elements(name: str) -> None:
    review, (_, analysis) = document(name), analysed(name)
    shown = [b for b in review.blocks() if isinstance(b, Callout) and b.id.startswith("finding:")]
    assert len(shown) == len(analysis.findings)
    figures = {one.id for one in review.figures}
    for block in shown:
        assert any(run.link in figures for run in block.runs), block.title


def test_an_empty_design_has_no_empty_chapters() -> None:
    design = Design()
    review = build_report(design, analyse(design, catalog()), catalog(), [], options=OPTIONS)
    assert [one.id for one in review.sections if one.level == 1] == [
        "summary",
        "topology",
        "availability",
        "performance",
        "findings",
        "assumptions",
        "conventions",
    ]
    assert all(one.blocks for one in review.sections)


def test_the_cover_says_which_state_of_the_design_this_is() -> None:
    review = document("url-shortener")
    facts = {fact.term: text_of(fact.runs) for fact in review.cover.facts}
    assert facts["Date"] == "23 November 2026"
    assert facts["Version"] == "3"
    assert facts["SHA-256 of the file"] == "ab"
    assert facts["Revision analysed"] in review.meta.revision
    assert facts["Classification"] == "not stated"


def test_what_a_view_hides_is_said_below_its_drawing() -> None:
    design = read_design(resources_dir() / "samples" / "url-shortener.adraw").design
    hides = tuple(component.id for component in design.components[:2])
    design = design.revised(views=(design.views[0].revised(hides=hides),))
    catalog = load_catalog()
    display = build_display_list(design, design.views[0].id, catalog, FontMetrics())
    assert display.hidden == 2
    view = ViewDrawing(design.views[0].id, "Overview", display, None)
    review = build_report(design, analyse(design, catalog), catalog, (view,), options=OPTIONS)
    assert any(LEFT_OUT in one.caption for one in review.figures)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_share_of_requests_served_is_told_where_a_cache_holds_answers(name: str) -> None:
    _, analysis = analysed(name)
    weighted = [journey for journey in analysis.journeys if journey.request_weighted is not None]
    sections = [section for section in document(name).sections if section.id == "availability"]
    said = [text_of(block.runs) for block in sections[0].blocks if isinstance(block, Paragraph)]
    assert sum("of all requests are served (exact)" in text for text in said) == len(weighted)


def test_some_sample_has_requests_that_caches_answer() -> None:
    assert any(journey.request_weighted for name in SAMPLES for journey in analysed(name)[1].journeys)


def test_risks_that_people_wrote_down_have_a_chapter() -> None:
    design, analysis = analysed("url-shortener")
    assert "risks-on-record" not in {section.id for section in document("url-shortener").sections}
    risk = Risk(id="risk-1", title="The region is flooded", owner="Ops", mitigation="move uphill")
    found = written(design.revised(risks=(risk,)), analysis)
    (section,) = [one for one in found.sections if one.id == "risks-on-record"]
    said = " ".join(text_of(cell.runs) for cell in section.blocks[0].rows[0].cells)  # type: ignore[union-attr]
    assert "The region is flooded" in said
    assert "reduce: move uphill" in said


def test_no_single_points_are_counted_where_no_journey_could_stop() -> None:
    design = Design(components=(Component(id="a", kind="service"),))
    figures = next(
        block
        for block in section(written(design, analyse(design, catalog())), "summary").blocks
        if isinstance(block, KeyFigures)
    )
    points = next(one for one in figures.figures if one.label == "single points of failure")
    assert (points.value, points.tone) == ("–", "plain")


def budgeted(**shares: float) -> ReviewDocument:
    design, _ = analysed("url-shortener")
    design = design.revised(settings=design.settings.revised(**shares))
    return written(design, analyse(design, catalog()))


def budget_rows(review: ReviewDocument) -> dict[str, list[str]]:
    (table,) = (one for one in review.tables if one.id == "table-budget")
    return {(cells := [text_of(one.runs) for one in row.cells])[0]: cells[1:] for row in table.rows}


def test_a_target_is_used_up_by_platform_code_configuration_and_operations() -> None:
    rows = budget_rows(budgeted(budget_code=0.9999, budget_configuration=0.9999, budget_operations=0.9998))
    allowed, platform, code, configuration, operations, together, left = rows["Follow a short link"]
    assert (allowed, platform) == ("4\u2009h 23\u2009min", "2\u2009h 40\u2009min (exact)")
    assert code == configuration == "53\u2009min"
    assert operations == "1\u2009h 45\u2009min"
    # 2 h 40 min and three shares of the rest: more than the target's 4 h 23 min.
    assert together == "6\u2009h 10\u2009min"
    assert left == "1\u2009h 47\u2009min too much"


def test_parts_of_the_budget_that_nobody_states_are_said_to_be_missing() -> None:
    review = budgeted(budget_code=0.9999)
    row = budget_rows(review)["Follow a short link"]
    assert row[3:5] == ["–", "–"]
    said = " ".join(run.text for block in section(review, "budget").blocks for run in runs_of(block))
    assert "Not stated: configuration, operations" in said


def test_a_year_is_as_long_in_targets_as_in_what_is_expected() -> None:
    review = budgeted(year_days=360.0)
    chart = next(one.data for one in review.figures if isinstance(one.data, NinesChart))
    assert chart.year_s == 360 * 86_400
    first = chart.rows[0]
    assert first.allowed_s == pytest.approx(0.0005 * 360 * 86_400)
    assert "target 99.95\u2009%, 4\u2009h 19\u2009min" in review.cover.verdicts[0].text


def test_reviewers_history_and_sources_of_requirements_are_in_the_document() -> None:
    design, _ = analysed("url-shortener")
    first, *others = design.requirements
    design = design.revised(
        reviewers=("Ada", "Grace"),
        history="1, 2026-10-01, first draft\n2, 2026-11-01, second region",
        requirements=(first.revised(source="contract §4"), *others),
    )
    review = written(design, analyse(design, catalog()))
    facts = {one.term: text_of(one.runs) for one in review.cover.facts}
    assert facts["Reviewers"] == "Ada, Grace"
    tables = {table.id: table for table in review.tables}
    roles = [[text_of(one.runs) for one in row.cells][:2] for row in tables["table-signatures"].rows]
    assert ["Reviewer", "Ada"] in roles
    assert ["Reviewer", "Grace"] in roles
    history = [block for block in section(review, "sign-off").blocks if isinstance(block, Definitions)][1]
    assert text_of(history.items[0].runs).splitlines() == design.history.splitlines()
    sources = [text_of(row.cells[-1].runs) for row in tables["table-requirements"].rows]
    assert sources == ["contract §4", "not stated", "not stated", "not stated"]


class _GivenUpError(Exception):
    pass


def test_a_review_is_given_up_between_chapters_and_on_the_way_of_the_plan() -> None:
    design, analysis = analysed("kubernetes-bare-pods")
    asked = 0

    def give_up(at: int) -> None:
        nonlocal asked
        asked = 0

        def ask() -> None:
            nonlocal asked
            asked += 1
            if asked == at:
                raise _GivenUpError

        build_report(design, analysis, catalog(), (), options=OPTIONS, check_stop=ask)

    give_up(0)
    often = asked
    # The plan computes fixes: that takes longest, and asks while it does.
    assert often > len(CHAPTERS) + 20
    for at in (1, len(CHAPTERS), often):
        with pytest.raises(_GivenUpError):
            give_up(at)
        assert asked == at
