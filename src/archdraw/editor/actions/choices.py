"""When an action can be used, and short ways to write actions down."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.editor.session import Session


def resting(session: Session) -> bool:
    """Nothing is under way that a command would disturb."""
    return not session.busy


def editable(session: Session) -> bool:
    """The document can be changed, and nothing is under way."""
    return not session.busy and not session.document.read_only


def some_selected(session: Session) -> bool:
    """Something is selected and can be changed."""
    return editable(session) and bool(session.selection)


def one_selected(session: Session) -> bool:
    """Exactly one element is selected and can be changed."""
    return editable(session) and len(session.selection) == 1


def boxes_selected(session: Session, least: int = 1) -> bool:
    """At least so many components, groups or notes are selected and can be changed."""
    if not editable(session):
        return False
    found = sum(1 for one in session.selection if session.connection(one) is None)
    return found >= least


def box_selected(session: Session) -> bool:
    """A component, group or note is selected."""
    return boxes_selected(session)


def two_boxes_selected(session: Session) -> bool:
    """Two or more components, groups or notes are selected."""
    return boxes_selected(session, 2)


def three_boxes_selected(session: Session) -> bool:
    """Three or more components, groups or notes are selected."""
    return boxes_selected(session, 3)


def group_selected(session: Session) -> bool:
    """A group is among what is selected."""
    return editable(session) and any(session.group(one) is not None for one in session.selection)


def connection_selected(session: Session) -> bool:
    """A connection is among what is selected."""
    return editable(session) and any(session.connection(one) is not None for one in session.selection)
