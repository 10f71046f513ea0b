"""The Insert menu: components by quick insert, groups and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable
from archdraw.editor.edits import elements
from archdraw.editor.edits.grouping import DEFAULT_GROUP
from archdraw.editor.edits.growing import reveal
from archdraw.editor.placing import centered_box, is_free, nearest_free_box
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.core.geometry import Point
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _place(session: Session, w: float, h: float) -> Point:
    """Return where something of that size covers nothing.

    That is at the pointer while it is over the canvas, else in the middle of what is shown, or near it.
    """
    pointer = session.pointer
    shown = session.camera.shown(*session.viewport)
    at = pointer if pointer is not None and shown.contains(pointer) else session.visible_center()
    box = centered_box(at, w, h)
    return (box if is_free(session, box) else nearest_free_box(session, box) or box).center


def _quick_insert(session: Session, _shell: Shell) -> None:
    session.request_quick_insert(QuickInsertRequest())


def _connect_to(session: Session, _shell: Shell) -> None:
    session.request_quick_insert(QuickInsertRequest(mode="connect"))


def _group(session: Session, _shell: Shell) -> None:
    group_id = elements.insert_group(session, DEFAULT_GROUP, _place(session, *elements.GROUP_SIZE))
    _show(session, group_id)


def _note(session: Session, _shell: Shell) -> None:
    note_id = elements.insert_note(session, _place(session, *elements.NOTE_SIZE))
    _show(session, note_id)
    session.begin_label(note_id)


def _show(session: Session, element_id: str) -> None:
    session.select({element_id})
    frame = session.frame(element_id)
    if frame is not None:
        reveal(session, frame)


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
