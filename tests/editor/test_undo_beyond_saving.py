from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Point
from archdraw.core.storage import design_text
from archdraw.editor import files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editor.conftest import Hand

    from archdraw.editor.session import Session

STEPS = 1_200


def test_more_than_a_thousand_steps_are_taken_back_beyond_two_saves(
    session: Session, hand: Hand, tmp_path: Path
) -> None:
    start = hand.text()
    path = tmp_path / "shop.adraw"
    saved_at = {400: "", 800: ""}
    for step in range(STEPS):
        if step in saved_at:
            assert files.save_document(session, path).saved
            saved_at[step] = path.read_text(encoding="utf-8")
            assert not session.dirty
        session.move({"jobs"}, 20 if step % 2 else -20, 20)
    assert session.store.undo_depth == STEPS
    end = hand.text()
    for step in range(STEPS, 0, -1):
        assert session.dirty == (step != 800)
        assert session.undo()
    assert not session.undo()
    assert hand.text() == start
    for _ in range(400):
        assert session.redo()
    # The file holds the later save: at the place of the earlier one there is something to save.
    assert session.dirty
    assert design_text(session.design) == saved_at[400]
    for _ in range(400):
        assert session.redo()
    assert not session.dirty
    assert design_text(session.design) == saved_at[800] == path.read_text(encoding="utf-8")
    while session.redo():
        pass
    assert hand.text() == end


def test_saving_an_older_state_makes_that_one_clean_and_keeps_what_can_be_redone(
    session: Session, hand: Hand, tmp_path: Path
) -> None:
    path = tmp_path / "shop.adraw"
    session.insert("service", Point(0, 900))
    session.insert("cache", Point(300, 900))
    latest = hand.text()
    session.undo()
    assert files.save_document(session, path).saved
    assert not session.dirty
    assert session.redo()
    assert session.dirty
    assert hand.text() == latest
    session.undo()
    assert not session.dirty
    session.undo()
    assert session.dirty


def test_saving_under_another_name_keeps_all_steps(session: Session, hand: Hand, tmp_path: Path) -> None:
    start = hand.text()
    session.insert("service", Point(0, 900))
    assert files.save_document(session, tmp_path / "one.adraw").saved
    session.insert("service", Point(300, 900))
    assert files.save_document(session, tmp_path / "two.adraw").saved
    session.undo()
    session.undo()
    assert hand.text() == start
    assert session.dirty
