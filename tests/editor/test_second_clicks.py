"""What the second of two quick clicks is: a double click, a drag, or one click more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.editor.conftest import Hand

    from archdraw.editor.session import Session


def _second_press(hand: Hand, x: float, y: float, held: str = "") -> None:
    hand.click(x, y)
    hand.pointer("double", x, y, held=held)


def test_a_quick_drag_after_a_click_moves_what_was_clicked(session: Session, hand: Hand) -> None:
    at = hand.frame("db").center
    before = hand.frame("db")
    _second_press(hand, at.x + 20, at.y)
    hand.move(at.x + 80, at.y)
    hand.move(at.x + 140, at.y)
    hand.release(at.x + 140, at.y)
    assert session.editing is None
    assert hand.frame("db").x == before.x + 120
    assert session.store.undo_depth == 1


def test_a_double_click_that_is_let_go_where_it_was_edits_the_label(session: Session, hand: Hand) -> None:
    at = hand.frame("db").center
    _second_press(hand, at.x + 20, at.y)
    assert session.editing is None
    hand.move(at.x + 22, at.y)
    hand.release(at.x + 22, at.y)
    assert session.editing is not None
    assert session.editing.element_id == "db"


def test_escape_before_it_is_let_go_does_nothing(session: Session, hand: Hand) -> None:
    at = hand.frame("db").center
    _second_press(hand, at.x + 20, at.y)
    hand.key("Escape")
    hand.release(at.x + 20, at.y)
    assert session.editing is None
    assert session.tool.name == "idle"
    assert session.selection == {"db"}


def test_a_quick_drag_after_a_click_on_nothing_frames(session: Session, hand: Hand) -> None:
    box = hand.frame("db")
    _second_press(hand, box.x - 30, box.y - 30)
    hand.move(box.x + 30, box.y + 30)
    hand.move(box.right + 30, box.bottom + 30)
    hand.release(box.right + 30, box.bottom + 30)
    assert session.quick_insert is None
    assert "db" in session.selection


def test_two_quick_clicks_with_ctrl_toggle_twice(session: Session, hand: Hand) -> None:
    at = hand.frame("db").center
    session.select({"web"})
    for kind in ("press", "double"):
        hand.pointer(kind, at.x + 20, at.y, held="Ctrl")
        hand.release(at.x + 20, at.y, "Ctrl")
    assert session.selection == {"web"}
    assert session.editing is None


def test_two_quick_clicks_with_alt_go_down_twice(session: Session, hand: Hand) -> None:
    at = hand.frame("db").center
    lower = session.insert("cdn", at)
    session.insert("cdn", at)
    session.select({"db"})
    walked = []
    for kind in ("press", "double", "double"):
        hand.pointer(kind, at.x, at.y, held="Alt")
        hand.release(at.x, at.y, "Alt")
        walked.append(next(iter(session.selection)))
    assert len(set(walked)) == 3
    assert lower in walked
    assert session.editing is None
