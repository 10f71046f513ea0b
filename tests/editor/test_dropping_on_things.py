from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Point
from archdraw.core.geometry.hits import point_along
from archdraw.core.model import Decision, EdgeRoute, Journey
from archdraw.editor.edits.grouping import wrap
from archdraw.editor.edits.removing import delete_and_heal
from archdraw.editor.quick.box import QuickBox
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.core.model import Connection
    from archdraw.editor.session import Session


def ends(session: Session) -> set[tuple[str, str]]:
    return {(one.source, one.target) for one in session.design.connections}


def connection(session: Session, source: str, target: str) -> Connection:
    return next(one for one in session.design.connections if (one.source, one.target) == (source, target))


def middle_of(session: Session, connection_id: str) -> Point:
    drawing = session.scene.element(connection_id)
    assert drawing is not None
    return point_along(drawing.route, 0.5)


@pytest.fixture
def wide(session: Session) -> Session:
    """Room for a card between the service and its database."""
    session.move({"db"}, 300, 0)
    session.update("connections", "web-db", name="orders", retries=2, operation="write", timeout_ms=250.0)
    return session


def test_a_kind_dropped_on_a_line_goes_into_it(wide: Session, hand: Hand) -> None:
    before, depth = hand.text(), wide.store.undo_depth
    at = middle_of(wide, "web-db")
    wide.arm("message_queue")
    hand.hover(*at)
    assert len(hand.shown()) > 2
    hand.click(*at)
    made = next(iter(wide.selection))
    first, second = connection(wide, "web", made), connection(wide, made, "db")
    assert (first.id, first.kind, first.name, first.retries) == ("web-db", "publish", "orders", 2)
    assert (second.kind, second.operation, second.timeout_ms) == ("deliver", "write", None)
    assert ("web", "db") not in ends(wide)
    assert wide.store.undo_depth == depth + 1
    wide.undo()
    assert hand.text() == before


def test_a_component_dragged_onto_a_line_goes_into_it_and_shows_so(wide: Session, hand: Hand) -> None:
    before, depth = hand.text(), wide.store.undo_depth
    at, start = middle_of(wide, "web-db"), hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, (at.x + 20, at.y))
    assert len(hand.shown()) >= 6
    hand.release(at.x + 20, at.y)
    assert {("web", "jobs"), ("jobs", "db")} <= ends(wide)
    assert ("web", "db") not in ends(wide)
    assert wide.store.undo_depth == depth + 1
    wide.undo()
    assert hand.text() == before


def test_escape_bails_out_of_going_into_a_line(wide: Session, hand: Hand) -> None:
    before, depth = hand.text(), wide.store.undo_depth
    at, start = middle_of(wide, "web-db"), hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, (at.x + 20, at.y))
    hand.key("Escape")
    hand.release(at.x + 20, at.y)
    assert hand.text() == before
    assert wide.store.undo_depth == depth


@pytest.mark.parametrize("held", ["Alt", "Shift"])
def test_alt_suspends_going_into_a_line_and_shift_means_something_else(
    wide: Session, hand: Hand, held: str
) -> None:
    at, start = middle_of(wide, "web-db"), hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, at)
    hand.move(*at, held=held)
    hand.release(*at, held=held)
    assert ("web", "db") in ends(wide)


def test_a_component_never_goes_into_its_own_connections(wide: Session, hand: Hand) -> None:
    lines = ends(wide)
    start, at = hand.grab("client"), middle_of(wide, "client-web")
    hand.drag(start, at)
    assert ends(wide) == lines


def test_what_is_connected_already_is_not_rewired_by_chance(wide: Session, hand: Hand) -> None:
    wide.connect("client", "jobs")
    wide.select(())
    start, at = hand.grab("jobs"), middle_of(wide, "web-db")
    # The middle of the card comes to lie on the line, the pointer does not.
    grab = (start.x, start.y + 16)
    hand.drag(grab, (at.x + 20, at.y + 16))
    assert ("web", "db") in ends(wide)
    wide.undo()
    hand.drag(start, at)
    assert ("web", "jobs") in ends(wide)


def test_between_neighbours_it_finds_a_place_that_covers_nothing(session: Session, hand: Hand) -> None:
    at = middle_of(session, "web-db")
    session.arm("in_memory_cache")
    hand.click(*at)
    made = next(iter(session.selection))
    assert {("web", made), (made, "db")} <= ends(session)
    assert not any(hand.frame(made).intersects(hand.frame(one)) for one in ("web", "db", "jobs", "client"))


def test_in_a_tight_group_it_comes_to_stand_right_beside(session: Session, hand: Hand) -> None:
    """As near as it fits, not somewhere on a coarse grid: the group has to grow to hold it."""
    group = wrap(session, {"web", "db"})
    box, at = hand.frame(group), middle_of(session, "web-db")
    made = session.insert("cdn", Point(box.x + 100, box.bottom + 400))
    start = hand.grab(made)
    card = hand.frame(made)
    hand.drag(start, (at.x + start.x - card.center.x, at.y + start.y - card.center.y))
    card = hand.frame(made)
    assert {("web", made), (made, "db")} <= ends(session)
    assert not any(card.intersects(hand.frame(one)) for one in ("web", "db", "jobs", "client"))
    assert abs(card.center.x - at.x) + abs(card.center.y - at.y) <= card.w / 2 + 120
    assert hand.frame(group).w <= box.w + card.w + 60


