"""Two states of a design: comparing with another one, and settling what a merge has left open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.storage import StorageError
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


def _show_earlier(session: Session, shell: Shell) -> None:
    """Let the user choose an earlier version, and show it in the place of the present one."""
    from archdraw.editor import files
    from archdraw.editor.actions.file import may_close
    from archdraw.editor.versions import earlier_versions

    document = session.document
    found = earlier_versions(document.path) if document.path is not None else []
    if not found:
        shell.toast(
            f"No earlier version of {document.name} is kept yet; every save that changes it keeps one."
        )
        return
    at = shell.ask_choice("Earlier versions", "Saved on", tuple(version.words for version in found))
    if at is None or not may_close(session, shell):
        return
    try:
        opened = files.open_document(found[at].file, session.catalog)
    except StorageError as error:
        shell.toast(str(error))
        return
    # The document as it stands in its file now is what saving replaces: it becomes an earlier version, too.
    read_only = opened.state.read_only
    state = replace(session.document, saved_depth=None, opened=None, read_only=read_only)
    session.load(opened.design, state)
    session.show_whole()
    shell.toast(
        f"This is {document.name} as of {found[at].words}. Saving puts it in the place of the newest."
    )


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
        "file.versions",
        "Earlier versions…",
        "File",
        _show_earlier,
        "recent",
        ("Ctrl+R, E",),
        _has_file,
        tip="Show the design as it was saved before; each save that changes the file keeps what it replaces.",
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
