"""Keys of one's own: no chord ever does two things, and a broken file costs nothing but a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from archdraw.editor.actions import KeyMap, action_for, all_actions, attach
from archdraw.editor.actions.key_file import keys_file, keys_text, load_keys, read_keys, write_keys
from archdraw.editor.actions.key_map import menu_letters, reserved
from archdraw.editor.chords import tidy_chord
from archdraw.editor.document import EditRefused
from archdraw.editor.events import KeyEvent

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session

IDS = [action.id for action in all_actions()]
FREE = ("Ctrl+Alt+9", "Q", "F7", "F7, Q", "Ctrl+J")
CHORDS = [*sorted({chord for action in all_actions() for chord in action.shortcuts}), *FREE]


def keys(own: dict[str, tuple[str, ...]] | None = None) -> KeyMap:
    return KeyMap(all_actions(), own)


@pytest.mark.parametrize(
    ("typed", "chord"),
    [
        ("Ctrl+Shift+L", "Ctrl+Shift+L"),
        ("shift + ctrl + l", "Ctrl+Shift+L"),
        ("Cmd+Option+pgdn", "Ctrl+Alt+PageDown"),
        ("ctrl++", "Ctrl++"),
        ("+", "+"),
        ("Ctrl+-", "Ctrl+-"),
        ("enter", "Return"),
        ("f12", "F12"),
        ("/", "/"),
        ("é", "É"),
        ("ctrl+j, l", "Ctrl+J, L"),
        ("Ctrl+,, right", "Ctrl+,, Right"),
        ("f7, Shift+a", "F7, Shift+A"),
    ],
)
def test_a_chord_is_read_however_it_is_written(typed: str, chord: str) -> None:
    assert tidy_chord(typed) == chord


@pytest.mark.parametrize(
    "typed",
    [
        *("", "Ctrl", "Ctrl+Ctrl+L", "Hyper+L", "Ctrl+LL", "F0", "F36", "Ctrl+ "),
        *("L, L", "Ctrl+J, ", "Ctrl+J, L, L"),
    ],
)
def test_what_names_no_key_is_no_chord(typed: str) -> None:
    assert tidy_chord(typed) is None


def test_every_key_of_the_table_is_written_as_the_canvas_hears_it() -> None:
    for action in all_actions():
        assert [tidy_chord(chord) for chord in action.shortcuts] == list(action.shortcuts)
        assert not any(reserved(chord) for chord in action.shortcuts), action.id


def test_every_menu_has_a_letter_of_its_own() -> None:
    letters = list(menu_letters().values())
    assert "" not in letters
    assert len(set(letters)) == len(letters)


@given(
    st.dictionaries(
        st.sampled_from([*IDS, "of.a-plug-in"]), st.lists(st.sampled_from(CHORDS), max_size=3).map(tuple)
    )
)
def test_no_chord_ever_stands_for_two_actions(own: dict[str, tuple[str, ...]]) -> None:
    made = KeyMap(all_actions(), own)
    chords = [chord for one in IDS for chord in made.keys_of(one)]
    assert len(set(chords)) == len(chords)
    assert not any(made.begins(chord) for chord in chords)
    for one in IDS:
        for chord in made.keys_of(one):
            found = made.action_for(chord)
            assert found is not None
            assert found.id == one


def test_a_key_of_ones_own_wins_over_a_default() -> None:
    made = keys({"arrange.tidy": ("Ctrl+D",)})
    assert made.keys_of("arrange.tidy") == ("Ctrl+D",)
    assert made.keys_of("edit.duplicate") == ()


def test_a_clash_is_refused_with_the_name_of_the_other_action() -> None:
    made = keys()
    with pytest.raises(EditRefused, match="Ctrl\\+D is the key of “Duplicate” in the menu Edit"):
        made.assign("arrange.tidy", ["Ctrl+D"])
    assert made.keys_of("arrange.tidy") == ("Ctrl+Shift+L",)
    made.assign("edit.duplicate", [])
    made.assign("arrange.tidy", ["Ctrl+D"])
    with pytest.raises(EditRefused, match="“Tidy all”"):
        made.reset("edit.duplicate")
    made.reset("arrange.tidy")
    made.reset("edit.duplicate")
    assert made.own == {}


def test_no_key_is_given_that_begins_another_or_would_be_begun_by_one() -> None:
    made = keys()
    with pytest.raises(EditRefused, match="With Ctrl\\+J begins the key of"):
        made.assign("edit.duplicate", ["Ctrl+J"])
    with pytest.raises(EditRefused, match="Ctrl\\+D is the key of “Duplicate”"):
        made.assign("arrange.tidy", ["Ctrl+D, T"])
    made.assign("arrange.tidy", ["Ctrl+J, Shift+T"])
    assert made.begins("Ctrl+J")
    own = keys({"arrange.tidy": ("Ctrl+J",)})
    assert own.keys_of("arrange.tidy") == ("Ctrl+J",)
    assert own.keys_of("arrange.align-left") == ()


@pytest.mark.parametrize("chord", ["Escape", "Space", "Alt+F", "Ctrl+J, Escape", "Alt+F, L"])
def test_keys_that_end_things_or_open_menus_can_not_be_given_away(chord: str) -> None:
    with pytest.raises(EditRefused, match="can’t be given to a command"):
        keys().assign("arrange.tidy", [chord])


def test_what_is_written_is_read_again_and_nothing_changed_leaves_no_file() -> None:
    made = load_keys(all_actions())
    made.assign("arrange.tidy", ["Ctrl+Alt+T", "T"])
    made.assign("edit.duplicate", [])
    write_keys(made)
    assert json.loads(keys_file().read_text())["keys"] == {
        "arrange.tidy": ["Ctrl+Alt+T", "T"],
        "edit.duplicate": [],
    }
    again = load_keys(all_actions())
    assert again.own == made.own
    assert not again.problem
    again.reset_all()
    write_keys(again)
    assert not keys_file().exists()


def test_keys_of_actions_that_are_not_there_survive() -> None:
    made = KeyMap(all_actions(), {"plug-in.thing": ("Ctrl+9",)})
    made.assign("arrange.tidy", ["T"])
    assert read_keys(keys_text(made))[0]["plug-in.thing"] == ("Ctrl+9",)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"keys": 3}', "[" * 100_000, '{"format": "archdraw-keys"}', "\ufeff{}"]
)
def test_a_broken_file_is_one_sentence_and_the_defaults_stay(text: str) -> None:
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_text(text, encoding="utf-8")
    made = load_keys(all_actions())
    assert made.problem.startswith("keys.json can’t be read")
    assert made.problem.count(".") - made.problem.count(".json") == 1
    assert made.keys_of("arrange.tidy") == ("Ctrl+Shift+L",)


def test_a_file_that_is_no_text_is_a_sentence_too() -> None:
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_bytes(b"\xff\xfe\x00")
    assert "no text" in load_keys(all_actions()).problem


def test_one_bad_entry_does_not_spoil_the_others() -> None:
    entries = {"a.b": ["Hyper+L"], "arrange.tidy": "t", "c.d": 7, "e.f": ["Escape"]}
    own, problem = read_keys(json.dumps({"keys": entries}))
    assert own == {"arrange.tidy": ("T",)}
    assert problem == "keys.json: the keys of “a.b”, “c.d”, “e.f” can’t be used and stay as they were."


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    own, problem = read_keys(text)
    assert own == {}
    assert problem


def test_the_canvas_follows_at_once(session: Session, hand: Hand, shell: RecordingShell) -> None:
    made = keys()
    attach(session, shell, made)
    session.select({"web"})
    made.assign("go.next", ["N"])
    hand.key("Tab")
    assert session.selection == {"web"}
    hand.key("N", "n")
    assert session.selection == {"db"}
    assert session.quick_insert is None
    found = action_for(KeyEvent("N"), made)
    assert found is not None
    assert found.id == "go.next"
