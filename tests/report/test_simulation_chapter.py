from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from archdraw.core.analysis import analyse, design_revision
from archdraw.core.analysis.simulation.keeping import KEY, kept_form, kept_simulation
from archdraw.core.analysis.simulation.request import SimulationRequest
from archdraw.core.analysis.simulation.results import SimulationResult
from archdraw.core.analysis.simulation.running import simulate
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Journey
from archdraw.report.building import build_report
from archdraw.report.context import ReportOptions
from archdraw.report.document import Callout, ReviewDocument, Section, Table, text_of


def shop() -> Design:
    components = (
        Component(id="web", name="Web", kind="service", service_time_ms=5.0, concurrency=8.0),
        Component(id="db", name="Orders", kind="rdbms_primary", service_time_ms=5.0, concurrency=2.0),
    )
    calls = (Connection(id="web-db", source="web", target="db", timeout_ms=200.0),)
    journeys = (Journey(id="buy", name="Buy", entry="web", peak_rps=100.0),)
    return Design(title="Shop", components=components, connections=calls, journeys=journeys)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def result(catalog: Catalog) -> SimulationResult:
    request = SimulationRequest(
        "buy", "dependency-slow", requests=2000, replications=3, parameters=(("for_s", 5.0),)
    )
    return simulate(shop(), catalog, request, workers=0)


def keeping(design: Design, stored: Any) -> Design:
    kept: Design = design.revised(extensions={KEY: stored})
    return kept


def review(design: Design, catalog: Catalog) -> ReviewDocument:
    options = ReportOptions(date=date(2026, 1, 1))
    return build_report(design, analyse(design, catalog), catalog, (), options=options)


def chapter(document: ReviewDocument) -> Section | None:
    return next((section for section in document.sections if section.id == "simulation"), None)


def test_a_kept_simulation_has_a_chapter_with_phases_and_agreement(
    catalog: Catalog, result: SimulationResult
) -> None:
    found = chapter(review(keeping(shop(), kept_form(result)), catalog))
    assert found is not None
    phases, agreement = (block for block in found.blocks if isinstance(block, Table))
    assert [column.title for column in phases.columns] == ["", "Before", "Slow", "After"]
    assert phases.rows[0].cells[0].runs[0].text == "Served"
    assert "of the requests are served" in phases.caption
    assert {text_of(row.cells[3].runs) for row in agreement.rows} <= {
        "agrees", "differs", "only simulated", "only computed",
    }  # fmt: skip
    intro = text_of(found.blocks[0].runs)  # type: ignore[union-attr]  # the first block is a paragraph
    assert "A dependency is slow by 8 s: Orders" in intro
    assert "seed 1" in intro
    assert "95 % interval" in intro


def test_without_one_there_is_no_chapter(catalog: Catalog) -> None:
    assert chapter(review(shop(), catalog)) is None


def test_the_kept_result_does_not_count_as_a_change_of_the_design(result: SimulationResult) -> None:
    kept = keeping(shop(), kept_form(result))
    assert design_revision(kept) == design_revision(shop()) == result.revision
    other = shop().revised(extensions={"mine": 1})
    assert design_revision(other) != design_revision(shop())
    both = shop().revised(extensions={"mine": 1, KEY: kept_form(result)})
    assert design_revision(both) == design_revision(other)


def test_a_changed_design_says_that_the_figures_are_of_an_earlier_state(
    catalog: Catalog, result: SimulationResult
) -> None:
    kept = keeping(shop(), kept_form(result))
    changed = kept.revised(title="Another shop")
    for design, said in ((kept, False), (changed, True)):
        found = chapter(review(design, catalog))
        assert found is not None
        assert any(isinstance(block, Callout) for block in found.blocks) is said


def test_what_is_kept_comes_back_in_six_digits(result: SimulationResult) -> None:
    back = kept_simulation(keeping(shop(), kept_form(result)))
    assert back is not None
    assert (back.phases[0].name, back.arrived, back.element) == ("before", result.arrived, "db")
    assert back.series.success_rps == pytest.approx(result.series.success_rps, rel=1e-5)
    assert kept_form(back) == kept_form(result)
    assert back == kept_simulation(keeping(shop(), kept_form(back)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "a text",
        lambda _: {},
        lambda stored: {**stored, "phases": []},
        lambda stored: {**stored, "phases": {"name": "before"}},
        lambda stored: {**stored, "seed": -1},
        lambda stored: {**stored, "seed": True},
        lambda stored: {**stored, "notes": [1]},
        lambda stored: {**stored, "measured_s": 10**400},
        lambda stored: {**stored, "series": {**stored["series"], "p50_ms": [1.0]}},
        lambda stored: {**stored, "comparisons": [{**stored["comparisons"][0], "verdict": "perhaps"}]},
        lambda stored: {**stored, "comparisons": [{**stored["comparisons"][0], "computed": [1.0]}]},
        lambda stored: {**stored, "connections": [{"connection": "web-db"}]},
    ],
)
def test_what_makes_no_sense_in_a_file_is_no_simulation(
    spoil: Any, result: SimulationResult, catalog: Catalog
) -> None:
    spoiled = keeping(shop(), spoil(kept_form(result)))
    assert kept_simulation(spoiled) is None
    assert chapter(review(spoiled, catalog)) is None


def test_a_journey_that_is_gone_is_called_by_its_id(catalog: Catalog, result: SimulationResult) -> None:
    gone = keeping(shop(), kept_form(replace(result, journey="sell", element="cellar")))
    found = chapter(review(gone, catalog))
    assert found is not None
    assert "“sell”" in text_of(found.blocks[0].runs)  # type: ignore[union-attr]  # the first block is a paragraph
