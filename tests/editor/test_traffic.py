"""The load at more or less traffic than is stated."""

from __future__ import annotations

import time

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import NO_OVERLAY, Overlay
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Journey
from archdraw.editor.traffic import LEAST, MOST, Traffic, factor_text
from archdraw.report.overlays import overlay_of


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def chain(length: int) -> Design:
    parts = tuple(Component(id=f"c{i}", kind="service", capacity_rps=100.0) for i in range(length))
    links = tuple(
        Connection(id=f"l{i}", source=f"c{i}", target=f"c{i + 1}", timeout_ms=400.0, retries=1)
        for i in range(length - 1)
    )
    return Design(components=parts, connections=links, journeys=(Journey(id="j", entry="c0", peak_rps=20.0),))


def loaded(design: Design, catalog: Catalog) -> Overlay:
    return overlay_of(design, analyse(design, catalog, latency=False), "utilisation")


def test_as_stated_the_overlay_stays_what_it_is(catalog: Catalog) -> None:
    design = chain(3)
    traffic, overlay = Traffic(Store(design), catalog), loaded(design, catalog)
    assert traffic.over(overlay) is overlay
    assert traffic.over(NO_OVERLAY) is NO_OVERLAY


def test_more_traffic_is_more_load_on_components_and_connections(catalog: Catalog) -> None:
    design = chain(3)
    traffic, overlay = Traffic(Store(design), catalog), loaded(design, catalog)
    assert traffic.take(3.0)
    assert not traffic.take(3.0)
    shown = traffic.over(overlay)
    assert shown.load is not None
    assert overlay.load is not None
    assert shown.rates is not None
    assert shown.load["c0"].utilisation == pytest.approx(0.6)
    assert shown.rates["l0"] == pytest.approx(60.0, rel=1e-2)
    assert shown.name.endswith("at × 3 traffic")


def test_the_multiple_stays_within_its_bounds(catalog: Catalog) -> None:
    traffic = Traffic(Store(chain(2)), catalog)
    traffic.take(1e9)
    assert traffic.factor == MOST
    traffic.take(0.0)
    assert traffic.factor == LEAST
    assert factor_text(2.5) == "× 2.5"


def test_a_change_of_the_document_is_followed(catalog: Catalog) -> None:
    store = Store(chain(2))
    traffic = Traffic(store, catalog)
    traffic.take(2.0)
    assert traffic.settled().load.rate["c0"] == pytest.approx(40.0)
    with store.transaction("more") as _:
        store.put("journeys", "j", Journey(id="j", entry="c0", peak_rps=30.0))
    assert traffic.settled().load.rate["c0"] == pytest.approx(60.0)


def test_three_hundred_components_follow_the_slider_within_fifty_milliseconds(catalog: Catalog) -> None:
    design = chain(300)
    traffic, overlay = Traffic(Store(design), catalog), loaded(design, catalog)
    traffic.take(2.0)
    traffic.over(overlay)
    spent = []
    for factor in (1.5, 3.0, 4.5):
        traffic.take(factor)
        begun = time.process_time()
        traffic.over(overlay)
        spent.append(time.process_time() - begun)
    assert min(spent) <= 0.05
