"""When an action can be used, why it can't be, and short ways to write actions down."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.editor.actions.action import Action
    from archdraw.editor.session import Session

    When = Callable[[Session], bool]

_FALLBACK = "It can’t be used just now."
_SENTENCES: dict[When, str] = {}
_EDITING: set[When] = set()


def needs(sentence: str, *, edits: bool = True) -> Callable[[When], When]:
    """Say what is missing when an action with this condition can't be used: "Select a component first."

    `edits` tells that the action changes the document, which one that is read-only does not allow.
    """

    def keep(when: When) -> When:
        _SENTENCES[when] = sentence
        if edits:
            _EDITING.add(when)
        return when

    return keep


def why_not(action: Action, session: Session) -> str:
    """Return the sentence that says why an action can't be used now; empty when it can."""
    if action.when(session):
        return ""
    if session.editing is not None:
        return "Finish typing the label first."
    if session.store.in_gesture:
        return "Let go of what you are moving first."
    if session.document.read_only and action.when in _EDITING:
        return "This document is read-only."
    return _SENTENCES.get(action.when, _FALLBACK)


@needs("Wait until what is under way has ended.", edits=False)
def resting(session: Session) -> bool:
    """Nothing is under way that a command would disturb."""
    return not session.busy


@needs("Wait until what is under way has ended.")
def editable(session: Session) -> bool:
    """The document can be changed, and nothing is under way."""
    return not session.busy and not session.document.read_only


@needs("Select something first.")
def some_selected(session: Session) -> bool:
    """Something is selected and can be changed."""
    return editable(session) and bool(session.selection)


@needs("Select exactly one thing first.")
def one_selected(session: Session) -> bool:
    """Exactly one element is selected and can be changed."""
    return editable(session) and len(session.selection) == 1


@needs("Select exactly one component first.")
def one_component(session: Session) -> bool:
    """Exactly one component is selected and can be changed."""
    return one_selected(session) and session.component(next(iter(session.selection))) is not None


@needs("Select exactly one thing first.", edits=False)
def one_chosen(session: Session) -> bool:
    """Exactly one element is selected."""
    return resting(session) and len(session.selection) == 1


def boxes_selected(session: Session, least: int = 1) -> bool:
    """At least so many components, groups or notes are selected and can be changed."""
    return editable(session) and session.chosen.boxes >= least


@needs("Select a component, group or note first.")
def box_selected(session: Session) -> bool:
    """A component, group or note is selected."""
    return boxes_selected(session)


@needs("Select two or more components, groups or notes first.")
def two_boxes_selected(session: Session) -> bool:
    """Two or more components, groups or notes are selected."""
    return boxes_selected(session, 2)


@needs("Select three or more components, groups or notes first.")
def three_boxes_selected(session: Session) -> bool:
    """Three or more components, groups or notes are selected."""
    return boxes_selected(session, 3)


@needs("Select a group first.")
def group_selected(session: Session) -> bool:
    """A group is among what is selected."""
    return editable(session) and bool(session.chosen.groups)


def free_lines(session: Session) -> list[str]:
    """Return the selected connections that the hand may lead.

    Raises
    ------
    EditRefused
        When all of them are locked.
    """
    from archdraw.editor.document import EditRefused
    from archdraw.editor.edits.locking import LOCKED, unlocked

    lines = sorted(session.chosen.connections)
    free = unlocked(session, lines)
    if lines and not free:
        raise EditRefused(LOCKED)
    return free


@needs("Select a connection first.")
def connection_selected(session: Session) -> bool:
    """A connection is among what is selected."""
    return editable(session) and bool(session.chosen.connections)
