"""Labels are chosen when somebody asks; what was asked for before must not show in the result."""

from __future__ import annotations

import random

import pytest
from tests.benchmarks.synthetic import synthetic_design
from tests.core.drawing.looks import alike

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene, courses as course_keeping
from archdraw.core.geometry import Box
from archdraw.core.history import Changed, Store, place_key


def dense_scene(catalog: Catalog, measurer: FontMetrics, components: int) -> tuple[Store, Scene, str]:
    made = synthetic_design(components)
    bundled = [
        one.revised(id=f"{one.id}-{index}", source=one.target, target=one.source)
        for one in made.design.connections[::4]
        for index in range(2)
    ]
    store = Store(made.design.revised(connections=(*made.design.connections, *bundled)))
    scene = Scene(store, "main", catalog, measurer)

    def hear(changed: Changed) -> None:
        scene.refresh(changed, sketch=store.in_gesture)

    store.listen(hear)
    return store, scene, made.hub


def move(store: Store, key: str, dx: float, dy: float) -> None:
    place = store.get("nodes", place_key("main", key))
    store.put("nodes", place_key("main", key), place.at(place.box.moved(dx, dy)))


def around(scene: Scene, key: str) -> Box:
    middle = scene.frame(key).center
    return Box(middle.x - 300, middle.y - 200, 600, 400)


@pytest.mark.parametrize("few", [0, course_keeping.FEW_LABELS])
@pytest.mark.parametrize("seed", range(3))
def test_drops_in_a_dense_drawing_leave_it_as_a_fresh_one_wherever_somebody_looked(
    catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch, few: int, seed: int
) -> None:
    monkeypatch.setattr(course_keeping, "FEW_LABELS", few)
    store, scene, hub = dense_scene(catalog, measurer, 40)
    chance = random.Random(seed)
    keys = [hub, *store.table("components")]
    if seed != 1:
        scene.display_list()
    for turn in range(8):
        key = chance.choice(keys[:1] if turn % 5 == 3 else keys)
        dx, dy = chance.randrange(-300, 320, 20), chance.randrange(-200, 220, 20)
        scene.in_box(around(scene, chance.choice(keys)))
        store.begin_gesture("Drag")
        for _ in range(2):
            with store.transaction("Move"):
                for one in keys[1:] if turn % 6 == 5 else (key,):
                    move(store, one, dx / 2, dy / 2)
            scene.in_box(around(scene, key))
        if turn % 3 == 2:
            with store.transaction("Remove"):
                store.remove("connections", chance.choice(list(store.table("connections"))))
        before = dict(scene_drawings(scene)) if turn % 4 == 1 else {}
        store.end_gesture()
        settled = scene.settle()
        assert {one for one, drawing in before.items() if scene.element(one) != drawing} <= settled
        scene.in_box(around(scene, key))
    fresh = Scene(store.design, "main", catalog, measurer)
    for one in scene.order:
        assert alike(scene.element(one), fresh.element(one)), one


def scene_drawings(scene: Scene) -> list[tuple[str, object]]:
    return [(key, scene.element(key)) for key in scene.order]
