"""An undo or a redo shows the ways that were known then, and they are those that would be found."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.core.drawing.looks import alike
from tests.core.drawing.test_scene_follows_changes import Watched, put_all
from tests.core.drawing.test_what_may_show import runs_through

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene, courses, drafting, former_courses
from archdraw.core.drawing.wiring import Wiring
from archdraw.core.geometry import Box
from archdraw.core.history import Changed, Store, place_key
from archdraw.core.model import Design, EdgeRoute

if TYPE_CHECKING:
    from archdraw.core.drawing.finding import Route


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small drawing count as a large one, in which a change forgets all courses at once."""
    monkeypatch.setattr(drafting, "LOOKED_AT_ONCE", 0)
    monkeypatch.setattr(courses, "_MANY", 0)
    monkeypatch.setattr(former_courses, "_LEAST", 1)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The connections whose way was looked for, one after the other."""
    found: list[str] = []
    find = Wiring.find

    def noted(wiring: Wiring, key: str) -> Route:
        found.append(key)
        return find(wiring, key)

    monkeypatch.setattr(Wiring, "find", noted)
    return found


@pytest.fixture
def watched(shop: Design, catalog: Catalog, measurer: FontMetrics) -> Watched:
    return Watched(shop, catalog, measurer)


def test_undo_and_redo_look_for_no_way(watched: Watched, searched: list[str]) -> None:
    watched.move("lb", 40, 60)
    assert "cdn-lb" in searched
    with watched.store.transaction("Rename"):
        named = watched.store.get("connections", "a-db").revised(name="much longer than before")
        watched.store.put("connections", "a-db", named)
    watched.check()
    for step in (watched.store.undo, watched.store.undo, watched.store.redo, watched.store.redo):
        searched.clear()
        step()
        # Watched has asked for everything.
        assert searched == []
        watched.check()
    searched.clear()
    watched.move("worker", 0, 20)
    assert "w-db" in searched
    watched.check()


def test_a_drag_that_is_given_up_looks_for_no_way(watched: Watched, searched: list[str]) -> None:
    watched.sketching = True
    watched.store.begin_gesture("Drag")
    watched.move("lb", 40, 60)
    watched.store.bail_out()
    searched.clear()
    watched.scene.settle()
    for key in watched.scene.lines:
        assert not watched.scene.unfound({key})
        watched.scene.element(key)
    assert searched == []
    watched.check()


def _one_step(chance: random.Random, store: Store) -> None:
    nodes, lines = list(store.table("nodes")), list(store.table("connections"))
    step = chance.choice(("move", "move", "all", "rename", "lead", "remove", "undo", "undo", "undo", "redo"))
    if step in ("undo", "redo"):
        (store.undo if step == "undo" else store.redo)()
        return
    with store.transaction(step):
        if step == "move":
            place = store.get("nodes", (key := chance.choice(nodes)))
            dx, dy = chance.randrange(-200, 200, 20), chance.randrange(-200, 200, 20)
            store.put("nodes", key, place.at(place.box.moved(dx, dy)))
        elif step == "all":
            put_all(store, chance.randrange(-100, 100, 20), 40)
        elif step == "rename":
            record = store.get("connections", (key := chance.choice(lines)))
            store.put("connections", key, record.revised(name="n" * chance.randrange(12)))
        elif step == "lead":
            led = EdgeRoute(
                route="manual", points=((chance.randrange(0, 1400, 20), chance.randrange(0, 600, 20)),)
            )
            store.put("edges", place_key("main", chance.choice(lines)), led)
        else:
            store.remove("connections", (key := chance.choice(lines)))
            if place_key("main", key) in store.table("edges"):
                store.remove("edges", place_key("main", key))


@pytest.mark.parametrize("seed", range(6))
def test_any_way_there_and_back_leaves_the_scene_as_a_fresh_one(
    shop: Design, catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    store = Store(shop)
    scene = Scene(store, "main", catalog, measurer)

    def hear(changed: Changed) -> None:
        scene.refresh(changed)

    store.listen(hear)
    for _ in range(30):
        # Some of it is known when it changes, and some is not.
        for key in chance.sample(list(scene.lines), chance.choice((0, 3, len(scene.lines)))):
            scene.element(key)
        # All is forgotten at once, or what the change concerns is followed and all else stays.
        monkeypatch.setattr(courses, "_MANY", chance.choice((0, 60)))
        _one_step(chance, store)
        fresh = Scene(store.design, "main", catalog, measurer)
        drawn = [drawing for key in fresh.lines if (drawing := fresh.element(key)) is not None]
        for _ in range(4):
            box = Box(chance.randrange(1200), chance.randrange(500), 300, 200)
            through = {one.id for one in drawn if any(runs_through(box, *ab) for ab in pairwise(one.route))}
            assert through <= set(scene.ids_in_box(box))
        for key in chance.sample(list(scene.lines), 4):
            assert alike(scene.element(key), fresh.element(key)), key
    now, fresh_list = scene.display_list(), Scene(store.design, "main", catalog, measurer).display_list()
    assert alike(now, fresh_list)
