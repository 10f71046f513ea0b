from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from archdraw.core.geometry import Box, Point
from archdraw.core.model import Api, Decision, Entity, Journey, Placement, Suppression, View
from archdraw.core.storage import design_text
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import aligning, moving, removing
from archdraw.editor.edits.ordering import Shift, shifted
from archdraw.editor.tools.snapping import snap_move

if TYPE_CHECKING:
    from tests.editor.conftest import Hand

    from archdraw.editor.edits.aligning import Edge
    from archdraw.editor.session import Session


def test_what_pointed_at_a_deleted_element_points_at_nothing(session: Session, hand: Hand) -> None:
    with session.change("paperwork") as store:
        store.put("journeys", "buy", Journey(id="buy", entry="web"))
        store.put("apis", "a1", Api(id="a1", component="web"))
        store.put("entities", "e1", Entity(id="e1", store="web"))
        store.put("decisions", "d1", Decision(id="d1", elements=("web", "db")))
        store.put("suppressions", "s1", Suppression(rule="SPF-01", element="web"))
        store.put("suppressions", "s2", Suppression(rule="SPF-01", element="db"))
        store.put("views", "second", View(id="second", shows=("web", "db")))
        store.put("nodes", "second/web", Placement(x=0, y=0))
    session.update("connections", "web-db", behind_cache="jobs")
    before = hand.text()
    session.delete({"web", "jobs"})
    design = session.design
    assert design.journeys[0].entry is None
    assert design.apis[0].component is None
    assert design.entities[0].store is None
    assert design.decisions[0].elements == ("db",)
    assert [one.element for one in design.suppressions] == ["db"]
    assert design.view_by_id["second"].shows == ("db",)
    assert design.view_by_id["second"].nodes == {}
    session.undo()
    assert hand.text() == before


def test_deleting_a_domain_takes_it_off_the_instances(session: Session) -> None:
    session.update("components", "db", domains=("zone-a",))
    session.delete({"zone-a"})
    record = session.component("db")
    assert record is not None
    assert record.domains == ()


def test_deleting_nothing_is_no_step(session: Session) -> None:
    session.delete({"nowhere"})
    session.delete(())
    assert session.store.undo_depth == 0


def test_healing_connects_what_came_before_with_what_came_after(
    session: Session, hand: Hand, shell: object
) -> None:
    session.connect("web", "jobs")
    session.select({"web"})
    hand.key("Ctrl+Delete")
    pairs = {(one.source, one.target, one.kind) for one in session.design.connections}
    assert pairs == {("client", "db", "call"), ("client", "jobs", "publish")}


@pytest.mark.parametrize("seed", range(12))
def test_healing_joins_what_stays_by_every_way_through_what_goes(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    ids = [session.insert("service", Point(300 * n, 900), f"s{n}") for n in range(9)]
    pairs = {(a, b) for a in ids for b in ids if a != b and chance.random() < 0.25}
    gone = set(chance.sample(ids, seed % 10))
    before = {(one.source, one.target) for one in session.design.connections}
    for pair in sorted(pairs):
        session.connect(*pair)
    text, depth = design_text(session.design), session.store.undo_depth
    removing.delete_and_heal(session, gone)
    wanted = {(a, b) for a, b in pairs | before if not gone & {a, b}}
    for start in set(ids) - gone:
        beyond = [b for a, b in pairs if a == start and b in gone]
        seen: set[str] = set()
        while beyond:
            one = beyond.pop()
            ends = [b for a, b in pairs if a == one and one not in seen]
            seen.add(one)
            beyond += [b for b in ends if b in gone]
            wanted |= {(start, b) for b in ends if b not in gone and b != start}
    found = [(one.source, one.target) for one in session.design.connections]
    assert sorted(found) == sorted(wanted)
    if gone:
        assert session.store.undo_depth == depth + 1
        session.undo()
    assert design_text(session.design) == text


def test_healing_never_doubles_or_loops(session: Session) -> None:
    session.connect("client", "db")
    session.connect("db", "web")
    removing.delete_and_heal(session, {"web"})
    pairs = [(one.source, one.target) for one in session.design.connections]
    assert pairs == [("client", "db")]


@pytest.mark.parametrize(
    ("edge", "read"),
    [
        ("left", lambda box: box.x), ("center", lambda box: box.center.x), ("right", lambda box: box.right),
        ("top", lambda box: box.y), ("middle", lambda box: box.center.y), ("bottom", lambda box: box.bottom),
    ],
)  # fmt: skip
def test_aligning_shares_an_edge_in_one_step(session: Session, hand: Hand, edge: Edge, read: object) -> None:
    assert callable(read)
    aligning.align(session, {"client", "jobs", "memo", "web-db"}, edge)
    assert len({round(read(hand.frame(one)), 6) for one in ("client", "jobs", "memo")}) == 1
    assert session.store.undo_depth == 1


def test_aligning_a_group_takes_its_content_along(session: Session, hand: Hand) -> None:
    inset = hand.frame("web").y - hand.frame("zone-a").y
    aligning.align(session, {"zone-a", "web", "jobs"}, "bottom")
    assert hand.frame("zone-a").bottom == hand.frame("jobs").bottom
    assert hand.frame("web").y - hand.frame("zone-a").y == inset


boxes = st.builds(
    Box, st.integers(-900, 900), st.integers(-900, 900), st.integers(1, 300), st.integers(1, 300)
)


@given(st.dictionaries(st.sampled_from("abcdef"), boxes, min_size=3))
def test_distributing_makes_gaps_equal_and_keeps_the_outer_two(frames: dict[str, Box]) -> None:
    moves = aligning.distributed(frames, "horizontal")
    order = sorted(frames, key=lambda one: frames[one].center.x)
    after = [frames[one].moved(*moves[one]) for one in order]
    gaps = [b.x - a.right for a, b in pairwise(after)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps), abs=1e-6)
    assert after[0] == frames[order[0]]
    assert after[-1] == pytest.approx(frames[order[-1]])


