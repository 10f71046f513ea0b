"""Saving that leaves the old or the new document behind, never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from typing import TYPE_CHECKING, Protocol

from archdraw.core.storage.errors import StorageError
from archdraw.core.storage.reading import digest_of, parse_design, read_bytes
from archdraw.core.storage.writing import design_text

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.model import Design
    from archdraw.core.storage.reading import Opened

_NEW_FILE_MODE = 0o644
_REPLACE_TRIES = 4
_REPLACE_PAUSE_S = 0.05


class Disk(Protocol):
    """The system calls of a save; tests put one in that fails on purpose."""

    def create(self, path: Path) -> int:
        """Create a file that must not exist, for writing by this user only; return its handle."""
        ...

    def write(self, handle: int, data: bytes) -> int:
        """Write some of the data; return how many bytes were taken."""
        ...

    def sync(self, handle: int) -> None:
        """Wait until the file is on the disk."""
        ...

    def close(self, handle: int) -> None:
        """Close the handle."""
        ...

    def set_mode(self, path: Path, mode: int) -> None:
        """Set the permission bits."""
        ...

    def read(self, path: Path) -> bytes:
        """Return the whole content."""
        ...

    def replace(self, source: Path, target: Path) -> None:
        """Put source in the place of target, at once."""
        ...

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in the folder are on the disk."""
        ...

    def remove(self, path: Path) -> None:
        """Remove a file."""
        ...


class SystemDisk:
    """The real system calls."""

    def create(self, path: Path) -> int:
        """Create the file exclusively."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)

    def write(self, handle: int, data: bytes) -> int:
        """Write to the handle."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Call fsync."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close the handle."""
        os.close(handle)

    def set_mode(self, path: Path, mode: int) -> None:
        """Call chmod."""
        path.chmod(mode)

    def read(self, path: Path) -> bytes:
        """Read the file."""
        return path.read_bytes()

    def replace(self, source: Path, target: Path) -> None:
        """Rename over the target."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Call fsync on the folder where the system allows it."""
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """Unlink the file."""
        path.unlink()


def save_design(
    path: Path,
    design: Design,
    *,
    expected_digest: str | None = None,
    opened: Opened | None = None,
    disk: Disk | None = None,
) -> str:
    """Write the document; return the SHA-256 of the bytes now in the file.

    Parameters
    ----------
    path
        The file; a link is followed and its target written.
    expected_digest
        The digest of the bytes this document was opened from or last saved as. Another one on the disk
        means that somebody else has changed the file.
    opened
        How the document was opened: when nothing was edited, the very same bytes are written.

    Raises
    ------
    StorageError
        `problem` is "changed-outside" when the file on disk is not the expected one, "unwritable" when
        the system refused, "damaged" when the document would not open again. The old file is untouched.
    """
    target = path.resolve()
    data = document_bytes(design, opened)
    parse_again(data, path)
    if expected_digest is not None:
        _check_unchanged(target, path, expected_digest)
    write_atomically(target, data, disk or SystemDisk(), name=str(path))
    return digest_of(data)


def document_bytes(design: Design, opened: Opened | None) -> bytes:
    """Return the bytes to write: those of the opened file when the design is still the same."""
    if opened is not None and opened.parsed is not None and design == opened.parsed:
        return opened.original
    return design_text(design).encode("utf-8")


def parse_again(data: bytes, path: Path) -> None:
    """Refuse to write what could not be opened again.

    Raises
    ------
    StorageError
        With the problem "damaged".
    """
    try:
        parse_design(data, str(path))
    except StorageError as error:
        reason = f"it was not saved, because it could not be opened again ({error.reason})"
        raise StorageError(path, reason, place=error.place, problem="damaged") from error


def _check_unchanged(target: Path, path: Path, expected: str) -> None:
    if not target.exists():
        return
    if digest_of(read_bytes(target)) != expected:
        reason = (
            "somebody else has changed the file since it was opened; save under another name or overwrite it."
        )
        raise StorageError(path, reason, problem="changed-outside")


def write_atomically(target: Path, data: bytes, disk: Disk, *, name: str) -> None:
    """Write the bytes so that a kill, a full disk or a power cut leaves the old or the new file.

    Temporary file in the same folder, checked writes, fsync, read again and compare, replace, fsync of
    the folder.

    Raises
    ------
    StorageError
        With the problem "unwritable"; the old file is as it was and no temporary file stays.
    """
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            _write_all(temporary, data, disk)
            disk.set_mode(temporary, _mode_of(target))
            _compare(disk.read(temporary), data, name)
            _replace(temporary, target, disk)
        except BaseException:
            with contextlib.suppress(OSError):
                disk.remove(temporary)
            raise
        disk.sync_folder(target.parent)
    except OSError as error:
        reason = f"it can't be written ({error.strerror or error}); choose another place."
        raise StorageError(name, reason, problem="unwritable") from error


def _compare(kept: bytes, wanted: bytes, name: str) -> None:
    if kept != wanted:
        reason = "the disk did not keep what was written; the old file is untouched."
        raise StorageError(name, reason, problem="unwritable")


def _write_all(temporary: Path, data: bytes, disk: Disk) -> None:
    handle = disk.create(temporary)
    try:
        rest = memoryview(data)
        while rest:
            written = disk.write(handle, bytes(rest))
            if written <= 0:
                raise OSError(28, "no space left on the device")
            rest = rest[written:]
        disk.sync(handle)
    finally:
        disk.close(handle)


def _mode_of(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return _NEW_FILE_MODE


def _replace(temporary: Path, target: Path, disk: Disk) -> None:
    """Replace, waiting a little where another program holds the file for a moment."""
    for attempt in range(_REPLACE_TRIES):
        try:
            disk.replace(temporary, target)
        except PermissionError:
            if attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(_REPLACE_PAUSE_S * 2**attempt)
        else:
            return
