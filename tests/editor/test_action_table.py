from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archdraw.core.analysis.result import Analysis, Finding, JourneyResult
from archdraw.core.geometry import Point
from archdraw.core.locations import resources_dir
from archdraw.core.model import EdgeRoute, Estimate, Journey, Style, Suppression
from archdraw.editor.actions import MENUS, Action, action_for, actions_by_id, all_actions, perform
from archdraw.editor.chords import strokes_of
from archdraw.editor.document import DocumentState, EditRefused
from archdraw.editor.edits import folding, layering, locking, restyling, routes, views
from archdraw.editor.events import KeyEvent, Modifier
from archdraw.editor.workspace import SessionEvent

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.session import Session


def do(session: Session, shell: RecordingShell, action_id: str) -> bool:
    return perform(actions_by_id()[action_id], session, shell)


def test_no_two_actions_have_the_same_key() -> None:
    chords = Counter(chord for action in all_actions() for chord in action.shortcuts)
    assert [chord for chord, count in chords.items() if count > 1] == []


def test_every_command_has_a_key() -> None:
    assert [action.id for action in all_actions() if not action.shortcuts] == []


def test_no_key_begins_the_two_strokes_of_another() -> None:
    chords = {chord for action in all_actions() for chord in action.shortcuts}
    first = {strokes_of(chord)[0] for chord in chords if len(strokes_of(chord)) > 1}
    assert first
    assert first & chords == set()


def test_two_strokes_do_an_action_and_a_wrong_second_one_does_nothing(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"db", "jobs"})
    session.move({"jobs"}, 30, 0)
    assert hand.frame("db").x != hand.frame("jobs").x
    assert hand.key("Ctrl+J")
    assert not hand.key("Shift")
    assert hand.key("L")
    assert hand.frame("db").x == hand.frame("jobs").x
    before = hand.text()
    assert hand.key("Ctrl+J")
    assert hand.key("Delete")
    assert hand.text() == before
    assert hand.key("Delete")
    assert hand.text() != before


def test_no_two_actions_have_the_same_id_or_the_same_place_and_title() -> None:
    assert len({action.id for action in all_actions()}) == len(all_actions())
    places = [(action.menu, action.submenu, action.title) for action in all_actions()]
    assert len(set(places)) == len(places)


def test_every_menu_has_actions_and_every_action_a_title_and_a_tip() -> None:
    assert {action.menu for action in all_actions()} == set(MENUS)
    assert all(action.title and action.tip.endswith(".") for action in all_actions())


def test_every_icon_of_an_action_exists() -> None:
    drawn = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    assert {action.icon for action in all_actions() if action.icon} <= drawn


LISTENED = {
    "changed",
    "find",
    "compare",
    "selection",
    "camera",
    "overlay",
    "grid",
    "quick-insert",
    "editing",
    "document",
}


@pytest.mark.parametrize("action", all_actions(), ids=lambda action: action.id)
def test_no_action_is_without_function(session: Session, shell: RecordingShell, action: Action) -> None:
    """Each one, where it can be used, changes something or asks the window for something."""
    prepare(session, shell, action.id)
    heard: list[SessionEvent] = []
    session.listen(heard.append)
    assert action.when(session)
    assert perform(action, session, shell)
    assert shell.calls or shell.said or shell.clipboard or any(one.kind in LISTENED for one in heard)


def prepare_line(session: Session, action_id: str) -> None:
    if action_id == "analyse.accept":
        found = Finding("SPF-02", "high", "", ("db",), "", {}, "", "", about=("db",))
        session.take_analysis(replace(EMPTY_ANALYSIS, findings=(found,)))
    if action_id == "analyse.stop":
        session.how_far = lambda: "running"
    if action_id == "analyse.again":
        session.how_far = lambda: "stopped"
    if action_id == "analyse.take-back":
        with session.change("accept") as store:
            store.put("suppressions", "suppression-0", Suppression(rule="SPF-02", element="db"))
    if action_id in ("file.compare-saved", "file.versions"):
        session.set_document(replace(session.document, path=Path("there.adraw")))
    if action_id in ("arrange.fix-ends", "arrange.release-ends") or action_id.startswith("arrange.label-"):
        session.rename("web-db", "orders")
        routes.put_edge(session, "web-db", EdgeRoute(source_at=("top", 0.5), label_at=0.2), "Lead")
        session.select({"web-db"})
    if action_id.startswith("arrange.reconnect-"):
        session.select({"web-db", "jobs"})


