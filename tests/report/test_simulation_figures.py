"""A kept simulation as pictures over time: what they hold, and how they are set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from tests.report.test_simulation_chapter import keeping, review, shop

from archdraw.core.analysis.simulation.keeping import kept_form, kept_simulation
from archdraw.core.analysis.simulation.request import SimulationRequest
from archdraw.core.analysis.simulation.results import SimulationResult
from archdraw.core.analysis.simulation.running import simulate
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Targets
from archdraw.exporters.pdf.writing import write_pdf
from archdraw.exporters.web.page import write_html
from archdraw.report.document import CourseChart, Figure, ReviewDocument
from archdraw.report.ticks import decade_ticks, even_ticks


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def result(catalog: Catalog) -> SimulationResult:
    request = SimulationRequest(
        "buy", "dependency-slow", requests=4000, replications=4, parameters=(("for_s", 8.0),)
    )
    return simulate(shop(), catalog, request, workers=0)


@pytest.fixture(scope="module")
def document(catalog: Catalog, result: SimulationResult) -> ReviewDocument:
    return review(keeping(shop(), kept_form(result)), catalog)


def figures(document: ReviewDocument) -> dict[str, Figure]:
    return {one.id: one for one in document.figures if one.id.startswith("simulated-")}


def chart(document: ReviewDocument, name: str) -> CourseChart:
    data = figures(document)[name].data
    assert isinstance(data, CourseChart)
    return data


def test_requests_latencies_and_queues_are_drawn_over_time(
    document: ReviewDocument, result: SimulationResult
) -> None:
    assert list(figures(document)) == ["simulated-requests", "simulated-latency", "simulated-queues"]
    requests = chart(document, "simulated-requests")
    assert [line.label for line in requests.lines] == ["served", "failed"]
    served = [value for _, value in requests.lines[0].points]
    assert served == pytest.approx(list(result.series.success_rps), rel=1e-4)
    assert requests.stretch is not None
    event = result.phases[1]
    assert requests.stretch.text == event.name
    assert requests.stretch.start == pytest.approx(event.start_s - result.warm_up_s, rel=1e-4)
    assert "Orders" in [line.label for line in chart(document, "simulated-queues").lines]


def test_every_picture_says_that_it_is_simulated_how_often_and_with_which_seed(
    document: ReviewDocument,
) -> None:
    for one in figures(document).values():
        assert "Simulated, 4 replications, seed 1" in one.caption
        assert "95 % interval" in one.caption
    for name, unit in (("simulated-requests", "1/s"), ("simulated-queues", "requests")):
        assert unit in chart(document, name).up
    assert all(text.endswith(("ms", "s", "0")) for _, text in chart(document, "simulated-latency").ticks_up)


def test_the_axis_reaches_every_line_and_every_guide(document: ReviewDocument) -> None:
    for name in figures(document):
        data = chart(document, name)
        floor, ceiling = data.ticks_up[0][0], data.ticks_up[-1][0]
        for line in data.lines:
            assert all(floor <= value <= ceiling for _, value in line.points if value is not None)
            assert all(0.0 <= at <= data.end for at, _ in line.points)
        assert all(floor <= guide.value <= ceiling for guide in data.guides)


def test_bands_contain_their_lines(result: SimulationResult) -> None:
    series = result.series
    assert set(series.bands) == {"rate_rps", "success_rps", "error_rps", "p50_ms", "p95_ms", "p99_ms"}
    assert set(series.queue_bands) == set(series.queues)
    told = 0
    for name, band in series.bands.items():
        for value, low, high in zip(getattr(series, name), band.low, band.high, strict=True):
            if value is not None and low is not None and high is not None:
                assert low <= value <= high
                told += low < high
    assert told > 60


def test_the_latency_is_held_against_the_formula_and_the_target(
    catalog: Catalog, result: SimulationResult
) -> None:
    aimed = shop().revised(
        journeys=tuple(one.revised(targets=Targets(p99_ms=300.0)) for one in shop().journeys)
    )
    drawn = chart(review(keeping(aimed, kept_form(result)), catalog), "simulated-latency")
    assert [guide.text.split(",")[0] for guide in drawn.guides] == ["p99 target", "p99 computed"]
    far = aimed.revised(journeys=tuple(one.revised(targets=Targets(p99_ms=1e9)) for one in aimed.journeys))
    drawn = chart(review(keeping(far, kept_form(result)), catalog), "simulated-latency")
    assert [guide.text.split(",")[0] for guide in drawn.guides] == ["p99 computed"]


def test_a_result_that_was_kept_without_bands_is_drawn_without_them(
    catalog: Catalog, result: SimulationResult
) -> None:
    stored = kept_form(result)
    for name in ("bands", "queue_bands"):
        del stored["series"][name]
    old = keeping(shop(), stored)
    assert kept_simulation(old) is not None
    drawn = figures(review(old, catalog))
    assert list(drawn) == ["simulated-requests", "simulated-latency", "simulated-queues"]
    assert not any("95 %" in one.caption for one in drawn.values())


@pytest.mark.parametrize("bands", [{"p50_ms": {"low": [1.0], "high": [2.0]}}, {"p50_ms": {}}, [1], None])
def test_bands_that_fit_no_line_make_it_no_simulation(bands: Any, result: SimulationResult) -> None:
    stored = kept_form(result)
    stored["series"] = {**stored["series"], "bands": bands}
    assert kept_simulation(keeping(shop(), stored)) is None


def test_hours_are_told_in_hours_and_nothing_that_waits_has_no_picture(
    catalog: Catalog, result: SimulationResult
) -> None:
    series = replace(result.series, queues={}, queue_bands={}, p50_ms=(None,) * len(result.series.p50_ms))
    for seconds, words in ((600.0, "(s)"), (7200.0, "(min)"), (1e5, "(h)")):
        long = replace(result, measured_s=seconds, series=series)
        found = review(keeping(shop(), kept_form(long)), catalog)
        assert list(figures(found)) == ["simulated-requests"]
        assert chart(found, "simulated-requests").across.endswith(words)


def test_the_pictures_are_vectors_on_the_page_with_their_words_as_text(document: ReviewDocument) -> None:
    written = write_pdf(document)
    pdf = pypdfium2.PdfDocument(written.data)
    pages = [page for page in pdf if "simulated time (s)" in page.get_textpage().get_text_range()]
    assert pages
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    for words in ("Requests (1/s)", "Latency", "Waiting (requests)", "served", "failed", "slow"):
        assert words in text
    pictures = [one for page in pages for one in page.get_objects() if one.type == 3]
    assert not pictures


def test_the_web_page_has_the_same_pictures(document: ReviewDocument) -> None:
    text = write_html(document)
    assert text.count("simulated time (s)") == 3
    assert "stroke-dasharray" in text
    assert "fill-opacity" in text


@pytest.mark.parametrize("highest", [0.0, 0.3, 1.0, 7.0, 99.0, 1010.0, 2.4e6])
def test_ticks_are_round_few_and_reach_the_highest_value(highest: float) -> None:
    ticks = even_ticks(highest, str)
    assert ticks[0][0] == 0.0
    assert ticks[-1][0] >= highest
    assert 2 <= len(ticks) <= 7


def test_decades_enclose_the_values() -> None:
    assert [value for value, _ in decade_ticks(12.0, 8100.0, str)] == [10.0, 100.0, 1000.0, 10000.0]
    assert len(decade_ticks(10.0, 10.0, str)) == 2
