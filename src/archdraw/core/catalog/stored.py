"""The compiled catalogue on disk: reading 160 TOML and SVG files takes 30 times as long as one file.

It holds a line with the key (versions, and name, size and time of every file of every pack), a line with
a checksum, and the data in Python's marshal form. Anything that does not fit is taken as absent. Unlike a
pickle, marshalled data holds values of built-in types only and never runs code; as a format of one Python
version it is read only after the key, which names the version, was found equal. Files of somebody else, or
that anybody may write, are not read: byte code is kept in the same way.
"""

from __future__ import annotations

import json
import marshal
import os
import sys
import zlib
from typing import TYPE_CHECKING, Any

from archdraw import __version__
from archdraw.module_pack import is_own

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Raised whenever the compiled form changes.
CACHE_FORMAT = 1

_SUBFOLDERS = ("kinds", "icons")


def cache_key(folders: Sequence[Path]) -> str:
    """Return one line that changes whenever a pack, this program or Python does."""
    files = [[str(folder), sorted(_file_marks(folder))] for folder in folders]
    return json.dumps([CACHE_FORMAT, __version__, sys.version, files])


def cache_file(directory: Path, folders: Sequence[Path]) -> Path:
    """Return the file for this set of packs, so that two sets do not overwrite each other."""
    name = zlib.crc32("\n".join(map(str, folders)).encode("utf-8", "surrogateescape"))
    return directory / f"catalog-{name:08x}.bin"


def read_cache(path: Path, key: str) -> dict[str, Any] | None:
    """Return the stored data, or None where there is none, or it is stale, damaged or not the user's own."""
    try:
        with path.open("rb") as file:
            if not is_own(file.fileno()):
                return None
            stored = file.read()
    except OSError:
        return None
    first = stored.find(b"\n")
    second = stored.find(b"\n", first + 1)
    # A view: each copy of so many bytes is fresh memory that the system has to clear.
    body = memoryview(stored)[second + 1 :]
    if second < 0 or stored[:first] != key.encode() or stored[first + 1 : second] != _checksum(body):
        return None
    try:
        data: dict[str, Any] = marshal.loads(body)  # noqa: S302 - like a .pyc file; the module says why
    except (ValueError, EOFError, TypeError):
        return None
    return data


def write_cache(path: Path, key: str, data: dict[str, Any]) -> bool:
    """Store the data atomically; return False where the folder cannot be written, which is fine."""
    body = marshal.dumps(data)
    # The number of the process keeps two programs that start at once from writing into one file.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(b"\n".join((key.encode(), _checksum(body), body)))
        draft.replace(path)
    except OSError:
        return False
    return True


def _checksum(body: bytes | memoryview) -> bytes:
    return f"{zlib.crc32(body):08x}".encode()


def _file_marks(folder: Path) -> Iterable[tuple[str, int, int]]:
    for place in ("", *_SUBFOLDERS):
        try:
            with os.scandir(folder / place if place else folder) as entries:
                for entry in entries:
                    if entry.name.endswith((".toml", ".svg")):
                        status = entry.stat()
                        yield f"{place}/{entry.name}", status.st_size, status.st_mtime_ns
        except OSError:
            # A folder that is not there, or a file that vanished: the reader of packs reports it.
            continue
