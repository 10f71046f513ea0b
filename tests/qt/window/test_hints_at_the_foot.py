"""What the foot of the window says while the hand is at work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.qt.window.hand import WindowHand

from archdraw.core.geometry import Point


def _drag(hand: WindowHand, element_id: str) -> None:
    at = hand.grab(element_id)
    hand.drag(at, Point(at.x, at.y + 120), release=False)


def test_a_drag_says_what_the_held_keys_do_and_takes_it_back(hand: WindowHand) -> None:
    status = hand.window.status
    assert status.hint == ""
    _drag(hand, "db")
    assert status._hint.isVisible()
    assert not status._figures.isVisible()
    for said in (
        "Alt: no snapping",
        "Shift: one axis, or replace",
        "Ctrl when beginning: copy",
        "Esc: cancel",
    ):
        assert said in status.hint
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Escape)
    assert status.hint == ""
    assert status._figures.isVisible()


def test_a_group_or_several_take_the_place_of_nothing(hand: WindowHand) -> None:
    hand.session.select({"db", "app1"})
    _drag(hand, "db")
    assert "one axis" in hand.window.status.hint
    assert "replace" not in hand.window.status.hint
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Escape)


def test_typing_says_how_it_ends_and_a_marquee_which_way_counts(hand: WindowHand) -> None:
    hand.session.select({"db"})
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_F2)
    assert "Shift+Enter: new line" in hand.window.status.hint
    hand.session.commit_edit()
    assert hand.window.status.hint == ""
    hand.drag(Point(-30, -50), Point(100, 20), release=False)
    assert "Esc: cancel" in hand.window.status.hint
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Escape)
    assert hand.window.status.hint == ""


def test_a_long_hint_does_not_widen_the_window(hand: WindowHand) -> None:
    before = hand.window.status.minimumSizeHint().width()
    _drag(hand, "db")
    assert hand.window.status.minimumSizeHint().width() <= before
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Escape)


def test_what_is_said_about_a_document_goes_with_it(hand: WindowHand) -> None:
    hand.window.hints.say("This is a sample.")
    hand.window.documents.new()
    assert not hand.window.hints.isVisible()


def test_ticked_entries_show_their_tick_where_the_picture_would_be(hand: WindowHand) -> None:
    commands = hand.window.commands
    for name in ("view.grid", "view.snap", "arrange.pin"):
        assert commands.action(name).isCheckable()
        assert not commands.action(name).isIconVisibleInMenu()
    assert commands.action("edit.undo").isIconVisibleInMenu()
