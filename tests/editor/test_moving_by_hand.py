from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing.display import PathShape
from archdraw.core.history import place_key
from archdraw.core.model import EdgeRoute

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.editor.session import Session


def moved(point: tuple[float, float], dx: float, dy: float) -> tuple[float, float]:
    return point[0] + dx, point[1] + dy


def test_a_drag_moves_a_component_in_one_undo_step(session: Session, hand: Hand) -> None:
    before = hand.text()
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 60, 100), steps=7)
    assert hand.frame("jobs")[:2] == (700, 500)
    assert session.store.undo_depth == 1
    assert session.store.undo_label == "Move"
    session.undo()
    assert hand.text() == before


def test_a_drag_snaps_to_the_grid(session: Session, hand: Hand) -> None:
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 53, 71))
    x, y = hand.frame("jobs")[:2]
    assert (x, y) == (700, 480)


def test_alt_suspends_snapping(session: Session, hand: Hand) -> None:
    start = hand.grab("jobs")
    hand.press(*start)
    hand.move(*moved(start, 20, 20))
    hand.move(*moved(start, 53, 71), held="Alt")
    hand.release(*moved(start, 53, 71), held="Alt")
    assert hand.frame("jobs")[:2] == (693, 471)


def test_snapping_can_be_switched_off(session: Session, hand: Hand) -> None:
    session.snapping = False
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 53, 71))
    assert hand.frame("jobs")[:2] == (693, 471)


def test_a_neighbour_within_8_px_wins_over_the_grid_and_shows_a_guide(session: Session, hand: Hand) -> None:
    session.move({"db"}, 5, 0)
    start = hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, moved(start, 0, -153))
    hand.move(*moved(start, 1, -153))
    assert hand.frame("jobs").x == 645
    lines = [shape for shape in session.ghosts if hasattr(shape, "data")]
    assert lines
    hand.release(*moved(start, 1, -153))
    assert session.ghosts == () or all(not hasattr(shape, "data") for shape in session.ghosts[:8])


def test_a_neighbour_beyond_8_px_is_left_alone(session: Session, hand: Hand) -> None:
    session.move({"db"}, 10, 0)
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 1, -160))
    assert hand.frame("jobs").x == 640


def test_reach_of_snapping_is_in_screen_px(session: Session, hand: Hand) -> None:
    session.move({"db"}, 10, 0)
    session.set_camera(session.camera._replace(zoom=0.5))
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 1, -160))
    assert hand.frame("jobs").x == 650


@pytest.mark.parametrize(("end", "expected"), [((70, 20), (720, 400)), ((20, 70), (640, 480))])
def test_shift_keeps_to_one_axis(
    session: Session, hand: Hand, end: tuple[float, float], expected: tuple[float, float]
) -> None:
    start = hand.grab("jobs")
    session.select({"jobs"})
    hand.press(*start)
    hand.steer(start, moved(start, *end), held="Shift")
    hand.release(*moved(start, *end), held="Shift")
    assert hand.frame("jobs")[:2] == expected


def test_escape_puts_everything_back_without_a_trace(session: Session, hand: Hand) -> None:
    before = hand.text()
    start = hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, moved(start, 80, 80))
    assert hand.text() != before
    hand.key("Escape")
    assert hand.text() == before
    assert session.store.undo_depth == 0
    assert not session.busy
    hand.release(*moved(start, 80, 80))
    assert hand.text() == before


def test_the_whole_selection_moves(session: Session, hand: Hand) -> None:
    session.select({"jobs", "memo"})
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 40, 60))
    assert hand.frame("jobs")[:2] == (680, 460)
    assert hand.frame("memo")[:2] == (40, 460)


def test_what_is_not_selected_moves_alone(session: Session, hand: Hand) -> None:
    session.select({"memo"})
    start = hand.grab("jobs")
    hand.drag(start, moved(start, 40, 60))
    assert hand.frame("memo")[:2] == (0, 400)
    assert session.selection == {"jobs"}


def test_a_group_takes_along_what_is_in_it(session: Session, hand: Hand) -> None:
    start = hand.grab("zone-a")
    hand.drag(start, moved(start, 0, 400))
    assert hand.frame("zone-a")[:2] == (260, 440)
    assert hand.frame("web")[:2] == (300, 500)
    assert hand.frame("db")[:2] == (640, 100)


@pytest.mark.parametrize("held", ["Alt", "Ctrl"])
def test_a_drag_with_alt_or_ctrl_leaves_the_original_and_moves_a_copy(
    session: Session, hand: Hand, held: str
) -> None:
    before = hand.text()
    start = hand.grab("jobs")
    # The key that copies suspends no snapping: a copy lies on the grid as what it was copied from does.
    hand.drag(start, moved(start, 0, 103), held=held)
    assert hand.frame("jobs")[:2] == (640, 400)
    (copy,) = session.selection
    record = session.component(copy)
    assert copy != "jobs"
    assert record is not None
    assert (record.kind, record.name) == ("message_queue", "Jobs 2")
    assert hand.frame(copy)[:2] == (640, 500)
    assert session.store.undo_label == "Duplicate"
    session.undo()
    assert hand.text() == before