def test_quick_insert_on_a_selected_line_goes_into_it(wide: Session, hand: Hand) -> None:
    wide.select({"web-db"})
    request = QuickInsertRequest()
    wide.request_quick_insert(request)
    box = QuickBox(wide, request)
    box.type("cache carts", 11)
    box.finish()
    made = next(iter(wide.selection))
    assert {("web", made), (made, "db")} <= ends(wide)
    record = wide.component(made)
    assert record is not None
    assert (record.kind, record.name) == ("in_memory_cache", "Carts")


# -- replacing -------------------------------------------------------------------------------------


@pytest.fixture
def referred(session: Session) -> Session:
    with session.change("references") as store:
        store.put("journeys", "buy", Journey.named("buy", entry="web"))
        store.put("decisions", "d1", Decision(id="d1", title="One service", elements=("web", "db")))
        store.put("edges", "main/web-db", EdgeRoute(route="manual", points=((560, 300),)))
    return session


def test_shift_and_a_drop_on_a_component_takes_its_place(referred: Session, hand: Hand) -> None:
    session = referred
    before, depth, place = hand.text(), session.store.undo_depth, hand.frame("web")
    session.update("connections", "web-db", name="orders")
    depth += 1
    start, at = hand.grab("jobs"), hand.center("web")
    hand.press(*start)
    hand.steer(start, at)
    hand.move(*at, held="Shift")
    assert len(hand.shown()) == 3
    hand.release(*at, held="Shift")
    assert session.component("web") is None
    assert ends(session) == {("client", "jobs"), ("jobs", "db")}
    assert connection(session, "jobs", "db").name == "orders"
    assert connection(session, "client", "jobs").kind == "publish"
    assert hand.frame("jobs") == place
    jobs = session.component("jobs")
    assert jobs is not None
    assert (jobs.name, jobs.kind, jobs.parent) == ("Jobs", "message_queue", "zone-a")
    assert session.design.journeys[0].entry == "jobs"
    assert session.design.decisions[0].elements == ("jobs", "db")
    assert session.store.undo_depth == depth + 1
    session.undo()
    session.undo()
    assert hand.text() == before


def test_what_is_locked_is_not_replaced_and_says_so(session: Session, hand: Hand, ear: Ear) -> None:
    with session.change("lock") as store:
        store.put("nodes", "main/web", store.get("nodes", "main/web").revised(locked=True))
    start, at = hand.grab("jobs"), hand.center("web")
    hand.press(*start)
    hand.steer(start, at)
    hand.release(*at, held="Shift")
    assert session.component("web") is not None
    assert any("locked" in one for one in ear.sentences())


def test_replacing_drops_lines_between_the_two_and_second_ones(session: Session, hand: Hand) -> None:
    session.connect("client", "jobs")
    session.connect("web", "jobs")
    session.select(())
    start, at = hand.grab("jobs"), hand.center("web")
    hand.press(*start)
    hand.steer(start, at)
    hand.release(*at, held="Shift")
    assert sorted(ends(session)) == [("client", "jobs"), ("jobs", "db")]
    assert len(session.design.connections) == 2


def test_a_kind_with_shift_changes_what_it_is_dropped_on(session: Session, hand: Hand, ear: Ear) -> None:
    session.update("components", "db", capacity_rps=900.0, owner="Payments", replicas=2, notes="Keep")
    depth, before = session.store.undo_depth, hand.text()
    session.arm("document_db")
    at = hand.center("db")
    hand.hover(*at)
    hand.pointer("move", *at, button="none", held="Shift")
    assert len(hand.shown()) == 3
    hand.pointer("press", *at, held="Shift")
    hand.release(*at, held="Shift")
    record = session.component("db")
    assert record is not None
    assert (record.kind, record.name, record.owner, record.replicas, record.notes) == (
        "document_db", "Orders", "Payments", 2, "Keep",
    )  # fmt: skip
    assert record.capacity_rps is None
    assert any("capacity rps" in sentence for sentence in ear.sentences())
    assert ("web", "db") in ends(session)
    assert session.store.undo_depth == depth + 1
    session.undo()
    assert hand.text() == before


def test_a_usual_name_follows_the_kind(session: Session, hand: Hand) -> None:
    made = session.insert("service", hand.center("jobs"))
    session.move({made}, 0, 200)
    session.arm("worker")
    at = hand.center(made)
    hand.pointer("press", *at, held="Shift")
    hand.release(*at, held="Shift")
    record = session.component(made)
    assert record is not None
    assert (record.kind, record.name) == ("worker", "Worker")


# -- healing ---------------------------------------------------------------------------------------


def test_healing_keeps_what_both_connections_said(session: Session) -> None:
    session.update("connections", "client-web", calls=2.0, retries=3, timeout_ms=400.0, tags=("public",))
    session.update(
        "connections", "web-db", calls=3.0, operation="read", protocol="SQL", name="orders", critical=False
    )
    delete_and_heal(session, {"web"})
    made = connection(session, "client", "db")
    assert (made.calls, made.retries, made.timeout_ms) == (6.0, 3, 400.0)
    assert (made.operation, made.protocol, made.name, made.critical) == ("read", "SQL", "orders", False)
    assert made.tags == ("public",)
    assert made.synchronous


def test_healing_over_a_queue_stays_asynchronous_and_multiplies_by_journey(session: Session) -> None:
    session.connect("web", "jobs")
    session.connect("jobs", "db")
    session.delete({"web-db"})
    session.update("connections", "web-jobs", calls={"buy": 2.0})
    session.update("connections", "jobs-db", calls=5.0)
    delete_and_heal(session, {"jobs"})
    made = connection(session, "web", "db")
    assert made.calls == {"buy": 10.0}
    assert not made.synchronous
    assert session.store.undo_label == "Delete and heal"
