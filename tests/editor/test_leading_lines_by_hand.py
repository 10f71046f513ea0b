"""Segments, ends and labels of connections, moved with the hand and with the keyboard."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing import BoxShape, PathShape
from archdraw.core.geometry import Point
from archdraw.core.model import EdgeRoute
from archdraw.editor.actions import actions_by_id, perform
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import connecting, routes
from archdraw.editor.tools.anchoring import anchors_of
from archdraw.editor.tools.zones import ends_of

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.session import Session


def edge(session: Session, key: str = "web-db") -> EdgeRoute:
    return routes.edge_of(session, key)


def route(session: Session, key: str = "web-db") -> tuple[Point, ...]:
    return routes.drawn_route(session, key)


def middle(session: Session, part: int, key: str = "web-db") -> tuple[float, float]:
    a, b = route(session, key)[part : part + 2]
    return (a.x + b.x) / 2, (a.y + b.y) / 2


def is_square(line: tuple[Point, ...]) -> bool:
    return all(a.x == b.x or a.y == b.y for a, b in pairwise(line))


def do(session: Session, shell: RecordingShell, action_id: str) -> bool:
    return perform(actions_by_id()[action_id], session, shell)


def lower(session: Session) -> None:
    """Put the database below, so that its line has a step."""
    session.move(["db"], 0, 200)


# -- segments ----------------------------------------------------------------------------------


def test_a_segment_says_that_it_can_be_moved(session: Session, hand: Hand) -> None:
    lower(session)
    hand.hover(*middle(session, 1))
    assert hand.cursor() == "size-e"
    grips = [shape for shape in hand.shown() if isinstance(shape, BoxShape)]
    assert len(grips) == 1
    assert grips[0].box.center == pytest.approx(middle(session, 1))
    hand.click(*middle(session, 1))
    hand.hover(560, 700)
    assert len([shape for shape in hand.shown() if isinstance(shape, BoxShape)]) >= 4, "ends and segments"
    hand.hover(*middle(session, 0))
    assert hand.cursor() in {"size-n", "cross"}


def test_a_dragged_segment_moves_across_and_its_neighbours_follow(session: Session, hand: Hand) -> None:
    lower(session)
    before = hand.text()
    start = middle(session, 1)
    hand.drag(start, (start[0] + 30, start[1] + 90))
    assert edge(session).route == "manual"
    line = route(session)
    assert is_square(line)
    assert line[1].x == line[2].x == round((start[0] + 30) / 10) * 10, "on the grid, and across only"
    assert session.selection == {"web-db"}
    session.undo()
    assert hand.text() == before


def test_a_segment_follows_in_every_frame(session: Session, hand: Hand) -> None:
    lower(session)
    x, y = middle(session, 1)
    hand.press(x, y)
    for by in (20, 30, 40):
        hand.move(x + by, y, "Alt")
        assert route(session)[1].x == x + by
    hand.key("Escape")
    assert edge(session) == EdgeRoute()
    assert route(session)[1].x == x


def test_alt_suspends_snapping_of_a_segment(session: Session, hand: Hand) -> None:
    lower(session)
    x, y = middle(session, 1)
    hand.press(x, y)
    hand.steer((x, y), (x + 33.5, y), "Alt")
    hand.release(x + 33.5, y, "Alt")
    assert route(session)[1].x == x + 33.5


def test_a_segment_snaps_to_the_lane_beside_another_line(session: Session, hand: Hand) -> None:
    lower(session)
    session.connect("client", "jobs")
    key = next(one.id for one in session.design.connections if one.target == "jobs")
    upright = next(a.x for a, b in pairwise(route(session, key)) if a.x == b.x)
    session.select(())
    x, y = middle(session, 1)
    hand.drag((x, y), (upright + 10, y))
    assert route(session)[1].x in {upright + 8, upright + 10}
    assert abs(route(session)[1].x - upright) >= 8


def test_a_straight_line_gets_corners_and_loses_them_again(session: Session, hand: Hand) -> None:
    x, y = middle(session, 0)
    hand.drag((x, y), (x, y + 120))
    line = route(session)
    assert len(line) >= 4
    assert is_square(line)
    assert max(point.y for point in line) == pytest.approx(y + 120, abs=10)
    low = next(part for part, (a, b) in enumerate(pairwise(line)) if a.y == b.y == max(p.y for p in line))
    x, low_y = middle(session, low)
    hand.drag((x, low_y), (x, y + 1))
    assert len(route(session)) == 2, "in line with its ends it is straight again"


def test_the_middle_stays_when_an_end_is_moved(session: Session, hand: Hand) -> None:
    lower(session)
    x, y = middle(session, 1)
    hand.drag((x, y), (x + 40, y))
    across = route(session)[1].x
    session.move(["db"], 60, 40)
    assert route(session)[1].x == route(session)[2].x == across
    hand.drag(hand.grab("web"), (hand.grab("web").x - 20, hand.grab("web").y - 40))
    assert across in {point.x for point in route(session)}
    assert is_square(route(session))


def test_clearing_waypoints_keeps_ends_and_label(session: Session, hand: Hand, shell: RecordingShell) -> None:
    routes.put_edge(
        session,
        "web-db",
        EdgeRoute(route="manual", points=((560, 20),), source_at=("top", 0.5), label_at=0.25),
        "Lead",
    )
    session.select({"web-db"})
    hand.key("Alt+Shift+R")
    assert edge(session) == EdgeRoute(source_at=("top", 0.5), label_at=0.25)


def test_arrow_keys_move_the_longest_segment(session: Session, hand: Hand, shell: RecordingShell) -> None:
    lower(session)
    x = route(session)[1].x
    session.select({"web-db"})
    hand.key("Right")
    assert route(session)[1].x == x + 1
    hand.key("Shift+Left")
    assert route(session)[1].x == x + 1 - session.grid
    assert session.store.undo_depth == 3
    session.select(())


def test_a_line_without_such_a_segment_says_so(session: Session, hand: Hand) -> None:
    with pytest.raises(EditRefused, match="that way"):
        routes.nudge_segment(session, "web-db", 1, 0)


# -- ends --------------------------------------------------------------------------------------


def end_point(session: Session, end: str, key: str = "web-db") -> Point:
    return ends_of(session, key)[end]


def test_an_end_dropped_on_an_anchor_is_fixed_there(session: Session, hand: Hand) -> None:
    session.select({"web-db"})
    before = hand.text()
    top = anchors_of(hand.frame("db"))["top", 0.25]
    hand.press(*end_point(session, "target"))
    hand.move(*hand.center("db"))
    dots = [shape for shape in hand.shown() if isinstance(shape, BoxShape) and shape.box.w < 11]
    assert len(dots) == 12
    hand.move(*top)
    hand.release(*top)
    assert edge(session).target_at == ("top", 0.25)
    assert end_point(session, "target") == top
    session.move(["db"], 100, 60)
    assert end_point(session, "target") == (top.x + 100, top.y + 60), "moving never rebinds"
    session.undo()
    session.undo()
    assert hand.text() == before


def test_control_or_the_body_let_an_end_float(session: Session, hand: Hand) -> None:
    top = anchors_of(hand.frame("db"))["top", 0.25]
    for held, goal in (("Ctrl", top), ("", hand.center("db"))):
        routes.fix_end(session, "web-db", "target", ("bottom", 0.5))
        session.select({"web-db"})
        hand.press(*end_point(session, "target"))
        hand.steer(end_point(session, "target"), goal, held)
        hand.release(*goal, held)
        assert edge(session).target_at is None
    assert edge(session) == EdgeRoute()


def test_a_click_on_an_end_changes_nothing_and_a_double_click_releases_it(
    session: Session, hand: Hand
) -> None:
    routes.fix_end(session, "web-db", "target", ("top", 0.5))
    session.select({"web-db"})
    before = hand.text()
    hand.click(*end_point(session, "target"))
    assert hand.text() == before
    hand.double_click(*end_point(session, "target"))
    assert edge(session).target_at is None


@pytest.mark.parametrize("end", ["source", "target"])
def test_an_end_goes_to_the_component_it_is_dropped_on(session: Session, hand: Hand, end: str) -> None:
    routes.fix_end(session, "web-db", "source", ("bottom", 0.5))
    session.select({"web-db"})
    hand.drag(end_point(session, end), hand.center("jobs"))
    record = session.connection("web-db")
    assert record is not None
    assert getattr(record, end) == "jobs"
    kept = edge(session).source_at
    assert kept == (("bottom", 0.5) if end == "target" else None), "the other end stays as it was"
    session.undo()


def test_an_end_on_the_other_end_is_refused_visibly(session: Session, hand: Hand, ear: Ear) -> None:
    session.select({"web-db"})
    before = hand.text()
    hand.press(*end_point(session, "target"))
    hand.steer(end_point(session, "target"), hand.center("web"))
    assert hand.cursor() == "forbidden"
    pens = [shape.pen for shape in hand.shown() if isinstance(shape, BoxShape)]
    assert "danger" in {pen.paint.token for pen in pens if pen is not None}
    hand.release(*hand.center("web"))
    assert hand.text() == before
    assert any("itself" in sentence for sentence in ear.sentences())
    assert hand.cursor() == "default"


def test_an_end_dropped_on_nothing_stays_and_says_why(session: Session, hand: Hand, ear: Ear) -> None:
    session.select({"web-db"})
    before = hand.text()
    hand.drag(end_point(session, "target"), (500, 700))
    assert hand.text() == before
    assert any("drop it on one" in sentence for sentence in ear.sentences())


def test_the_line_being_drawn_is_the_one_it_gets(session: Session, hand: Hand) -> None:
    frame = hand.frame("client")
    start = frame.x + 30, frame.y
    hand.press(*start)
    hand.steer(start, hand.center("db"))
    shown = next(shape for shape in hand.shown() if isinstance(shape, PathShape) and shape.pen)
    corners = [command[-2:] for command in shown.data if command[0] in ("M", "L")]
    hand.release(*hand.center("db"))
    (made,) = [one.id for one in session.design.connections if one.source == "client" and one.target == "db"]
    line = route(session, made)
    assert corners[0] == line[0]
    assert corners[-1] == line[-1]
    web = hand.frame("web")
    assert all(not web.contains(((a.x + b.x) / 2, (a.y + b.y) / 2)) for a, b in pairwise(line))


def test_a_new_connection_can_be_fixed_where_it_is_dropped(session: Session, hand: Hand) -> None:
    frame = hand.frame("client")
    goal = anchors_of(hand.frame("jobs"))["top", 0.75]
    hand.drag((frame.x + 30, frame.y), goal)
    (made,) = [one.id for one in session.design.connections if one.target == "jobs"]
    assert edge(session, made).target_at == ("top", 0.75)
    assert session.store.undo_depth == 1


def test_ends_are_fixed_released_and_moved_by_actions(session: Session, shell: RecordingShell) -> None:
    session.select({"web-db"})
    assert do(session, shell, "arrange.fix-ends")
    assert edge(session) == EdgeRoute(source_at=("right", 0.5), target_at=("left", 0.5))
    assert do(session, shell, "arrange.release-ends")
    assert edge(session) == EdgeRoute()
    session.select({"web-db", "jobs"})
    assert do(session, shell, "arrange.reconnect-target")
    record = session.connection("web-db")
    assert record is not None
    assert record.target == "jobs"
    session.select({"web-db", "web"})
    assert do(session, shell, "arrange.reconnect-target")
    assert any("itself" in sentence for sentence in shell.said)


def test_reversing_swaps_what_is_fixed(session: Session) -> None:
    kept = EdgeRoute(source_at=("bottom", 0.25), label_at=0.25)
    routes.put_edge(session, "web-db", kept, "Fix")
    connecting.reverse(session, "web-db")
    assert edge(session) == EdgeRoute(target_at=("bottom", 0.25), label_at=0.75)


# -- labels ------------------------------------------------------------------------------------


def label_middle(session: Session) -> Point:
    drawing = session.scene.element("web-db")
    assert drawing is not None
    assert drawing.label_box is not None
    return drawing.label_box.center


def test_a_double_click_on_a_segment_puts_the_label_there(session: Session, hand: Hand) -> None:
    lower(session)
    before = hand.text()
    a, b = route(session)[:2]
    at = (a.x + (b.x - a.x) * 0.9, a.y)
    hand.double_click(*at)
    assert session.editing is not None
    session.commit_edit("orders")
    record = session.connection("web-db")
    assert record is not None
    assert record.name == "orders"
    assert edge(session).label_at == pytest.approx(0.2, abs=0.15)
    assert abs(label_middle(session).x - at[0]) < 2
    session.undo()
    assert hand.text() == before, "name and place are one step"


def test_a_label_slides_along_its_line(session: Session, hand: Hand) -> None:
    lower(session)
    session.rename("web-db", "orders")
    start = label_middle(session)
    a, b = route(session)[-2:]
    hand.drag(start, ((a.x + b.x) / 2, a.y + 5))
    share = edge(session).label_at
    assert share is not None
    assert share > 0.6
    assert abs(label_middle(session).x - (a.x + b.x) / 2) < 30
    session.move(["db"], 200, 0)
    assert edge(session).label_at == share
    depth = session.store.undo_depth
    hand.press(*label_middle(session))
    hand.steer(label_middle(session), (0, 0))
    hand.key("Escape")
    assert edge(session).label_at == share
    assert session.store.undo_depth == depth


def test_labels_move_by_keys_and_back_to_where_there_is_room(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.rename("web-db", "orders")
    session.select({"web-db"})
    hand.key("Alt+.")
    first = edge(session).label_at
    assert first == pytest.approx(0.55)
    hand.key("Alt+,")
    assert edge(session).label_at == pytest.approx(0.5)
    assert do(session, shell, "arrange.label-free")
    assert edge(session) == EdgeRoute()
