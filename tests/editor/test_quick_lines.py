from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.editor.conftest import sample_design

from archdraw.core.geometry import Box, Point
from archdraw.core.history import Store
from archdraw.core.model import Note
from archdraw.core.storage import design_text
from archdraw.editor.document import EditRefused
from archdraw.editor.quick.box import QuickBox
from archdraw.editor.quick.line import Boxed, Term, parse_line, terms_of, word_at
from archdraw.editor.quick.meaning import Candidate, group_meanings, meanings
from archdraw.editor.session import Session
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import FontMetrics


def enter(session: Session, text: str, ending: str = "close", **request: object) -> bool:
    wanted = QuickInsertRequest(**request)  # type: ignore[arg-type]
    session.request_quick_insert(wanted)
    box = QuickBox(session, wanted)
    box.type(text, len(text))
    return box.finish(ending)  # type: ignore[arg-type]


def lines(session: Session) -> set[tuple[str, str]]:
    names = {one.id: one.name for one in session.design.components}
    return {(names[one.source], names[one.target]) for one in session.design.connections}


def overlapping(session: Session) -> list[tuple[str, str]]:
    design = session.design
    frames = {one.id: session.frame(one.id) for one in (*design.components, *design.groups)}
    frames |= {one: session.frame(one) for one in session.scene.order if session.note(one) is not None}
    found = []
    for first, box in frames.items():
        for second, other in frames.items():
            inside = {group.id for one in (first, second) for group in design.enclosing_groups(one)}
            if first < second and not {first, second} & inside:
                assert box is not None
                assert other is not None
                if box.intersects(other):
                    found.append((first, second))
    return found


# -- the words -------------------------------------------------------------------------------------


def test_arrows_chain_commas_stand_beside_and_brackets_are_groups() -> None:
    first, second, third = parse_line("users -> edge[cdn > lb: https] > app, cache")
    assert first == (Term("users", "", 0),)
    (edge,) = second
    assert isinstance(edge, Boxed)
    assert edge.text == "edge"
    assert [term.text for term in terms_of(edge.steps)] == ["cdn", "lb"]
    assert [term.label for term in terms_of(edge.steps)] == ["", "https"]
    assert [one.text for one in third] == ["app", "cache"]


@pytest.mark.parametrize("text", ["a >", "> a", "a,,b", "x[a", "a ]> b", "[a]", "a > > b", ":", "a:", "x[]"])
def test_what_is_half_typed_is_understood_as_far_as_it_goes(text: str) -> None:
    assert all(term.text for term in terms_of(parse_line(text)))


@given(st.text(alphabet="ab >,[]:→-=2x", max_size=40), st.integers(0, 40))
def test_any_text_is_a_line_and_every_cursor_is_in_a_word(text: str, at: int) -> None:
    steps = parse_line(text)
    cursor = min(at, len(text))
    word = word_at(text, cursor)
    assert 0 <= word.start <= word.stop <= len(text)
    for term in terms_of(steps):
        assert term.text == word_at(text, term.at).text


def test_roles_and_products_are_read_as_names(session: Session) -> None:
    def name(text: str) -> str:
        return meanings(session, text, connecting=False)[0].name

    assert name("kafka") == "Kafka"
    assert name("prim") == "Primary"
    assert name("lb") == name("gw") == name("cache") == name("replica") == ""
    assert name("orders db") == "Orders db"
    assert name("orders checkout") == "Orders checkout"


def test_numbers_say_how_many_and_crosses_how_many_instances(session: Session) -> None:
    best = meanings(session, "2 app web", connecting=False)[0]
    assert (best.count, best.kind_id, best.name) == (2, "service", "Web")
    assert meanings(session, "3app", connecting=False)[0].count == 3
    instances = meanings(session, "app x3 web", connecting=False)[0]
    assert (instances.count, instances.replicas, instances.name) == (1, 3, "Web")
    assert best.text == "2 × Stateless service instance “Web”"


def test_a_word_that_nothing_describes_is_a_service_of_that_name(session: Session) -> None:
    assert meanings(session, "zzqx", connecting=False) == (
        Candidate("service", "Stateless service instance", "Zzqx"),
    )


