"""The binding table, row by row: labels, hover arrows, connections, quick insert, connected copies."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from tests.qt.window.hand import ALT, CTRL, NONE, SHIFT, WindowHand

from archdraw.core.geometry import Point
from archdraw.editor.tools.zones import ARROW_REACH, arrow_points

EMPTY = (300.0, 420.0)
SIDES = {
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def name(hand: WindowHand, element_id: str) -> str:
    component = hand.session.component(element_id)
    assert component is not None
    return component.name


# -- labels ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2])
@pytest.mark.parametrize(
    ("end", "held"),
    [(Qt.Key.Key_Return, NONE), (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Return, CTRL)],
)
def test_enter_and_f2_edit_the_label_and_three_keys_keep_it(
    hand: WindowHand, key: Qt.Key, end: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    hand.click(hand.grab("lb"))
    hand.key(key)
    assert isinstance(hand.window.focusWidget(), QPlainTextEdit)
    hand.type("Gate")
    hand.key(end, held)
    assert name(hand, "lb") == "Gate"
    assert hand.window.canvas.hasFocus()
    assert hand.steps() == 1


def test_a_double_click_edits_the_label(hand: WindowHand) -> None:
    hand.double_click(hand.grab("lb"))
    hand.type("Gate")
    hand.click(EMPTY)
    assert name(hand, "lb") == "Gate"


def test_shift_enter_breaks_the_line_of_a_note_and_enter_keeps_it(hand: WindowHand) -> None:
    hand.window.commands.perform("insert.note")
    hand.type("one")
    hand.key(Qt.Key.Key_Return, SHIFT)
    hand.type("two")
    hand.key(Qt.Key.Key_Return)
    (note,) = hand.session.design.views[0].notes
    assert note.text.endswith("one\ntwo")


def test_a_letter_on_a_selected_component_edits_it_only_with_the_setting(hand: WindowHand) -> None:
    hand.click(hand.grab("lb"))
    hand.type("k")
    assert hand.session.quick_insert is not None
    hand.key(Qt.Key.Key_Escape)
    hand.session.typing_edits = True
    hand.window.canvas.setFocus()
    hand.type("F")
    assert hand.session.failed == frozenset()
    hand.type("ront")
    hand.key(Qt.Key.Key_Return)
    assert name(hand, "lb") == "Front"


# -- quick insert ------------------------------------------------------------------------------


def test_a_double_click_on_nothing_asks_what_to_insert_there(hand: WindowHand) -> None:
    hand.double_click(EMPTY)
    request = hand.session.quick_insert
    assert request is not None
    assert request.at == pytest.approx(EMPTY, abs=1)
    hand.type("cdn")
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.selection
    assert hand.frame(new).center == pytest.approx(EMPTY, abs=12)


@pytest.mark.parametrize(("typed", "text"), [("/", ""), ("c", "c")])
def test_a_slash_or_a_letter_on_nothing_opens_quick_insert(hand: WindowHand, typed: str, text: str) -> None:
    hand.type(typed)
    request = hand.session.quick_insert
    assert request is not None
    assert request.text == text
    hand.key(Qt.Key.Key_Escape)
    assert hand.session.quick_insert is None
    assert hand.window.canvas.hasFocus()


# -- hover arrows ------------------------------------------------------------------------------


def test_hover_arrows_stand_on_four_sides_at_once_and_reach_44_px(hand: WindowHand) -> None:
    import time

    hand.hover(EMPTY)
    assert not hand.session.ghosts
    begun = time.perf_counter()
    hand.hover(hand.grab("lb"))
    assert time.perf_counter() - begun < 0.15
    assert len(hand.session.ghosts) == 4
    frame, zoom = hand.frame("lb"), hand.session.camera.zoom
    assert ARROW_REACH == 44
    hand.hover((frame.center.x, frame.bottom + 40 / zoom))
    assert len(hand.session.ghosts) == 4
    hand.hover((frame.center.x, frame.bottom + 52 / zoom))
    assert not hand.session.ghosts


def test_a_click_on_an_arrow_makes_a_connected_copy_there(hand: WindowHand) -> None:
    for direction, side in (("right", (1, 0)), ("down", (0, 1)), ("up", (0, -1))):
        hand.hover(hand.grab("db"))
        at = arrow_points(hand.session, hand.frame("db"))[direction]  # type: ignore[index]
        hand.hover(at)
        hand.click(at)
        (new,) = hand.selection
        away = hand.frame(new).center.x - hand.frame("db").center.x, hand.frame(new).center.y - 132
        assert (away[0] * side[0] > 0) if side[0] else (away[1] * side[1] > 0)
        assert ("db", new) in hand.connections()
        component, original = hand.session.component(new), hand.session.component("db")
        assert component is not None
        assert original is not None
        assert component.kind == original.kind


def test_a_drag_from_an_arrow_connects(hand: WindowHand) -> None:
    hand.hover(hand.grab("users"))
    at = arrow_points(hand.session, hand.frame("users"))["down"]
    hand.hover(at)
    hand.drag(at, hand.grab("app2"))
    assert ("users", "app2") in hand.connections()
    assert hand.steps() == 1


# -- connections -------------------------------------------------------------------------------


def test_a_drag_from_a_border_connects_to_a_component(hand: WindowHand) -> None:
    frame = hand.frame("users")
    hand.drag((frame.center.x + 30, frame.bottom - 1), hand.grab("db"))
    assert ("users", "db") in hand.connections()
    assert hand.steps() == 1


def test_a_drag_from_a_border_to_nothing_asks_and_connects(hand: WindowHand) -> None:
    frame = hand.frame("users")
    hand.drag((frame.center.x + 30, frame.bottom - 1), EMPTY)
    request = hand.session.quick_insert
    assert request is not None
    assert request.source == "users"
    hand.type("cdn")
    hand.key(Qt.Key.Key_Return)
    new = next(one.id for one in hand.session.design.components if one.kind == "cdn")
    assert ("users", new) in hand.connections()
    assert hand.frame(new).center == pytest.approx(EMPTY, abs=12)


def test_escape_in_a_connecting_drag_leaves_nothing(hand: WindowHand) -> None:
    frame = hand.frame("users")
    before = hand.connections()
    hand.drag((frame.center.x + 30, frame.bottom - 1), hand.grab("db"), release=False)
    assert hand.session.ghosts
    hand.key(Qt.Key.Key_Escape)
    hand.release(hand.grab("db"))
    assert hand.connections() == before
    assert hand.steps() == 0


# -- going on with the keyboard ----------------------------------------------------------------


@pytest.mark.parametrize("held", [CTRL, ALT | SHIFT])
@pytest.mark.parametrize("key", list(SIDES))
def test_ctrl_and_alt_shift_arrows_make_a_connected_component_there(
    hand: WindowHand, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    hand.click(hand.grab("db"))
    hand.key(key, held)
    (new,) = hand.selection
    assert new != "db"
    assert ("db", new) in hand.connections()
    side, here, there = SIDES[key], hand.frame("db").center, hand.frame(new).center
    assert (there.x - here.x) * side[0] + (there.y - here.y) * side[1] > 0
    others = [hand.frame(one.id) for one in hand.session.design.components if one.id != new]
    assert not any(hand.frame(new).intersects(other) for other in others)
    assert hand.steps() == 1
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.session.component(new) is None


def test_a_chain_is_drawn_with_arrows_and_letters_alone(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    for typed in ("Copy", "Backup"):
        hand.key(Qt.Key.Key_Right, CTRL)
        hand.key(Qt.Key.Key_F2)
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
    names = {one.id: one.name for one in hand.session.design.components}
    links = {(names[source], names[target]) for source, target in hand.connections()}
    assert {("Orders", "Copy"), ("Copy", "Backup")} <= links


def test_a_press_on_a_border_that_goes_nowhere_selects(hand: WindowHand) -> None:
    frame = hand.frame("users")
    hand.click(Point(frame.center.x + 30, frame.bottom - 1))
    assert hand.selection == {"users"}
    assert hand.session.tool.name == "idle"
    assert hand.steps() == 0
