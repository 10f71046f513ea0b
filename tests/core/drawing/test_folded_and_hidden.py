"""Collapsed groups stand for what is in them; layers, tags and the view itself leave elements out."""

from __future__ import annotations

import random
from typing import Any

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Overlay, Scene, TextShape
from archdraw.core.history import Changed, Store, place_key
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH, Design, Layer, Style, Styles


class Bench:
    """A store, a scene that follows it, and what a fresh scene would show."""

    def __init__(self, design: Design, catalog: Catalog, measurer: FontMetrics) -> None:
        self.store = Store(design)
        self.parts = (catalog, measurer)
        self.scene = Scene(self.store, "main", *self.parts)
        self.scene.display_list()
        self.store.listen(self.follow)

    def follow(self, changed: Changed) -> None:
        before = {key: self.scene.element(key) for key in self.scene.order}
        told = self.scene.refresh(changed)
        after = {key: self.scene.element(key) for key in self.scene.order}
        different = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert different <= told

    def place(self, key: str, **fields: Any) -> None:
        with self.store.transaction("Place"):
            where = place_key("main", key)
            self.store.put("nodes", where, self.store.get("nodes", where).revised(**fields))

    def view(self, **fields: Any) -> None:
        with self.store.transaction("View"):
            self.store.put("views", "main", self.store.get("views", "main").revised(**fields))

    def check(self) -> None:
        fresh = Scene(self.store.design, "main", *self.parts)
        fresh.set_overlay(self.scene.overlay)
        assert self.scene.display_list() == fresh.display_list()

    def texts(self, key: str) -> list[str]:
        drawing = self.scene.element(key)
        assert drawing is not None
        return [shape.text for shape in drawing.fine if isinstance(shape, TextShape)]


@pytest.fixture
def bench(shop: Design, catalog: Catalog, measurer: FontMetrics) -> Bench:
    return Bench(shop, catalog, measurer)


def test_a_collapsed_group_is_one_card_with_its_name_and_its_count(bench: Bench) -> None:
    bench.place("az-a", collapsed=True)
    scene = bench.scene
    assert not {"web-a", "cache", "db"} & set(scene.order)
    assert scene.role("az-a") == "group"
    assert scene.is_collapsed("az-a")
    frame = scene.frame("az-a")
    assert (frame.w, frame.h) == (CARD_WIDTH, CARD_HEIGHT)
    words = " ".join(bench.texts("az-a"))
    assert "Zone A" in words
    assert "3 components" in words
    assert scene.stand_in("db") == "az-a"
    assert scene.stand_in("web-b") == "web-b"
    # As on any other card a long name takes two lines, and all of it stays on the card.
    with bench.store.transaction("Rename"):
        group = bench.store.get("groups", "az-a")
        bench.store.put("groups", "az-a", group.revised(name="Availability zone Paris"))
    drawing = scene.element("az-a")
    assert drawing is not None
    lines = [shape for shape in drawing.fine if isinstance(shape, TextShape)]
    assert [shape.text for shape in lines[:2]] == ["Availability", "zone Paris"]
    assert all(frame.y + 12 <= shape.y <= frame.bottom - 5 for shape in lines)


def test_v2_connections_end_at_the_card_and_the_same_ones_are_drawn_once(bench: Bench) -> None:
    bench.place("az-a", collapsed=True)
    scene = bench.scene
    assert "a-db" not in scene.order
    assert "a-cache" not in scene.order
    card = scene.frame("az-a").grown(1.0)
    line = scene.element("lb-a")
    assert line is not None
    assert card.contains(line.route[-1])
    merged = [key for key in scene.order if scene.merged(key) != (key,)]
    assert [set(scene.merged(key)) for key in merged] == [{"b-cache", "b-db"}]
    assert "×2" in bench.texts(merged[0])


def test_a_group_in_a_collapsed_group_is_part_of_it(bench: Bench) -> None:
    bench.place("az-a", collapsed=True)
    bench.place("region", collapsed=True)
    scene = bench.scene
    assert "az-a" not in scene.order
    assert scene.stand_in("db") == "region"
    assert "9 components" in " ".join(bench.texts("region"))
    bench.check()


def test_v1_opening_a_group_gives_back_exactly_what_was_there(bench: Bench) -> None:
    before = bench.scene.display_list()
    text = bench.store.design
    bench.place("az-a", collapsed=True)
    assert bench.scene.display_list() != before
    bench.place("az-a", collapsed=False)
    assert bench.scene.display_list() == before
    assert bench.store.design == text


