"""The Insert menu: components by quick insert, groups and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable
from archdraw.editor.edits import elements
from archdraw.editor.edits.grouping import DEFAULT_GROUP
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.core.geometry import Point
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _place(session: Session) -> Point:
    """Return the pointer while it is over the canvas, else the middle of what is shown."""
    pointer = session.pointer
    if pointer is not None and session.camera.shown(*session.viewport).contains(pointer):
        return pointer
    return session.visible_center()


def _quick_insert(session: Session, _shell: Shell) -> None:
    session.request_quick_insert(QuickInsertRequest())


def _connect_to(session: Session, _shell: Shell) -> None:
    session.request_quick_insert(QuickInsertRequest(mode="connect"))


def _group(session: Session, _shell: Shell) -> None:
    session.select({elements.insert_group(session, DEFAULT_GROUP, _place(session))})


def _note(session: Session, _shell: Shell) -> None:
    note_id = elements.insert_note(session, _place(session))
    session.select({note_id})
    session.begin_label(note_id)


ACTIONS = (
    Action(
        "insert.component",
        "Component…",
        "Insert",
        _quick_insert,
        "plus",
        ("/",),
        editable,
        tip="Type what you need: “lb”, “postgres orders”. It is connected from the selection.",
        section="component",
    ),
    Action(
        "insert.connect",
        "Connect to…",
        "Insert",
        _connect_to,
        "connect",
        ("Ctrl+L",),
        editable,
        tip="Type the names of components to connect to from the selection; what is not there is inserted.",
        section="component",
    ),
    Action(
        "insert.group",
        "Group",
        "Insert",
        _group,
        "group",
        ("Ctrl+Alt+Shift+G",),
        editable,
        tip="An empty group to drop components into.",
        section="other",
    ),
    Action(
        "insert.note",
        "Note",
        "Insert",
        _note,
        "note",
        ("Ctrl+Shift+N",),
        editable,
        tip="A free text on the drawing.",
        section="other",
    ),
)
