"""Waterfall, costs, failovers, growth and the plan of what to do first."""

from __future__ import annotations

import pytest
from tests.report.test_review_document import SAMPLES, analysed, document, section, written

from archdraw.core.analysis import analyse
from archdraw.core.analysis.fixes.preview import preview
from archdraw.core.analysis.remediation import ALLOWANCE, MOST_PREVIEWS
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Journey, Targets
from archdraw.report.document import (
    AmountChart,
    LineChart,
    ReviewDocument,
    Table,
    Timeline,
    Waterfall,
    text_of,
)


def table(review: ReviewDocument, table_id: str) -> Table:
    return next(one for one in review.tables if one.id == table_id)


@pytest.mark.parametrize("name", SAMPLES)
def test_parts_of_the_downtime_sum_to_it(name: str) -> None:
    _, analysis = analysed(name)
    figures = {one.id: one.data for one in document(name).figures}
    for journey in analysis.journeys:
        data = figures.get(f"waterfall:{journey.id}")
        if data is None:
            continue
        assert isinstance(data, Waterfall)
        whole = sum(step.value for step in data.steps)
        assert whole == pytest.approx(journey.measures["served"].downtime_s_year, rel=1e-9)


def test_costs_are_those_of_the_analysis() -> None:
    _, analysis = analysed("url-shortener")
    data = next(one.data for one in document("url-shortener").figures if one.id == "costs")
    assert isinstance(data, AmountChart)
    priced = [one.cost_month for one in analysis.components if one.cost_month]
    assert sum(bar.value for bar in data.bars) == pytest.approx(sum(priced))
    assert [bar.value for bar in data.bars] == sorted(priced, reverse=True)


def test_storage_grows_by_the_day_it_states() -> None:
    _, analysis = analysed("url-shortener")
    assert analysis.headroom is not None
    store = analysis.headroom.storage[0]
    data = next(one.data for one in document("url-shortener").figures if one.id == "storage-growth")
    assert isinstance(data, LineChart)
    (_, first), *_, (months, last) = data.series[0].points
    assert last - first == pytest.approx(store.bytes_day * 365 / 12 * months)


def standby(rto_s: float | None) -> Design:
    store = Component(
        id="store", kind="relational_database", replicas=2, redundancy="active-passive", failover_s=60
    )
    return Design(
        components=(Component(id="user", kind="client"), store),
        connections=(Connection(id="c", source="user", target="store"),),
        journeys=(Journey(id="j", entry="user", targets=Targets(rto_s=rto_s)),),
    )


@pytest.mark.parametrize(("rto_s", "mark"), [(30.0, "missed"), (3600.0, "met"), (None, "unknown")])
def test_failovers_are_held_against_the_recovery_time(rto_s: float | None, mark: str) -> None:
    design = standby(rto_s)
    review = written(design, analyse(design, load_catalog()))
    (row,) = table(review, "table-failovers").rows
    assert row.cells[5].mark == mark
    drawn = next(one.data for one in review.figures if one.id == "failovers")
    assert isinstance(drawn, Timeline)
    assert drawn.rows[0].limit == rto_s
    assert drawn.rows[0].phases[1] == 60.0
    assert len(drawn.rows[0].phases) == len(drawn.phases)
    assert (drawn.rows[0].tone == "danger") is (mark == "missed")


def test_a_plan_shows_what_the_fix_gives_when_it_is_asked_for() -> None:
    design, analysis = analysed("url-shortener")
    rows = table(document("url-shortener"), "table-remediation").rows
    assert 1 <= len(rows) <= MOST_PREVIEWS
    label = next(run for run in rows[0].cells[1].runs if run.link.startswith("finding:"))
    finding = analysis.findings[int(label.link.partition(":")[2]) - 1]
    made = preview(design, load_catalog(), finding)
    assert text_of(rows[0].cells[1].runs).startswith(made.title)
    assert text_of(rows[0].cells[6].runs).startswith(f"{len(made.closed)} fewer")


def test_a_plan_stops_at_a_count_not_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    design, analysis = analysed("online-boutique")
    whole = len(table(written(design, analysis), "table-remediation").rows)
    monkeypatch.setattr("archdraw.core.analysis.remediation.ALLOWANCE", ALLOWANCE // 4)
    first, second = written(design, analysis), written(design, analysis)
    assert table(first, "table-remediation") == table(second, "table-remediation")
    assert 0 < len(table(first, "table-remediation").rows) < whole <= MOST_PREVIEWS
    assert section(first, "remediation").blocks
