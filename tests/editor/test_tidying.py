"""Tidying in the editor: one step, pins hold, Escape takes it back, new things find their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.editor.conftest import Hand, RecordingShell

from archdraw.core.geometry import Box
from archdraw.core.layout import Arrangement, Request
from archdraw.core.model import Design, EdgeRoute, Layer
from archdraw.editor.actions import actions_by_id, perform
from archdraw.editor.session import Session
from archdraw.editor.tidying import place_waiting

PLACES = {"client": Box(0, 0, 168, 64), "db": Box(640, 100, 168, 64), "jobs": Box(40, 900, 168, 64)}


def do(session: Session, shell: RecordingShell, action_id: str) -> None:
    assert perform(actions_by_id()[action_id], session, shell)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, Request]]:
    """Replace the layout by fixed places; what it was asked is returned."""
    heard: list[tuple[object, Request]] = []

    def arrange(_design: Design, _view_id: str, *, only: object = None, request: Request) -> Arrangement:
        heard.append((only, request))
        return Arrangement(PLACES, "A remark.")

    monkeypatch.setattr("archdraw.core.layout.arrange", arrange)
    return heard


def test_tidy_runs_away_from_the_window_and_is_one_step(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    before = hand.text()
    hand.key("Ctrl+Shift+L")
    assert shell.calls == [("run_long", "Tidying the drawing")]
    assert asked[0][0] is None
    assert hand.frame("jobs") == Box(40, 900, 168, 64)
    assert (session.store.undo_label, session.store.undo_depth) == ("Tidy", 1)
    assert shell.said == ["Tidied 2. A remark."]
    session.undo()
    assert hand.text() == before


def test_the_way_is_shown_and_what_is_half_way_is_no_step_of_its_own(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    seen: list[float] = []
    session.listen(lambda event: seen.append(hand.frame("jobs").y) if event.kind == "changed" else None)
    do(session, shell, "arrange.tidy")
    assert shell.shares == [0.5]
    assert any(400 < y < 900 for y in seen), seen
    assert session.store.undo_depth == 1


def test_escape_under_way_and_escape_right_after_take_it_back(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    before = hand.text()
    shell.way = (0.3, 0.6)
    do(session, shell, "arrange.tidy")
    assert session.busy
    hand.key("Escape")
    assert hand.text() == before
    assert (session.busy, session.store.undo_depth) == (False, 0)
    shell.way = (1.0,)
    do(session, shell, "arrange.tidy")
    assert hand.text() != before
    hand.key("Escape")
    assert hand.text() == before


def test_what_is_done_after_a_tidy_keeps_it(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    do(session, shell, "arrange.tidy")
    kept = hand.text()
    hand.click(900, 700)
    hand.key("Escape")
    assert hand.text() == kept
    assert shell.offered is not None
    button, take_back = shell.offered
    assert button == "Undo"
    take_back()
    assert hand.text() != kept
    assert session.store.undo_depth == 0


def test_a_press_under_way_arrives_at_once(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    shell.way = (0.3,)
    do(session, shell, "arrange.tidy")
    hand.key("Return")
    assert hand.frame("jobs") == PLACES["jobs"]
    assert session.store.undo_depth == 1
    assert not session.busy


def test_tidying_the_selection_asks_for_its_boxes_only(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    session.select({"client", "web-db"})
    do(session, shell, "arrange.tidy-selection")
    assert asked[0][0] == {"client"}


def test_a_direction_is_remembered_by_the_view_in_the_same_step(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    before = hand.text()
    assert actions_by_id()["arrange.direction-LR"].checked(session) is True
    do(session, shell, "arrange.direction-TB")
    do(session, shell, "arrange.spacing-roomy")
    assert asked[0][1].direction == "TB"
    assert asked[1][1].spacing == "roomy"
    assert actions_by_id()["arrange.direction-TB"].checked(session) is True
    assert actions_by_id()["arrange.direction-LR"].checked(session) is False
    view = session.design.view_by_id["main"]
    assert (view.direction, view.spacing) == ("TB", "roomy")
    session.undo()
    session.undo()
    assert hand.text() == before


def test_a_tidy_that_comes_too_late_is_not_used(
    session: Session, hand: Hand, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[Callable[[Any], None]] = []
    monkeypatch.setattr(shell, "run_long", lambda *asked: waiting.append(asked[-1]))
    do(session, shell, "arrange.tidy")
    session.move({"db"}, 20, 0)
    before = hand.text()
    waiting[0](Arrangement({"db": Box(0, 0, 168, 64)}))
    assert hand.text() == before
    assert "changed meanwhile" in shell.said[0]


def test_pins_hold_through_a_real_tidy_and_a_second_one_moves_nothing(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"db"})
    do(session, shell, "arrange.pin")
    place = hand.frame("db")
    do(session, shell, "arrange.tidy")
    assert hand.frame("db") == place
    after = hand.text()
    do(session, shell, "arrange.tidy")
    assert hand.text() == after
    assert shell.said[-1] == "Everything is in its place already."


def test_what_a_layer_locks_stays(session: Session, hand: Hand, shell: RecordingShell) -> None:
    view = session.design.views[0]
    with session.change("Lock") as store:
        held = Layer(id="held", members=("jobs", "memo"), locked=True)
        store.put("views", "main", view.revised(layers=(held,)))
    before = {one: hand.frame(one) for one in ("jobs", "memo")}
    do(session, shell, "arrange.tidy")
    assert {one: hand.frame(one) for one in before} == before


def test_waypoints_go_along_or_are_cleared(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    with session.change("By hand") as store:
        store.put("edges", "main/client-web", EdgeRoute(route="manual", points=((200.0, 300.0),)))
        store.put("edges", "main/web-db", EdgeRoute(route="manual", points=((600.0, 300.0),)))
    do(session, shell, "arrange.tidy")
    # The client moved and the web did not; the database and the web stand where they stood.
    assert session.store.get("edges", "main/client-web") is None
    assert session.store.get("edges", "main/web-db").points == ((600.0, 300.0),)


def test_tidy_new_places_what_has_no_place_beside_its_neighbour_and_moves_nothing_else(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    added = session.insert("rdbms_primary", hand.center("client"), "Second")
    session.connect("web", added)
    before = {one: hand.frame(one) for one in ("client", "web", "db", "jobs", "zone-a", "memo")}
    do(session, shell, "arrange.tidy-new")
    assert {one: hand.frame(one) for one in before} == before
    placed = hand.frame(added)
    assert placed.x > hand.frame("web").right
    assert not any(placed.intersects(box) for box in before.values())
    do(session, shell, "arrange.tidy-new")
    assert shell.said[-1].startswith("Nothing is new here") or shell.said[-1].startswith("Placed")


def test_keep_tidy_places_a_new_component_with_its_connection_in_the_same_step(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    do(session, shell, "arrange.keep-tidy")
    assert actions_by_id()["arrange.keep-tidy"].checked(session) is True
    assert ("remember_keep_tidy", True) in shell.calls
    before = {one: hand.frame(one) for one in ("client", "web", "db", "jobs", "zone-a", "memo")}
    added = session.insert("service", hand.center("client"), "Third")
    assert place_waiting(session)
    assert not any(hand.frame(added).intersects(box) for box in before.values())
    session.connect("db", added)
    assert place_waiting(session)
    assert hand.frame(added).x > hand.frame("db").right
    assert {one: hand.frame(one) for one in before} == before
    assert session.store.undo_depth == 2
    session.undo()
    session.undo()
    assert session.component(added) is None


def test_keep_tidy_leaves_alone_what_a_hand_has_moved_since(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.keep_tidy = True
    added = session.insert("service", hand.center("client"), "Third")
    place_waiting(session)
    session.move({added}, 0, 600)
    place = hand.frame(added)
    session.connect("db", added)
    assert not place_waiting(session)
    assert hand.frame(added) == place


def test_nothing_is_placed_where_tidiness_is_not_to_be_kept(session: Session, hand: Hand) -> None:
    added = session.insert("service", hand.center("client"), "Third")
    place = hand.frame(added)
    assert not place_waiting(session)
    assert hand.frame(added) == place


def test_what_a_tidy_puts_out_of_sight_is_shown(
    session: Session, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    seen: list[float] = []
    session.listen(lambda event: seen.append(session.camera.y) if event.kind == "camera" else None)
    before = session.camera
    assert not before.shown(*session.viewport).encloses(PLACES["jobs"])
    do(session, shell, "arrange.tidy")
    shown = session.camera.shown(*session.viewport)
    assert shown.encloses(PLACES["jobs"])
    assert shown.encloses(PLACES["client"])
    assert len(seen) == 2, "the view goes along with the glide"


def test_undo_brings_the_view_back_and_redo_takes_it_along_again(
    session: Session, hand: Hand, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    before = session.camera
    do(session, shell, "arrange.tidy")
    after = session.camera
    session.undo()
    assert session.camera == before != after
    session.redo()
    assert session.camera == after
    hand.key("Ctrl+A")
    session.move({"db"}, 20, 0)
    session.undo()
    assert session.camera == after, "another step is taken back"
    session.undo()
    assert session.camera == before
    session.move({"db"}, 20, 0)
    session.undo()
    session.set_camera(after)
    session.move({"db"}, 20, 0)
    session.undo()
    assert session.camera == after, "the tidy is no step any more"


@pytest.mark.parametrize("way", [(1.0,), (0.5,)])
def test_escape_brings_the_view_back_too(
    session: Session,
    hand: Hand,
    shell: RecordingShell,
    asked: list[tuple[object, Request]],
    way: tuple[float, ...],
) -> None:
    before = session.camera
    shell.way = way
    do(session, shell, "arrange.tidy")
    assert session.camera != before
    hand.key("Escape")
    assert session.camera == before


def test_a_view_moved_by_hand_after_a_tidy_stays(
    session: Session, shell: RecordingShell, asked: list[tuple[object, Request]]
) -> None:
    do(session, shell, "arrange.tidy")
    moved = session.camera.panned(50, 0)
    session.set_camera(moved)
    session.undo()
    assert session.camera == moved


def test_a_tidy_that_stays_in_sight_moves_no_camera(
    session: Session, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Arrangement({"jobs": Box(640, 300, 168, 64)}, "")
    monkeypatch.setattr("archdraw.core.layout.arrange", lambda *_args, **_named: made)
    before = session.camera
    do(session, shell, "arrange.tidy")
    assert session.camera == before
