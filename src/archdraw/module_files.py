"""Finds the program's own modules where they are known to be.

A start imports three hundred of them. Python looks for each along the whole path, tries every suffix and
works out twice where the byte code is kept: half of what importing costs. The folder of a module is that of
its package, so one look at the source and one file of byte code are enough. What is read, and when it is
compiled anew, is as ever; whatever is unusual is left to Python.
"""

from __future__ import annotations

import marshal
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from os import sep
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE = "archdraw"
_OURS = f"{_PACKAGE}."
_SOURCE = ".py"
# Python's magic number, flags (none: made from the source of this time and size), time and size: a word each.
_HEAD = 16
_BEGINNING = MAGIC_NUMBER + bytes(4)


def _word(number: float) -> bytes:
    return (int(number) & 0xFFFFFFFF).to_bytes(4, "little")


class _Loader(SourceFileLoader):
    """Loads a module whose byte code lies in a file that is known and fits the source."""

    # Where the byte code is, and how it begins when it fits; set by the finder.
    kept = ""
    head = b""

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            content = self.get_data(self.kept)
        except OSError:
            return super().get_code(fullname)
        if content[:_HEAD] != self.head:
            return super().get_code(fullname)
        try:
            code: CodeType = marshal.loads(memoryview(content)[_HEAD:])  # noqa: S302 - as Python reads the same file
        except (EOFError, TypeError, ValueError):
            # Cut off while it was written.
            return self.source_to_code(self.get_data(self.path), self.path)
        return code


class OwnModules:
    """A finder for the modules of the program, to stand before Python's own."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[str, str]] = {}

    def find_spec(self, name: str, path: Sequence[str] | None = None, _: object = None) -> ModuleSpec | None:
        """Return where a module of ours is, or None."""
        if path is None or len(path) != 1 or not name.startswith(_OURS):
            return None
        folder, own_name = path[0], name.rpartition(".")[2]
        package = f"{folder}{sep}{own_name}"
        return self._spec(name, folder, own_name, None) or self._spec(name, package, "__init__", [package])

    def _spec(self, name: str, folder: str, own_name: str, places: list[str] | None) -> ModuleSpec | None:
        file = f"{folder}{sep}{own_name}{_SOURCE}"
        loader = _Loader(name, file)
        try:
            source = loader.path_stats(file)
        except OSError:
            return None
        loader.kept = self._cached(folder, own_name)
        loader.head = _BEGINNING + _word(source["mtime"]) + _word(source["size"])
        spec = ModuleSpec(name, loader, origin=file)
        spec.submodule_search_locations = places
        spec.has_location = True
        spec.cached = loader.kept
        return spec

    def _cached(self, folder: str, name: str) -> str:
        found = self._folders.get(folder)
        if found is None:
            before, _, after = cache_from_source(f"{folder}{sep}*{_SOURCE}").rpartition("*")
            found = self._folders[folder] = before, after
        return f"{found[0]}{name}{found[1]}"


def find_own_modules() -> None:
    """From now on, find the program's modules here, where they are plain files."""
    loader = getattr(sys.modules[_PACKAGE].__spec__, "loader", None)
    if type(loader) is SourceFileLoader and not any(isinstance(one, OwnModules) for one in sys.meta_path):
        sys.meta_path.insert(0, OwnModules())
