"""Earlier versions of a document: what a save replaces is kept on this computer for a while."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.locations import state_dir
from archdraw.core.storage import StorageError
from archdraw.core.storage.reading import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = "versions"
_ENDING = ".adraw"
# Of each document; the oldest goes when one more comes.
MOST_VERSIONS = 50
_OWNER_ONLY = 0o700


class Version(NamedTuple):
    """A file with an earlier version, and when it was saved (seconds since 1970)."""

    file: Path
    saved: float

    @property
    def words(self) -> str:
        """When it was saved, in words."""
        return time.strftime("%Y-%m-%d, %H:%M:%S", time.localtime(self.saved))


class Replaced(NamedTuple):
    """What a save is going to replace: its bytes, and when they were written (nanoseconds since 1970)."""

    data: bytes
    written_ns: int


def about_to_replace(path: Path) -> Replaced | None:
    """Return what stands in a file before it is saved; None where there is nothing."""
    try:
        return Replaced(read_bytes(path), path.stat().st_mtime_ns)
    except (OSError, StorageError):
        return None


def keep_replaced(path: Path, replaced: Replaced) -> None:
    """Keep what a save has replaced; where that can't be done the save is still a save."""
    folder = _folder_of(path)
    with suppress(OSError):
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        (folder / f"{replaced.written_ns}{_ENDING}").write_bytes(replaced.data)
        for version in earlier_versions(path)[MOST_VERSIONS:]:
            version.file.unlink()


def earlier_versions(path: Path) -> list[Version]:
    """Return the versions of a document that are kept, the newest first."""
    try:
        files = [
            file for file in _folder_of(path).iterdir() if file.suffix == _ENDING and file.stem.isdecimal()
        ]
    except OSError:
        return []
    found = [Version(file, int(file.stem) / 1e9) for file in files]
    return sorted(found, key=lambda version: version.saved, reverse=True)


def _folder_of(path: Path) -> Path:
    name = str(path.absolute()).encode("utf-8", "surrogatepass")
    return state_dir() / _FOLDER / hashlib.sha256(name).hexdigest()[:16]