def test_connecting_means_what_is_there_before_what_is_new(session: Session) -> None:
    assert meanings(session, "jo", connecting=True)[0].existing == "jobs"
    assert meanings(session, "orders", connecting=True)[0].existing == "db"
    assert not meanings(session, "jobs", connecting=False)[0].existing
    assert meanings(session, "jobs", connecting=False)[-1].existing == "jobs"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("edge", "tier", "Edge"),
        ("zone b", "zone", "Zone B"),
        ("zone frankfurt", "zone", "Frankfurt"),
        ("vpc", "vpc", "Private network"),
        ("payments team", "team", "Payments team"),
        ("", "tier", "Tier"),
    ],
)
def test_groups_are_named_with_or_without_their_kind(
    session: Session, text: str, kind: str, name: str
) -> None:
    best = group_meanings(session, text, existing_too=False)[0]
    assert (best.kind_id, best.name) == (kind, name)


# -- the drawing -----------------------------------------------------------------------------------


def test_a_line_is_one_undo_step_and_ends_selected(session: Session, hand: Hand) -> None:
    before = hand.text()
    session.select({"jobs"})
    assert enter(session, "wk > 2 app web > kafka: events")
    drawn = {("Jobs", "Worker"), ("Worker", "Web 1"), ("Worker", "Web 2"), ("Web 1", "Kafka")}
    assert drawn <= lines(session)
    assert {one.name for one in session.design.connections if one.name} == {"events"}
    assert [session.design.component_by_id[one].name for one in session.selection] == ["Kafka"]
    assert session.store.undo_depth == 1
    assert overlapping(session) == []
    session.undo()
    assert hand.text() == before


def test_what_goes_on_from_a_member_is_in_its_group_which_grows(session: Session, hand: Hand) -> None:
    old = hand.frame("zone-a")
    session.select({"web"})
    enter(session, "cache")
    made = next(iter(session.selection))
    record = session.component(made)
    assert record is not None
    assert record.parent == "zone-a"
    assert hand.frame("zone-a").encloses(hand.frame(made))
    assert hand.frame("zone-a").encloses(old)
    assert overlapping(session) == []


def test_a_group_that_is_walled_in_is_left(session: Session, hand: Hand) -> None:
    with session.change("walls") as store:
        frame = hand.frame("zone-a").grown(30)
        sides = (
            Box(frame.x, frame.y - 4000, frame.w, 4000),
            Box(frame.x, frame.bottom, frame.w, 4000),
            Box(frame.right, frame.y, 60, frame.h),
            Box(frame.x - 60, frame.y, 60, frame.h),
        )
        for number, (x, y, w, h) in enumerate(sides):
            note = Note(id=f"wall-{number}", x=x, y=y, w=w, h=h)
            store.put("notes", f"main/wall-{number}", note)
    before = hand.frame("zone-a")
    session.select({"web"})
    enter(session, "2 app")
    made = [session.component(one) for one in session.selection]
    assert [one.parent for one in made if one is not None] == [None, None]
    assert hand.frame("zone-a") == before
    assert not any(pair for pair in overlapping(session) if not all(one.startswith("wall") for one in pair))


def test_a_locked_group_does_not_grow(session: Session, hand: Hand) -> None:
    with session.change("lock") as store:
        store.put("nodes", "main/zone-a", store.get("nodes", "main/zone-a").revised(locked=True))
    before = hand.frame("zone-a")
    session.select({"web"})
    enter(session, "cache")
    assert hand.frame("zone-a") == before
    assert overlapping(session) == []


def test_what_a_folded_group_holds_is_connected_by_name(session: Session) -> None:
    with session.change("fold") as store:
        store.put("nodes", "main/zone-a", store.get("nodes", "main/zone-a").revised(collapsed=True))
    session.select({"jobs"})
    enter(session, "web", mode="connect")
    assert ("Jobs", "Web") in lines(session)


def test_a_selected_group_takes_what_is_inserted(session: Session, hand: Hand) -> None:
    session.select({"zone-a"})
    enter(session, "app")
    made = next(iter(session.selection))
    record = session.component(made)
    assert record is not None
    assert record.parent == "zone-a"
    assert not any(one.target == made for one in session.design.connections)
    assert overlapping(session) == []


def test_brackets_make_a_group_or_go_into_one_there_is(session: Session) -> None:
    session.select({"jobs"})
    enter(session, "workers[2 wk mail > app] > zone a[cache]")
    design = session.design
    (workers,) = [group for group in design.groups if group.name == "Workers"]
    inside = {one.name for one in design.components if one.parent == workers.id}
    assert inside == {"Mail 1", "Mail 2", "Service"}
    (cache,) = [one for one in design.components if one.name == "Cache"]
    assert cache.parent == "zone-a"
    assert ("Service", "Cache") in lines(session)
    assert overlapping(session) == []


