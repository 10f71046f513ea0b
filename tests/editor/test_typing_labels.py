from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing import TextShape
from archdraw.core.geometry import Point
from archdraw.core.model import element_name
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.editor.session import Session


def name_of(session: Session, element_id: str) -> str:
    record = session.component(element_id) or session.group(element_id) or session.connection(element_id)
    assert record is not None
    return record.name


def typed(session: Session, text: str) -> None:
    session.edit_text(text)


def test_a_double_click_edits_in_place_and_enter_commits(session: Session, hand: Hand) -> None:
    hand.double_click(*hand.grab("db"))
    assert session.editing is not None
    assert (session.editing.element_id, session.editing.text) == ("db", "Orders")
    assert session.editing.box == hand.frame("db")
    typed(session, "Order store")
    assert name_of(session, "db") == "Orders"
    hand.key("Return")
    assert session.editing is None
    assert name_of(session, "db") == "Order store"
    assert session.store.undo_label == "Rename"
    assert session.store.undo_depth == 1


@pytest.mark.parametrize("chord", ["Return", "F2"])
def test_enter_and_f2_edit_the_selected_element(session: Session, hand: Hand, chord: str) -> None:
    session.select({"db"})
    hand.key(chord)
    assert session.editing is not None
    assert session.busy


@pytest.mark.parametrize("chord", ["Return", "Escape", "Ctrl+Return", "Enter"])
def test_enter_escape_and_ctrl_enter_commit(session: Session, hand: Hand, chord: str) -> None:
    session.select({"db"})
    hand.key("F2")
    typed(session, "New")
    hand.key(chord)
    assert name_of(session, "db") == "New"
    assert session.tool.name == "idle"


def test_a_press_elsewhere_commits(session: Session, hand: Hand) -> None:
    hand.double_click(*hand.grab("db"))
    typed(session, "New")
    hand.press(*hand.grab("jobs"))
    assert name_of(session, "db") == "New"


def test_a_press_in_the_text_goes_on_editing(session: Session, hand: Hand) -> None:
    hand.double_click(*hand.grab("db"))
    hand.click(*hand.grab("db"))
    assert session.editing is not None


def test_without_a_change_nothing_enters_the_history(session: Session, hand: Hand) -> None:
    hand.double_click(*hand.grab("db"))
    hand.key("Return")
    assert session.store.undo_depth == 0


def test_the_window_can_commit_and_cancel(session: Session) -> None:
    session.begin_label("db")
    session.commit_edit("Ledger")
    assert name_of(session, "db") == "Ledger"
    session.begin_label("db", text="x")
    assert session.editing is not None
    assert session.editing.text == "x"
    session.cancel_edit()
    assert name_of(session, "db") == "Ledger"
    assert session.editing is None


def test_groups_are_edited_in_their_title(session: Session, hand: Hand) -> None:
    hand.double_click(*hand.grab("zone-a"))
    assert session.editing is not None
    assert session.editing.box.h < 40
    typed(session, "Zone one")
    hand.key("Return")
    assert name_of(session, "zone-a") == "Zone one"


def test_connections_are_edited_on_the_line(session: Session, hand: Hand) -> None:
    drawing = session.scene.element("web-db")
    assert drawing is not None
    (ax, ay), (bx, by) = drawing.route[0], drawing.route[1]
    hand.double_click((ax + bx) / 2 + 40, (ay + by) / 2)
    assert session.editing is not None
    assert session.editing.element_id == "web-db"
    typed(session, "reads orders")
    hand.key("Return")
    assert name_of(session, "web-db") == "reads orders"


def test_notes_break_lines_with_shift_enter(session: Session, hand: Hand) -> None:
    hand.double_click(*hand.grab("memo"))
    assert session.editing is not None
    assert session.editing.multiline
    hand.key("Shift+Return")
    assert session.editing.text == "Hello\n"
    typed(session, "Hello\nworld")
    hand.key("Return")
    note = session.note("memo")
    assert note is not None
    assert note.text == "Hello\nworld"


def test_letters_typed_while_editing_do_nothing_else(session: Session, hand: Hand, shell: object) -> None:
    session.select({"db"})
    hand.key("F2")
    hand.key("F", "f")
    hand.key("Delete")
    hand.key("Ctrl+D")
    assert session.failed == frozenset()
    assert len(session.store.table("components")) == 4


def test_what_is_gone_can_not_be_renamed(session: Session) -> None:
    with pytest.raises(EditRefused, match="any more"):
        session.rename("nowhere", "x")


def test_an_element_that_vanishes_ends_the_editing(session: Session) -> None:
    made = session.insert("service", Point(0, 900))
    session.begin_label(made)
    session.store.undo()
    assert session.editing is None
    assert session.tool.name == "idle"


def test_listeners_hear_of_the_field(session: Session, ear: Ear) -> None:
    session.begin_label("db")
    session.commit_edit("x")
    assert [event.ids for event in ear.events if event.kind == "editing"] == [
        frozenset({"db"}),
        frozenset({"db"}),
        frozenset(),
    ]


def test_double_click_on_nothing_opens_quick_insert_at_the_point(session: Session, hand: Hand) -> None:
    hand.double_click(900, 650)
    assert session.quick_insert is not None
    assert session.quick_insert.at == Point(900, 650)
    assert session.editing is None


def test_shift_enter_breaks_the_line_of_a_name_which_is_drawn_and_read_whole(
    session: Session, hand: Hand
) -> None:
    session.select({"db"})
    hand.key("F2")
    typed(session, "Orders")
    hand.key("Shift+Return")
    assert session.editing is not None
    typed(session, session.editing.text + "  of  the day ")
    hand.key("Return")
    assert name_of(session, "db") == "Orders\nof the day"
    drawn = session.scene.element("db")
    assert drawn is not None
    assert [shape.text for shape in (*drawn.shapes, *drawn.fine) if isinstance(shape, TextShape)][:2] == [
        "Orders",
        "of the day",
    ]
    assert element_name(session.design, "db") == "Orders of the day"


def test_a_name_has_two_lines_at_most_and_a_connection_one(session: Session) -> None:
    session.rename("db", "One\n\ntwo\nthree")
    assert name_of(session, "db") == "One\ntwo three"
    session.rename("web-db", "  One\n two ")
    assert name_of(session, "web-db") == "One two"
    session.rename("db", " \n ")
    assert name_of(session, "db") == ""
