"""Whole pieces of work through events alone: nothing lost on the way from the first click to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Point
from archdraw.editor import files
from archdraw.editor.edits.growing import add_from
from archdraw.editor.quick.box import insert_candidate
from archdraw.editor.quick.meaning import candidates

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session

EIGHT = (
    ("client_web", 100.0, 120.0, "Browser"),
    ("cdn", 400.0, 120.0, "Edge"),
    ("l7_load_balancer", 700.0, 120.0, "Balancer"),
    ("service", 1000.0, 120.0, "Shop"),
    ("in_memory_cache", 700.0, 320.0, "Sessions"),
    ("rdbms_primary", 1000.0, 320.0, "Orders"),
    ("message_queue", 700.0, 520.0, "Mail queue"),
    ("worker", 1000.0, 520.0, "Mailer"),
)
LINES = (
    ("Browser", "Edge"), ("Edge", "Balancer"), ("Balancer", "Shop"), ("Shop", "Sessions"),
    ("Shop", "Orders"), ("Shop", "Mail queue"), ("Mail queue", "Mailer"),
)  # fmt: skip


def empty(session: Session) -> None:
    session.load(files.new_document().design, files.new_document().state)
    session.resize_viewport(1400, 900)
    session.set_camera(session.camera._replace(x=-100, y=-100))


def drop_from_palette(session: Session, hand: Hand, kind: str, at: Point) -> str:
    session.arm(kind)
    hand.hover(at.x - 200, at.y)
    hand.click(*at)
    (made,) = session.selection
    return made


def type_name(session: Session, hand: Hand, element_id: str, name: str) -> None:
    hand.double_click(*hand.grab(element_id))
    assert session.editing is not None
    session.edit_text(name)
    hand.key("Return")


def draw_eight(session: Session, hand: Hand) -> dict[str, str]:
    ids: dict[str, str] = {}
    for kind, x, y, name in EIGHT:
        made = drop_from_palette(session, hand, kind, Point(x, y))
        type_name(session, hand, made, name)
        ids[name] = made
    hand.click(1200, 700)
    for source, target in LINES:
        frame = hand.frame(ids[source])
        hand.drag((frame.x + 40, frame.bottom), hand.center(ids[target]))
        hand.click(1200, 700)
    return ids


def test_eight_components_drawn_by_mouse_saved_reopened_undone_and_redone(
    session: Session, hand: Hand, shell: RecordingShell, tmp_path: Path
) -> None:
    empty(session)
    start = hand.text()
    ids = draw_eight(session, hand)
    names = {one.id: one.name for one in session.design.components}
    drawn = [(names[one.source], names[one.target], one.kind) for one in session.design.connections]
    assert [pair[:2] for pair in drawn] == list(LINES)
    assert [kind for *_, kind in drawn] == ["call"] * 5 + ["publish", "deliver"]
    hand.drag((540, 440), (1120, 600))
    assert {ids["Mail queue"], ids["Mailer"]} <= session.selection
    hand.key("Ctrl+G")
    (group_id,) = session.selection
    type_name(session, hand, group_id, "Mailing")
    session.update("components", ids["Shop"], replicas=3)
    hand.drag(hand.grab(group_id), hand.grab(group_id)._replace(y=hand.grab(group_id).y + 100))
    end = hand.text()
    shell.save_answer = tmp_path / "shop"
    hand.key("Ctrl+S")
    assert not session.dirty
    reopened = files.open_document(tmp_path / "shop.adraw", session.catalog)
    assert reopened.messages == ()
    assert reopened.design == session.design
    steps = 0
    while session.undo():
        steps += 1
    assert hand.text() == start
    assert session.dirty
    for _ in range(steps):
        assert session.redo()
    assert hand.text() == end
    assert not session.dirty


def test_twelve_components_by_keyboard_within_the_reference_budget(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    """R12 of the editor's goals: at most 55 actions and 80 typed signs, nothing overlapping at the end."""
    empty(session)
    actions = typed = 0

    def act(chord: str) -> None:
        nonlocal actions
        actions += 1
        assert hand.key(chord, "/" if chord == "/" else "")

    def quick(text: str) -> str:
        nonlocal actions, typed
        act("/")
        typed += len(text)
        actions += 1
        made = insert_candidate(session, candidates(session.catalog, text)[0])
        actions += 1
        return made

    chain = [quick(text) for text in ("web", "dns", "cdn", "lb", "gateway", "service")]
    quick("redis")
    act("Alt+Left")
    made = [quick(text) for text in ("queue", "worker")]
    session.select({chain[-1]})
    made += [quick(text) for text in ("postgres", "replica")]
    frames = [hand.frame(one.id) for one in session.design.components]
    assert len(frames) == 11
    assert not any(a.intersects(b) for at, a in enumerate(frames) for b in frames[:at])
    assert len(session.design.connections) == 10
    assert actions <= 55
    assert typed <= 80


def test_the_first_connected_pair_takes_four_actions_and_no_dialog(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    empty(session)
    hand.key("/", "/")
    insert_candidate(session, candidates(session.catalog, "web")[0])
    hand.key("Ctrl+Right")
    assert len(session.design.connections) == 1
    assert shell.calls == []


def test_adding_one_component_moves_no_other(session: Session, hand: Hand) -> None:
    before = {one.id: hand.frame(one.id) for one in session.design.components}
    add_from(session, "worker", None, source="web")
    assert {one: hand.frame(one) for one in before} == before


def test_a_thousand_steps_can_be_undone(session: Session, hand: Hand) -> None:
    before = hand.text()
    session.select({"jobs"})
    for _ in range(1000):
        hand.key("Right")
    assert hand.frame("jobs").x == 1640
    assert session.store.undo_depth == 1000
    while session.undo():
        pass
    assert hand.text() == before
