"""Records of a store share what is the same in all of them; nobody can tell but the memory."""

from __future__ import annotations

import sys

from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Placement, View
from archdraw.core.storage import design_text, parse_design


def design_of(count: int) -> Design:
    ids = [f"c{number}" for number in range(count)]
    return Design(
        components=tuple(
            Component(id=one, kind="service", name=one, attributes={"zone": "a"} if one == "c1" else {})
            for one in ids
        ),
        connections=(Connection(id="l", source="c0", target="c1", later="kept"),),  # type: ignore[call-arg]  # a field from a later version
        views=(View(id="main", nodes={one: Placement(x=0, y=0) for one in ids}),),
    )


def test_a_document_is_the_same_text_after_it_and_equal_records_stay_equal() -> None:
    design = parse_design(design_text(design_of(5)).encode(), "test").design
    before, twin = design_text(design), parse_design(design_text(design).encode(), "test").design
    store = Store(design)
    assert design_text(store.design) == before
    assert store.get("components", "c1").attributes == {"zone": "a"}
    assert store.get("connections", "l").extra == {"later": "kept"}
    assert store.design == twin


def test_thousands_of_records_have_one_set_of_stated_names_and_one_empty_table() -> None:
    store = Store(parse_design(design_text(design_of(40)).encode(), "test").design)
    parts = [one for key, one in store.table("components").items() if key != "c1"]
    assert len({id(one.stated) for one in parts}) == 1
    assert len({id(one.attributes) for one in parts}) == 1
    assert len({id(one.stated) for one in store.table("nodes").values()}) == 1


def test_what_is_stated_of_one_record_says_nothing_of_another() -> None:
    store = Store(design_of(3))
    with store.transaction("Say more"):
        first = store.get("components", "c0")
        store.put("components", "c0", first.revised(replicas=2, attributes={"a": 1}))
    assert "replicas" in store.get("components", "c0").stated
    assert "replicas" not in store.get("components", "c2").stated
    assert store.get("components", "c2").attributes == {}


def test_the_values_of_a_component_take_less_room_and_are_the_same() -> None:
    design = parse_design(design_text(design_of(3)).encode(), "test").design
    before = {one.id: (sys.getsizeof(one.__dict__), dict(one.__dict__)) for one in design.components}
    store = Store(design)
    for one in store.table("components").values():
        room, values = before[one.id]
        assert sys.getsizeof(one.__dict__) < room
        assert list(one.__dict__.items()) == list(values.items())
