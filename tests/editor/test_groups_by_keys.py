"""Into a group, out of it and over two lines of a name, with keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Box
from archdraw.core.model import Note
from archdraw.editor.actions.table import actions_by_id, perform
from archdraw.editor.edits.grouping import wrap

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


def frame(session: Session, element_id: str) -> Box:
    found = session.frame(element_id)
    assert found is not None
    return found


def parent(session: Session, element_id: str) -> str | None:
    component = session.component(element_id)
    assert component is not None
    return component.parent


def strangers(session: Session, group_id: str) -> list[str]:
    """Components that the frame of a group touches although they are not in it."""
    around = frame(session, group_id)
    return [
        one
        for one, component in session.store.table("components").items()
        if component.parent != group_id and frame(session, one).intersects(around)
    ]


def test_a_component_goes_into_a_group_by_name_to_a_free_place(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"db"})
    shell.choice_answer = 0
    hand.key("Alt+Shift+G")
    assert parent(session, "db") == "zone-a"
    assert frame(session, "zone-a").encloses(frame(session, "db"))
    assert not frame(session, "db").intersects(frame(session, "web"))
    assert strangers(session, "zone-a") == []
    assert session.store.undo_depth == 1
    assert session.selection == {"db"}


def test_a_group_without_room_grows_around_what_comes_and_the_view_shows_it(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    before = hand.text()
    shell.choice_answer = 0
    session.select({"client", "jobs", "db"})
    hand.key("Alt+Shift+G")
    ids = ("client", "jobs", "db", "web")
    assert {parent(session, one) for one in ids} == {"zone-a"}
    frames = [frame(session, one) for one in ids]
    assert all(frame(session, "zone-a").encloses(one) for one in frames)
    assert not any(a.intersects(b) for at, a in enumerate(frames) for b in frames[:at])
    shown = session.camera.shown(*session.viewport)
    assert all(shown.encloses(one) for one in frames[:3])
    session.undo()
    assert hand.text() == before


def test_only_groups_that_make_sense_are_offered_with_the_groups_around_them(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    outer = wrap(session, ["zone-a", "db"], name="Region")
    session.select({"jobs"})
    shell.choice_answer = None
    before = hand.text()
    hand.key("Alt+Shift+G")
    assert shell.calls[-1][:3] == ("ask_choice", "Move into a group", ("Zone A, in Region", "Region"))
    assert hand.text() == before
    session.select({"zone-a"})
    shell.choice_answer = 0
    hand.key("Alt+Shift+G")
    assert parent(session, "jobs") is None
    assert session.group("zone-a").parent == outer  # type: ignore[union-attr]


def test_taken_out_it_stands_beside_the_group_and_in_the_group_around_that(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"web"})
    hand.key("Alt+Shift+U")
    assert parent(session, "web") is None
    assert not frame(session, "web").intersects(frame(session, "zone-a"))
    assert session.store.undo_depth == 1
    session.undo()
    outer = wrap(session, ["zone-a"], name="Region")
    session.select({"web"})
    hand.key("Alt+Shift+U")
    assert parent(session, "web") == outer
    assert frame(session, outer).encloses(frame(session, "web"))
    assert strangers(session, outer) == []


@pytest.mark.parametrize("key", ["Alt+Shift+G", "Alt+Shift+U"])
def test_locked_elements_stay_where_they_are(
    session: Session, hand: Hand, shell: RecordingShell, key: str
) -> None:
    session.select({"web" if key.endswith("U") else "db"})
    hand.key("Ctrl+Shift+K")
    before, shell.choice_answer = hand.text(), 0
    hand.key(key)
    assert hand.text() == before
    assert "locked" in " ".join(shell.said).casefold()


def test_a_group_drawn_between_neighbours_is_narrower_instead_of_touching_them(
    session: Session, hand: Hand
) -> None:
    session.move({"jobs"}, 0, -190)  # 46 below the database
    group_id = wrap(session, ["jobs"])
    assert frame(session, group_id).encloses(frame(session, "jobs"))
    assert strangers(session, group_id) == []
    roomy = wrap(session, ["client"])
    assert frame(session, roomy).y == frame(session, "client").y - 44


def test_a_group_in_a_group_keeps_off_its_frame(session: Session, hand: Hand) -> None:
    session.select({"web"})
    outer = frame(session, wrap(session, ["zone-a"]))
    assert outer.grown(-10).encloses(frame(session, "zone-a"))
    inner = wrap(session, ["web"])
    assert frame(session, "zone-a").grown(-10).encloses(frame(session, inner))


def test_a_connected_copy_is_in_the_same_group_which_grows(session: Session, hand: Hand) -> None:
    before, old = hand.text(), hand.frame("zone-a")
    session.select({"web"})
    hand.key("Ctrl+Up")
    (made,) = session.selection
    record = session.component(made)
    assert record is not None
    assert record.parent == "zone-a"
    assert hand.frame("zone-a").encloses(old)
    assert hand.frame("zone-a").encloses(hand.frame(made))
    assert hand.frame("zone-a") != old
    session.undo()
    assert hand.text() == before


def test_beside_what_is_in_the_way_of_its_group_a_copy_stands_outside(session: Session, hand: Hand) -> None:
    old = hand.frame("zone-a")
    wall = Note(id="wall", x=old.x - 2000, y=old.y - 60, w=4000, h=40)
    with session.change("wall") as store:
        store.put("notes", "main/wall", wall)
    session.select({"web"})
    hand.key("Ctrl+Up")
    (made,) = session.selection
    record = session.component(made)
    assert record is not None
    assert record.parent is None
    assert hand.frame("zone-a") == old


@pytest.mark.parametrize("action", ["insert.note", "insert.group"])
def test_what_is_put_in_by_key_covers_nothing_though_the_pointer_rests_on_something(
    session: Session, hand: Hand, shell: RecordingShell, action: str
) -> None:
    hand.hover(*hand.center("web"))
    others = [hand.frame(one.id) for one in session.design.components]
    perform(actions_by_id()[action], session, shell)
    (made,) = session.selection
    card = hand.frame(made)
    assert not any(card.intersects(other) for other in others)
    assert session.camera.shown(*session.viewport).encloses(card)


def test_lines_are_led_as_soon_as_a_command_of_a_menu_is_done(
    session: Session, shell: RecordingShell
) -> None:
    session.select({"db"})
    shell.choice_answer = 0
    assert perform(actions_by_id()["arrange.into-group"], session, shell)
    assert not session.scene.is_sketching
