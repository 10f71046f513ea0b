"""Several views over one model: making, showing, ordering and leaving them, each step undoable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.model import Journey
from archdraw.editor.actions import actions_by_id, perform
from archdraw.editor.camera import Camera
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import revealing, views

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


def do(session: Session, shell: RecordingShell, action_id: str) -> None:
    assert perform(actions_by_id()[action_id], session, shell)


def names(session: Session) -> list[str]:
    return [view.name for view in views.views_of(session).values()]


def test_a_new_view_is_empty_and_takes_what_is_inserted_there(
    session: Session, shell: RecordingShell
) -> None:
    do(session, shell, "views.new")
    assert names(session) == ["Overview", "View"]
    assert not session.scene.order
    new = session.insert("service", session.visible_center())
    assert list(session.scene.order) == [new]
    session.show_view("main")
    assert new in session.scene.order
    while session.undo():
        pass
    assert names(session) == ["Overview"]


def test_a_copy_of_a_view_is_one_step_with_notes_of_its_own(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"memo", "web"})
    revealing.add_step(session, session.selection)
    before = hand.text()
    do(session, shell, "views.duplicate")
    assert names(session) == ["Overview", "Overview copy"]
    notes = [one for one in session.scene.order if session.note(one) is not None]
    assert len(notes) == 1
    assert notes != ["memo"]
    assert revealing.steps_of(session)[0].adds == (notes[0], "web")
    session.move({"db"}, 40, 0)
    session.show_view("main")
    assert hand.frame("db").x == 640
    session.undo()
    session.undo()
    assert hand.text() == before


def test_the_last_view_stays_and_a_sentence_says_why(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    before = hand.text()
    do(session, shell, "views.delete")
    assert hand.text() == before
    assert "at least one view" in shell.said[-1]


def test_deleting_a_view_takes_its_places_and_undo_brings_them_back(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    do(session, shell, "views.duplicate")
    before = hand.text()
    do(session, shell, "views.delete")
    assert session.view_id == "main"
    assert "overview-copy" not in hand.text()
    session.undo()
    assert hand.text() == before


def test_page_keys_go_around_the_views(session: Session, hand: Hand, shell: RecordingShell) -> None:
    do(session, shell, "views.duplicate")
    second = session.view_id
    for key, expected in (("PageDown", "main"), ("PageDown", second), ("PageUp", "main")):
        hand.key(f"Ctrl+Shift+{key}")
        assert session.view_id == expected


def test_each_view_is_looked_at_in_its_own_way(session: Session, shell: RecordingShell) -> None:
    do(session, shell, "views.duplicate")
    second = session.view_id
    session.set_camera(Camera(500, 500, 2.0))
    session.show_view("main")
    session.set_camera(Camera(-30, -40, 0.5))
    session.show_view(second)
    assert session.camera == Camera(500, 500, 2.0)
    session.show_view("main")
    assert session.camera == Camera(-30, -40, 0.5)


def test_removing_from_a_view_is_not_deleting(session: Session, hand: Hand, shell: RecordingShell) -> None:
    session.select({"db"})
    hand.key("Shift+Delete")
    assert "db" not in session.scene.order
    assert "web-db" not in session.scene.order
    assert session.component("db") is not None
    assert "still in the design" in shell.said[-1]
    assert session.selection == frozenset()
    shell.choice_answer = 0
    do(session, shell, "views.add-here")
    assert {"db", "web-db"} <= set(session.scene.order)
    session.select({"db"})
    hand.key("Delete")
    assert session.component("db") is None


def test_showing_in_another_view_keeps_the_arrangement(session: Session, shell: RecordingShell) -> None:
    do(session, shell, "views.new")
    second = session.view_id
    session.show_view("main")
    session.select({"db", "jobs", "web-db"})
    do(session, shell, "views.show-in")
    session.show_view(second)
    assert set(session.scene.order) == {"db", "jobs"}
    assert session.scene.frame("jobs").y - session.scene.frame("db").y == 300
    session.show_view("main")
    session.select({"web"})
    do(session, shell, "views.show-in")
    session.show_view(second)
    assert "web-db" in session.scene.order
    assert not session.scene.frame("web").intersects(session.scene.frame("db"))


def test_a_view_of_a_group_has_its_name_and_its_content(session: Session, shell: RecordingShell) -> None:
    session.select({"zone-a"})
    do(session, shell, "views.from-selection")
    assert names(session)[-1] == "Zone A"
    assert set(session.scene.order) == {"zone-a", "web"}
    assert session.scene.frame("web").x == 300
    assert session.store.undo_depth == 1


def test_a_view_of_a_journey_asks_for_the_analysis(session: Session, shell: RecordingShell) -> None:
    with session.change("journey") as store:
        store.put("journeys", "buy", Journey(id="buy", name="Buy", entry="client"))
    do(session, shell, "views.from-journey")
    assert "analysis has not finished" in shell.said[-1]


def test_a_view_of_nothing_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="Select components"):
        views.view_from(session, {"memo"}, "x")


def test_undo_goes_to_the_view_where_it_happened(session: Session, shell: RecordingShell) -> None:
    do(session, shell, "views.duplicate")
    second = session.view_id
    session.move({"db"}, 40, 0)
    session.show_view("main")
    session.undo()
    assert session.view_id == second


def test_a_move_brought_back_from_another_view_is_taken_over_once(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    do(session, shell, "views.duplicate")
    session.show_view("main")
    session.move(session.scene.order, 13, 90)
    moved = hand.frame("db")
    for again in (session.undo, session.redo):
        session.show_view(next(one for one in views.views_of(session) if one != "main"))
        assert again()
        assert session.view_id == "main"
    assert hand.frame("db") == session.frame("db") == moved
    assert session.scene.frame("db") == moved


def test_views_are_renamed_and_moved(session: Session, shell: RecordingShell) -> None:
    do(session, shell, "views.new")
    shell.text_answer = "  For   the board "
    do(session, shell, "views.rename")
    do(session, shell, "views.left")
    assert names(session) == ["For the board", "Overview"]
    session.undo()
    assert names(session) == ["Overview", "For the board"]


def test_deleting_an_element_forgets_it_in_every_view(session: Session, hand: Hand) -> None:
    revealing.add_step(session, {"db", "web"})
    views.hide_here(session, {"jobs"})
    session.delete({"db", "jobs"})
    view = session.store.get("views", "main")
    assert view.steps[0].adds == ("web",)
    assert view.hides == ()
    session.undo()
    assert session.store.get("views", "main").hides == ("jobs",)
