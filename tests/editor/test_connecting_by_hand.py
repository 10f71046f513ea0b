from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing import BoxShape, PathShape
from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.hits import point_along
from archdraw.editor.actions.table import actions_by_id, perform
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import connecting
from archdraw.editor.edits.routes import drawn_route
from archdraw.editor.quick.box import insert_candidate
from archdraw.editor.quick.meaning import Candidate
from archdraw.editor.tools.connecting import border_point
from archdraw.editor.tools.zones import arrow_points, ends_of
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.placing import Direction
    from archdraw.editor.session import Session


def border_of(hand: Hand, element_id: str) -> tuple[float, float]:
    """A point of the upper border, away from its handle."""
    frame = hand.frame(element_id)
    return frame.x + 30, frame.y


def between(session: Session, source: str, target: str) -> list[str]:
    return [one.id for one in session.design.connections if (one.source, one.target) == (source, target)]


def test_a_drag_from_a_border_to_a_component_connects(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.drag(border_of(hand, "client"), hand.center("jobs"))
    (made,) = between(session, "client", "jobs")
    assert session.selection == {made}, "its label and its fields can be typed at once"
    assert session.connection(made) is not None
    assert hand.frame("client")[:2] == (0, 100)
    session.undo()
    assert hand.text() == before


def test_the_end_of_a_line_just_drawn_does_not_catch_the_next_drag_from_the_same_border(
    session: Session, hand: Hand
) -> None:
    hand.drag(border_of(hand, "client"), hand.center("jobs"))
    (made,) = between(session, "client", "jobs")
    end = drawn_route(session, made)[0]
    assert ends_of(session, made) == {}
    hand.drag(end, hand.center("db"))
    assert between(session, "client", "jobs") == [made], "it stays where it was"
    (second,) = between(session, "client", "db")
    assert session.selection == {second}


def test_a_click_on_a_line_just_drawn_gives_it_its_handles(session: Session, hand: Hand) -> None:
    hand.drag(border_of(hand, "client"), hand.center("jobs"))
    (made,) = between(session, "client", "jobs")
    hand.click(*point_along(drawn_route(session, made), 0.5))
    assert session.selection == {made}
    assert set(ends_of(session, made)) == {"source", "target"}


def test_a_component_typed_after_a_line_was_drawn_does_not_split_it(session: Session, hand: Hand) -> None:
    hand.drag(border_of(hand, "client"), hand.center("jobs"))
    (made,) = between(session, "client", "jobs")
    session.request_quick_insert(QuickInsertRequest())
    insert_candidate(session, Candidate("worker", "Worker"))
    assert between(session, "client", "jobs") == [made]


def test_the_target_is_highlighted_before_it_is_bound(session: Session, hand: Hand) -> None:
    hand.press(*border_of(hand, "client"))
    hand.steer(border_of(hand, "client"), (400, 350))
    assert [type(shape) for shape in session.ghosts] == [PathShape, PathShape], "a line and its arrow"
    hand.move(*hand.center("jobs"))
    highlight, line, _arrow, *anchors = session.ghosts
    assert len(anchors) == 12
    assert isinstance(highlight, BoxShape)
    assert highlight.box.encloses(hand.frame("jobs"))
    assert isinstance(line, PathShape)


def test_a_border_can_be_taken_from_just_outside(session: Session, hand: Hand) -> None:
    frame = hand.frame("client")
    hand.drag((frame.x + 30, frame.y - 4), hand.center("jobs"))
    assert between(session, "client", "jobs")


def test_released_on_nothing_it_asks_for_a_new_component_there(
    session: Session, hand: Hand, ear: Ear
) -> None:
    before = hand.text()
    hand.drag(border_of(hand, "client"), (300, 600))
    assert session.quick_insert is not None
    assert session.quick_insert.at == Point(300, 600)
    assert session.quick_insert.source == "client"
    assert "quick-insert" in ear.kinds()
    assert hand.text() == before


def test_escape_forgets_a_connection_begun(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.press(*border_of(hand, "client"))
    hand.steer(border_of(hand, "client"), hand.center("jobs"))
    hand.key("Escape")
    hand.release(*hand.center("jobs"))
    assert hand.text() == before
    assert session.ghosts == () or session.tool.name == "idle"


def test_back_on_itself_nothing_happens(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.press(*border_of(hand, "client"))
    hand.steer(border_of(hand, "client"), (300, 300))
    hand.move(*hand.center("client"))
    hand.release(*hand.center("client"))
    assert hand.text() == before
    assert session.quick_insert is None


def test_a_click_on_a_border_selects(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.click(*border_of(hand, "client"))
    assert session.selection == {"client"}
    assert hand.text() == before


def test_hover_shows_four_arrows_until_the_pointer_is_44_px_away(session: Session, hand: Hand) -> None:
    def arrows() -> int:
        return sum(isinstance(shape, PathShape) for shape in session.ghosts)

    hand.hover(*hand.center("jobs"))
    assert arrows() == 4
    hand.hover(640 + 168 + 40, 432)
    assert arrows() == 4
    hand.hover(640 + 168 + 50, 432)
    assert arrows() == 0


def test_the_arrows_go_with_a_key_and_with_what_is_drawn_away_from_them(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    """They would stand over what comes beside the component, until somebody moves the mouse."""

    def arrows() -> int:
        return sum(isinstance(shape, PathShape) for shape in session.ghosts)

    hand.hover(*hand.center("jobs"))
    assert arrows() == 4
    hand.key("Shift")
    assert arrows() == 4
    hand.key("Down")
    assert (arrows(), session.hover) == (0, None)
    hand.hover(*hand.center("jobs"))
    perform(actions_by_id()["view.grid"], session, shell)
    assert (arrows(), session.hover) == (0, None)
    hand.hover(*hand.center("jobs"))
    hand.drag(border_of(hand, "jobs"), (760, 640))
    assert session.quick_insert is not None
    assert session.hover is None
    assert arrows() == 2, "the line to come and its tip stay while its end is asked for"
    session.request_quick_insert(None)
    session.refresh_ghosts()
    assert arrows() == 0


def test_arrows_reach_44_screen_px_at_any_zoom(session: Session, hand: Hand) -> None:
    session.set_camera(session.camera._replace(zoom=2.0))
    hand.hover(*hand.center("jobs"))
    hand.hover(640 + 168 + 30, 432)
    assert not any(isinstance(shape, PathShape) for shape in session.ghosts)


@pytest.mark.parametrize(
    ("direction", "dx", "dy"), [("right", 1, 0), ("left", -1, 0), ("up", 0, -1), ("down", 0, 1)]
)
def test_a_click_on_an_arrow_makes_a_connected_copy_there(
    session: Session, hand: Hand, direction: Direction, dx: int, dy: int
) -> None:
    hand.hover(*hand.center("jobs"))
    at = arrow_points(session, hand.frame("jobs"))[direction]
    hand.click(*at)
    (made,) = session.selection
    record = session.component(made)
    assert record is not None
    assert record.kind == "message_queue"
    assert between(session, "jobs", made)
    here, there = hand.center("jobs"), hand.center(made)
    assert (there.x - here.x) * dx + (there.y - here.y) * dy > 64
    assert abs((there.x - here.x) * dy) + abs((there.y - here.y) * dx) <= 20
    assert session.store.undo_depth == 1


def test_a_drag_from_an_arrow_connects_too(session: Session, hand: Hand) -> None:
    hand.hover(*hand.center("jobs"))
    at = arrow_points(session, hand.frame("jobs"))["up"]
    hand.drag(at, hand.center("db"))
    assert between(session, "jobs", "db")


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("client_web", "service", "call"),
        ("service", "rdbms_primary", "call"),
        ("service", "message_queue", "publish"),
        ("service", "log_broker", "publish"),
        ("message_queue", "worker", "deliver"),
        ("log_broker", "stream_processor", "deliver"),
        ("rdbms_primary", "rdbms_replica", "replicate"),
        ("rdbms_primary", "object_store", "backup"),
        ("rdbms_primary", "log_broker", "publish"),
        ("service", "monitoring", "observe"),
        ("worker", "logging", "observe"),
        ("service", "tracing", "observe"),
    ],
)
def test_the_kind_of_a_connection_fits_its_ends(
    session: Session, source: str, target: str, kind: str
) -> None:
    first = session.insert(source, Point(0, 900))
    second = session.insert(target, Point(400, 900))
    made = session.connection(session.connect(first, second))
    assert made is not None
    assert made.kind == kind


def test_the_end_of_a_selected_connection_is_moved(session: Session, hand: Hand) -> None:
    session.select({"web-db"})
    end = ends_of(session, "web-db")["target"]
    hand.drag(end, hand.center("jobs"))
    record = session.connection("web-db")
    assert record is not None
    assert (record.source, record.target) == ("web", "jobs")
    assert session.store.undo_label == "Reconnect"


def test_only_the_dragged_end_changes(session: Session, hand: Hand) -> None:
    session.select({"web-db"})
    hand.drag(ends_of(session, "web-db")["source"], hand.center("client"))
    record = session.connection("web-db")
    assert record is not None
    assert (record.source, record.target) == ("client", "db")


@pytest.mark.parametrize("to", [(900.0, 700.0), (384.0, 132.0)])
def test_an_end_dropped_on_nothing_or_on_the_other_end_stays(
    session: Session, hand: Hand, to: tuple[float, float]
) -> None:
    before = hand.text()
    session.select({"web-db"})
    hand.drag(ends_of(session, "web-db")["target"], to)
    assert hand.text() == before


def test_moving_a_component_never_rebinds(session: Session, hand: Hand) -> None:
    hand.drag(hand.grab("db"), hand.grab("jobs"))
    record = session.connection("web-db")
    assert record is not None
    assert record.target == "db"


def test_components_are_not_connected_to_themselves_or_to_groups(session: Session) -> None:
    with pytest.raises(EditRefused, match="to itself"):
        session.connect("web", "web")
    with pytest.raises(EditRefused, match="between two components"):
        session.connect("web", "zone-a")
    with pytest.raises(EditRefused, match="between two components"):
        session.connect("web", "nowhere")


def test_reversing_swaps_ends(session: Session) -> None:
    connecting.reverse(session, "web-db")
    record = session.connection("web-db")
    assert record is not None
    assert (record.source, record.target) == ("db", "web")


def test_parallel_connections_get_ids_of_their_own(session: Session) -> None:
    assert session.connect("web", "db") == "web-db-2"


@pytest.mark.parametrize(
    ("toward", "expected"),
    [((300, 50), (100, 50)), ((50, -100), (50, 0)), ((150, 150), (100, 100)), ((50, 50), (50, 50))],
)
def test_a_line_leaves_a_frame_at_its_border(
    toward: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert border_point(Box(0, 0, 100, 100), Point(*toward)) == expected
