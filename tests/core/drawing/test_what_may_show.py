"""What may show in a part of a large drawing is known without its ways, and is looked up once."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from tests.benchmarks.synthetic import synthetic_design

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.drawing.wiring import LOOKED_AT_ONCE
from archdraw.core.geometry import Box
from archdraw.core.geometry.index import GridIndex
from archdraw.core.history import Changed, Store, place_key


@pytest.fixture
def store() -> Store:
    """A drawing of more connections than are looked at one by one after a change."""
    store = Store(synthetic_design(260).design)
    assert len(store.table("connections")) > LOOKED_AT_ONCE
    return store


def _windows(scene: Scene) -> list[Box]:
    chance, whole = random.Random(3), scene.bounds
    return [
        Box(whole.x + chance.random() * whole.w, whole.y + chance.random() * whole.h, w, h)
        for w, h in ((900.0, 600.0), (30.0, 600.0), (900.0, 30.0), (200.0, 200.0)) * 6
    ]


def _missing(scene: Scene, may_show: list[tuple[Box, set[str]]]) -> set[str]:
    """Return what is drawn in a box without having been among what may show there."""
    drawn = scene.display_list().elements
    return {
        one.id
        for box, ids in may_show
        for one in drawn
        if one.id not in ids and any(runs_through(box, a, b) for a, b in pairwise(one.route))
    }


def runs_through(box: Box, a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Tell whether an upright or level stretch touches a box."""
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    return low_x <= box.right and high_x >= box.x and low_y <= box.bottom and high_y >= box.y


def test_whatever_will_be_drawn_in_a_box_is_among_what_may_show_there(
    store: Store, catalog: Catalog, measurer: FontMetrics
) -> None:
    scene = Scene(store, "main", catalog, measurer)

    def hear(changed: Changed) -> None:
        scene.refresh(changed)

    store.listen(hear)
    windows = _windows(scene)
    assert not _missing(scene, [(box, set(scene.ids_in_box(box))) for box in windows])
    # All ways are known; a move makes some of them doubtful and others unknown.
    chance = random.Random(5)
    for name in chance.sample(sorted(store.table("components")), 6):
        key = place_key("main", name)
        place = store.get("nodes", key)
        with store.transaction("Move"):
            store.put("nodes", key, place.revised(x=place.x + 70.0, y=place.y - 45.0))
        assert not _missing(scene, [(box, set(scene.ids_in_box(box))) for box in windows])


def test_connections_whose_way_is_unknown_are_looked_up_once(
    store: Store, catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(store, "main", catalog, measurer)
    asked: list[GridIndex] = []
    query = GridIndex.query

    def counted(index: GridIndex, box: Box) -> list[str]:
        asked.append(index)
        return query(index, box)

    monkeypatch.setattr(GridIndex, "query", counted)
    scene.ids_in_box(Box(0.0, 0.0, 900.0, 600.0))
    # The bodies, and the lines.
    assert len(asked) == 2
