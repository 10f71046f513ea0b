"""Ranges on load and latency that follow from ranges on inputs."""

from __future__ import annotations

import math

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Journey


def run(catalog: Catalog, ranges: dict[str, object], peak: dict[str, object] | None = None) -> Analysis:
    web = Component(
        id="web", kind="service", service_time_ms=100.0, concurrency=1.0, attributes={"ranges": ranges}
    )
    journey = Journey(id="j", entry="user", peak_rps=5.0, attributes={"ranges": peak} if peak else {})
    user = Component(id="user", kind="client_web")
    return analyse(
        Design(
            components=(user, web),
            connections=(Connection(id="c", source="user", target="web"),),
            journeys=(journey,),
        ),
        catalog,
    )


def test_without_stated_ranges_there_are_none(catalog: Catalog) -> None:
    found = run(catalog, {})
    web = found.component("web")
    assert web is not None
    assert web.utilisation_range is None
    assert found.journeys[0].ceiling_range is None
    assert found.journeys[0].latency is not None
    assert found.journeys[0].latency.p99_range_ms is None


def test_a_range_of_the_load_is_one_of_utilisation_and_latency(catalog: Catalog) -> None:
    found = run(catalog, {}, {"peak_rps": [4.0, 6.0]})
    web, journey = found.component("web"), found.journeys[0]
    assert web is not None
    assert web.utilisation_range is not None
    assert list(web.utilisation_range) == pytest.approx([0.4, 0.6], rel=0.03)
    assert journey.latency is not None
    # M/M/1: p99 = ln 100 ÷ (μ − λ).
    wanted = [1000.0 * math.log(100.0) / (10.0 - rate) for rate in (4.0, 6.0)]
    assert journey.latency.p99_range_ms is not None
    assert list(journey.latency.p99_range_ms) == pytest.approx(wanted, rel=0.05)


def test_a_range_of_the_service_time_is_one_of_the_ceiling(catalog: Catalog) -> None:
    found = run(catalog, {"service_time_ms": [80.0, 125.0]})
    ceiling = found.journeys[0].ceiling_range
    assert ceiling is not None
    assert list(ceiling) == pytest.approx([8.0, 12.5], rel=0.03)


def test_what_makes_no_sense_is_left_out(catalog: Catalog) -> None:
    senseless: list[dict[str, object]] = [
        {"service_time_ms": [5, 1]},
        {"service_time_ms": "much"},
        {"capacity_rps": [0, 1]},
    ]
    for ranges in senseless:
        assert run(catalog, ranges).journeys[0].ceiling_range is None
