"""The chapter on performance: percentiles against targets, hops, growth, losses, backlogs."""

from __future__ import annotations

from datetime import date

import pytest
from tests.report.test_review_document import SAMPLES, analysed, document

from archdraw.core.analysis import analyse
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey
from archdraw.core.model.elements import Targets
from archdraw.report.building import build_report
from archdraw.report.context import ReportOptions
from archdraw.report.document import (
    BarChart,
    Paragraph,
    ReviewDocument,
    Table,
    Timeline,
    Waterfall,
    text_of,
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def review(catalog: Catalog, peak: float = 50.0, target: float = 400.0) -> ReviewDocument:
    parts = (
        Component(id="user", kind="client_web", name="User"),
        Component(
            id="web",
            kind="service",
            name="Web",
            service_time_ms=30.0,
            concurrency=1.0,
            replicas=2,
            domains=("a", "b"),
        ),
        Component(id="queue", kind="message_queue", name="Queue"),
        Component(id="worker", kind="worker", name="Worker", capacity_rps=40.0),
    )
    links = (
        Connection(id="user-web", source="user", target="web"),
        Connection(id="web-queue", source="web", target="queue", kind="publish", mode="async"),
        Connection(id="queue-worker", source="queue", target="worker", kind="deliver", payload_bytes=1000.0),
    )
    journey = Journey(
        id="buy", name="Buy", entry="user", peak_rps=peak, average_rps=10.0, targets=Targets(p99_ms=target)
    )
    design = Design(
        components=parts,
        connections=links,
        journeys=(journey,),
        groups=(Group(id="a", kind="zone", name="A"), Group(id="b", kind="zone", name="B")),
    )
    return build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )


def table(document: ReviewDocument, table_id: str) -> Table:
    return next(one for one in document.tables if one.id == table_id)


def texts(found: Table) -> list[list[str]]:
    return [[text_of(cell.runs) for cell in row.cells] for row in found.rows]


def test_stated_ranges_reach_into_chart_table_and_notes(catalog: Catalog) -> None:
    web = Component(
        id="web",
        kind="service",
        name="Web",
        service_time_ms=100.0,
        concurrency=1.0,
        attributes={"ranges": {"service_time_ms": [80.0, 125.0]}},
    )
    design = Design(
        components=(Component(id="user", kind="client_web", name="User"), web),
        connections=(Connection(id="c", source="user", target="web"),),
        journeys=(Journey(id="j", name="Buy", entry="user", peak_rps=5.0),),
    )
    found = build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )
    chart = next(one.data for one in found.figures if one.id == "utilisation")
    assert isinstance(chart, BarChart)
    assert chart.bars[0].ends == pytest.approx((0.4, 0.625), rel=0.03)
    assert "5–95" in texts(table(found, "table-loads"))[0][-1]
    assert "5–95" in texts(table(found, "table-ceilings"))[0][3]
    notes = [text_of(one.runs) for one in found.blocks() if isinstance(one, Paragraph)]
    assert any("p99 of “Buy” by the ranges" in one for one in notes)


def test_calls_without_end_are_no_missing_load(catalog: Catalog) -> None:
    parts = tuple(Component(id=name, kind="service", name=name.upper()) for name in ("one", "two"))
    links = (
        Connection(id="a", source="one", target="two"),
        Connection(id="b", source="two", target="one"),
    )
    design = Design(
        components=parts,
        connections=links,
        journeys=(Journey(id="j", name="Buy", entry="one", peak_rps=5.0),),
    )
    found = build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )
    said = " ".join(text_of(one.runs) for one in found.blocks() if isinstance(one, Paragraph))
    assert "What “Buy” sets off multiplies without end in a ring of calls" in said
    assert "No load is stated" not in said
    assert texts(table(found, "table-latency"))[0][1] == "no end"


def test_storage_and_cost_are_there_without_any_load(catalog: Catalog) -> None:
    store = Component(id="db", kind="rdbms_primary", name="Orders", attributes={"growth_bytes_day": 1e9})
    design = Design(components=(store,), journeys=(Journey(id="j", name="Buy", entry="db"),))
    found = build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )
    assert table(found, "table-storage").caption == "Orders grows most, by 1\u2009GB a day."
    notes = [text_of(one.runs) for one in found.blocks() if isinstance(one, Paragraph)]
    assert any("No load is stated: its times are those without waiting." in one for one in notes)


def test_percentiles_stand_beside_their_target(catalog: Catalog) -> None:
    met = table(review(catalog), "table-latency")
    assert met.caption == "All latency targets of 1 journey are met."
    row, _ = texts(met)
    assert row[0] == "Buy"
    assert row[-2].startswith("p99 400")
    assert row[-1] == "bounded"
    missed = table(review(catalog, target=50.0), "table-latency")
    assert missed.caption == "“Buy” misses a latency target."
    assert missed.rows[0].cells[-2].mark == "missed"


def test_the_time_until_all_is_done_stands_below_the_answer(catalog: Catalog) -> None:
    light = review(catalog, peak=20.0)
    answer, done = texts(table(light, "table-latency"))
    assert answer[0] == "Buy"
    assert done[0] == "… until all is done"
    assert done[-2] == ""
    assert done[4] not in ("", "no end", answer[4])
    heavy = review(catalog)
    assert texts(table(heavy, "table-latency"))[1][1:6] == ["no end"] * 5
    notes = [text_of(block.runs) for block in heavy.blocks() if isinstance(block, Paragraph)]
    said = "What “Buy” hands over is never all done: the queue at Worker grows by"
    assert any(said in note for note in notes)


