"""What takes long is broken off when time is up and gone on with: the result is that of going through."""

from __future__ import annotations

import gc
import random
from typing import TYPE_CHECKING

import pytest
from tests.core.drawing.looks import alike

from archdraw.core.drawing import FontMetrics, Scene, courses, finding, labels, sketching, wiring
from archdraw.core.drawing.courses import Courses
from archdraw.core.drawing.finding import NotYet
from archdraw.core.drawing.label_places import LabelPlaces
from archdraw.core.drawing.labels import Surroundings
from archdraw.core.drawing.tracks import Former, Tracks
from archdraw.core.geometry import Box, Point, pathfinding
from archdraw.core.geometry.escapes import escape_route
from archdraw.core.geometry.pathfinding import Pauses
from archdraw.core.geometry.routing import Ends
from archdraw.core.history import Changed, Store, place_key

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design


class Clock:
    """A clock that goes on by one with every look at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def wall_of(count: int) -> list[Box]:
    """Return boxes in rows and columns with narrow streets between them."""
    return [Box(index % 20 * 150.0, index // 20 * 100.0, 120.0, 60.0) for index in range(count)]


@pytest.mark.parametrize("count", [100, 400])
def test_a_search_broken_off_after_every_few_steps_finds_what_it_finds_at_once(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    boxes = wall_of(count)
    ends = Ends(boxes[0], boxes[-1])
    at_once = escape_route(ends, boxes[1:-1])
    monkeypatch.setattr(pathfinding, "_PAUSE", 7)
    times = 0

    def break_off() -> None:
        raise NotYet

    pauses = Pauses(break_off)
    found = None
    while found is None and times < 5000:
        pauses.again()
        try:
            found = escape_route(ends, boxes[1:-1], pauses=pauses)
        except NotYet:
            times += 1
    assert found == at_once
    assert times > 10


def test_a_search_that_is_over_leaves_nothing_to_the_collector_of_garbage() -> None:
    boxes = wall_of(100)
    gc.collect()
    gc.disable()
    try:
        assert escape_route(Ends(boxes[0], boxes[-1]), boxes[1:-1]) is not None
        assert not any(isinstance(one, pathfinding._Search) for one in gc.get_objects())
    finally:
        gc.enable()


def test_the_choice_of_a_label_is_broken_off_between_two_looks_around(
    shop: Design, catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Box] = []
    surroundings = LabelPlaces._surroundings

    def counted(places: LabelPlaces, area: Box, before: int | None = None) -> Surroundings:
        looks.append(area)
        return surroundings(places, area, before)

    # No place is free, so that every label looks at all there are.
    monkeypatch.setattr(labels, "covering", lambda *_: 1.0)
    fresh = Scene(shop, "main", catalog, measurer)
    expected = [fresh.element(one) for one in fresh.order]
    monkeypatch.setattr(LabelPlaces, "_surroundings", counted)
    scene = Scene(shop, "main", catalog, measurer)
    for one, whole in zip(scene.order, expected, strict=True):
        drawing = None
        while drawing is None:
            before = len(looks)
            drawing = scene.element_by(one, 0.0)
            assert len(looks) - before <= 1
        assert alike(drawing, whole)
    # What was seen before a choice was broken off is not looked at again.
    assert len(looks) > 100
    places = scene._drafting._courses
    assert not places._seen


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for all that looks at the time, and small drawings treated as large ones are."""
    clock = Clock()
    for module in (finding, courses, sketching):
        monkeypatch.setattr(module, "thread_time", clock)
    for module, name in ((courses, "_FEW"), (sketching, "_FEW"), (wiring, "LOOKED_AT_ONCE")):
        monkeypatch.setattr(module, name, 0)
    return clock


class Followed:
    """A store with a scene that follows it, and hears which drawings changed."""

    def __init__(self, design: Design, catalog: Catalog, measurer: FontMetrics) -> None:
        self.store, self.catalog, self.measurer = Store(design), catalog, measurer
        self.scene = Scene(self.store, "main", catalog, measurer)
        self.scene.display_list()
        self.store.listen(self.hear)

    def hear(self, changed: Changed) -> None:
        before = {key: self.scene.element(key) for key in self.scene.order}
        told = self.scene.refresh(changed, sketch=self.store.in_gesture)
        assert {key for key, drawing in before.items() if drawing != self.scene.element(key)} <= told

    def move(self, key: str, dx: float, dy: float) -> None:
        place = self.store.get("nodes", place_key("main", key))
        with self.store.transaction("Move"):
            self.store.put("nodes", place_key("main", key), place.at(place.box.moved(dx, dy)))

    def check(self) -> None:
        fresh = Scene(self.store.design, "main", self.catalog, self.measurer)
        # From the other end: nothing depends on what was asked for first.
        for key in reversed(fresh.order):
            fresh.element(key)
        assert alike(self.scene.display_list(), fresh.display_list())