def prepare(session: Session, shell: RecordingShell, action_id: str) -> None:
    session.set_camera(session.camera._replace(zoom=2.0))
    session.insert("service", Point(500, 700))
    if action_id == "edit.redo":
        session.undo()
    selected = {
        "arrange.clear-waypoints": {"web-db"},
        "arrange.reverse": {"web-db"},
        "analyse.consistency": {"db"},
    }
    session.select(selected.get(action_id, {"zone-a", "db", "jobs"}))
    prepare_line(session, action_id)
    if action_id.startswith(("go.", "insert.grow-")):
        session.select({"jobs" if action_id == "go.up" else "web"})
    if action_id in ("edit.rename", "analyse.fail"):
        session.select({"db"})
    if action_id in ("arrange.front", "arrange.forward"):
        session.select({"client"})
    if action_id in ("edit.paste", "edit.paste-plain"):
        shell.clipboard = '{"format": "archdraw-fragment", "notes": [{"id": "n", "text": "x"}]}'
    if action_id == "estimate.update":
        with session.change("estimate") as store:
            store.put("estimates", "e", Estimate(id="e", formula="2 GB", unit="MB"))
    if action_id == "analyse.clear":
        session.highlighted = frozenset({"db"})
        session.refresh_overlay()
    if action_id == "arrange.clear-waypoints":
        with session.change("route"):
            session.store.put("edges", "main/web-db", EdgeRoute(route="manual", points=((500, 300),)))
    if action_id in ("file.open", "file.compare"):
        shell.open_answer = Path("there.adraw")
    if action_id == "overlay.none":
        session.show_overlay("single-points")
    if action_id.startswith("overlay.") and action_id != "overlay.none":
        session.take_analysis(EMPTY_ANALYSIS)
    prepare_view(session, shell, action_id)


def prepare_view(session: Session, shell: RecordingShell, action_id: str) -> None:
    """What actions on views, layers, locks, looks and kept results need before they can do anything."""
    kept = {"simulation.drop": "simulation", "file.settle-merge": "merge_conflicts"}.get(action_id)
    if kept is not None:
        with session.change("Keep") as store:
            store.change_document(extensions={kept: {}})
    shell.text_answer, shell.choice_answer = "Another name", 0
    chosen = session.selection
    if action_id.startswith("style."):
        restyling.set_style(session, {"db"}, "color", "data")
        restyling.set_view_shape(session, "icon" if action_id == "style.view-usual" else None)
        session.copied_style = Style(shape="cloud")
        session.update("components", "db", tags=("core",))
        restyling.put_wide_style(session, "tags", "core", Style(color="edge"))
        session.select(chosen if action_id in ("style.paste", "style.reset") else {"db"})
    if action_id.startswith("views.") and action_id != "views.add-here":
        main = session.view_id
        views.add_view(session)
        if action_id == "views.left":
            views.move_view(session, main, 1)
    if action_id in ("views.add-here", "views.show-everything"):
        views.hide_here(session, {"jobs"})
    if action_id == "views.from-journey":
        with session.change("journey") as store:
            store.put("journeys", "buy", Journey(id="buy", name="Buy", entry="client"))
        result = JourneyResult("buy", {}, None, None, None, None, None, 0, (), (), (), ("db",))
        session.take_analysis(Analysis("", "", (result,), (), {}, (), (), (), ()))
    if action_id.startswith("traffic."):
        with session.change("journey") as store:
            store.put("journeys", "buy", Journey(id="buy", name="Buy", entry="client", peak_rps=5.0))
        session.traffic.take(4.0)
    if action_id.endswith("-group") and action_id.startswith(("arrange.into", "arrange.out")):
        session.select({"db" if action_id == "arrange.into-group" else "web"})
    if action_id == "layers.put":
        layering.add_layer(session, ())
    if action_id == "fold.expand-all":
        folding.set_collapsed(session, ["zone-a"], collapsed=True)
    if action_id == "lock.unlock-all":
        locking.toggle_lock(session, {"db"})


EMPTY_ANALYSIS = Analysis("", "", (), (), {}, (), (), (), ())


