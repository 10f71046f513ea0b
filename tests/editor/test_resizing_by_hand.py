from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Box
from archdraw.editor.edits import grouping
from archdraw.editor.tools.resizing import resized

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session

START = Box(640, 400, 168, 64)


@pytest.mark.parametrize(
    ("part", "grab", "by", "expected"),
    [
        ("e", (808, 432), (52, 30), Box(640, 400, 220, 64)),
        ("s", (724, 464), (30, 56), Box(640, 400, 168, 120)),
        ("w", (640, 432), (-40, 0), Box(600, 400, 208, 64)),
        ("n", (724, 400), (0, -40), Box(640, 360, 168, 104)),
        ("se", (808, 464), (52, 56), Box(640, 400, 220, 120)),
        ("nw", (640, 400), (-40, -40), Box(600, 360, 208, 104)),
        ("ne", (808, 400), (52, -40), Box(640, 360, 220, 104)),
        ("sw", (640, 464), (-40, 56), Box(600, 400, 208, 120)),
    ],
)
def test_each_handle_moves_its_edges_onto_the_grid(
    session: Session, hand: Hand, part: str, grab: tuple[float, float], by: tuple[float, float], expected: Box
) -> None:
    session.select({"jobs"})
    hand.drag(grab, (grab[0] + by[0], grab[1] + by[1]))
    assert hand.frame("jobs") == expected
    assert session.store.undo_label == "Resize"
    session.undo()
    assert hand.frame("jobs") == START


def test_alt_resizes_off_the_grid(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    hand.drag((808, 432), (821, 432), held="Alt")
    assert hand.frame("jobs").w == 181


def test_an_element_keeps_a_smallest_size_and_its_far_edge(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    hand.drag((640, 432), (2000, 432))
    frame = hand.frame("jobs")
    assert frame.w == 88
    assert frame.right == START.right


def test_escape_gives_the_size_back(session: Session, hand: Hand) -> None:
    before = hand.text()
    session.select({"jobs"})
    hand.press(808, 464)
    hand.steer((808, 464), (900, 600))
    assert hand.frame("jobs") != START
    hand.key("Escape")
    assert hand.text() == before
    assert session.store.undo_depth == 0


def test_resizing_a_group_never_touches_its_content_and_holds_it(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"zone-a"})
    hand.drag((520, 240), (600, 340))
    assert hand.frame("zone-a") == Box(260, 40, 340, 300)
    assert hand.frame("web") == Box(300, 100, 168, 64)
    # What belongs to a zone does not come to stand outside of it: its edges stop close around that.
    hand.drag((600, 340), (300, 80))
    assert hand.frame("zone-a").encloses(hand.frame("web"))
    at = hand.frame("zone-a")
    hand.drag((at.x, at.y), (400, 140))
    assert hand.frame("zone-a") == grouping.fit_to_content(session, "zone-a")
    for _ in range(5):
        hand.key("Ctrl+Shift+Left")
        hand.key("Ctrl+Shift+Up")
    assert hand.frame("zone-a") == grouping.fit_to_content(session, "zone-a")


def test_a_note_is_resized_too(session: Session, hand: Hand) -> None:
    session.select({"memo"})
    hand.drag((200, 480), (300, 520))
    assert hand.frame("memo") == Box(0, 400, 300, 120)


def test_handles_show_for_one_selected_element_only(session: Session, hand: Hand) -> None:
    hand.hover(900, 700)
    session.select({"jobs"})
    session.refresh_ghosts()
    assert len(hand.shown()) == 8
    session.select({"jobs", "memo"})
    session.refresh_ghosts()
    assert hand.shown() == []


def test_handles_keep_their_size_on_the_screen(session: Session, hand: Hand) -> None:
    hand.hover(900, 700)
    session.select({"jobs"})
    session.set_camera(session.camera._replace(zoom=2.0))
    session.refresh_ghosts()
    assert {shape.box.w for shape in session.ghosts if hasattr(shape, "box")} == {4.0}


def test_the_cursor_says_which_way(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    hand.hover(808, 464)
    assert hand.cursor() == "size-se"
    hand.hover(*hand.grab("jobs"))
    assert hand.cursor() == "move"
    hand.hover(900, 700)
    assert hand.cursor() == "default"


def test_resized_without_grid_keeps_every_unit() -> None:
    assert resized(Box(0, 0, 100, 100), "se", 3.5, 7.25, (10, 10), None) == Box(0, 0, 103.5, 107.25)