def test_groups_in_groups_are_drawn_around_each_other(session: Session, hand: Hand) -> None:
    enter(session, "region north[zone b[app], zone c[app > db]]")
    design = session.design
    names = {group.id: group.name for group in design.groups}
    parents = {group.name: names.get(group.parent or "") for group in design.groups}
    assert parents == {"Zone A": None, "North": None, "Zone B": "North", "Zone C": "North"}
    assert overlapping(session) == []


def test_wrapping_keeps_the_end_selected_and_asks_for_a_name(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    enter(session, "wk > app", "wrap")
    request = session.quick_insert
    assert request is not None
    assert request.mode == "group"
    box = QuickBox(session, request)
    box.type("zone b", 6)
    box.finish()
    (group,) = [one for one in session.design.groups if one.id != "zone-a"]
    assert (group.id, group.kind, group.name) == ("zone-b", "zone", "Zone B")
    assert {one.name for one in session.design.components if one.parent == "zone-b"} == {"Worker", "Service"}
    assert [session.design.component_by_id[one].name for one in session.selection] == ["Service"]
    assert session.store.undo_depth == 1


def test_connecting_by_name_draws_lines_and_inserts_what_is_missing(session: Session) -> None:
    session.select({"client"})
    enter(session, "jobs: tasks, orders, cdn", mode="connect")
    assert {("Client", "Jobs"), ("Client", "Orders"), ("Client", "CDN")} <= lines(session)
    assert [one.name for one in session.design.connections if one.name] == ["tasks"]
    assert session.store.undo_depth == 1
    session.select({"client"})
    with pytest.raises(EditRefused, match="connected already"):
        enter(session, "jobs", mode="connect")


def test_going_on_keeps_the_box_open_and_loose_connects_nothing(session: Session) -> None:
    session.select({"jobs"})
    count = len(session.design.connections)
    enter(session, "wk", "stay")
    assert session.quick_insert == QuickInsertRequest()
    enter(session, "cdn", "loose")
    assert len(session.design.connections) == count + 1


def test_the_word_in_hand_takes_what_is_chosen_in_the_list(session: Session) -> None:
    request = QuickInsertRequest()
    session.request_quick_insert(request)
    box = QuickBox(session, request)
    box.type("lb > red", 8)
    chosen = next(at for at, one in enumerate(box.choices) if one.kind_id == "in_memory_cache")
    box.choose(chosen)
    text, cursor = box.completed()
    box.type(text, cursor)
    assert box.choices[0].kind_id == "in_memory_cache"
    assert text.startswith("lb > ")
    assert box.preview == "Load balancer → Redis"
    box.finish()
    assert ("Load balancer", "Redis") in lines(session)


def test_a_point_where_something_stands_gives_the_nearest_free_place(session: Session, hand: Hand) -> None:
    enter(session, "2 app", at=Point(*hand.center("db")))
    assert overlapping(session) == []


def test_refusals_are_sentences(session: Session, hand: Hand, ear: Ear) -> None:
    before = hand.text()
    with pytest.raises(EditRefused, match="connected already"):
        enter(session, "jobs", mode="connect")
    assert hand.text() == before
    assert enter(session, "   ", mode="connect") is False


def test_brackets_around_what_is_there_group_it_by_name(session: Session) -> None:
    session.select(())
    enter(session, "data[jobs, orders]", mode="connect")
    (data,) = [group for group in session.design.groups if group.name == "Data"]
    assert {one.name for one in session.design.components if one.parent == data.id} == {"Jobs", "Orders"}
    assert overlapping(session) == []


WORDS = st.sampled_from(["lb", "2 app web", "cache", "orders db", "kafka: events", "jobs", "zzqx", "app x3"])
INNER = st.lists(WORDS, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([" > ".join(words), ", ".join(words)])
)
PARTS = st.one_of(WORDS, st.builds("{}[{}]".format, st.sampled_from(["edge", "zone b", "zone a"]), INNER))
LINES = st.lists(PARTS, min_size=1, max_size=4).map(" > ".join)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LINES, st.sampled_from(["close", "wrap", "loose"])), min_size=1, max_size=4))
def test_whatever_is_typed_covers_nothing_and_is_taken_back(
    catalog: Catalog, measurer: FontMetrics, typed: list[tuple[str, str]]
) -> None:
    session = Session(Store(sample_design()), catalog, measurer)
    before = design_text(session.design)
    for line, ending in typed:
        enter(session, line, ending)
        session.request_quick_insert(None)
        assert overlapping(session) == []
    while session.undo():
        pass
    assert design_text(session.design) == before
