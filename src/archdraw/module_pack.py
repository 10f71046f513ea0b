"""The byte code of the modules that a start loads, in one file.

Python keeps the byte code of each module in a file of its own, and to open and read five hundred of them is
a good part of a start. What was loaded is copied into one file when the program ends; the next start reads
of it what it needs. Whether it fits the source is seen from its first bytes, as in the file it came from.
"""

from __future__ import annotations

import marshal
import os
import sys
from typing import TYPE_CHECKING

from archdraw import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Raised whenever the form of the file changes.
_FORMAT = 1
_LENGTH = 8
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_WRITABLE_BY_ALL = 0o002


def is_own(file: int) -> bool:
    """Return whether an open file is the user's own and not for all to write: what is kept in it may be run.

    Somebody who starts the program as another user, or keeps caches where all may write, takes nothing
    from there. On Windows the folder of caches is the user's by what the system allows.
    """
    if sys.platform == "win32":
        return True
    status = os.fstat(file)
    return status.st_uid == os.geteuid() and not status.st_mode & _WRITABLE_BY_ALL


class ModulePack:
    """The file, opened for reading; where there is none, or one of another program or Python, it is empty.

    It holds a line with the key, the length of the table in eight bytes, the table (of each module, where
    behind the table its part begins, and how long it is) and the parts.

    Parameters
    ----------
    path
        The file.
    root
        The folder of the package that it is for.
    """

    def __init__(self, path: Path, root: str) -> None:
        self._path = path
        key = f"{_FORMAT} {__version__} {sys.version} {root}".replace("\n", " ")
        self._key = f"{key}\n".encode("utf-8", "surrogateescape")
        self._places: dict[str, tuple[int, int]] = {}
        self._file = -1
        self._begin = 0
        try:
            self._file = os.open(path, _READ)
            if is_own(self._file):
                self._places = self._table()
        except (OSError, ValueError, EOFError, TypeError):
            self.close()

    def _table(self) -> dict[str, tuple[int, int]]:
        head = os.read(self._file, len(self._key) + _LENGTH)
        if head[: len(self._key)] != self._key:
            return {}
        length = int.from_bytes(head[len(self._key) :], "little")
        table = os.read(self._file, length)
        self._begin = len(head) + length
        found: dict[str, tuple[int, int]] = marshal.loads(table)  # noqa: S302 - a format of this Python: the key fits
        return found

    def part(self, name: str) -> bytes | None:
        """Return what was copied for a module, or None."""
        place = self._places.get(name)
        if place is None:
            return None
        begin = self._begin + place[0]
        if sys.platform != "win32":
            return os.pread(self._file, place[1], begin)
        os.lseek(self._file, begin, os.SEEK_SET)
        return os.read(self._file, place[1])

    def keep(self, added: Mapping[str, bytes]) -> bool:
        """Write the file anew with further parts, and close it; False where that can't be done."""
        parts = {name: self.part(name) or b"" for name in self._places} | dict(added)
        self.close()
        places, begin = {}, 0
        for name, part in parts.items():
            places[name] = begin, len(part)
            begin += len(part)
        table = marshal.dumps(places)
        # The number of the process keeps two programs that end at once from writing into one file.
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            length = len(table).to_bytes(_LENGTH, "little")
            draft.write_bytes(b"".join((self._key, length, table, *parts.values())))
            draft.replace(self._path)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Hold nothing any more."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1
        self._places = {}
