"""The Edit menu: history, clipboard, selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import (
    box_selected,
    editable,
    needs,
    one_selected,
    resting,
    some_selected,
)
from archdraw.editor.edits import removing
from archdraw.editor.navigation import all_ids

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _undo(session: Session, _shell: Shell) -> None:
    session.undo()


def _redo(session: Session, _shell: Shell) -> None:
    session.redo()


def _cut(session: Session, shell: Shell) -> None:
    from archdraw.editor import clipboard

    shell.put_clip(clipboard.cut(session))


def _copy(session: Session, shell: Shell) -> None:
    from archdraw.editor import clipboard

    shell.put_clip(clipboard.copy(session))


def _paste(session: Session, shell: Shell) -> None:
    from archdraw.editor import clipboard

    clipboard.paste(session, shell.read_clipboard())


def _paste_plain(session: Session, shell: Shell) -> None:
    from archdraw.editor import clipboard

    clipboard.paste_plain(session, shell.read_clipboard().text)


def _duplicate(session: Session, _shell: Shell) -> None:
    from archdraw.editor import clipboard

    clipboard.duplicate_selection(session)


def _delete(session: Session, _shell: Shell) -> None:
    session.delete()


def _heal(session: Session, _shell: Shell) -> None:
    removing.delete_and_heal(session, session.selection)


def _rename(session: Session, _shell: Shell) -> None:
    session.begin_label()


def _select_all(session: Session, _shell: Shell) -> None:
    session.select(all_ids(session))


def _select_none(session: Session, _shell: Shell) -> None:
    session.select(())


@needs("There is nothing to take back.", edits=False)
def _can_undo(session: Session) -> bool:
    return resting(session) and session.store.undo_label is not None


@needs("There is nothing to bring back.", edits=False)
def _can_redo(session: Session) -> bool:
    return resting(session) and session.store.redo_label is not None


@needs("Select something first.", edits=False)
def _something_selected(session: Session) -> bool:
    return resting(session) and bool(session.selection)


ACTIONS = (
    Action(
        "edit.undo",
        "Undo",
        "Edit",
        _undo,
        "undo",
        ("Ctrl+Z",),
        _can_undo,
        tip="Take back the last step.",
        section="history",
    ),
    Action(
        "edit.redo",
        "Redo",
        "Edit",
        _redo,
        "redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        _can_redo,
        tip="Bring back the step taken back last.",
        section="history",
    ),
    Action(
        "edit.cut",
        "Cut",
        "Edit",
        _cut,
        "cut",
        ("Ctrl+X",),
        box_selected,
        tip="Cut the selection.",
        section="clipboard",
    ),
    Action(
        "edit.copy",
        "Copy",
        "Edit",
        _copy,
        "copy",
        ("Ctrl+C",),
        _something_selected,
        tip="Copy the selection.",
        section="clipboard",
    ),
    Action(
        "edit.paste",
        "Paste",
        "Edit",
        _paste,
        "paste",
        ("Ctrl+V",),
        editable,
        tip="Paste at the pointer.",
        section="clipboard",
    ),
    Action(
        "edit.paste-plain",
        "Paste as note",
        "Edit",
        _paste_plain,
        "note",
        ("Ctrl+Shift+V",),
        editable,
        tip="Put the text of the clipboard on the drawing as a note.",
        section="clipboard",
    ),
    Action(
        "edit.duplicate",
        "Duplicate",
        "Edit",
        _duplicate,
        "duplicate",
        ("Ctrl+D",),
        box_selected,
        tip="Copy the selection beside itself; again at the same distance.",
        section="clipboard",
    ),
    Action(
        "edit.rename",
        "Edit label",
        "Edit",
        _rename,
        "",
        ("Return", "F2"),
        one_selected,
        tip="Type the name in place.",
        section="change",
    ),
    Action(
        "edit.delete",
        "Delete",
        "Edit",
        _delete,
        "delete",
        ("Delete", "Backspace"),
        some_selected,
        tip="Delete the selection with its connections; groups leave their content.",
        section="change",
    ),
    Action(
        "edit.heal",
        "Delete and reconnect",
        "Edit",
        _heal,
        "delete",
        ("Ctrl+Delete", "Ctrl+Backspace"),
        some_selected,
        tip="Delete components and connect what called them with what they called.",
        section="change",
    ),
    Action(
        "select.all",
        "Select all",
        "Edit",
        _select_all,
        "select",
        ("Ctrl+A",),
        resting,
        tip="Select everything in this view.",
        section="select",
    ),
    Action(
        "select.none",
        "Select none",
        "Edit",
        _select_none,
        "",
        ("Ctrl+Shift+A",),
        _something_selected,
        tip="Clear the selection.",
        section="select",
    ),
)