def test_actions_on_the_selection_are_grey_without_one(session: Session, shell: RecordingShell) -> None:
    for action_id in ("edit.cut", "edit.delete", "edit.duplicate", "arrange.group", "analyse.fail"):
        assert not do(session, shell, action_id)
    session.select({"db"})
    assert not actions_by_id()["arrange.align-left"].when(session)
    assert not actions_by_id()["arrange.ungroup"].when(session)
    session.select({"db", "jobs", "zone-a"})
    assert actions_by_id()["arrange.distribute-horizontal"].when(session)
    assert actions_by_id()["arrange.ungroup"].when(session)


def test_no_command_disturbs_a_gesture(session: Session, hand: Hand, shell: RecordingShell) -> None:
    start = hand.grab("jobs")
    hand.press(*start)
    hand.move(start.x, start.y + 60)
    hand.key("Delete")
    hand.key("Ctrl+D")
    hand.key("Ctrl+Z")
    hand.key("Ctrl+S")
    hand.release(start.x, start.y + 60)
    assert len(session.design.components) == 4
    assert hand.frame("jobs").y == 460
    assert shell.calls == []


def test_a_read_only_document_is_not_changed(
    session: Session, hand: Hand, shell: RecordingShell, ear: Ear
) -> None:
    session.set_document(DocumentState(Path("newer.adraw"), read_only=True))
    before = hand.text()
    session.select({"db"})
    for chord in ("Delete", "Ctrl+D", "Ctrl+G", "Ctrl+X", "Right"):
        hand.key(chord)
    start = hand.grab("jobs")
    hand.drag(start, (start.x, start.y + 100))
    assert hand.text() == before
    assert not session.busy
    assert any("read-only" in sentence for sentence in ear.sentences())
    with pytest.raises(EditRefused, match="read-only"):
        session.rename("db", "x")


def test_overlays_and_themes_are_ticked(session: Session, shell: RecordingShell) -> None:
    actions = actions_by_id()
    assert actions["overlay.none"].checked(session) is True
    do(session, shell, "overlay.single-points")
    assert actions["overlay.none"].checked(session) is False
    assert actions["overlay.single-points"].checked(session) is True
    do(session, shell, "theme.dark")
    assert ("set_theme", "dark") in shell.calls
    assert actions["theme.dark"].checked(session) is True
    assert actions["file.save"].checked(session) is None
    do(session, shell, "view.grid")
    assert actions["view.grid"].checked(session) is False


def test_pins_and_their_tick(session: Session, shell: RecordingShell) -> None:
    session.select({"db", "jobs"})
    do(session, shell, "arrange.pin")
    assert actions_by_id()["arrange.pin"].checked(session) is True
    placement = session.placement("db")
    assert placement is not None
    assert placement.pin
    do(session, shell, "arrange.pin")
    assert actions_by_id()["arrange.pin"].checked(session) is False


def test_export_asks_for_a_name_and_adds_the_ending(session: Session, shell: RecordingShell) -> None:
    shell.save_answer = Path("out")
    do(session, shell, "export.svg")
    assert shell.calls == [("ask_save_path", "Sample.svg", "svg"), ("export", Path("out.svg"), "svg")]
    shell.calls.clear()
    shell.save_answer = None
    do(session, shell, "export.pdf")
    assert shell.calls == [("ask_save_path", "Sample.pdf", "pdf")]


def test_keys_find_their_actions() -> None:
    def found(key: str, *held: Modifier) -> str | None:
        action = action_for(KeyEvent(key, modifiers=frozenset(held)))
        return None if action is None else action.id

    assert found("S", "ctrl") == "file.save"
    assert found("?", "shift") == "help.shortcuts"
    assert found("+", "ctrl", "shift") == "view.zoom-in"
    assert found("Q") is None
    assert action_for(KeyEvent("S", modifiers=frozenset({"ctrl"}), kind="release")) is None


def test_fail_this_is_a_toggle_and_escape_ends_it(
    session: Session, hand: Hand, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.editor.overlays.lost_elements", lambda desk: (desk.failed, frozenset()))
    session.select({"db"})
    hand.key("F", "f")
    assert session.failed == {"db"}
    assert session.overlay.failed == {"db"}
    assert actions_by_id()["analyse.fail"].checked(session) is True
    hand.key("F", "f")
    assert session.failed == frozenset()
    hand.key("F", "f")
    hand.key("Escape")
    assert session.failed == frozenset()
    assert session.selection == {"db"}
    assert not actions_by_id()["analyse.clear"].when(session)
