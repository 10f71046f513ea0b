"""The binding table, row by row: what clicks, frames, Tab and Escape select."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from tests.qt.window.conftest import WindowMaker, small_design
from tests.qt.window.hand import ALT, CTRL, NONE, SHIFT, WindowHand

from archdraw.core.model import Component, Design, Group, Placement, View

EMPTY = (300.0, 420.0)


def test_a_click_selects_one_thing_and_on_nothing_none(hand: WindowHand) -> None:
    hand.click(hand.grab("lb"))
    hand.click(hand.grab("db"))
    assert hand.selection == {"db"}
    hand.click(EMPTY)
    assert hand.selection == frozenset()


def test_shift_adds_and_ctrl_toggles(hand: WindowHand) -> None:
    hand.click(hand.grab("lb"))
    hand.click(hand.grab("db"), SHIFT)
    hand.click(hand.grab("db"), SHIFT)
    assert hand.selection == {"lb", "db"}
    hand.click(hand.grab("app1"), CTRL)
    hand.click(hand.grab("lb"), CTRL)
    assert hand.selection == {"db", "app1"}
    hand.click(EMPTY, SHIFT)
    assert hand.selection == {"db", "app1"}


@pytest.fixture
def heap(make: WindowMaker) -> WindowHand:
    """Two components over each other, in a group."""
    places = {"zone": Placement(x=0, y=0, w=400, h=300), "low": Placement(x=100, y=100)}
    return WindowHand(
        make(
            Design(
                components=(
                    Component(id="low", kind="service", name="Low", parent="zone"),
                    Component(id="top", kind="service", name="Top", parent="zone"),
                ),
                groups=(Group(id="zone", kind="zone", name="Zone"),),
                views=(View(id="main", name="Main", nodes={**places, "top": Placement(x=120, y=110)}),),
            )
        )
    )


def test_alt_click_goes_down_through_what_lies_there(heap: WindowHand) -> None:
    at = (200.0, 140.0)
    heap.click(at)
    assert heap.selection == {"top"}
    heap.click(at, ALT)
    assert heap.selection == {"low"}
    heap.click(at, ALT)
    assert heap.selection == {"zone"}
    heap.click(at, ALT)
    assert heap.selection == {"top"}


def test_a_frame_to_the_right_takes_what_lies_in_it(hand: WindowHand) -> None:
    hand.drag((230, 60), (600, 220))
    assert hand.selection == {"lb"}


def test_a_frame_to_the_left_takes_what_it_touches_unless_that_is_off(hand: WindowHand) -> None:
    hand.drag((600, 190), (400, 60))
    assert {"lb", "app1", "lb-app1"} <= hand.selection
    assert "db" not in hand.selection
    hand.session.crossing = False
    hand.click(EMPTY)
    hand.drag((600, 190), (400, 60))
    assert hand.selection == frozenset()


def test_a_frame_with_shift_adds_and_with_ctrl_toggles(hand: WindowHand) -> None:
    hand.click(hand.grab("users"))
    hand.drag((230, 60), (470, 220), SHIFT)
    assert hand.selection == {"users", "lb"}
    hand.drag((230, 60), (470, 220), CTRL)
    assert hand.selection == {"users"}


def test_escape_in_a_frame_brings_the_selection_back(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    hand.drag((230, 60), (470, 220), release=False)
    assert hand.selection == {"lb"}
    hand.key(Qt.Key.Key_Escape)
    assert hand.selection == {"db"}
    hand.release((470, 220))


def test_ctrl_a_takes_all_and_both_ways_out(hand: WindowHand) -> None:
    hand.key(Qt.Key.Key_A, CTRL)
    assert len(hand.selection) == 10
    hand.key(Qt.Key.Key_A, CTRL | SHIFT)
    assert hand.selection == frozenset()
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_Escape)
    assert hand.selection == frozenset()


def test_tab_walks_in_reading_order_and_around(hand: WindowHand) -> None:
    walked: list[str] = []
    for _ in range(6):
        hand.key(Qt.Key.Key_Tab)
        walked += hand.selection
    assert walked == ["app1", "users", "lb", "db", "app2", "app1"]
    hand.key(Qt.Key.Key_Tab, SHIFT)
    assert hand.selection == {"app2"}
    assert hand.window.canvas.hasFocus()


@pytest.mark.parametrize(
    ("start", "key", "there"),
    [
        ("lb", Qt.Key.Key_Left, "users"),
        ("users", Qt.Key.Key_Right, "lb"),
        ("app1", Qt.Key.Key_Down, "app2"),
        ("app2", Qt.Key.Key_Up, "app1"),
    ],
)
def test_alt_and_an_arrow_go_to_the_nearest_there(
    hand: WindowHand, start: str, key: Qt.Key, there: str
) -> None:
    hand.click(hand.grab(start))
    hand.key(key, ALT)
    assert hand.selection == {there}
    assert hand.steps() == 0


def test_escape_cancels_the_gesture_then_leaves_the_mode_then_clears(hand: WindowHand) -> None:
    """Always in that order: each press does one of them."""
    hand.click(hand.grab("lb"))
    before = hand.frame("db")
    hand.drag(hand.grab("db"), (600, 300), SHIFT, release=False)
    assert hand.frame("db") != before
    hand.key(Qt.Key.Key_Escape)
    assert hand.frame("db") == before
    hand.release((600, 300), SHIFT)
    hand.session.select({"lb"})
    hand.session.arm("service")
    assert hand.session.tool.name == "inserting"
    hand.key(Qt.Key.Key_Escape)
    assert hand.session.tool.name == "idle"
    assert hand.selection == {"lb"}
    hand.key(Qt.Key.Key_Escape)
    assert hand.selection == frozenset()
    assert hand.steps() == 0


def test_escape_leaves_the_what_if_and_then_clears_the_selection(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    hand.key(Qt.Key.Key_F)
    assert hand.session.failed == {"db"}
    hand.key(Qt.Key.Key_Escape)
    assert hand.session.failed == frozenset()
    assert hand.selection == {"db"}
    hand.key(Qt.Key.Key_Escape)
    assert hand.selection == frozenset()


def test_the_last_escape_leaves_the_full_screen(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    hand.key(Qt.Key.Key_F11)
    assert hand.window.menuBar().isHidden()
    hand.key(Qt.Key.Key_Escape)
    assert hand.selection == frozenset()
    assert hand.window.menuBar().isHidden()
    hand.key(Qt.Key.Key_Escape)
    assert not hand.window.menuBar().isHidden()


def test_a_drag_with_the_hand_on_a_far_selection_keeps_it(make: WindowMaker) -> None:
    hand = WindowHand(make(small_design()))
    hand.click(hand.grab("lb"))
    hand.click(hand.grab("db"), SHIFT)
    hand.drag(hand.grab("db"), (hand.grab("db").x, hand.grab("db").y + 100), NONE)
    assert hand.selection == {"lb", "db"}
    assert hand.frame("lb").y == hand.frame("db").y