@pytest.mark.parametrize("seed", range(8))
def test_any_folding_moving_and_hiding_leaves_the_scene_as_a_fresh_one(bench: Bench, seed: int) -> None:
    chance = random.Random(seed)
    groups = ["region", "az-a", "az-b", "edge"]
    keys = [*groups, *bench.store.table("components")]
    for _ in range(14):
        what = chance.randrange(5)
        if what == 0:
            key = chance.choice(groups)
            place = bench.store.get("nodes", place_key("main", key))
            bench.place(key, collapsed=not place.collapsed)
        elif what == 1:
            key = chance.choice(keys)
            place = bench.store.get("nodes", place_key("main", key))
            bench.place(key, x=place.x + chance.randrange(-100, 120, 20), y=place.y + 20)
        elif what == 2:
            bench.view(hides=tuple(chance.sample(keys, 2)))
        elif what == 3:
            bench.view(layers=(Layer(id="l", members=tuple(chance.sample(keys, 3)), visible=False),))
        else:
            bench.store.undo()
        bench.check()
    while bench.store.undo():
        bench.check()


def test_what_becomes_of_the_members_shows_on_the_card(bench: Bench) -> None:
    bench.place("az-a", collapsed=True)
    changed = bench.scene.set_overlay(Overlay(name="x", single_points={"db": "Buy stops."}))
    assert changed == {"az-a"}
    drawing = bench.scene.element("az-a")
    assert drawing is not None
    assert "Buy stops." in drawing.tip
    bench.check()


def test_v3_what_a_hidden_layer_holds_is_neither_drawn_nor_hit_nor_gone_around(bench: Bench) -> None:
    middle = bench.scene.frame("watch").center
    assert bench.scene.hit(middle) == "watch"
    bench.view(layers=(Layer(id="ops", name="Operation", kinds=("monitoring",), visible=False),))
    assert "watch" not in bench.scene.order
    assert "watch-a" not in bench.scene.order
    assert bench.scene.hit(middle) is None
    assert bench.scene.hidden == {"watch"}
    bench.view(layers=(Layer(id="ops", name="Operation", kinds=("monitoring",)),))
    assert bench.scene.hit(middle) == "watch"


def test_hidden_tags_hide_components_and_what_is_in_a_tagged_group(bench: Bench) -> None:
    with bench.store.transaction("Tag"):
        group = bench.store.get("groups", "az-b")
        bench.store.put("groups", "az-b", group.revised(tags=("second",)))
    bench.view(hidden_tags=("second",))
    assert not {"az-b", "web-b", "queue", "worker", "replica"} & set(bench.scene.order)
    assert {"az-a", "web-a"} <= set(bench.scene.order)
    bench.check()
    with bench.store.transaction("Untag"):
        bench.store.put("groups", "az-b", group)
    assert "web-b" in bench.scene.order
    bench.check()


def test_a_group_taken_out_of_the_view_leaves_its_content(bench: Bench) -> None:
    bench.view(hides=("az-b",))
    assert "az-b" not in bench.scene.order
    assert "web-b" in bench.scene.order
    bench.check()


def test_v4_the_nearer_style_wins_kind_then_tag_then_element(bench: Bench) -> None:
    def tokens(key: str) -> set[str]:
        drawing = bench.scene.element(key)
        assert drawing is not None
        assert drawing.coarse is not None
        return {drawing.coarse.token}

    with bench.store.transaction("Tag"):
        record = bench.store.get("components", "web-a")
        bench.store.put("components", "web-a", record.revised(tags=("vip",)))
    assert tokens("web-a") == {"family-compute"}
    bench.view(style=Style(color="edge"))
    assert tokens("web-a") == {"family-edge"}
    for styles, expected in (
        (Styles(kinds={"service": Style(color="data")}), "family-data"),
        (Styles(kinds={"service": Style(color="data")}, tags={"vip": Style(color="cache")}), "family-cache"),
    ):
        with bench.store.transaction("Styles"):
            bench.store.change_document(styles=styles)
        assert tokens("web-a") == {expected}
        bench.check()
    assert tokens("web-b") == {"family-data"}
    bench.place("web-a", style=Style(color="security"))
    assert tokens("web-a") == {"family-security"}
    bench.check()


@pytest.mark.parametrize("shape", ["card", "cylinder", "queue", "cloud", "icon"])
def test_every_shape_stays_in_its_frame_and_keeps_the_name(bench: Bench, shape: Any) -> None:
    bench.place("db", style=Style(shape=shape, emphasis="strong"), w=200, h=96)
    drawing = bench.scene.element("db")
    assert drawing is not None
    assert drawing.frame is not None
    texts = bench.texts("db")
    assert texts[0].startswith("Orders")
    room = drawing.frame.grown(0.5)
    for text in (one for one in drawing.fine if isinstance(one, TextShape)):
        left = text.x - (text.width / 2 if text.anchor == "middle" else 0)
        assert room.contains((left, text.y))
        assert room.contains((left + text.width, text.y))
    bench.check()


def test_an_empty_collapsed_group_shows_its_new_name(bench: Bench) -> None:
    bench.place("edge", collapsed=True)
    with bench.store.transaction("Rename"):
        bench.store.put("groups", "edge", bench.store.get("groups", "edge").revised(name="The outside"))
    assert "The outside" in bench.texts("edge")
    bench.check()
