"""The palette's ranking: what somebody types brings what they mean to the top."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from archdraw.editor.actions import KeyMap, all_actions, choices, perform, why_not
from archdraw.editor.actions.action import always
from archdraw.editor.actions.search import Command, commands_of, find, fuzzy
from archdraw.editor.document import DocumentState

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


@pytest.fixture
def commands(session: Session) -> tuple[Command, ...]:
    return commands_of(all_actions(), KeyMap(all_actions()), session)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("undo", "edit.undo"),
        ("dup", "edit.duplicate"),
        ("tidy", "arrange.tidy"),
        ("tidysel", "arrange.tidy-selection"),
        ("tidy sel", "arrange.tidy-selection"),
        ("selall", "select.all"),
        ("zi", "view.zoom-in"),
        ("dark", "theme.dark"),
        ("png", "export.png"),
        ("theme light", "theme.light"),
        ("SHOW FIND", "analyse.findings"),
        ("ctrl+shift+l", "arrange.tidy"),
        ("left edges", "arrange.align-left"),
        ("review", "panel.papers"),
        ("risks", "panel.papers"),
        ("exp rev", "export.pdf"),
        # A word of what "Present" says; the letters of "Put into layer" are no more than an accident.
        ("play", "present.play"),
    ],
)
def test_a_few_letters_find_the_command(commands: tuple[Command, ...], typed: str, meant: str) -> None:
    assert find(commands, typed)[0].id == meant


def test_every_command_is_found_by_its_whole_title(commands: tuple[Command, ...]) -> None:
    for command in commands:
        best = [one.title for one in find(commands, command.title)[:6]]
        assert command.title in best, command.id


def test_without_letters_everything_is_there_and_what_was_used_last_comes_first(
    commands: tuple[Command, ...],
) -> None:
    found = find(commands, " ", ["view.grid", "edit.undo"])
    assert [one.id for one in found[:2]] == ["view.grid", "edit.undo"]
    assert {one.id for one in found} == {action.id for action in all_actions()}
    assert len(found) == len(all_actions())


def test_what_was_used_last_breaks_a_tie(commands: tuple[Command, ...]) -> None:
    first = find(commands, "zoom")[0].id
    other = "view.zoom-out" if first == "view.zoom-in" else "view.zoom-in"
    twins = [one for one in commands if one.id in (first, other)]
    same = [replace(one, title="Zoom") for one in twins]
    assert [one.id for one in find(same, "zoom", [other])] == [other, first]


def test_what_fits_nothing_finds_nothing(commands: tuple[Command, ...]) -> None:
    assert find(commands, "xyzzy") == []


def test_the_letters_found_are_marked(commands: tuple[Command, ...]) -> None:
    best = find(commands, "undo")[0]
    assert best.places == (0, 1, 2, 3)


@given(st.text("abc ", max_size=5), st.text("abc ", max_size=9))
def test_letters_are_found_exactly_when_they_are_there_in_order(letters: str, text: str) -> None:
    rest = iter(text)
    there = bool(letters) and all(letter in rest for letter in letters)
    match = fuzzy(letters, text)
    assert (match is not None) is there
    if match is not None:
        assert "".join(text[at] for at in match.places) == letters
        assert list(match.places) == sorted(set(match.places))


def test_a_command_that_can_not_be_used_says_why(session: Session, hand: Hand) -> None:
    def reason(action_id: str) -> str:
        made = {one.id: one for one in commands_of(all_actions(), KeyMap(all_actions()), session)}
        return made[action_id].reason

    assert reason("edit.delete") == "Select something first."
    assert reason("edit.undo") == "There is nothing to take back."
    assert reason("file.new") == ""
    session.select({"db"})
    assert reason("edit.delete") == ""
    assert reason("arrange.align-left") == "Select two or more components, groups or notes first."
    hand.press(*hand.grab("db"))
    hand.move(hand.grab("db").x, hand.grab("db").y + 60)
    assert reason("edit.delete") == "Let go of what you are moving first."
    hand.key("Escape")
    session.begin_label("db")
    assert reason("edit.delete") == "Finish typing the label first."
    session.cancel_edit()
    session.set_document(DocumentState(read_only=True))
    assert reason("edit.delete") == "This document is read-only."
    assert reason("edit.copy") == ""


def test_every_command_that_is_grey_has_a_sentence(session: Session, shell: RecordingShell) -> None:
    for action in all_actions():
        sentence = why_not(action, session)
        assert bool(sentence) is not action.when(session)
        assert not sentence or (sentence[0].isupper() and sentence.endswith("."))
        assert not sentence or not perform(action, session, shell)


def test_no_command_leaves_open_what_it_needs() -> None:
    """The general sentence is for plug-ins; whoever adds a command says what it needs (`needs`)."""
    silent = [
        one.id for one in all_actions() if one.when is not always and one.when not in choices._SENTENCES
    ]
    assert silent == []


def test_a_whole_word_comes_before_the_beginning_of_a_longer_one() -> None:
    longer, whole = fuzzy("high", "higher"), fuzzy("high", "high contrast")
    assert longer is not None
    assert whole is not None
    assert whole.points > longer.points


def test_high_finds_the_theme(commands: tuple[Command, ...]) -> None:
    assert find(commands, "high")[0].id == "theme.high-contrast"
