"""Commands on everything in a large drawing: what takes long runs beside the window, the rest is quick."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.editor.test_looking_finds_no_ways import grid
from tests.editor.test_thousands_selected import many, opened

from archdraw.core.drawing import Scene
from archdraw.core.geometry import Box, Point
from archdraw.core.history import place_key
from archdraw.core.model import EdgeRoute
from archdraw.core.model.ids import Numbers, fresh_id
from archdraw.editor import clipboard
from archdraw.editor.actions import all_actions, standing
from archdraw.editor.actions.table import actions_by_id, perform
from archdraw.editor.edits.aligning import align
from archdraw.editor.edits.elements import insert_note
from archdraw.editor.edits.routes import put_edge

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from tests.editor.conftest import RecordingShell

    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design
    from archdraw.editor.session import Session

__all__ = ["grid"]


@pytest.mark.parametrize("action", ["lock.toggle", "arrange.fix-ends"])
def test_where_many_lines_run_is_found_beside_the_window_and_they_stay_there(
    grid: Session, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setattr(standing, "_AT_ONCE_S", 0.0)
    before, revision = grid.store.design, grid.store.revision
    lines = list(grid.scene.lines)[::9]
    grid.select({*lines, "n0-0"})
    perform(actions_by_id()[action], grid, shell)
    assert [call[1] for call in shell.calls if call[0] == "run_long"] == ["Finding where lines run"]
    assert grid.store.revision == revision + 1
    wiring = grid.scene._drafting.wiring
    assert dict(wiring.all_reaches()) == {key: wiring.reach(key) for key in grid.scene.lines}
    fresh = Scene(before, "main", grid.catalog, grid.measurer)
    for key in lines[::4]:
        drawn, held = fresh.element(key), grid.scene.element(key)
        assert drawn is not None
        assert held is not None
        assert held.route[0] == pytest.approx(drawn.route[0], abs=0.1)
        assert held.route[-1] == pytest.approx(drawn.route[-1], abs=0.1)
        if action == "lock.toggle":
            assert held.route == drawn.route
    grid.undo()
    assert grid.store.design == before


def test_of_a_few_lines_the_ways_are_found_at_once(
    grid: Session, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_AT_ONCE_S", 60.0)
    grid.select({"n0-0--n0-1"})
    perform(actions_by_id()["lock.toggle"], grid, shell)
    assert not shell.calls
    assert grid.store.get("edges", place_key("main", "n0-0--n0-1")).locked


def test_ways_found_for_a_drawing_that_has_changed_meanwhile_are_not_taken(
    grid: Session, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_AT_ONCE_S", 0.0)

    def meanwhile(_label: str, work: Callable[..., object], done: Callable[[object], None]) -> None:
        found = work(lambda _share, _text: None, lambda: False)
        grid.move({"n0-0"}, 20.0, 0.0)
        done(found)

    monkeypatch.setattr(shell, "run_long", meanwhile)
    grid.select({"n0-0", *list(grid.scene.lines)[:5]})
    perform(actions_by_id()["lock.toggle"], grid, shell)
    assert shell.said == ["The drawing has changed meanwhile; lock it again."]
    assert not grid.store.table("edges")


def test_aligned_groups_take_along_what_is_in_them_and_the_lines_between(catalog: Catalog) -> None:
    session = opened(many(6, grouped=True), catalog)
    put_edge(session, "c0000-c0001", EdgeRoute(route="manual", points=((190.0, 300.0),)), "Lead")
    put_edge(session, "c0001-c0002", EdgeRoute(route="manual", points=((390.0, 300.0),)), "Lead")
    align(session, {"zone", *(f"c{at:04}" for at in range(6))}, "left")
    assert session.store.undo_label == "Lead", "nothing lies beside the group"
    session.move({"c0002"}, 0.0, 400.0)
    note = insert_note(session, Point(-500.0, 0.0), "Far to the left")
    align(session, {"zone", note}, "left")
    box = session.frame(note)
    zone, first = session.frame("zone"), session.frame("c0000")
    assert box is not None
    assert zone is not None
    assert first is not None
    assert zone.x == box.x
    assert first.x == box.x + 40.0
    led = session.store.table("edges")
    assert led["main/c0000-c0001"].points == ((190.0 + box.x + 40.0, 300.0),)
    assert led["main/c0001-c0002"].points == ((390.0 + box.x + 40.0, 300.0),)


def test_new_ids_and_names_are_what_looking_from_two_on_would_find() -> None:
    taken, numbers = {"web", "web-2", "web-4"}, Numbers()
    found = []
    for _ in range(4):
        found.append(fresh_id("Web", taken, numbers))
        taken.add(found[-1])
    assert found == ["web-3", "web-5", "web-6", "web-7"]
    names = Numbers()
    held = {"Service 3", "Service 4", "Service 9"}
    asked = [(3, "Service 5"), (2, "Service 2"), (4, "Service 6"), (8, "Service 8"), (9, "Service 10")]
    for first, expected in asked:
        assert names.free("Service ", first, held) == expected
        held.add(expected)


def test_hundreds_are_copied_with_their_names_and_put_in_again_without_being_written_and_read(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(many(220, grouped=True), catalog)
    insert_note(session, Point(0.0, -400.0), "Two\nlines")
    session.select(session.scene.ids)
    monkeypatch.setattr(clipboard, "fragment_text", lambda _: pytest.fail("it was written"))
    clip = clipboard.copy(session)
    said = clip.words.splitlines()
    assert len(said) == 220 + 1 + 219 + 1
    kind, zone = catalog.kind("service").label, catalog.group("zone").label
    assert {f"c0003: {kind}", f"Zone: {zone}", "c0000 to c0001: Connection", "Two lines"} <= set(said)
    session.pointer = None
    clipboard.paste(session, clipboard.Clipboard(fragment=clip.fragment))
    assert len(session.store.table("components")) == 440
    session.undo()
    clipboard.paste(session, clipboard.Clipboard(fragment=clip.fragment))
    assert len(session.store.table("connections")) == 438


def test_to_fit_everything_of_a_large_drawing_nothing_is_drawn(
    grid: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = grid.scene.bounds
    monkeypatch.setattr(Scene, "element", lambda *_: pytest.fail("something was drawn"))
    assert grid.bounds_of(grid.scene.ids) == whole
    assert grid.bounds_of({"n0-0", "n0-1--n0-2"}) == Box(0.0, 0.0, 640.0, 64.0)


# Where an edit looks for what it changes. What is drawn after it has tests of its own, and would hide that.
_ROOMS = tuple(str(Path("archdraw", *room)) for room in (("editor",), ("core", "model"), ("core", "history")))
_EDITS = ("edit.", "arrange.", "lock.", "layers.", "views.", "style.", "fold.", "present.add")
# These start an engine.
_ELSEWHERE = ("arrange.tidy", "arrange.direction", "arrange.spacing")


def numbered(count: int) -> Design:
    """Return a design whose components are called "Service 0" and so on, as copies would be."""
    design = many(count)
    named = tuple(one.revised(name=f"Service {at}") for at, one in enumerate(design.components))
    return design.model_copy(update={"components": named})


def lines_run(act: Callable[[], object]) -> int:
    """Return how many lines of the editor and of records an act goes through, each round of a loop anew."""
    count = 0

    def trace(frame: FrameType, event: str, _value: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace if any(room in frame.f_code.co_filename for room in _ROOMS) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def work_of_each_action(design: Design, catalog: Catalog, shell: RecordingShell) -> dict[str, int]:
    """Return the work of every action that changes something, done with everything selected."""
    session, found = opened(design, catalog), {}
    for action in all_actions():
        session.select(session.scene.ids)
        if not action.id.startswith(_EDITS) or action.id.startswith(_ELSEWHERE) or not action.when(session):
            continue
        found[action.id] = lines_run(partial(perform, action, session, shell))
        session.cancel_edit()
        session.cancel_tool()
        while session.store.undo_depth:
            session.undo()
        session.show_view("main")
    return found


@pytest.mark.slow
def test_every_command_on_everything_takes_work_in_proportion(
    catalog: Catalog, shell: RecordingShell
) -> None:
    shell.choice_answer, shell.text_answer = 0, "Name"
    small, large = (work_of_each_action(numbered(count), catalog, shell) for count in (40, 160))
    assert len(small) > 50
    # Four times as much: with each looked up in all, it would be sixteen times the work.
    grown = {one: (small[one], large[one]) for one in small if large[one] > 5 * small[one] + 1000}
    assert grown == {}
