"""Steps of a presentation: what each shows, and how they are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.editor.document import EditRefused
from archdraw.editor.edits import folding, revealing
from archdraw.editor.presenting import moments

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


def test_a_view_without_steps_is_one_moment_with_everything(session: Session) -> None:
    (only,) = moments(session)
    assert only.visible == frozenset(session.scene.order)


def test_connections_come_with_their_later_end_and_content_with_its_group(session: Session) -> None:
    revealing.add_step(session, {"zone-a"})
    revealing.add_step(session, {"db"})
    first, second = moments(session)
    assert {"client", "zone-a", "web", "client-web", "jobs", "memo"} == first.visible
    assert second.fresh == {"db", "web-db"}
    assert second.visible == frozenset(session.scene.order)


def test_what_is_there_already_is_pointed_at(session: Session) -> None:
    revealing.add_step(session, {"db"})
    key = revealing.add_step(session, {"db"})
    step = next(one for one in revealing.steps_of(session) if one.id == key)
    assert (step.adds, step.highlights) == ((), ("db",))
    assert moments(session)[1].highlighted == {"db"}


def test_steps_follow_what_is_folded(session: Session) -> None:
    revealing.add_step(session, {"web"})
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    (only,) = moments(session)
    assert "zone-a" in only.fresh


def test_steps_are_named_moved_and_deleted_each_in_one_step(session: Session, hand: Hand) -> None:
    first = revealing.add_step(session, {"db"})
    second = revealing.add_step(session, {"web"}, "The web tier")
    revealing.change_step(session, second, "Caption of a step", caption="It scales.")
    revealing.move_step(session, second, 0)
    assert [one.id for one in revealing.steps_of(session)] == [second, first]
    before = hand.text()
    revealing.delete_step(session, first)
    session.undo()
    assert hand.text() == before
    while session.undo():
        pass
    assert revealing.steps_of(session) == ()


def test_a_step_of_nothing_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="Select"):
        revealing.add_step(session, ())


def test_the_key_for_presenting_asks_the_window(hand: Hand, shell: RecordingShell) -> None:
    hand.key("F5")
    assert shell.calls == [("present",)]
