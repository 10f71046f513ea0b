"""A selection, or what is new, finds its place among everything else, which stays as it is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st
from tests.core.layout.designs import clustered, faults

from archdraw.core.geometry import Box
from archdraw.core.layout import arrange, place_new, with_places
from archdraw.core.model import Component, Connection, Design, Group, Placement, View


def tidied(count: int = 24, seed: int = 1) -> Design:
    design = clustered(count, seed)
    return with_places(design, "main", arrange(design, "main").boxes)


def boxes_of(design: Design) -> dict[str, Box]:
    return {key: place.box for key, place in design.views[0].nodes.items()}


@given(st.integers(0, 3), st.data())
@hypothesis_settings(max_examples=30)
def test_a_selection_moves_nothing_else_and_covers_nothing_else(seed: int, data: st.DataObject) -> None:
    design = tidied(seed=seed)
    before = boxes_of(design)
    only = data.draw(st.sets(st.sampled_from(sorted(before)), min_size=1, max_size=8))
    made = arrange(design, "main", only=only)
    allowed = {
        key
        for key in before
        if key in only or any(group.id in only for group in design.enclosing_groups(key))
    }
    assert made.boxes.keys() <= allowed
    assert faults(design, {**before, **made.boxes}) == []


def test_a_scattered_selection_is_tidied_around_its_place() -> None:
    chance = random.Random(4)
    nodes = {
        f"c{index}": Placement(x=3000 + chance.randint(-400, 400), y=3000 + chance.randint(-400, 400))
        for index in range(3)
    }
    design = Design(
        components=tuple(Component(id=f"c{index}", kind="service") for index in range(3)),
        connections=tuple(
            Connection(id=f"e{index}", source=f"c{index}", target=f"c{index + 1}") for index in range(2)
        ),
        views=(View(id="main", nodes=nodes),),
    )
    boxes = arrange(design, "main", only={"c0", "c1", "c2"}).boxes
    assert len({box.y for box in boxes.values()}) == 1
    assert all(abs(box.center.x - 3000) < 700 and abs(box.center.y - 3000) < 500 for box in boxes.values())


def test_where_there_is_no_room_in_a_group_its_members_stay_and_that_is_said() -> None:
    nodes = {
        "g": Placement(x=0, y=0, w=230, h=320),
        "a": Placement(x=31, y=45),
        "b": Placement(x=31, y=120),
        "c": Placement(x=31, y=195),
    }
    design = Design(
        components=tuple(Component(id=name, kind="service", parent="g") for name in "abc"),
        groups=(Group(id="g", kind="tier"),),
        connections=(
            Connection(id="ab", source="a", target="b"),
            Connection(id="bc", source="b", target="c"),
        ),
        views=(View(id="main", nodes=nodes),),
    )
    made = arrange(design, "main", only={"a", "b", "c"})
    assert made.boxes == {}
    assert "no more room in their group" in made.remark


def with_newcomer(design: Design, parent: str | None, *, calls: str = "", called_by: str = "") -> Design:
    """Return the design with a component that has no place yet."""
    links = [*design.connections]
    if calls:
        links.append(Connection(id="out", source="new", target=calls))
    if called_by:
        links.append(Connection(id="in", source=called_by, target="new"))
    added = Component(id="new", kind="service", parent=parent)
    return design.model_copy(update={"components": (*design.components, added), "connections": tuple(links)})


@pytest.mark.parametrize("seed", range(6))
def test_adding_one_component_moves_none_of_the_others(seed: int) -> None:
    design = tidied(seed=seed)
    before = boxes_of(design)
    caller = design.components[seed]
    grown = with_newcomer(design, caller.parent, called_by=caller.id)
    boxes = place_new(grown, "main").boxes
    assert all(before[key] == box for key, box in boxes.items() if key in before and key[0] == "c")
    after = {**before, **boxes}
    assert not any(after["new"].intersects(box) for key, box in before.items() if key[0] == "c")
    assert caller.parent is not None
    assert after[caller.parent].encloses(after["new"])
    assert after[caller.parent].encloses(before[caller.parent])


def test_a_new_component_stands_behind_its_caller_and_before_what_it_calls() -> None:
    nodes = {"a": Placement(x=0, y=0), "b": Placement(x=2000, y=0)}
    design = Design(
        components=(Component(id="a", kind="service"), Component(id="b", kind="service")),
        views=(View(id="main", nodes=nodes),),
    )
    behind = place_new(with_newcomer(design, None, called_by="a"), "main").boxes
    assert behind == {"new": Box(260, 0, 168, 64)} or (behind["new"].y == 0 and 168 < behind["new"].x < 400)
    before = place_new(with_newcomer(design, None, calls="b"), "main").boxes["new"]
    assert before.right < 2000
    assert before.y == 0
    alone = place_new(with_newcomer(design, None), "main").boxes["new"]
    assert alone.y > 64


def test_several_new_components_are_placed_as_a_drawing_of_their_own() -> None:
    design = tidied()
    before = boxes_of(design)
    added = tuple(Component(id=f"new{index}", kind="service") for index in range(4))
    links = tuple(
        Connection(id=f"n{index}", source=f"new{index}", target=f"new{index + 1}") for index in range(3)
    )
    grown = design.model_copy(
        update={
            "components": (*design.components, *added),
            "connections": (*design.connections, *links),
        }
    )
    boxes = place_new(grown, "main").boxes
    assert boxes.keys() == {one.id for one in added}
    assert faults(grown, {**before, **boxes}) == []
    assert len({boxes[one.id].y for one in added}) == 1


def test_a_group_without_a_place_around_placed_members_moves_none_of_them() -> None:
    design = Design(
        components=(Component(id="a", kind="service", parent="g"),),
        groups=(Group(id="g", kind="tier"),),
        views=(View(id="main", nodes={"a": Placement(x=11, y=13)}),),
    )
    assert place_new(design, "main").boxes == {}
