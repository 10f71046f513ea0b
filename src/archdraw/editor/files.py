"""Opening and saving without dialogs, and the list of recent documents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archdraw.core.locations import config_dir
from archdraw.core.records import frozen
from archdraw.core.storage import (
    StorageError,
    SystemDisk,
    digest_of,
    save_design,
    starter_design,
    write_atomically,
)
from archdraw.editor.document import DocumentState

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design
    from archdraw.editor.session import Session

ENDING = ".adraw"
MOST_RECENT = 12
_RECENT_FILE = "recent.json"

SaveResult = Literal["saved", "no-path", "read-only", "changed-outside", "failed"]


@frozen
class OpenedDocument:
    """A document ready for a session, with sentences for the user: repairs and notices."""

    design: Design
    state: DocumentState
    messages: tuple[str, ...] = ()


@frozen
class SaveOutcome:
    """What became of a save; `sentence` says why it was not done, or where it went."""

    result: SaveResult
    sentence: str = ""

    @property
    def saved(self) -> bool:
        """Whether the file now holds the drawing."""
        return self.result == "saved"


def new_document() -> OpenedDocument:
    """Return an empty document without a file."""
    return OpenedDocument(starter_design(), DocumentState())


def open_document(path: Path, catalog: Catalog | None = None) -> OpenedDocument:
    """Read a document; one that was repaired counts as changed until it is saved.

    Raises
    ------
    StorageError
        With one sentence, when it can't be used.
    """
    from archdraw.editor.plugged import open_file

    opened = open_file(path, catalog)
    state = DocumentState(
        path=path,
        digest=opened.digest,
        read_only=opened.read_only,
        saved_depth=None if opened.repairs else 0,
        opened=opened,
    )
    notices = (opened.notice,) if opened.notice else ()
    if opened.from_picture:
        # The picture stays a picture: the design in it is a document that has no file yet.
        said = f"This is the design in {path.name}; saving asks for a file of its own."
        state = DocumentState(saved_depth=None, read_only=opened.read_only)
        return OpenedDocument(opened.design, state, (said, *notices, *opened.repairs))
    return OpenedDocument(opened.design, state, (*notices, *opened.repairs, *_unsettled(opened.design)))


def _unsettled(design: Design) -> tuple[str, ...]:
    """Return what a merge has left open, with what to do about it."""
    if not design.extensions:
        return ()
    from archdraw.core.merging import conflict_sentences

    said = conflict_sentences(design)
    return (
        (
            *said,
            "The Comparison panel settles one after the other, File ▸ Settle merge all at once.",
        )
        if said
        else ()
    )


def save_document(session: Session, path: Path | None = None, *, overwrite: bool = False) -> SaveOutcome:
    """Write the session's document to its file, or to another one.

    Parameters
    ----------
    path
        Another file (save as); None saves where the document came from.
    overwrite
        Write even where somebody else has changed the file since it was opened.
    """
    document = session.document
    target = path or document.path
    if target is None:
        return SaveOutcome("no-path", "This document has no file yet; save it under a name.")
    if document.read_only:
        return SaveOutcome("read-only", f"{document.name} was made by a newer ArchDraw and is read-only.")
    same = document.path is not None and _same_file(target, document.path)
    expected = document.digest if same and not overwrite else None
    session.finish()
    from archdraw.editor.versions import about_to_replace, keep_replaced

    replaced = about_to_replace(target)
    try:
        digest = save_design(target, session.design, expected_digest=expected, opened=document.opened)
    except StorageError as error:
        if error.problem == "changed-outside":
            return SaveOutcome("changed-outside", str(error))
        return SaveOutcome("failed", str(error))
    if replaced is not None and digest_of(replaced.data) != digest:
        keep_replaced(target, replaced)
    session.set_document(replace(document, path=target, digest=digest, saved_depth=session.store.undo_depth))
    remember_recent(target)
    return SaveOutcome("saved", f"Saved as {target.name}." if not same else "")


def suggested_path(session: Session, ending: str = ENDING) -> Path:
    """Return a file name to begin with in a dialog: the document's own, or one made from its title."""
    path = session.document.path
    if path is not None:
        return path.with_suffix(ending)
    title = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in session.design.title)
    return Path((" ".join(title.split()) or "architecture") + ending)


def recent_files() -> list[Path]:
    """Return the documents opened or saved last, newest first; files that are gone are left out."""
    try:
        listed = json.loads((config_dir() / _RECENT_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        # A list that can't be read is worth no question: it starts anew with the next document.
        return []
    if not isinstance(listed, list):
        return []
    paths = [Path(entry) for entry in listed if isinstance(entry, str) and "\0" not in entry]
    return [path for path in paths[:MOST_RECENT] if path.is_file()]


def remember_recent(path: Path) -> None:
    """Put a document at the head of the list; a list that can't be written is no reason to stop anybody."""
    entry = path.absolute()
    kept = [entry, *(one for one in recent_files() if one != entry)][:MOST_RECENT]
    _write_recent([str(one) for one in kept])


def forget_recent() -> None:
    """Empty the list of recent documents."""
    _write_recent([])


def _write_recent(entries: list[str]) -> None:
    file = config_dir() / _RECENT_FILE
    data = (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data, SystemDisk(), name=str(file))
    except (OSError, StorageError):
        # The document itself is open or saved; only the shortcut to it is missing next time.
        return


def _same_file(first: Path, second: Path) -> bool:
    try:
        return first.resolve() == second.resolve()
    except OSError:
        return first == second
