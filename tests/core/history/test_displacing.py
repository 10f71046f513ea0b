"""Displacing many records at once: the same as putting each, told as one way."""

from __future__ import annotations

from archdraw.core.history import Changed, Store, place_key
from archdraw.core.model import Component, Design, Note, Placement, View
from archdraw.core.storage import design_text


def store_of(count: int) -> Store:
    ids = [f"c{number}" for number in range(count)]
    places = {one: Placement(x=number * 10.5, y=3.0) for number, one in enumerate(ids)}
    view = View(id="main", nodes=places, notes=(Note(id="note", x=1.0, y=2.0),))
    parts = tuple(Component(id=one, kind="service") for one in ids)
    return Store(Design(components=parts, views=(view,)))


def displaced_by(store: Store, keys: list[str]) -> Changed:
    heard: list[Changed] = []
    stop = store.listen(heard.append)
    with store.transaction("Move"):
        store.displace("nodes", keys, 20.0, -1.5)
    stop()
    return heard[0]


def test_a_displacement_says_its_way_and_changes_only_places() -> None:
    store = store_of(4)
    keys = [place_key("main", "c1"), place_key("main", "c3")]
    change = displaced_by(store, keys)
    assert change.diff["nodes"].way == (20.0, -1.5)
    assert set(change.diff["nodes"].updated) == set(keys)
    assert store.get("nodes", keys[0]) == Placement(x=30.5, y=1.5)
    assert store.get("nodes", place_key("main", "c0")) == Placement(x=0.0, y=3.0)


def test_undo_and_redo_of_a_displacement_give_the_very_text() -> None:
    store = store_of(3)
    before = design_text(store.design)
    displaced_by(store, list(store.table("nodes")))
    after = design_text(store.design)
    heard: list[Changed] = []
    store.listen(heard.append)
    store.undo()
    assert heard[0].diff["nodes"].way == (-20.0, 1.5)
    assert design_text(store.design) == before
    store.redo()
    assert heard[1].diff["nodes"].way == (20.0, -1.5)
    assert design_text(store.design) == after


def test_a_table_that_was_touched_otherwise_tells_no_way() -> None:
    store = store_of(3)
    key = place_key("main", "c0")
    for first in (True, False):
        heard: list[Changed] = []
        stop = store.listen(heard.append)
        with store.transaction("Move"):
            if first:
                store.put("nodes", key, Placement(x=7.0, y=7.0, pin=True))
            store.displace("nodes", list(store.table("nodes")), 5.0, 5.0)
            if not first:
                store.put("nodes", key, Placement(x=7.0, y=7.0))
        stop()
        assert heard[0].diff["nodes"].way is None


def test_two_displacements_of_different_records_tell_no_way() -> None:
    store = store_of(3)
    heard: list[Changed] = []
    store.listen(heard.append)
    with store.transaction("Move"):
        store.displace("nodes", [place_key("main", "c0")], 5.0, 5.0)
        store.displace("nodes", [place_key("main", "c1")], 9.0, 5.0)
    assert heard[0].diff["nodes"].way is None
