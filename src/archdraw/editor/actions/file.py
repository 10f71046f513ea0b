"""The File menu: documents and what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor import files
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import resting

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def save(session: Session, shell: Shell) -> bool:
    """Save the document, asking for a name where it has none; return whether it was saved."""
    if session.document.path is None:
        return save_as(session, shell)
    if session.document.read_only:
        shell.toast(files.save_document(session).sentence)
        return False
    return _settle(session, shell, files.save_document(session), session.document.path)


def save_as(session: Session, shell: Shell) -> bool:
    """Save the document under a name that the user gives; return whether it was saved."""
    path = shell.ask_save_path(files.suggested_path(session), "adraw")
    if path is None:
        return False
    path = path if path.suffix else path.with_suffix(files.ENDING)
    return _settle(session, shell, files.save_document(session, path, overwrite=True), path)


def may_close(session: Session, shell: Shell) -> bool:
    """Ask what becomes of unsaved changes; return whether the document may be left."""
    if not session.dirty:
        return True
    answer = shell.ask_unsaved(session.document.name)
    if answer == "save":
        return save(session, shell)
    return answer == "discard"


def _settle(session: Session, shell: Shell, outcome: files.SaveOutcome, path: Path) -> bool:
    if outcome.result == "changed-outside":
        choice = shell.ask_changed_outside(path.name)
        if choice == "overwrite":
            outcome = files.save_document(session, path, overwrite=True)
        else:
            return choice == "save-as" and save_as(session, shell)
    if outcome.sentence:
        shell.toast(outcome.sentence)
    return outcome.saved


def _open(_session: Session, shell: Shell) -> None:
    path = shell.ask_open_path()
    if path is not None:
        shell.open_path(path)


def _quit(_session: Session, shell: Shell) -> None:
    shell.quit()


def _export(session: Session, shell: Shell, kind: str) -> None:
    path = shell.ask_save_path(files.suggested_path(session, f".{kind}"), kind)
    if path is not None:
        shell.export(path if path.suffix else path.with_suffix(f".{kind}"), kind)


def _choose_export(_session: Session, shell: Shell) -> None:
    shell.show_dialog("export")


def _new(_session: Session, shell: Shell) -> None:
    shell.new_window()


def _save(session: Session, shell: Shell) -> None:
    save(session, shell)


def _save_as(session: Session, shell: Shell) -> None:
    save_as(session, shell)


ACTIONS = (
    Action("file.new", "New", "File", _new, "new", ("Ctrl+N",), tip="Start an empty design.", section="open"),
    Action(
        "file.new-sample",
        "New from a sample…",
        "File",
        lambda _session, shell: shell.show_dialog("samples"),
        shortcuts=("Ctrl+Alt+Shift+N",),
        tip="Start from a design that comes with ArchDraw.",
        section="open",
    ),
    Action("file.open", "Open…", "File", _open, "open", ("Ctrl+O",), tip="Open a design.", section="open"),
    Action(
        "file.save",
        "Save",
        "File",
        _save,
        "save",
        ("Ctrl+S",),
        resting,
        tip="Save the design.",
        section="save",
    ),
    Action(
        "file.save-as",
        "Save as…",
        "File",
        _save_as,
        "save_as",
        ("Ctrl+Shift+S",),
        resting,
        tip="Save the design under another name.",
        section="save",
    ),
    Action(
        "export.pdf",
        "Export review…",
        "File",
        lambda session, shell: _export(session, shell, "pdf"),
        "pdf",
        ("Ctrl+E",),
        resting,
        tip="Write the review document as PDF.",
        section="export",
    ),
    Action(
        "export.svg",
        "Export drawing as SVG…",
        "File",
        lambda session, shell: _export(session, shell, "svg"),
        "export",
        ("Ctrl+R, S",),
        resting,
        tip="Write this view as a vector drawing.",
        section="export",
    ),
    Action(
        "export.png",
        "Export drawing as PNG…",
        "File",
        lambda session, shell: _export(session, shell, "png"),
        "export",
        ("Ctrl+R, P",),
        resting,
        tip="Write this view as a picture.",
        section="export",
    ),
    Action(
        "export.choose",
        "Export…",
        "File",
        _choose_export,
        "export",
        ("Ctrl+Shift+E",),
        resting,
        tip="Write the review document, the drawing or a picture.",
        section="export",
    ),
)
# What stands at the end of the menu, after what other rooms add to it.
LAST = (
    Action("file.quit", "Quit", "File", _quit, "", ("Ctrl+Q",), tip="Close all windows.", section="quit"),
)
