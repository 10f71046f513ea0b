"""The binding table, row by row: lines led by hand, drops, looks, locks, stacking, views, find and paste."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.qt.window.hand import ALT, CTRL, NONE, SHIFT, WindowHand

from archdraw.core.geometry import Point
from archdraw.core.model import Style
from archdraw.core.storage import design_text
from archdraw.editor.edits import restyling
from archdraw.editor.edits.locking import is_locked
from archdraw.editor.edits.routes import edge_of
from archdraw.editor.tools.zones import ends_of

FREE = (300.0, 430.0)


def stranger(hand: WindowHand) -> str:
    """A component that nothing is connected to."""
    made = hand.session.insert("cache", Point(*FREE), "Stranger")
    hand.session.select(())
    return made


def upright_segment(hand: WindowHand, connection_id: str) -> Point:
    """The middle of the longest upright stretch of a line."""
    drawing = hand.session.scene.element(connection_id)
    assert drawing is not None
    pairs = [(a, b) for a, b in zip(drawing.route, drawing.route[1:], strict=False) if a[0] == b[0]]
    a, b = max(pairs, key=lambda pair: abs(pair[0][1] - pair[1][1]))
    return Point(a[0], (a[1] + b[1]) / 2)


# -- lines ---------------------------------------------------------------------------------------


def test_a_dragged_end_connects_elsewhere_and_the_other_end_stays(hand: WindowHand) -> None:
    hand.session.select({"users-lb"})
    end = ends_of(hand.session, "users-lb")["target"]
    hand.drag(end, hand.grab("app2"))
    record = hand.session.connection("users-lb")
    assert record is not None
    assert (record.source, record.target) == ("users", "app2")
    assert hand.steps() == 1
    frame = hand.frame("app2")
    # On a dot of the border it is fixed there, unless Ctrl is held.
    for share, held, anchor in ((0.5, NONE, ("top", 0.5)), (0.25, CTRL, None)):
        hand.session.select({"users-lb"})
        dot = (frame.x + share * frame.w, frame.y)
        hand.drag(ends_of(hand.session, "users-lb")["target"], dot, held=held)
        assert edge_of(hand.session, "users-lb").target_at == anchor


def test_a_dragged_segment_moves_and_alt_shift_r_lets_the_router_find_the_way(hand: WindowHand) -> None:
    before = design_text(hand.session.design)
    hand.session.select({"lb-app2"})
    at = upright_segment(hand, "lb-app2")
    hand.drag(at, (at.x - 20, at.y))
    assert design_text(hand.session.design) != before
    assert upright_segment(hand, "lb-app2").x == pytest.approx(at.x - 20, abs=9)
    assert hand.steps() == 1
    hand.session.select({"lb-app2"})
    hand.key(Qt.Key.Key_R, ALT | SHIFT)
    assert upright_segment(hand, "lb-app2").x == pytest.approx(at.x)
    assert design_text(hand.session.design) == before


def test_a_double_click_on_a_segment_adds_a_label(hand: WindowHand) -> None:
    hand.double_click(upright_segment(hand, "lb-app2"))
    hand.type("half the load")
    hand.key(Qt.Key.Key_Return)
    record = hand.session.connection("lb-app2")
    assert record is not None
    assert record.name == "half the load"


# -- drops ---------------------------------------------------------------------------------------


def test_a_component_dropped_on_a_connection_goes_into_it(hand: WindowHand) -> None:
    new = stranger(hand)
    hand.drag(hand.frame(new).center, (214, 132), release=False)
    assert hand.session.ghosts
    hand.release((214, 132))
    assert {("users", new), (new, "lb")} <= hand.connections()
    assert ("users", "lb") not in hand.connections()


def test_a_component_dropped_with_shift_on_another_takes_its_place(hand: WindowHand) -> None:
    new = stranger(hand)
    at = hand.grab("lb")
    hand.drag(hand.frame(new).center, at, release=False)
    hand._move(hand.px(at), SHIFT, Qt.MouseButton.LeftButton)
    hand.release(at, SHIFT)
    kinds = {one.id: one.kind for one in hand.session.design.components}
    assert sum(1 for one in kinds.values() if one == "l7_load_balancer") == 0
    placed = next(one for one, kind in kinds.items() if kind == "cache")
    assert {("users", placed), (placed, "app1"), (placed, "app2")} <= hand.connections()


# -- looks, locks, paint -------------------------------------------------------------------------


def test_ctrl_alt_c_and_v_carry_the_look(hand: WindowHand) -> None:
    hand.session.select({"db"})
    hand.window.panels.inspector.refresh()
    restyling.set_style(hand.session, {"db"}, "color", "cache")
    hand.key(Qt.Key.Key_C, CTRL | ALT)
    hand.click(hand.grab("app1"))
    hand.key(Qt.Key.Key_V, CTRL | ALT)
    assert restyling.style_of(hand.session, "app1") == Style(color="cache")


def test_a_key_locks_and_what_is_locked_stays(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    hand.window.commands.perform("lock.toggle")
    assert is_locked(hand.session, "db")
    before = hand.frame("db")
    hand.drag(hand.grab("db"), (hand.grab("db").x, hand.grab("db").y + 120))
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Delete)
    assert hand.frame("db") == before
    assert "locked" in hand.window.toast_box.text


@pytest.mark.parametrize(
    ("key", "held", "order"),
    [
        (Qt.Key.Key_BracketRight, CTRL | SHIFT, ["users", "app1", "app2", "db", "lb"]),
        (Qt.Key.Key_BracketRight, CTRL, ["users", "app1", "lb", "app2", "db"]),
        (Qt.Key.Key_BracketLeft, CTRL, ["lb", "users", "app1", "app2", "db"]),
        (Qt.Key.Key_BracketLeft, CTRL | SHIFT, ["lb", "users", "app1", "app2", "db"]),
    ],
)
def test_brackets_bring_forward_and_send_back(
    hand: WindowHand, key: Qt.Key, held: Qt.KeyboardModifier, order: list[str]
) -> None:
    hand.click(hand.grab("lb"))
    hand.key(key, held)
    assert [one.id for one in hand.session.design.components] == order


# -- views, find, clipboard ----------------------------------------------------------------------


def test_ctrl_shift_pages_go_from_view_to_view(hand: WindowHand) -> None:
    hand.window.commands.perform("views.duplicate")
    second = hand.session.view_id
    hand.window.canvas.setFocus()
    hand.key(Qt.Key.Key_PageUp, CTRL | SHIFT)
    assert hand.session.view_id == "main"
    hand.key(Qt.Key.Key_PageDown, CTRL | SHIFT)
    assert hand.session.view_id == second


@pytest.mark.parametrize(("key", "replaces"), [(Qt.Key.Key_F, False), (Qt.Key.Key_H, True)])
def test_ctrl_f_finds_and_ctrl_h_opens_it_on_replace(hand: WindowHand, key: Qt.Key, replaces: bool) -> None:
    hand.key(key, CTRL)
    bar = hand.window.find_bar
    assert bar is not None
    assert bar.isVisible()
    visible = [one for one in bar.findChildren(QLineEdit) if one.isVisible()]
    assert len(visible) == (2 if replaces else 1)
    assert isinstance(hand.window.focusWidget(), QLineEdit)
    hand.key(Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_a_paste_stands_at_the_pointer_and_the_next_beside_it(hand: WindowHand, qtbot: QtBot) -> None:
    hand.click(hand.grab("db"))
    hand.key(Qt.Key.Key_C, CTRL)
    hand.hover(FREE)
    hand.key(Qt.Key.Key_V, CTRL)
    (first,) = hand.selection
    assert hand.frame(first).center == pytest.approx(FREE, abs=12)
    hand.key(Qt.Key.Key_V, CTRL)
    (second,) = hand.selection
    assert hand.frame(second).center != hand.frame(first).center
    assert Qt.KeyboardModifier.NoModifier == NONE
    hand.key(Qt.Key.Key_V, CTRL | SHIFT)
    assert len(hand.session.design.views[0].notes) == 1
