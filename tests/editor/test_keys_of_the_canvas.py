from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from archdraw.core.geometry import Box, Point
from archdraw.editor.events import KeyEvent
from archdraw.editor.navigation import nearest_in_direction, reading_order

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.editor.session import Session


@pytest.mark.parametrize(
    ("chord", "dx", "dy"),
    [
        ("Left", -1, 0),
        ("Right", 1, 0),
        ("Up", 0, -1),
        ("Down", 0, 1),
        ("Shift+Right", 20, 0),
        ("Shift+Up", 0, -20),
    ],
)
def test_arrows_nudge_by_one_and_with_shift_by_a_grid_step(
    session: Session, hand: Hand, chord: str, dx: int, dy: int
) -> None:
    session.select({"jobs"})
    before = hand.frame("jobs")
    assert hand.key(chord)
    assert hand.frame("jobs") == before.moved(dx, dy)
    assert session.store.undo_depth == 1


@pytest.mark.parametrize("chord", ["Ctrl+Right", "Alt+Shift+Right"])
def test_ctrl_arrow_makes_a_connected_component_there(session: Session, hand: Hand, chord: str) -> None:
    session.select({"jobs"})
    hand.key(chord)
    (made,) = session.selection
    assert 80 <= hand.frame(made).x - hand.frame("jobs").right <= 100
    assert hand.frame(made).y == 400
    assert any((one.source, one.target) == ("jobs", made) for one in session.design.connections)


def test_ctrl_arrow_never_covers_anything(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    for _ in range(6):
        session.select({"jobs"})
        hand.key("Ctrl+Right")
    frames = [hand.frame(one.id) for one in session.design.components]
    assert not any(a.intersects(b) for i, a in enumerate(frames) for b in frames[:i])
    names = [one.name for one in session.design.components]
    assert len(set(names)) == len(names)


def test_what_a_key_makes_is_brought_into_view(session: Session, hand: Hand) -> None:
    session.resize_viewport(700, 500)
    session.select({"jobs"})
    hand.key("Ctrl+Right")
    (made,) = session.selection
    assert session.camera.shown(700, 500).encloses(hand.frame(made))


def test_alt_arrow_goes_to_the_nearest_in_that_direction(session: Session, hand: Hand) -> None:
    session.select({"client"})
    hand.key("Alt+Right")
    assert session.selection == {"web"}
    hand.key("Alt+Right")
    assert session.selection == {"db"}
    hand.key("Alt+Down")
    assert session.selection == {"jobs"}
    hand.key("Alt+Left")
    assert session.selection == {"memo"}
    hand.key("Alt+Up")
    assert session.selection == {"client"}
    hand.key("Alt+Left")
    assert session.selection == {"client"}


def test_tab_walks_in_reading_order_and_around(session: Session, hand: Hand) -> None:
    walked: list[str] = []
    for _ in range(7):
        hand.key("Tab")
        walked += session.selection
    assert walked == ["zone-a", "client", "web", "db", "memo", "jobs", "zone-a"]
    hand.key("Shift+Tab")
    assert session.selection == {"jobs"}
    session.handle(KeyEvent("Backtab"))
    assert session.selection == {"memo"}


frames_of_few = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.builds(Box, st.integers(-500, 500), st.integers(-500, 500), st.integers(10, 200), st.integers(10, 90)),
    min_size=1,
)


@given(frames_of_few)
def test_reading_order_names_everything_once(frames: dict[str, Box]) -> None:
    assert sorted(reading_order(frames)) == sorted(frames)


@given(frames_of_few)
def test_a_neighbour_always_lies_in_the_direction_asked_for(frames: dict[str, Box]) -> None:
    start = min(frames)
    found = nearest_in_direction(frames, start, "right")
    others = [frame for one, frame in frames.items() if one != start]
    if found is None:
        assert all(frame.center.x <= frames[start].center.x for frame in others)
    else:
        assert frames[found].center.x > frames[start].center.x


