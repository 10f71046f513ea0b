from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


def test_keys_move_the_right_and_the_lower_edge_by_one_grid_step(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"jobs"})
    before, text = hand.frame("jobs"), hand.text()
    hand.key("Ctrl+Shift+Right")
    hand.key("Ctrl+Shift+Down")
    after = hand.frame("jobs")
    assert (after.x, after.y) == (before.x, before.y)
    assert 0 < after.w - before.w <= session.grid
    assert 0 < after.h - before.h <= session.grid
    session.undo()
    session.undo()
    assert hand.text() == text


def test_nothing_becomes_smaller_than_it_can_be_read(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"jobs"})
    for _ in range(40):
        hand.key("Ctrl+Shift+Left")
        hand.key("Ctrl+Shift+Up")
    frame = hand.frame("jobs")
    assert frame.w >= 20
    assert frame.h >= 20


def test_what_is_in_a_group_stays_when_the_group_grows(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    inside = hand.frame("web")
    session.select({"zone-a"})
    hand.key("Ctrl+Shift+Right")
    assert hand.frame("web") == inside
