from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing import BoxShape

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.editor.session import Session


def test_a_click_selects_only_what_it_hits(session: Session, hand: Hand) -> None:
    session.select({"client", "db"})
    hand.click(*hand.grab("web"))
    assert session.selection == {"web"}


def test_a_click_on_nothing_clears_the_selection(session: Session, hand: Hand) -> None:
    session.select({"client"})
    hand.click(900, 700)
    assert session.selection == frozenset()


def test_shift_adds_and_never_takes_away(session: Session, hand: Hand) -> None:
    hand.click(*hand.grab("client"))
    hand.click(*hand.grab("db"), held="Shift")
    hand.click(*hand.grab("db"), held="Shift")
    assert session.selection == {"client", "db"}


def test_ctrl_toggles(session: Session, hand: Hand) -> None:
    hand.click(*hand.grab("client"))
    hand.click(*hand.grab("db"), held="Ctrl")
    assert session.selection == {"client", "db"}
    hand.click(*hand.grab("client"), held="Ctrl")
    assert session.selection == {"db"}


def test_a_click_on_one_of_many_selected_leaves_only_that(session: Session, hand: Hand) -> None:
    session.select({"client", "db"})
    hand.click(*hand.grab("db"))
    assert session.selection == {"db"}


def test_alt_click_goes_to_what_lies_beneath_and_around_again(session: Session, hand: Hand) -> None:
    at = hand.grab("web")
    hand.click(*at)
    assert session.selection == {"web"}
    hand.click(*at, held="Alt")
    assert session.selection == {"zone-a"}
    hand.click(*at, held="Alt")
    assert session.selection == {"web"}


def test_a_connection_is_hit_beside_its_line(session: Session, hand: Hand) -> None:
    drawing = session.scene.element("web-db")
    assert drawing is not None
    (ax, ay), (bx, by) = drawing.route[0], drawing.route[1]
    hand.click((ax + bx) / 2 + 40 * (ay != by), (ay + by) / 2 + 3)
    assert session.selection == {"web-db"}


def test_the_title_of_a_group_selects_it(session: Session, hand: Hand) -> None:
    hand.click(*hand.grab("zone-a"))
    assert session.selection == {"zone-a"}


def test_a_click_inside_a_group_selects_it_and_a_drag_draws_a_marquee(session: Session, hand: Hand) -> None:
    hand.click(290, 210)
    assert session.selection == {"zone-a"}
    hand.key("Escape")
    hand.drag((275, 90), (480, 200))
    assert session.selection == {"web"}
    assert hand.frame("zone-a").x == 260


def test_a_marquee_to_the_right_takes_only_what_lies_inside(session: Session, hand: Hand) -> None:
    hand.drag((-20, 300), (820, 500))
    assert session.selection == {"memo", "jobs"}
    hand.drag((-20, 300), (700, 500))
    assert session.selection == {"memo"}


def test_a_marquee_to_the_left_takes_what_it_crosses(session: Session, hand: Hand) -> None:
    hand.drag((700, 500), (150, 300))
    assert session.selection == {"memo", "jobs"}


def test_a_crossing_marquee_takes_lines_it_cuts_but_not_the_group_around_it(
    session: Session, hand: Hand
) -> None:
    hand.drag((600, 160), (560, 20))
    assert session.selection == {"web-db"}


def test_a_marquee_takes_lines_that_lie_inside(session: Session, hand: Hand) -> None:
    hand.drag((200, 10), (900, 300))
    assert session.selection == {"zone-a", "web", "db", "web-db"}


@pytest.mark.parametrize(
    ("held", "expected"), [("Shift", {"memo", "jobs", "client"}), ("Ctrl", {"jobs", "client"})]
)
def test_a_marquee_adds_with_shift_and_toggles_with_ctrl(
    session: Session, hand: Hand, held: str, expected: set[str]
) -> None:
    session.select({"client", "memo"})
    hand.drag((-20, 300), (820, 500), held=held)
    assert session.selection == expected


def test_escape_in_a_marquee_brings_back_the_selection(session: Session, hand: Hand) -> None:
    session.select({"client"})
    hand.press(-20, 300)
    hand.steer((-20, 300), (820, 500))
    assert session.selection == {"memo", "jobs"}
    hand.key("Escape")
    assert session.selection == {"client"}
    assert session.tool.name == "idle"


def test_a_marquee_shows_its_frame_and_dashes_a_crossing_one(session: Session, hand: Hand) -> None:
    hand.press(400, 500)
    hand.steer((400, 500), (500, 600))
    (frame,) = session.ghosts
    assert isinstance(frame, BoxShape)
    assert frame.box == (400, 500, 100, 100)
    assert frame.pen is not None
    assert frame.pen.dash == ()
    hand.move(300, 600)
    (crossing,) = session.ghosts
    assert isinstance(crossing, BoxShape)
    assert crossing.pen is not None
    assert crossing.pen.dash != ()
    hand.release(300, 600)
    assert session.ghosts == ()


def test_a_short_jitter_is_a_click(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.drag((724, 132), (730, 136))
    assert session.selection == {"db"}
    assert hand.text() == before
    assert session.store.undo_depth == 0


def test_hover_tells_what_is_under_the_pointer(session: Session, hand: Hand, ear: Ear) -> None:
    hand.hover(*hand.grab("web"))
    assert session.hover == "web"
    hand.hover(900, 700)
    assert session.hover is None
    hand.hover(*hand.grab("db"))
    hand.pointer("leave", 0, 0)
    assert session.hover is None
    assert "hover" in ear.kinds()


def test_select_all_takes_everything_drawn(session: Session, hand: Hand, shell: object) -> None:
    hand.key("Ctrl+A")
    assert session.selection == {"client", "web", "db", "jobs", "zone-a", "client-web", "web-db", "memo"}
    hand.key("Ctrl+Shift+A")
    assert session.selection == frozenset()


def test_ids_that_are_not_drawn_are_never_selected(session: Session) -> None:
    session.select({"web", "nowhere"})
    assert session.selection == {"web"}


def test_right_click_selects_and_asks_for_the_menu(session: Session, hand: Hand, ear: Ear) -> None:
    hand.click(*hand.grab("db"), button="right")
    assert session.selection == {"db"}
    assert [event.ids for event in ear.events if event.kind == "menu"] == [frozenset({"db"})]


def test_right_click_keeps_a_selection_it_hits(session: Session, hand: Hand) -> None:
    session.select({"db", "web"})
    hand.click(*hand.grab("db"), button="right")
    assert session.selection == {"db", "web"}