def test_two_are_not_distributed() -> None:
    assert aligning.distributed({"a": Box(0, 0, 1, 1), "b": Box(5, 0, 1, 1)}, "horizontal") == {}


keys = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


@given(keys, st.sets(st.sampled_from("abcdefgh")), st.sampled_from(["front", "forward", "backward", "back"]))
def test_stacking_keeps_everybody_and_the_order_of_the_others(
    order: list[str], chosen: set[str], shift: Shift
) -> None:
    result = shifted(order, chosen, shift)
    assert sorted(result) == sorted(order)
    assert [one for one in result if one not in chosen] == [one for one in order if one not in chosen]
    assert [one for one in result if one in chosen] == [one for one in order if one in chosen]


@given(st.tuples(boxes, st.floats(-300, 300), st.floats(-300, 300), st.lists(boxes, max_size=4)))
def test_snapping_stays_within_reach_and_on_a_line(asked: tuple[Box, float, float, list[Box]]) -> None:
    box, dx, dy, near = asked
    snap = snap_move(box, dx, dy, near, 1.0)
    assert abs(snap.dx - dx) <= 10
    assert abs(snap.dy - dy) <= 10
    moved = box.moved(snap.dx, snap.dy)
    lines = {line for one in near for line in (one.x, one.center.x, one.right)}
    on_line = any(
        abs(mine - line) < 1e-6 for mine in (moved.x, moved.center.x, moved.right) for line in lines
    )
    assert on_line or abs(moved.x / 20 - round(moved.x / 20)) < 1e-6


def test_values_that_do_not_fit_are_refused_with_a_sentence(session: Session, hand: Hand) -> None:
    before = hand.text()
    for fields in (
        {"replicas": 0},
        {"availability": 2.0},
        {"kind": "no spaces"},
        {"id": "other"},
        {"parent": "x"},
    ):
        with pytest.raises(EditRefused) as refusal:
            session.update("components", "web", **fields)
        assert str(refusal.value).endswith(".")
    with pytest.raises(EditRefused, match="no component"):
        session.update("connections", "web-db", target="nowhere")
    with pytest.raises(EditRefused, match="any more"):
        session.update("components", "nowhere", replicas=2)
    assert hand.text() == before


def test_fields_are_changed_in_one_labelled_step(session: Session) -> None:
    session.update("components", "web", replicas=5, serving=4)
    record = session.component("web")
    assert record is not None
    assert (record.replicas, record.serving) == (5, 4)
    assert session.store.undo_label == "Change replicas, serving"


def test_new_elements_join_a_view_that_shows_only_some(session: Session) -> None:
    with session.change("view") as store:
        store.put("views", "main", store.get("views", "main").revised(shows=("web", "db")))
    made = session.insert("cdn", Point(0, 900))
    assert made in session.store.get("views", "main").shows
    assert session.scene.element(made) is not None


def test_pinning_keeps_the_place(session: Session, hand: Hand) -> None:
    moving.toggle_pin(session, {"db", "memo", "web-db"})
    placement = session.placement("db")
    assert placement is not None
    assert placement.pin
    assert placement.box == hand.frame("db")
    session.move({"db"}, 20, 0)
    moved = session.placement("db")
    assert moved is not None
    assert moved.pin