@pytest.mark.parametrize("steps", [0, 3, 40, 1e9])
@pytest.mark.parametrize("seed", range(3))
def test_a_change_followed_for_so_many_steps_leaves_the_scene_as_a_fresh_one(
    shop: Design,
    catalog: Catalog,
    measurer: FontMetrics,
    monkeypatch: pytest.MonkeyPatch,
    slow: Clock,
    steps: float,
    seed: int,
) -> None:
    monkeypatch.setattr(courses, "_FOLLOWED_S", steps)
    followed = Followed(shop, catalog, measurer)
    chance = random.Random(seed)
    keys = [*followed.store.table("components"), *followed.store.table("groups")]
    for _ in range(8):
        followed.move(chance.choice(keys), chance.randrange(-200, 200, 20), chance.randrange(-200, 200, 20))
        followed.check()
    assert slow.now > 0


@pytest.mark.parametrize("steps", [0, 3, 40])
@pytest.mark.parametrize("seed", range(3))
def test_a_drag_with_time_for_so_many_steps_in_a_frame_settles_into_a_fresh_scene(
    shop: Design,
    catalog: Catalog,
    measurer: FontMetrics,
    monkeypatch: pytest.MonkeyPatch,
    slow: Clock,
    steps: float,
    seed: int,
) -> None:
    monkeypatch.setattr(sketching, "_SKETCHED_S", steps)
    monkeypatch.setattr(courses, "_FOLLOWED_S", steps)
    followed = Followed(shop, catalog, measurer)
    store, scene = followed.store, followed.scene
    chance = random.Random(seed)
    for _ in range(3):
        key = chance.choice(list(store.table("components")))
        store.begin_gesture("Drag")
        for _ in range(4):
            followed.move(key, chance.randrange(-60, 80, 20), chance.randrange(-60, 80, 20))
            assert all(scene.element(one) is not None for one in scene.connections_of(key))
        store.end_gesture()
        before = {one: scene.element(one) for one in scene.order}
        settled = scene.settle()
        # Bit by bit, as the canvas asks.
        for one in scene.order:
            while scene.element_by(one, slow.now + 2) is None:
                pass
        assert {one for one in before if before[one] != scene.element(one)} <= settled
        followed.check()


def test_settling_many_lines_of_a_large_drawing_finds_no_way_before_somebody_asks(
    shop: Design, catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch, slow: Clock
) -> None:
    monkeypatch.setattr(courses, "_FOLLOWED_S", 0)
    followed = Followed(shop, catalog, measurer)
    scene, store = followed.scene, followed.store
    moved = max(store.table("components"), key=lambda key: len(scene.connections_of(key)))
    store.begin_gesture("Drag")
    followed.move(moved, 400.0, 240.0)
    store.end_gesture()
    # One look at the clock when it begins, one when the first way is found: that ends it.
    begun = slow.now
    scene.settle()
    assert slow.now - begun <= 3
    assert sum(scene._drafting.wiring.known(one) for one in scene.connections_of(moved)) <= 1
    followed.check()


def test_lanes_are_not_broken_up_any_further_once_time_is_up(
    shop: Design, catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch, slow: Clock
) -> None:
    followed = Followed(shop, catalog, measurer)
    moved = max(followed.store.table("components"), key=lambda key: len(followed.scene.connections_of(key)))
    left: list[str] = []
    let_go = Tracks._let_go

    def counted(tracks: Tracks, key: str, old: dict[str, Former]) -> None:
        left.append(key)
        let_go(tracks, key, old)

    monkeypatch.setattr(Tracks, "_let_go", counted)
    monkeypatch.setattr(courses, "_FOLLOWED_S", 1e9)
    followed.move(moved, 400.0, 240.0)
    assert len(left) > 2
    left.clear()
    monkeypatch.setattr(courses, "_FOLLOWED_S", 0)
    followed.move(moved, -400.0, -240.0)
    # Time is up at the first look.
    assert not left
    followed.check()


def test_once_time_is_up_a_step_of_a_drag_looks_for_no_line_more(
    shop: Design, catalog: Catalog, measurer: FontMetrics, monkeypatch: pytest.MonkeyPatch, slow: Clock
) -> None:
    asked: list[str] = []
    points_of = Tracks.points_of

    def counted(tracks: Tracks, key: str) -> tuple[Point, ...]:
        asked.append(key)
        return points_of(tracks, key)

    monkeypatch.setattr(sketching, "MOST_FINISHED", 0)
    monkeypatch.setattr(sketching, "_SKETCHED_S", 1)
    followed = Followed(shop, catalog, measurer)
    store, scene = followed.store, followed.scene
    moved = max(store.table("components"), key=lambda key: len(scene.connections_of(key)))
    lines = scene.connections_of(moved)
    assert len(lines) > 2
    monkeypatch.setattr(Courses, "points_of", counted)
    store.begin_gesture("Drag")
    followed.move(moved, 40.0, 20.0)
    assert len(set(asked) & set(lines)) <= 1
    # Each is drawn all the same, and by turns they find their way.
    assert all(scene.sketched(one) for one in lines)
    for _ in range(40):
        followed.move(moved, 20.0, 0.0)
    assert set(lines) <= scene._drafting._sketcher._found.keys()
    store.end_gesture()
    scene.settle()
    followed.check()
