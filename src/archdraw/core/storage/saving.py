"""Saving that leaves the old or the new document behind, never half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from typing import TYPE_CHECKING

from archdraw.core.model import MAX_COMPONENTS, MAX_CONNECTIONS
from archdraw.core.storage.disk import Disk, SystemDisk
from archdraw.core.storage.errors import StorageError, reason_of
from archdraw.core.storage.reading import check_unique_ids, digest_of, parse_design, read_bytes
from archdraw.core.storage.strict_json import MAX_BYTES
from archdraw.core.storage.writing import design_text

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.model import Design
    from archdraw.core.storage.reading import Opened

_NEW_FILE_MODE = 0o644
_REPLACE_TRIES = 4
_REPLACE_PAUSE_S = 0.05
# Reading everything again takes 0.1 s a megabyte. Larger documents rely on their records, which are
# checked when they are made; what records do not check is checked for every document.
_READ_AGAIN_UP_TO = 1_000_000
# Of the name, so that with four bytes a character the temporary name still fits into 255.
_NAME_KEPT = 40
_LEFTOVER_AGE_S = 3600.0


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
        the system refused, "damaged" when the document would not open again, "refused" when a newer
        ArchDraw made it and it was edited. The old file is untouched.
    """
    check_no_picture(path)
    data = document_bytes(design, opened, path)
    digest = digest_of(data)
    target = _target_of(path)
    if expected_digest is not None:
        _check_unchanged(target, path, {expected_digest, digest})
    write_atomically(target, data, disk or SystemDisk(), name=str(path))
    remove_leftovers(target)
    return digest


def check_no_picture(path: Path) -> None:
    """Refuse to write a document where a picture stands, or is meant by the name.

    Raises
    ------
    StorageError
        With what to do instead.
    """
    from archdraw.core.storage.pictures import PICTURE_ENDINGS

    if path.suffix.lower() in PICTURE_ENDINGS:
        reason = f"a design is not saved as a picture; name it {path.stem}.adraw, or export the drawing."
        raise StorageError(path, reason)


def document_bytes(design: Design, opened: Opened | None, path: Path) -> bytes:
    """Return the bytes to write: those of the opened file when the design is still the same.

    Raises
    ------
    StorageError
        With the problem "damaged" when they could not be opened again, "refused" for an edited document
        of a newer version.
    """
    if opened is not None and _unedited(design, opened):
        return opened.original
    if opened is not None and opened.read_only:
        raise StorageError(path, "a newer ArchDraw made it; saving it here would lose parts of it.")
    try:
        data = design_text(design).encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(path, reason_of(error)) from error
    _check_readable(design, data, path)
    return data


def _unedited(design: Design, opened: Opened) -> bool:
    if opened.repairs and not opened.read_only:
        # Saving is how the user accepts what was mended.
        return False
    if design is opened.design:
        return True
    # Equal is not enough: to Python 1 and true are equal, and so are objects in another order.
    return design == opened.design and design_text(design) == design_text(opened.design)


def _check_readable(design: Design, data: bytes, path: Path) -> None:
    """Refuse to write what could not be opened again."""
    if len(data) > MAX_BYTES:
        raise _damaged(path, f"it has {len(data) // 1024 // 1024} MB, and at most 64 MB can be opened")
    if len(design.components) > MAX_COMPONENTS or len(design.connections) > MAX_CONNECTIONS:
        limits = f"{MAX_COMPONENTS:,} components and {MAX_CONNECTIONS:,} connections"
        raise _damaged(path, f"it has more than {limits}")
    try:
        if len(data) <= _READ_AGAIN_UP_TO:
            parse_design(data, str(path))
        else:
            check_unique_ids(design, str(path))
    except StorageError as error:
        raise _damaged(path, error.reason.rstrip("."), error.place) from error


def _damaged(path: Path, reason: str, place: str = "") -> StorageError:
    sentence = f"it was not saved, because it could not be opened again ({reason})."
    return StorageError(path, sentence, place=place, problem="damaged")


def _target_of(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        # Python 3.11 reports a ring of links as a RuntimeError.
        reason = f"it can't be written ({reason_of(error)}); choose another place."
        raise StorageError(path, reason, problem="unwritable") from error


def _check_unchanged(target: Path, path: Path, expected: set[str]) -> None:
    if not target.exists():
        return
    if digest_of(read_bytes(target)) not in expected:
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
        With the problem "unwritable". No temporary file stays, and the old file is as it was; only when
        the folder could not be synced at the very end, the new one is there.
    """
    temporary = target.with_name(f"{_temporary_stem(target)}{os.urandom(4).hex()}.tmp")
    try:
        mode = _mode_for(target)
        try:
            _write_all(temporary, data, disk)
            disk.set_mode(temporary, mode)
            _check_kept(disk.holds(temporary, data), name)
            _replace(temporary, target, disk)
        except BaseException:
            with contextlib.suppress(OSError):
                disk.remove(temporary)
            raise
        disk.sync_folder(target.parent)
    except (OSError, ValueError) as error:
        reason = f"it can't be written ({reason_of(error)}); choose another place."
        raise StorageError(name, reason, problem="unwritable") from error


def remove_leftovers(target: Path, *, older_than_s: float = _LEFTOVER_AGE_S) -> None:
    """Remove temporary files that saves of this document left when they were killed.

    Younger ones stay: they may belong to a save that another program is doing now.
    """
    stem = _temporary_stem(target)
    with contextlib.suppress(OSError):
        for file in target.parent.iterdir():
            if file.name.startswith(stem) and file.name.endswith(".tmp"):
                with contextlib.suppress(OSError):
                    if time.time() - file.lstat().st_mtime > older_than_s:
                        file.unlink()


def _temporary_stem(target: Path) -> str:
    return f".{target.name[:_NAME_KEPT]}.save-"


def _check_kept(kept: object, name: str) -> None:
    if not kept:
        reason = "the disk did not keep what was written; the old file is untouched."
        raise StorageError(name, reason, problem="unwritable")


def _write_all(temporary: Path, data: bytes, disk: Disk) -> None:
    handle = disk.create(temporary)
    try:
        rest = memoryview(data)
        while rest:
            written = disk.write(handle, rest)
            if written <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            rest = rest[written:]
        disk.sync(handle)
    finally:
        disk.close(handle)


def _mode_for(target: Path) -> int:
    """Return the permission bits of the file to replace; refuse one that must not be replaced."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return _NEW_FILE_MODE
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    if not mode & 0o222:
        # Replacing needs the folder's permission only, so nothing else would stop it.
        raise PermissionError(errno.EACCES, "the file is write-protected")
    return stat.S_IMODE(mode)


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
