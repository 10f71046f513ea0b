"""Two states of a design: comparing with another one, and settling what a merge has left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs, resting

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


def _compare(session: Session, shell: Shell) -> None:
    path = shell.ask_open_path()
    if path is not None:
        session.request_comparison(path)


@needs("Save the design first.", edits=False)
def _has_file(session: Session) -> bool:
    return resting(session) and session.document.path is not None


def _compare_saved(session: Session, _shell: Shell) -> None:
    session.request_comparison(None)


ACTIONS = (
    Action(
        "file.compare",
        "Compare with…",
        "File",
        _compare,
        "recent",
        ("Ctrl+R, C",),
        resting,
        tip="Show what differs from another version of the design: elements, figures and findings.",
        section="compare",
    ),
    Action(
        "file.compare-saved",
        "Compare with last save",
        "File",
        _compare_saved,
        "",
        ("Ctrl+R, L",),
        _has_file,
        tip="Show what has changed since the design was saved last.",
        section="compare",
    ),
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