@pytest.mark.parametrize("chord", ["Delete", "Backspace"])
def test_delete_takes_the_connections_along(session: Session, hand: Hand, shell: object, chord: str) -> None:
    before = hand.text()
    session.select({"web"})
    hand.key(chord)
    assert session.design.connections == ()
    assert session.selection == frozenset()
    session.undo()
    assert hand.text() == before


def test_escape_clears_the_selection_last(session: Session, hand: Hand) -> None:
    session.select({"web"})
    session.arm("service")
    hand.key("Escape")
    assert session.tool.name == "idle"
    assert session.selection == {"web"}
    hand.key("Escape")
    assert session.selection == frozenset()


@pytest.mark.parametrize("chord", ["Ctrl+Y", "Ctrl+Shift+Z"])
def test_undo_and_both_redo_keys(session: Session, hand: Hand, shell: object, chord: str) -> None:
    start = hand.text()
    session.insert("service", Point(0, 900))
    end = hand.text()
    hand.key("Ctrl+Z")
    assert hand.text() == start
    hand.key(chord)
    assert hand.text() == end


@pytest.mark.parametrize(("key", "text", "typed"), [("/", "/", ""), ("L", "l", "l"), ("É", "é", "é")])
def test_slash_or_a_letter_opens_quick_insert(
    session: Session, ear: Ear, shell: object, key: str, text: str, typed: str
) -> None:
    assert session.handle(KeyEvent(key, text))
    assert session.quick_insert is not None
    assert session.quick_insert.text == typed
    assert "quick-insert" in ear.kinds()


@pytest.mark.parametrize(
    "event", [KeyEvent("1", "1"), KeyEvent("Shift"), KeyEvent("U", "u", frozenset({"ctrl"}))]
)
def test_other_keys_do_not(session: Session, shell: object, event: KeyEvent) -> None:
    session.handle(event)
    assert session.quick_insert is None


def test_escape_closes_quick_insert(session: Session, hand: Hand) -> None:
    hand.key("/", "/")
    hand.key("Escape")
    assert session.quick_insert is None


@pytest.mark.parametrize(
    ("chord", "order"),
    [
        ("Ctrl+Shift+]", ["client", "db", "jobs", "web"]),
        ("Ctrl+]", ["client", "db", "web", "jobs"]),
        ("Ctrl+[", ["web", "client", "db", "jobs"]),
        ("Ctrl+Shift+[", ["web", "client", "db", "jobs"]),
        ("Ctrl+Shift+}", ["client", "db", "jobs", "web"]),
    ],
)
def test_stacking_keys(session: Session, hand: Hand, shell: object, chord: str, order: list[str]) -> None:
    session.select({"web"})
    hand.key(chord)
    assert [one.id for one in session.design.components] == order
    session.undo()
    assert [one.id for one in session.design.components] == ["client", "web", "db", "jobs"]


def test_an_armed_kind_is_placed_by_a_click(session: Session, hand: Hand) -> None:
    session.arm("message_queue")
    assert session.tool.name == "inserting"
    hand.hover(300, 650)
    assert session.ghosts
    hand.click(300, 650)
    (made,) = session.selection
    record = session.component(made)
    assert record is not None
    assert record.kind == "message_queue"
    frame = hand.frame(made)
    assert (frame.w, frame.h) == (168, 64)
    assert frame.x % 20 == frame.y % 20 == 0
    assert session.tool.name == "idle"


def test_shift_keeps_an_armed_kind_in_the_hand(session: Session, hand: Hand) -> None:
    session.arm("cdn")
    hand.click(300, 650, held="Shift")
    hand.click(300, 850)
    names = [one.name for one in session.design.components if one.kind == "cdn"]
    assert names == ["CDN", "CDN 2"]
    assert session.tool.name == "idle"


def test_key_names_are_the_same_on_all_keyboards() -> None:
    assert KeyEvent("!", modifiers=frozenset({"shift"})).chord == "Shift+1"
    assert KeyEvent("Backtab").chord == "Shift+Tab"
    assert KeyEvent("Enter", modifiers=frozenset({"ctrl"})).chord == "Ctrl+Return"
    assert KeyEvent("L", modifiers=frozenset({"shift", "alt", "ctrl"})).chord == "Ctrl+Alt+Shift+L"
