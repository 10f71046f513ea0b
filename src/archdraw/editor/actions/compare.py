"""Two states of a design: comparing with another one, and settling what a merge has left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


@needs("The document keeps no conflicts of a merge.")
def _is_unsettled(session: Session) -> bool:
    return editable(session) and "merge_conflicts" in session.store.get("document", "document").extensions


def _settle(session: Session, shell: Shell) -> None:
    from archdraw.editor.edits import settling

    settling.settle_merge(session)
    shell.toast("The notes of the merge are off the document.")


ACTIONS = (
    Action(
        "file.settle-merge",
        "Settle merge",
        "File",
        _settle,
        "tick",
        ("Ctrl+R, M",),
        _is_unsettled,
        tip="Take the notes of a merge off the document: all is as it should be.",
        section="compare",
    ),
)
