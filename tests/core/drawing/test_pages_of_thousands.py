"""A page of a drawing with very many connections: the same picture, without what only a scene has to keep."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks.synthetic import synthetic_design

from archdraw.core.collecting import collector_paused
from archdraw.core.drawing import FontMetrics, Scene, build_display_list
from archdraw.core.drawing.hasty import HastyWiring
from archdraw.core.geometry import Box
from archdraw.core.geometry.index import GridIndex
from archdraw.core.model import EdgeRoute

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> Design:
    """Sixty components, one line led by hand, and so few connections that count as very many."""
    for module in ("courses", "drafting"):
        monkeypatch.setattr(f"archdraw.core.drawing.{module}.PLAIN_FROM", 10)
    design = synthetic_design(60, tuple(sorted(catalog.kinds))[:30]).design
    led = design.connections[3].id
    view = design.views[0].revised(edges={led: EdgeRoute(route="manual", points=((40.0, 900.0),))})
    return design.model_copy(update={"views": (view,)})


def test_a_page_has_the_lines_of_a_scene_that_looks_for_no_way_around(
    crowd: Design, catalog: Catalog
) -> None:
    scene = Scene(crowd, "main", catalog, FontMetrics())
    scene._drafting.wiring.searches = 0
    page = build_display_list(crowd, "main", catalog, FontMetrics())
    assert len(page.elements) > 100
    assert page == scene.display_list()


def test_nothing_is_put_into_an_index_for_it_but_what_led_lines_look_at(
    crowd: Design, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[str] = []
    keep = GridIndex.put

    def counted(index: GridIndex, key: str, box: Box) -> None:
        put.append(key)
        keep(index, key, box)

    monkeypatch.setattr(GridIndex, "put", counted)
    build_display_list(crowd, "main", catalog, FontMetrics())
    assert sorted(put) == sorted(one.id for one in crowd.components)
    put.clear()
    build_display_list(
        crowd.model_copy(update={"views": (crowd.views[0].revised(edges={}),)}),
        "main",
        catalog,
        FontMetrics(),
    )
    assert put == []


def test_all_may_show_in_any_box_of_it(crowd: Design, catalog: Catalog) -> None:
    scene = Scene(crowd, "main", catalog, FontMetrics(), for_a_page=True)
    wiring = scene._drafting.wiring
    assert isinstance(wiring, HastyWiring)
    assert wiring.spans(Box(0, 0, 1, 1)) == [one.id for one in crowd.connections]


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_afterwards_what_it_was_before(on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() == on
    finally:
        (gc.enable if was else gc.disable)()
