"""What is locked stays put, layers hide and lock together, and several elements take one size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Box
from archdraw.editor.edits import layering, locking
from archdraw.editor.edits.aligning import alike

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.session import Session


@pytest.fixture
def locked(session: Session, hand: Hand, shell: RecordingShell) -> Session:
    session.select({"db"})
    hand.key("Ctrl+Shift+K")
    return session


def test_v5_a_locked_element_is_selected_but_not_moved_resized_or_deleted(
    locked: Session, hand: Hand, ear: Ear
) -> None:
    before = hand.text()
    locked.select(())
    start = hand.grab("db")
    hand.click(*start)
    assert locked.selection == {"db"}
    hand.drag(start, (start.x + 100, start.y))
    frame = hand.frame("db")
    hand.drag((frame.right, frame.bottom), (frame.right + 60, frame.bottom + 60))
    hand.key("Right")
    hand.key("Delete")
    hand.double_click(*start)
    assert locked.editing is None
    locked.store.bail_out()
    texts = hand.text()
    while locked.store.undo_label not in (None, "Lock"):
        locked.undo()
    assert hand.frame("db") == Box(640, 100, 168, 64)
    assert hand.text() == before
    assert "db" in texts
    assert any("locked" in sentence for sentence in ear.sentences())


def test_a_locked_one_stays_when_the_others_go(locked: Session, hand: Hand, ear: Ear) -> None:
    locked.select({"db", "jobs"})
    start = hand.grab("jobs")
    hand.drag(start, (start.x + 40, start.y))
    assert hand.frame("jobs").x == 680
    assert hand.frame("db").x == 640
    hand.key("Delete")
    assert locked.component("db") is not None
    assert locked.component("jobs") is None
    assert "One locked element stays." in ear.sentences()


def test_a_locked_one_shows_its_padlock_instead_of_handles(locked: Session, hand: Hand) -> None:
    handles = len(hand.shown())
    hand.key("Ctrl+Shift+K")
    assert len(hand.shown()) > handles
    assert handles == 3


def test_a_group_takes_locked_content_along(session: Session, hand: Hand) -> None:
    locking.toggle_lock(session, {"web"})
    session.move({"zone-a"}, 20, 20)
    assert hand.frame("web").x == 320


def test_a_copy_of_a_locked_element_is_free(locked: Session, hand: Hand) -> None:
    hand.key("Ctrl+D")
    copy = next(iter(locked.selection))
    assert copy != "db"
    assert not locking.is_locked(locked, copy)


def test_unlock_all_frees_elements_and_layers_in_one_step(
    locked: Session, hand: Hand, shell: RecordingShell
) -> None:
    layering.add_layer(locked, {"jobs"}, locked=True)
    assert locking.is_locked(locked, "jobs")
    depth = locked.store.undo_depth
    hand.key("Ctrl+Alt+L")
    assert not locking.is_locked(locked, "db")
    assert not locking.is_locked(locked, "jobs")
    assert locked.store.undo_depth == depth + 1


def test_a_layer_hides_by_name_tag_and_kind_and_the_document_keeps_all(session: Session, hand: Hand) -> None:
    session.update("components", "db", tags=("core",))
    layer = layering.add_layer(session, {"memo"}, name="Noise", tags=("core",), kinds=("message_queue",))
    assert layering.held_by(session, layering.layers_of(session)[0]) == ["db", "jobs", "memo"]
    before = hand.text()
    layering.change_layer(session, layer, "Hide the layer", visible=False)
    assert {"db", "jobs", "memo", "web-db"}.isdisjoint(session.scene.order)
    assert session.scene.hidden == {"db", "jobs", "memo"}
    assert len(session.design.components) == 4
    session.undo()
    assert hand.text() == before


def test_select_all_leaves_out_what_is_hidden(session: Session, hand: Hand, shell: RecordingShell) -> None:
    session.update("components", "db", tags=("core",))
    layering.show_tag(session, "core", shown=False)
    hand.key("Ctrl+A")
    assert "db" not in session.selection
    hand.key("Alt+Shift+E")
    assert "db" in session.scene.order


def test_members_come_and_go_and_layers_move(session: Session) -> None:
    first = layering.add_layer(session, {"db"})
    second = layering.add_layer(session)
    layering.put_in_layer(session, second, {"web", "jobs"})
    layering.take_out_of_layer(session, second, {"jobs"})
    layering.move_layer(session, second, -1)
    layers = layering.layers_of(session)
    assert [(layer.id, layer.members) for layer in layers] == [(second, ("web",)), (first, ("db",))]
    layering.delete_layer(session, first)
    assert len(layering.layers_of(session)) == 1


@pytest.mark.parametrize(
    ("side", "sizes"),
    [("width", [(200, 50), (200, 80)]), ("height", [(100, 80), (200, 80)]), ("size", [(200, 80), (200, 80)])],
)
def test_the_largest_gives_the_size_and_middles_stay(side: str, sizes: list[tuple[float, float]]) -> None:
    boxes = {"a": Box(0, 0, 100, 50), "b": Box(300, 0, 200, 80)}
    found = alike(boxes, side)  # type: ignore[arg-type]
    assert [(found[one].w, found[one].h) for one in "ab"] == sizes
    assert all(found[one].center == boxes[one].center for one in "ab")


def test_same_size_by_key_is_one_step(session: Session, hand: Hand, shell: RecordingShell) -> None:
    before = hand.text()
    session.select({"db", "memo"})
    hand.key("Ctrl+Alt+S")
    assert (hand.frame("db").w, hand.frame("db").h) == (200, 80)
    session.undo()
    assert hand.text() == before
