"""Automatic placement: nothing overlaps, groups hold their own, pins hold, the drawing stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st
from tests.core.layout.designs import clustered, faults

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout import Direction, LayoutError, Request, Spacing, arrange
from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, View

DIRECTIONS: tuple[Direction, ...] = ("LR", "TB", "RL", "BT")
SPACINGS: tuple[Spacing, ...] = ("compact", "normal", "roomy")


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """Any small design: nested groups, some of them empty, any connections, rings and loops among them."""
    groups = [
        Group(
            id=f"g{index}",
            kind="tier",
            parent=draw(st.sampled_from([None, *(f"g{one}" for one in range(index))])),
        )
        for index in range(draw(st.integers(0, 5)))
    ]
    homes = st.sampled_from([None, *(group.id for group in groups)])
    components = [
        Component(id=f"c{index}", kind="service", parent=draw(homes))
        for index in range(draw(st.integers(1, 14)))
    ]
    ends = st.sampled_from([one.id for one in components])
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=24))
    links = [
        Connection(id=f"e{index}", source=source, target=target, name="x" * (index % 30))
        for index, (source, target) in enumerate(pairs)
    ]
    sizes = st.sampled_from([(168.0, 64.0), (88.0, 40.0), (250.0, 130.0)])
    places = st.integers(-900, 900)
    nodes = {
        one.id: Placement(x=draw(places), y=draw(places), w=size[0], h=size[1])
        for one in components
        if draw(st.booleans())
        for size in [draw(sizes)]
    }
    view = View(id="main", nodes=nodes)
    return Design(components=tuple(components), groups=tuple(groups), connections=tuple(links), views=(view,))


@given(designs(), st.sampled_from(DIRECTIONS), st.sampled_from(SPACINGS))
@hypothesis_settings(max_examples=60)
def test_nothing_overlaps_and_groups_hold_exactly_their_own(
    design: Design, direction: Direction, spacing: Spacing
) -> None:
    boxes = arrange(design, "main", request=Request(direction, spacing)).boxes
    assert boxes.keys() == {one.id for one in (*design.components, *design.groups)}
    assert faults(design, boxes) == []
    assert all(box.x % 20 == 0 and box.y % 20 == 0 for key, box in boxes.items() if direction in ("LR", "TB"))


@given(designs())
@hypothesis_settings(max_examples=25)
def test_the_same_design_gives_the_same_drawing_and_a_second_tidy_moves_nothing(design: Design) -> None:
    boxes = arrange(design, "main").boxes
    assert arrange(design, "main").boxes == boxes
    nodes = {key: Placement(x=box.x, y=box.y, w=box.w, h=box.h) for key, box in boxes.items()}
    tidied = design.model_copy(update={"views": (View(id="main", nodes=nodes),)})
    assert arrange(tidied, "main").boxes == boxes


def test_groups_whose_pins_are_close_keep_their_other_members_apart() -> None:
    members = (("b", "g0"), ("a", "g0"), ("c", "g1"), ("d", "g1"))
    design = Design(
        components=tuple(Component(id=key, kind="service", parent=group) for key, group in members),
        groups=(Group(id="g0", kind="tier"), Group(id="g1", kind="tier")),
        views=(
            View(
                id="main",
                nodes={"a": Placement(x=0, y=0, pin=True), "c": Placement(x=0, y=-184, pin=True)},
            ),
        ),
    )
    boxes = arrange(design, "main").boxes
    assert (boxes["a"].x, boxes["a"].y, boxes["c"].x, boxes["c"].y) == (0, 0, 0, -184)
    for one, other in (("b", "d"), ("b", "c"), ("d", "a"), ("a", "b"), ("c", "d")):
        assert not boxes[one].intersects(boxes[other]), (one, other)


@given(designs(), st.data())
@hypothesis_settings(max_examples=50)
def test_what_is_pinned_never_moves_and_no_component_lands_on_another(
    design: Design, data: st.DataObject
) -> None:
    view = design.views[0]
    placed = sorted(view.nodes)
    pinned = data.draw(st.sets(st.sampled_from(placed))) if placed else set()
    nodes = {key: place.revised(pin=key in pinned) for key, place in view.nodes.items()}
    fixed = design.model_copy(update={"views": (view.revised(nodes=nodes),)})
    boxes = arrange(fixed, "main").boxes
    for key in pinned:
        assert boxes[key] == view.nodes[key].box
    free = [one.id for one in design.components if one.id not in pinned]
    for key in free:
        others = {one.id for one in design.components} - {key}
        overlapped = [other for other in others if boxes[other].intersects(boxes[key])]
        assert overlapped == []
    for element in (*design.components, *design.groups):
        for group in design.enclosing_groups(element.id):
            assert boxes[group.id].encloses(boxes[element.id])


def test_a_pinned_group_stays_with_all_that_is_in_it() -> None:
    nodes = {
        "g0": Placement(x=1000, y=500, w=900, h=700, pin=True),
        "c0": Placement(x=1111, y=733),
        "c1": Placement(x=1400, y=600),
    }
    design = clustered(12, nodes=nodes)
    members = {one.id for one in design.components if one.parent == "g0"}
    design = design.model_copy(
        update={
            "components": tuple(
                one.revised(parent="g0" if one.id in ("c0", "c1") else "g1") for one in design.components
            )
        }
    )
    assert members
    boxes = arrange(design, "main").boxes
    assert {key: boxes[key] for key in nodes} == {key: place.box for key, place in nodes.items()}
    assert faults(design, boxes) == []


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_calls_run_in_the_direction_asked_for(direction: Direction) -> None:
    design = Design(
        components=tuple(Component(id=name, kind="service") for name in "abc"),
        connections=(
            Connection(id="ab", source="a", target="b"),
            Connection(id="bc", source="b", target="c"),
        ),
        views=(View(id="main", direction=direction),),
    )
    boxes = arrange(design, "main").boxes
    a, b, c = (boxes[name] for name in "abc")
    before = {
        "LR": a.right < b.x and b.right < c.x,
        "RL": c.right < b.x and b.right < a.x,
        "TB": a.bottom < b.y and b.bottom < c.y,
        "BT": c.bottom < b.y and b.bottom < a.y,
    }
    assert before[direction]
    level = direction in ("LR", "RL")
    assert len({box.y if level else box.x for box in (a, b, c)}) == 1


def test_spacing_is_that_of_the_view_unless_asked_otherwise() -> None:
    design = clustered(20)
    view = design.views[0].revised(spacing="compact")
    widths = {}
    for one in (design, design.model_copy(update={"views": (view,)})):
        around = bounding_box(arrange(one, "main").boxes.values())
        assert around is not None
        widths[one.views[0].spacing] = around.w * around.h
    assert widths["compact"] < 0.8 * widths["normal"]


def test_cards_of_one_rank_are_aligned_and_a_fan_is_centred() -> None:
    names = ["lb", "a", "b", "c", "db"]
    links = [("lb", one) for one in "abc"] + [(one, "db") for one in "abc"]
    design = Design(
        components=tuple(Component(id=name, kind="service") for name in names),
        connections=tuple(
            Connection(id=f"e{index}", source=a, target=b) for index, (a, b) in enumerate(links)
        ),
        views=(View(id="main"),),
    )
    boxes = arrange(design, "main").boxes
    assert len({boxes[one].x for one in "abc"}) == 1
    ys = sorted(boxes[one].y for one in "abc")
    assert ys[1] - ys[0] == ys[2] - ys[1] == 100
    assert boxes["lb"].y == boxes["db"].y == ys[1]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [12, 50, 200])
def test_clustered_designs_are_shaped_like_a_page(count: int, seed: int) -> None:
    design = clustered(count, seed)
    boxes = arrange(design, "main").boxes
    around = bounding_box(boxes.values())
    assert around is not None
    assert 0.5 <= around.w / around.h <= 2.0, around
    assert faults(design, boxes) == []


def test_nested_groups_are_kept_together() -> None:
    design = clustered(60, nested=True)
    assert faults(design, arrange(design, "main").boxes) == []


def test_the_drawing_stays_where_it_was() -> None:
    nodes = {f"c{index}": Placement(x=5000 + 7 * index, y=-3000) for index in range(20)}
    around = bounding_box(arrange(clustered(20, nodes=nodes), "main").boxes.values())
    assert around is not None
    assert abs(around.center.x - 5150) < 20
    assert abs(around.center.y + 2968) < 20


def test_notes_go_along_with_their_neighbour_and_cover_nothing() -> None:
    nodes = {f"c{index}": Placement(x=300.0 * index, y=0) for index in range(12)}
    design = clustered(12, nodes=nodes)
    note = Note(id="memo", x=310, y=80, w=160, h=80, text="Second")
    design = design.model_copy(update={"views": (design.views[0].revised(notes=(note,)),)})
    boxes = arrange(design, "main").boxes
    assert not any(boxes["memo"].intersects(boxes[one.id]) for one in design.components)
    apart = boxes["memo"].center.x - boxes["c1"].center.x, boxes["memo"].center.y - boxes["c1"].center.y
    assert abs(apart[0]) < 400
    assert abs(apart[1]) < 400


def test_a_collapsed_group_is_one_card_and_takes_its_content_along() -> None:
    nodes = {
        "g0": Placement(x=0, y=0, w=600, h=400, collapsed=True),
        **{f"c{index}": Placement(x=40 + 10 * index, y=60) for index in range(12)},
    }
    design = clustered(12, nodes=nodes)
    boxes = arrange(design, "main").boxes
    assert (boxes["g0"].w, boxes["g0"].h) == (168, 64)
    for one in design.components:
        if one.parent == "g0":
            way = boxes["g0"].x, boxes["g0"].y
            assert boxes[one.id] == nodes[one.id].box.moved(*way)


def test_hidden_elements_are_not_looked_at() -> None:
    design = clustered(12, nodes={"c3": Placement(x=77, y=88)})
    made = arrange(design, "main", request=Request(hidden=frozenset({"c3"})))
    assert "c3" not in made.boxes or made.boxes["c3"] != made.boxes["c4"]


def test_a_locked_element_is_not_moved() -> None:
    design = clustered(12, nodes={"c3": Placement(x=77, y=88, locked=True)})
    assert arrange(design, "main").boxes["c3"] == Box(77, 88, 168, 64)


def test_groups_that_lie_in_each_other_are_laid_out_all_the_same() -> None:
    design = Design(
        components=(Component(id="a", kind="service", parent="g"),),
        groups=(Group(id="g", kind="tier", parent="h"), Group(id="h", kind="tier", parent="g")),
        views=(View(id="main"),),
    )
    assert arrange(design, "main").boxes.keys() == {"a", "g", "h"}


def test_an_unknown_view_is_refused_with_a_sentence() -> None:
    with pytest.raises(LayoutError, match="no view “nowhere”"):
        arrange(clustered(12), "nowhere")


def test_an_empty_view_gives_nothing() -> None:
    assert arrange(Design(views=(View(id="main"),)), "main").boxes == {}
