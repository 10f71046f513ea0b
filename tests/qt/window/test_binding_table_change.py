"""The binding table, row by row: moving, copying, nudging, deleting, grouping, undo and redo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.qt.window.hand import ALT, CTRL, NONE, SHIFT, WindowHand

from archdraw.core.geometry import Point
from archdraw.core.storage import design_text


def away(hand: WindowHand, element_id: str, dx: float, dy: float) -> Point:
    at = hand.grab(element_id)
    return Point(at.x + dx, at.y + dy)


def test_a_drag_moves_and_is_one_step(hand: WindowHand) -> None:
    before = hand.frame("db")
    hand.drag(hand.grab("db"), away(hand, "db", -60, 140))
    moved = hand.frame("db")
    assert (moved.x - before.x, moved.y - before.y) == pytest.approx((-60, 140), abs=10)
    assert moved.x % 20 == moved.y % 20 == 0
    assert hand.steps() == 1
    assert hand.selection == {"db"}


def test_shift_keeps_a_drag_to_one_axis(hand: WindowHand) -> None:
    before = hand.frame("db")
    hand.drag(hand.grab("db"), away(hand, "db", 30, 140), SHIFT)
    moved = hand.frame("db")
    assert moved.x == before.x
    assert moved.y - before.y == pytest.approx(140, abs=10)


def test_alt_in_a_drag_does_without_snapping(hand: WindowHand) -> None:
    """Alt is pressed after the drag has begun: before, it would copy."""
    before, at = hand.frame("db"), hand.grab("db")
    hand.drag(at, away(hand, "db", -50, 150), release=False)
    end = Point(at.x - 53.75, at.y + 151.25)
    hand._move(hand.px(end), ALT, Qt.MouseButton.LeftButton)
    hand.release(end, ALT)
    moved = hand.frame("db")
    assert (moved.x - before.x, moved.y - before.y) == pytest.approx((-53.75, 151.25), abs=1.5)
    assert len(hand.session.design.components) == 5


@pytest.mark.parametrize("held", [ALT, CTRL])
def test_alt_and_ctrl_drags_leave_the_original_and_move_a_copy(
    hand: WindowHand, held: Qt.KeyboardModifier
) -> None:
    before = hand.frame("db")
    hand.drag(hand.grab("db"), away(hand, "db", 0, 200), held)
    (copy,) = hand.selection
    assert copy != "db"
    assert hand.frame("db") == before
    assert hand.frame(copy).y - before.y == pytest.approx(200, abs=10)
    assert hand.steps() == 1


def test_ctrl_d_duplicates_and_repeats_the_last_offset(hand: WindowHand) -> None:
    hand.drag(hand.grab("db"), away(hand, "db", 0, 120), ALT)
    (first,) = hand.selection
    offset = hand.frame(first).y - hand.frame("db").y
    hand.key(Qt.Key.Key_D, CTRL)
    (second,) = hand.selection
    hand.key(Qt.Key.Key_D, CTRL)
    (third,) = hand.selection
    assert hand.frame(second).y - hand.frame(first).y == offset
    assert hand.frame(third).y - hand.frame(second).y == offset
    assert hand.frame(third).x == hand.frame("db").x


@pytest.mark.parametrize(
    ("key", "dx", "dy"),
    [
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Up, 0, -1),
        (Qt.Key.Key_Down, 0, 1),
    ],
)
def test_arrows_nudge_by_one_and_with_shift_by_a_step_of_the_grid(
    hand: WindowHand, key: Qt.Key, dx: int, dy: int
) -> None:
    hand.click(hand.grab("db"))
    start = hand.frame("db")
    hand.key(key)
    assert hand.frame("db") == start.moved(dx, dy)
    hand.key(key, SHIFT)
    assert hand.frame("db") == start.moved(dx * 21, dy * 21)
    hand.session.grid = 10.0
    hand.key(key, SHIFT)
    assert hand.frame("db") == start.moved(dx * 31, dy * 31)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_takes_the_connections_along(hand: WindowHand, key: Qt.Key) -> None:
    before = design_text(hand.session.design)
    hand.click(hand.grab("lb"))
    hand.key(key)
    assert hand.connections() == {("app1", "db"), ("app2", "db")}
    assert hand.session.component("lb") is None
    assert hand.steps() == 1
    hand.key(Qt.Key.Key_Z, CTRL)
    assert design_text(hand.session.design) == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_ctrl_delete_heals_the_path(hand: WindowHand, key: Qt.Key) -> None:
    hand.click(hand.grab("lb"))
    hand.key(key, CTRL)
    assert hand.connections() == {("users", "app1"), ("users", "app2"), ("app1", "db"), ("app2", "db")}
    assert hand.steps() == 1


@pytest.mark.parametrize(("redo", "held"), [(Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT)])
def test_undo_and_both_redo_keys(hand: WindowHand, redo: Qt.Key, held: Qt.KeyboardModifier) -> None:
    start = design_text(hand.session.design)
    hand.drag(hand.grab("db"), away(hand, "db", 0, 160))
    hand.click(hand.grab("users"))
    hand.key(Qt.Key.Key_Delete)
    end = design_text(hand.session.design)
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.key(Qt.Key.Key_Z, CTRL)
    assert design_text(hand.session.design) == start
    hand.key(redo, held)
    hand.key(redo, held)
    assert design_text(hand.session.design) == end


@pytest.mark.parametrize(("key"), [Qt.Key.Key_G, Qt.Key.Key_U])
def test_ctrl_g_groups_and_both_keys_ungroup(hand: WindowHand, key: Qt.Key) -> None:
    hand.click(hand.grab("app1"))
    hand.click(hand.grab("app2"), SHIFT)
    hand.key(Qt.Key.Key_G, CTRL)
    hand.key(Qt.Key.Key_Escape)
    (group,) = hand.session.design.groups
    assert {one.id for one in hand.session.design.components if one.parent == group.id} == {"app1", "app2"}
    hand.session.select({group.id})
    hand.key(key, CTRL | SHIFT)
    assert hand.session.design.groups == ()
    assert hand.selection == {"app1", "app2"}


def test_ctrl_x_c_v_cut_copy_and_paste(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    hand.key(Qt.Key.Key_C, CTRL)
    hand.key(Qt.Key.Key_V, CTRL)
    assert len(hand.session.design.components) == 6
    hand.key(Qt.Key.Key_X, CTRL)
    assert len(hand.session.design.components) == 5
    hand.key(Qt.Key.Key_V, CTRL)
    assert len(hand.session.design.components) == 6


def test_ctrl_shift_l_tidies_in_one_step(hand: WindowHand, qtbot: QtBot) -> None:
    hand.drag(hand.grab("db"), away(hand, "db", -300, 260))
    moved = hand.frame("db")
    hand.key(Qt.Key.Key_L, CTRL | SHIFT)
    qtbot.waitUntil(lambda: hand.steps() == 2, timeout=20_000)
    assert hand.frame("db") != moved
    assert hand.session.store.undo_label == "Tidy"


def test_escape_in_a_drag_puts_everything_back(hand: WindowHand) -> None:
    before = design_text(hand.session.design)
    for held in (NONE, SHIFT, ALT, CTRL):
        hand.drag(hand.grab("db"), away(hand, "db", 0, 160), held, release=False)
        assert design_text(hand.session.design) != before
        hand.key(Qt.Key.Key_Escape)
        assert design_text(hand.session.design) == before
        hand.release(away(hand, "db", 0, 160), held)
        assert hand.steps() == 0


def test_an_arrow_that_is_held_is_one_step(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    before = hand.frame("db")
    for again in (False, True, True, True):
        pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, NONE, "", autorep=again)
        QApplication.sendEvent(hand.window.canvas, pressed)
    assert hand.frame("db").x == before.x + 4
    assert hand.steps() == 1
    hand.key(Qt.Key.Key_Right)
    assert hand.steps() == 2
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.frame("db") == before
    assert not hand.session.dirty


def test_undo_selects_again_what_a_step_began_with_and_redo_what_it_made(hand: WindowHand) -> None:
    hand.session.select({"db"})
    hand.key(Qt.Key.Key_Down, CTRL)
    (made,) = hand.selection
    assert made != "db"
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.selection == {"db"}
    hand.key(Qt.Key.Key_Y, CTRL)
    assert hand.selection == {made}
    # What was deleted comes back selected; a group that is opened again leaves what was selected in it.
    hand.key(Qt.Key.Key_Delete)
    assert hand.selection == frozenset()
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.selection == {made}
    hand.session.select({"app1", "app2"})
    hand.key(Qt.Key.Key_G, CTRL)
    hand.key(Qt.Key.Key_Escape)
    (group,) = (one.id for one in hand.session.design.groups)
    hand.session.select({"app1"})
    hand.window.commands.perform("fold.collapse-all")
    assert hand.selection == {group}
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.selection == {"app1"}
    # A step whose elements stay leaves the selection alone.
    hand.key(Qt.Key.Key_Right)
    hand.session.select({"lb"})
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.selection == {"lb"}
