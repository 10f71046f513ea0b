"""After any changes a scene must equal one made fresh: nothing stale, nothing left behind."""

from __future__ import annotations

import random

import pytest
from tests.core.drawing.looks import alike

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import DisplayList, FontMetrics, LoadMark, Overlay, Scene, courses
from archdraw.core.history import Changed, Store, place_key
from archdraw.core.model import Component, Connection, Design, EdgeRoute, Placement

OVERLAY = Overlay(
    name="All",
    single_points={"db": "alone"},
    load={"web-a": LoadMark(0.5, 10.0)},
    rates={"lb-a": 10.0},
    failed=frozenset({"cache"}),
)


class Watched:
    """A store with a scene that has drawn everything and listens."""

    def __init__(self, design: Design, catalog: Catalog, measurer: FontMetrics) -> None:
        self.store = Store(design)
        self.catalog, self.measurer = catalog, measurer
        self.scene = Scene(self.store, "main", catalog, measurer)
        self.scene.display_list()
        self.told: frozenset[str] = frozenset()
        self.sketching = False
        self.store.listen(self.hear)

    def hear(self, changed: Changed) -> None:
        before = {key: self.scene.element(key) for key in self.scene.order}
        self.told = self.scene.refresh(changed, sketch=self.sketching and self.store.in_gesture)
        after = {key: self.scene.element(key) for key in self.scene.order}
        different = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert different <= self.told

    def fresh(self) -> DisplayList:
        scene = Scene(self.store.design, "main", self.catalog, self.measurer)
        scene.set_overlay(self.scene.overlay)
        return scene.display_list()

    def check(self) -> None:
        now, fresh = self.scene.display_list(), self.fresh()
        assert [one.id for one in now.elements] == [one.id for one in fresh.elements]
        for ours, theirs in zip(now.elements, fresh.elements, strict=True):
            assert alike(ours, theirs), ours.id
        assert alike(now, fresh)

    def move(self, key: str, dx: float, dy: float) -> None:
        place: Placement = self.store.get("nodes", place_key("main", key))
        with self.store.transaction("Move"):
            self.store.put("nodes", place_key("main", key), place.at(place.box.moved(dx, dy)))

    def rename(self, group: str, name: str) -> None:
        with self.store.transaction("Rename"):
            self.store.put("groups", group, self.store.get("groups", group).revised(name=name))


@pytest.fixture
def watched(shop: Design, catalog: Catalog, measurer: FontMetrics) -> Watched:
    return Watched(shop, catalog, measurer)


def test_a_scene_asked_bit_by_bit_gets_done_and_equals_one_asked_at_once(watched: Watched) -> None:
    bitten = Scene(watched.store, "main", watched.catalog, watched.measurer)
    bitten.set_overlay(watched.scene.overlay)
    begun = 0
    for key in bitten.order:
        drawing = bitten.element_by(key, 0.0)
        for _ in range(200):
            if drawing is not None:
                break
            begun += 1
            drawing = bitten.element_by(key, 0.0)
        assert alike(drawing, watched.scene.element(key)), key
    assert begun > len(watched.store.table("connections"))