def test_alt_pressed_anew_in_a_copying_drag_suspends_snapping(session: Session, hand: Hand) -> None:
    start = hand.grab("jobs")
    hand.press(*start, held="Alt")
    hand.steer(start, moved(start, 0, 103), held="Alt")
    (copy,) = session.selection
    assert hand.frame(copy)[:2] == (640, 500)
    hand.move(*moved(start, 0, 103))
    hand.move(*moved(start, 0, 103), held="Alt")
    assert hand.frame(copy)[:2] == (640, 503)


def test_escape_in_a_copying_drag_removes_the_copy(session: Session, hand: Hand) -> None:
    before = hand.text()
    start = hand.grab("jobs")
    hand.press(*start, held="Alt")
    hand.steer(start, moved(start, 0, 100), held="Alt")
    assert len(session.store.table("components")) == 5
    hand.key("Escape")
    assert hand.text() == before
    assert session.store.undo_depth == 0


def test_routes_drawn_by_hand_go_along_when_both_ends_move(session: Session, hand: Hand) -> None:
    key = place_key("main", "web-db")
    with session.change("route"):
        session.store.put("edges", key, EdgeRoute(route="manual", points=((500.0, 300.0),)))
    session.select({"web", "db"})
    start = hand.grab("db")
    hand.drag(start, moved(start, 40, 300))
    dx, dy = hand.frame("db").x - 640, hand.frame("db").y - 100
    assert session.store.get("edges", key).points == ((500.0 + dx, 300.0 + dy),)
    start = hand.grab("db")
    hand.drag(start, moved(start, 40, 0))
    hand.key("Escape")
    session.select({"db"})
    held = session.store.get("edges", key).points
    start = hand.grab("db")
    hand.drag(start, moved(start, 40, 0))
    assert session.store.get("edges", key).points == held


def test_a_drag_of_a_connection_moves_a_segment_of_it_and_no_component(session: Session, hand: Hand) -> None:
    before = {one: hand.frame(one) for one in ("web", "db", "client")}
    drawing = session.scene.element("web-db")
    assert drawing is not None
    (ax, ay), (bx, by) = drawing.route[0], drawing.route[-1]
    middle = ((ax + bx) / 2, (ay + by) / 2)
    hand.drag(middle, (middle[0], middle[1] + 90))
    assert {one: hand.frame(one) for one in before} == before
    assert session.store.get("edges", "main/web-db").route == "manual"


def test_moving_tells_which_elements_changed(session: Session, hand: Hand, ear: Ear) -> None:
    start = hand.grab("db")
    hand.drag(start, moved(start, 0, 60))
    changed = {one for event in ear.events if event.kind == "changed" for one in event.ids}
    assert {"db", "web-db"} <= changed
    assert "client" not in changed


def test_nothing_can_be_moved_out_of_the_world(session: Session, hand: Hand, ear: Ear) -> None:
    before = hand.text()
    start = hand.grab("jobs")
    hand.press(*start)
    hand.move(*moved(start, 0, 60))
    hand.move(10_000_200, 500)
    assert hand.text() == before
    assert session.tool.name == "idle"
    assert any("too far out" in sentence for sentence in ear.sentences())


def test_of_two_equal_edges_and_a_middle_only_the_edges_are_shown(session: Session, hand: Hand) -> None:
    start = hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, moved(start, 300, -300))
    # Of a level line both points have the same y.
    lines = [shape.data for shape in session.ghosts if isinstance(shape, PathShape)]
    level = {line[0][2] for line in lines if len(line) == 2 and line[0][2] == line[1][2]}
    frame = hand.frame("db")
    assert {frame.y, frame.bottom} <= level
    assert frame.center.y not in level
    hand.key("Escape")


@pytest.mark.parametrize("element", ["db", "zone-a", "memo"])
def test_what_is_renamed_after_everything_moved_stays_where_it_is(
    session: Session, hand: Hand, element: str
) -> None:
    session.scene.display_list()
    session.move(session.scene.order, 61, 85)
    before = session.scene.frame(element)
    session.rename(element, "Another name")
    assert session.scene.frame(element) == before == hand.frame(element)
    session.undo()
    session.undo()
    session.redo()
    session.rename(element, "Yet another")
    assert session.scene.frame(element) == before


def test_what_is_undone_stands_where_it_stood_to_the_last_digit(session: Session) -> None:
    session.scene.display_list()
    session.move(session.scene.order, 0.1, 0.7)
    standing = [key for key in session.scene.order if session.connection(key) is None]
    before = [session.scene.frame(key) for key in standing]
    session.move(session.scene.order, 0.2, 1207.3)
    session.undo()
    assert [session.scene.frame(key) for key in standing] == before


def test_places_are_kept_to_a_hundredth_whatever_the_zoom(session: Session, hand: Hand) -> None:
    session.set_camera(session.camera._replace(zoom=1.0948509))
    session.snapping = False
    start = hand.grab("jobs")
    hand.drag(start, (start.x - 33.333333333, start.y + 11.1234567))
    placed = session.placement("jobs")
    assert placed is not None
    assert (placed.x, placed.y) == (round(placed.x, 2), round(placed.y, 2))
    assert placed.x != round(placed.x)