def test_the_waterfall_names_the_largest_part(catalog: Catalog) -> None:
    found = table(review(catalog), "table-waterfall")
    assert found.caption.startswith("Web makes up 100")
    assert found.rows[0].heading
    hop = texts(found)[1]
    assert hop[0] == "Web"
    assert hop[3].startswith("30")


@pytest.mark.parametrize("name", SAMPLES)
def test_parts_of_p99_sum_to_it(name: str) -> None:
    _, analysis = analysed(name)
    figures = {one.id: one for one in document(name).figures if one.id.startswith("latency-tail:")}
    for journey in analysis.journeys:
        figure, latency = figures.get(f"latency-tail:{journey.id}"), journey.latency
        if figure is None:
            continue
        assert latency is not None
        assert latency.p99_ms is not None
        assert isinstance(figure.data, Waterfall)
        whole = latency.p99_ms[1] or latency.p99_ms[0]
        assert sum(step.value for step in figure.data.steps) == pytest.approx(whole, rel=0.02)
        assert 2 <= len(figure.data.steps) <= 8
        assert latency.method in figure.caption
        wanted = {check.target: check.wanted for check in journey.targets}
        assert figure.data.allowed == wanted.get("p99_ms")
    assert figures or name.startswith("kubernetes")


def test_where_one_hop_is_all_there_is_no_picture_of_it(catalog: Catalog) -> None:
    assert not any(one.id.startswith("latency-tail:") for one in review(catalog).figures)


def test_too_much_load_has_no_latency_and_says_why(catalog: Catalog) -> None:
    document = review(catalog, peak=120.0)
    found = table(document, "table-latency")
    assert texts(found)[0][1:6] == ["no end"] * 5
    assert texts(found)[0][-1] == "unstable"
    notes = [text_of(block.runs) for block in document.blocks() if isinstance(block, Paragraph)]
    assert any("the queue at Web grows by 53.33" in note for note in notes)


def test_growth_says_what_breaks_first_what_a_loss_leaves_and_what_piles_up(catalog: Catalog) -> None:
    document = review(catalog)
    limits = table(document, "table-limits")
    assert limits.caption.startswith("Worker breaks first, at 0.8 times")
    assert limits.rows[0].cells[-1].mark == "down"
    losses = texts(table(document, "table-after-loss"))
    assert {row[0] for row in losses} >= {"A", "B"}
    piles = texts(table(document, "table-backlogs"))
    assert piles[0][0] == "Queue → Worker"
    # 10 more a second than are taken, for an hour: 36,000 messages, the last waits 15 minutes.
    assert piles[0][2] == "36,000"
    assert piles[0][4].startswith("15")


def test_remarks_on_many_journeys_stay_a_few_sentences(catalog: Catalog) -> None:
    web = Component(id="web", kind="service", name="Web", capacity_rps=10.0)
    user = Component(id="user", kind="client_web", name="User")
    link = Connection(id="user-web", source="user", target="web")
    journeys = tuple(
        Journey(id=f"j{index}", name=f"Journey {index}", entry="user", peak_rps=50.0) for index in range(9)
    )
    design = Design(components=(user, web), connections=(link,), journeys=journeys)
    document = build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )
    latency = next(section for section in document.sections if section.id == "latency")
    notes = [block for block in latency.blocks if isinstance(block, Paragraph) and block.role == "note"]
    said = text_of(notes[0].runs)
    assert said.count("has no latency") == 3
    assert "6 further journeys have no latency either." in said


def test_bars_of_utilisation_have_a_mark_for_the_loss_of_a_zone(catalog: Catalog) -> None:
    document = review(catalog)
    chart = next(one.data for one in document.figures if isinstance(one.data, BarChart))
    marks = {bar.label: bar.mark for bar in chart.bars}
    used = {bar.label: bar.value for bar in chart.bars}
    # One of two instances is left; the worker stands in no zone.
    assert marks["Web"] == pytest.approx(2 * used["Web"])
    assert marks["Worker"] is None
    assert chart.mark_text
    rows = {
        text_of(row.cells[0].runs): text_of(row.cells[-1].runs) for row in table(document, "table-loads").rows
    }
    assert rows["Web"].endswith("A")
    assert rows["Worker"] == "–"


def percentiles(document: ReviewDocument) -> tuple[str, Timeline]:
    (found,) = (one for one in document.figures if one.id == "percentiles")
    assert isinstance(found.data, Timeline)
    return found.caption, found.data


def test_percentiles_stand_beside_their_target_the_most_strained_first(catalog: Catalog) -> None:
    caption, chart = percentiles(review(catalog, target=400.0))
    (row,) = chart.rows
    assert row.limit == 400.0
    assert row.tone == "accent"
    assert "comes closest to its target" in caption
    caption, chart = percentiles(review(catalog, target=10.0))
    assert chart.rows[0].tone == "danger"
    assert "furthest beyond its target" in caption
    ends = [row.limit is not None for row in percentiles(document("news-feed"))[1].rows]
    assert ends == sorted(ends, reverse=True)


@pytest.mark.parametrize("name", SAMPLES)
def test_percentiles_of_samples_are_those_of_the_table(name: str) -> None:
    known = {table_row.label: sum(table_row.phases) for table_row in percentiles(document(name))[1].rows}
    for journey in analysed(name)[1].journeys:
        ends = journey.latency.p99_ms if journey.latency is not None else None
        if ends is not None:
            highest = ends[1] if ends[1] is not None else ends[0]
            title = next(one.name for one in analysed(name)[0].journeys if one.id == journey.id)
            assert known[title] == pytest.approx(highest)