@pytest.mark.parametrize("most", [0, 2, 5])
def test_more_stale_routes_than_are_followed_leave_the_scene_as_a_fresh_one(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(courses, "_MANY", most)
    chance = random.Random(most)
    keys = list(watched.store.table("components"))
    for _ in range(12):
        watched.move(chance.choice(keys), chance.randint(-20, 20) * 8, chance.randint(-20, 20) * 8)
        watched.check()


def test_a_change_that_concerns_many_routes_finds_none_of_them_before_somebody_asks(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, catalog: Catalog, measurer: FontMetrics
) -> None:
    scene = Scene(watched.store, "main", catalog, measurer)
    scene.display_list()
    wiring = scene._drafting.wiring
    moved = max(watched.store.table("components"), key=lambda key: len(wiring.at(key)))
    lines = wiring.at(moved)
    assert len(lines) > 1
    monkeypatch.setattr(courses, "_MANY", 1)
    watched.store.listen(lambda changed: told.update(scene.refresh(changed)))
    told: set[str] = set()
    watched.move(moved, 400.0, 240.0)
    assert set(lines) <= told
    assert not any(map(wiring.known, lines))


@pytest.mark.parametrize("seed", range(12))
def test_random_moves_leave_the_scene_as_a_fresh_one(watched: Watched, seed: int) -> None:
    chance = random.Random(seed)
    groups = list(watched.store.table("groups"))
    keys = [*watched.store.table("components"), *groups]
    for _ in range(8):
        watched.move(chance.choice(keys), chance.randrange(-200, 200, 20), chance.randrange(-200, 200, 20))
        watched.check()
        watched.rename(
            chance.choice(groups), chance.choice(("", "A", "Zone in the north-west of Frankfurt am Main"))
        )
        watched.check()
    while watched.store.undo():
        pass
    watched.check()


def test_moving_a_card_redraws_it_and_what_depends_on_it_only(watched: Watched) -> None:
    watched.move("payment", 0, 20)
    assert "payment" in watched.told
    assert "w-pay" in watched.told
    # Labels nearby may find a better place.
    assert watched.told <= {"payment", "w-pay", "w-db", "q-w", "a-db"}


def test_insert_connect_rename_remove_and_undo(watched: Watched) -> None:
    store = watched.store
    with store.transaction("Insert"):
        store.put("components", "log", Component(id="log", kind="logging", name="Log"))
        store.put("nodes", place_key("main", "log"), Placement(x=1060, y=360))
    watched.check()
    with store.transaction("Connect"):
        store.put(
            "connections", "b-log", Connection(id="b-log", source="web-b", target="log", kind="observe")
        )
    assert "b-log" in watched.told
    watched.check()
    with store.transaction("Rename zone"):
        store.put("groups", "az-a", store.get("groups", "az-a").revised(name="Zone Nord"))
    assert {"az-a", "worker"} <= watched.told
    watched.check()
    with store.transaction("Remove"):
        store.remove("components", "log")
        store.remove("connections", "b-log")
        store.remove("nodes", place_key("main", "log"))
    assert {"log", "b-log"} <= watched.told
    assert watched.scene.element("log") is None
    watched.check()
    while store.undo():
        watched.check()


def test_turning_replacing_and_routing_by_hand(watched: Watched) -> None:
    store = watched.store
    with store.transaction("Turn"):
        old = store.get("connections", "w-db")
        store.put("connections", "w-db", old.revised(source="db", target="worker"))
    watched.check()
    with store.transaction("By hand"):
        store.put("edges", place_key("main", "lb-a"), EdgeRoute(route="manual", points=((700, 60),)))
    watched.check()
    with store.transaction("By hand, moved"):
        store.put("edges", place_key("main", "lb-a"), EdgeRoute(route="manual", points=((720, 40),)))
    watched.check()
    with store.transaction("Kind"):
        store.put("components", "cache", store.get("components", "cache").revised(kind="service"))
    watched.check()
    while store.undo():
        watched.check()


def test_caches_with_a_store_behind_them_are_lighter(watched: Watched) -> None:
    def token(key: str) -> str:
        drawing = watched.scene.element(key)
        assert drawing is not None
        assert drawing.coarse is not None
        return drawing.coarse.token

    assert token("b-cache") == "connection-light"
    assert token("b-db") == "connection"
    store = watched.store
    with store.transaction("No store behind it"):
        for key in ("a-db", "b-db"):
            store.remove("connections", key)
    assert token("b-cache") == "connection"
    watched.check()


def test_overlay_marks_only_what_it_names(watched: Watched) -> None:
    plain = watched.scene.display_list()
    changed = watched.scene.set_overlay(OVERLAY)
    assert changed == {"db", "web-a", "lb-a", "cache"}
    watched.check()
    assert watched.scene.display_list().legend
    assert watched.scene.set_overlay(Overlay()) == changed
    assert watched.scene.display_list() == plain


def test_unrelated_changes_redraw_nothing(watched: Watched) -> None:
    with watched.store.transaction("Title"):
        watched.store.change_document(title="Other")
    assert watched.told == frozenset()


def test_a_load_makes_everything_anew(watched: Watched) -> None:
    other = Design(components=(Component(id="one", kind="service", name="One"),))
    watched.store.replace_design(other)
    assert watched.scene.order == ("one",)
    assert {"one", "db"} <= watched.told


@pytest.mark.parametrize("seed", range(4))
def test_a_dragged_scene_settles_into_a_fresh_one(watched: Watched, seed: int) -> None:
    chance = random.Random(seed)
    store, scene = watched.store, watched.scene
    watched.sketching = True
    for ending in (store.end_gesture, store.bail_out, store.end_gesture):
        key = chance.choice(list(store.table("components")))
        store.begin_gesture("Drag")
        for _ in range(4):
            watched.move(key, chance.randrange(-60, 80, 20), chance.randrange(-60, 80, 20))
            drawing = scene.element(key)
            assert drawing is not None
            assert drawing.frame == store.get("nodes", place_key("main", key)).box
            scene.display_list()
        ending()
        before = {one: scene.element(one) for one in scene.order}
        settled = scene.settle()
        assert {one for one in before if before[one] != scene.element(one)} <= settled
        assert not scene.settle()
        watched.check()


def test_a_drag_draws_only_what_hangs_on_it(watched: Watched) -> None:
    watched.sketching = True
    watched.store.begin_gesture("Drag")
    watched.move("lb", 20, 0)
    assert watched.told == {"lb", "cdn-lb", "lb-a", "lb-b"}
    drawing = watched.scene.element("lb-a")
    assert drawing is not None
    assert drawing.route[0][0] == watched.scene.frame("lb").right


def put_all(store: Store, dx: float, dy: float) -> None:
    """Move all components, groups and notes by the same way."""
    for key, place in list(store.table("nodes").items()):
        store.put("nodes", key, place.at(place.box.moved(dx, dy)))
    for key, note in list(store.table("notes").items()):
        store.put("notes", key, note.revised(x=note.x + dx, y=note.y + dy))


def test_moving_everything_takes_the_routes_along(watched: Watched) -> None:
    store = watched.store
    with store.transaction("By hand"):
        store.put("edges", place_key("main", "lb-a"), EdgeRoute(route="manual", points=((700, 60),)))

    def move_all(dx: float, dy: float, *, points: bool) -> None:
        with store.transaction("Move all"):
            put_all(store, dx, dy)
            if points:
                store.put("edges", place_key("main", "lb-a"), EdgeRoute(route="manual", points=((740, 40),)))

    before = {key: watched.scene.element(key) for key in watched.scene.order}
    bounds = watched.scene.bounds
    move_all(40, -20, points=True)
    assert watched.told == set(watched.scene.order)
    assert watched.scene.bounds == bounds.moved(40, -20)
    for key, old in before.items():
        new = watched.scene.element(key)
        assert new is not None
        assert old is not None
        assert new.bounds == old.bounds.moved(40, -20)
    watched.check()
    watched.move("payment", 0, 20)
    watched.check()
    move_all(-120, 60, points=False)
    watched.check()
    watched.move("lb", 60, 40)
    watched.check()
    inside = watched.scene.frame("lb").center
    assert watched.scene.hit(inside) == "lb"
    while store.undo():
        watched.check()


@pytest.mark.parametrize("seed", range(3))
def test_moves_of_all_and_of_one_in_any_order(watched: Watched, seed: int) -> None:
    chance = random.Random(seed)
    store = watched.store
    for _ in range(6):
        dx, dy = chance.randrange(-200, 200, 20), chance.randrange(10, 200, 20)
        with store.transaction("Move all"):
            put_all(store, dx, dy)
        # Not everything is looked at in between, so that some routes are known and some are not.
        watched.scene.in_box(watched.scene.frame("lb"))
        watched.move(chance.choice(list(store.table("components"))), 20, -40)
        watched.check()
