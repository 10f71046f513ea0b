"""Unsaved work kept beside the program, so that whatever ends it takes no more than the last moments along.

One file for each running window: a line of JSON that says whose work it is, then the document as it is saved.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from archdraw.core.records import frozen
from archdraw.core.storage.disk import SystemDisk
from archdraw.core.storage.errors import StorageError, reason_of
from archdraw.core.storage.reading import parse_design, read_bytes
from archdraw.core.storage.saving import write_atomically
from archdraw.core.storage.writing import design_text

if TYPE_CHECKING:
    from archdraw.core.model import Design

KEPT_ENDING = ".kept"
_VERSION = 1
_OWNER_ONLY = 0o700
# A path is not longer, each of its letters escaped.
_LONGEST_HEAD = 100_000


@frozen
class Owner:
    """The file that unsaved work belongs to, None for one that was never saved, and its digest then."""

    path: Path | None = None
    digest: str | None = None

    @property
    def name(self) -> str:
        """What the document is called."""
        return self.path.name if self.path is not None else "Untitled"


@frozen
class Kept:
    """A file of kept work: whose it is, and when it was kept (seconds since 1970)."""

    file: Path
    owner: Owner
    at: float


def keep_work(file: Path, design: Design, owner: Owner) -> None:
    """Write a design to its file of kept work, in the place of what was kept there before.

    Raises
    ------
    StorageError
        When the system refuses; what was kept before is still there then.
    """
    head = {
        "kept": _VERSION,
        "path": None if owner.path is None else str(owner.path.absolute()),
        "digest": owner.digest,
    }
    # A file name may hold bytes that are no text; escaped they are.
    data = json.dumps(head).encode("ascii") + b"\n" + design_text(design).encode("utf-8")
    try:
        file.parent.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"the folder can't be made ({reason_of(error)})."
        raise StorageError(file, reason, problem="unwritable") from error
    write_atomically(file, data, SystemDisk(), name=str(file))


def read_kept(file: Path) -> tuple[Kept, Design]:
    """Return the work that is kept in a file, with whose it is.

    Raises
    ------
    StorageError
        When it can't be used; the file is not touched.
    """
    head, _, data = read_bytes(file).partition(b"\n")
    kept = _kept(file, head)
    return kept, parse_design(data, kept.owner.name).design


def read_owner(file: Path) -> Kept:
    """Return whose work is kept in a file, without reading the work.

    Raises
    ------
    StorageError
        When it is no kept work, or can't be read.
    """
    try:
        with file.open("rb") as stream:
            head = stream.readline(_LONGEST_HEAD)
    except OSError as error:
        raise _unreadable(file, error) from error
    return _kept(file, head)


def kept_files(folder: Path) -> list[Path]:
    """Return the files of kept work in a folder, the newest first."""
    try:
        found = [(file.stat().st_mtime, file) for file in folder.iterdir() if file.suffix == KEPT_ENDING]
    except OSError:
        return []
    return [file for _, file in sorted(found, reverse=True)]


def _kept(file: Path, head: bytes) -> Kept:
    owner = _owner_of(head, file)
    try:
        return Kept(file, owner, file.stat().st_mtime)
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> StorageError:
    return StorageError(file, f"it can't be read ({reason_of(error)}).", problem="unreadable")


def _owner_of(head: bytes, file: Path) -> Owner:
    try:
        # Not strict as a document is read: a path may hold what is no text.
        told = json.loads(head)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("kept") != _VERSION:
        raise StorageError(file, "this is no work that ArchDraw kept.")
    path, digest = told.get("path"), told.get("digest")
    known = Path(path) if isinstance(path, str) and "\0" not in path else None
    return Owner(known, digest if isinstance(digest, str) else None)
