"""The system calls of a save, behind one door: tests put a disk in that fails on purpose."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

# What file systems answer that can't sync a folder: there is nothing to wait for then.
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}

_PIECE = 1 << 18


class Disk(Protocol):
    """What a save asks of the system."""

    def create(self, path: Path) -> int:
        """Create a file that must not exist, for writing by this user only; return its handle."""
        ...

    def write(self, handle: int, data: memoryview) -> int:
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

    def holds(self, path: Path, data: bytes) -> bool:
        """Tell whether this is the whole content of a file."""
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

    def write(self, handle: int, data: memoryview) -> int:
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

    def holds(self, path: Path, data: bytes) -> bool:
        """Read the file piece by piece, which fetches no memory for all of it."""
        at = 0
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                if not data.startswith(piece, at):
                    return False
                at += len(piece)
        return at == len(data)

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
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """Unlink the file."""
        path.unlink()
