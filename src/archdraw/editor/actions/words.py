"""The drawing in words: for reading aloud, for a message, for whoever can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.storage import StorageError, SystemDisk, write_atomically
from archdraw.editor import files
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import resting
from archdraw.editor.document import EditRefused
from archdraw.editor.spoken import Speech

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _copy(session: Session, shell: Shell) -> None:
    selected = [one for one in Speech(session).order() if one in session.selection]
    text = Speech(session).lines(selected) + "\n" if selected else Speech(session).text()
    shell.set_clipboard(text)
    what = "the selection" if selected else "the whole view"
    shell.toast(f"The description of {what} is on the clipboard.")


def _export(session: Session, shell: Shell) -> None:
    path = shell.ask_save_path(files.suggested_path(session, ".txt"), "txt")
    if path is None:
        return
    path = path if path.suffix else path.with_suffix(".txt")
    try:
        write_atomically(path, Speech(session).text().encode("utf-8"), SystemDisk(), name=path.name)
    except StorageError as error:
        raise EditRefused(str(error)) from None
    shell.toast(f"{path.name} is written.")


ACTIONS = (
    Action(
        "edit.copy-description",
        "Copy description",
        "Edit",
        _copy,
        "",
        ("Ctrl+Alt+D",),
        resting,
        tip="Put the selection, or the whole view, on the clipboard as plain text.",
        section="clipboard",
    ),
    Action(
        "export.description",
        "Export description…",
        "File",
        _export,
        "",
        ("Ctrl+R, D",),
        resting,
        tip="Write this view as plain text: elements, what they are connected to, findings.",
        section="export",
    ),
)
