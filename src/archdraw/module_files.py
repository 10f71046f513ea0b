"""Finds the program's own modules where they are known to be.

A start imports three hundred of them. Python looks for each along the whole path, tries every suffix and
works out twice where the byte code is kept: half of what importing costs. The folder of a module is that of
its package, so one look at the source and one file of byte code are enough; of what earlier runs loaded, the
byte code lies in one file for all. What is read, and when it is compiled anew, is as ever; whatever is
unusual is left to Python.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from os import sep
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archdraw.module_pack import ModulePack

_PACKAGE = "archdraw"
_OURS = f"{_PACKAGE}."
_SOURCE = ".py"
_PACK_NAME = "modules.bin"
# Python's magic number, flags (none: made from the source of this time and size), time and size: a word each.
_HEAD = 16
_BEGINNING = MAGIC_NUMBER + bytes(4)
_WORD = 0xFFFFFFFF


def _mark(file: str) -> bytes:
    """Return what the byte code of a source begins with when it fits; raises OSError where there is none."""
    status = os.stat(file)  # noqa: PTH116 - a path object for each of five hundred takes longer than the look
    words = (int(status.st_mtime) & _WORD) | (status.st_size & _WORD) << 32
    return _BEGINNING + words.to_bytes(8, "little")


class _Loader(SourceFileLoader):
    """Loads a module whose byte code lies in a file that is known and fits the source."""

    # Where the byte code is, and how it begins when it fits; set by the finder.
    kept = ""
    head = b""
    pack: ModulePack | None = None
    packed = False

    def get_code(self, fullname: str) -> CodeType | None:
        content = self.pack.part(fullname) if self.pack is not None else None
        self.packed = content is not None and content[:_HEAD] == self.head
        if content is None or not self.packed:
            content = self.content()
            if content is None:
                return super().get_code(fullname)
        try:
            code: CodeType = marshal.loads(memoryview(content)[_HEAD:])  # noqa: S302 - as Python reads the same file
        except (EOFError, TypeError, ValueError):
            # Cut off while it was written.
            return self.source_to_code(self.get_data(self.path), self.path)
        return code

    def content(self) -> bytes | None:
        """Return what the file of byte code holds, or None where it does not fit the source."""
        try:
            content = self.get_data(self.kept)
        except OSError:
            return None
        return content if content[:_HEAD] == self.head else None


class OwnModules:
    """A finder for the modules of the program, to stand before Python's own."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[str, str]] = {}
        self._pack: ModulePack | None = None

    def find_spec(self, name: str, path: Sequence[str] | None = None, _: object = None) -> ModuleSpec | None:
        """Return where a module of ours is, or None."""
        if path is None or len(path) != 1 or not name.startswith(_OURS):
            return None
        folder, own_name = path[0], name.rpartition(".")[2]
        package = f"{folder}{sep}{own_name}"
        return self._spec(name, folder, own_name, None) or self._spec(name, package, "__init__", [package])

    def use_pack(self, folder: Path) -> None:
        """From now on, read the byte code that earlier runs have put together in a folder."""
        from archdraw.module_pack import ModulePack

        self._pack = ModulePack(folder / _PACK_NAME, sys.modules[_PACKAGE].__path__[0])

    def keep(self) -> None:
        """Put together the byte code of what this run loaded, where some of it was not there."""
        if self._pack is None:
            return
        added = {}
        for name, module in list(sys.modules.items()):
            loader = getattr(module, "__loader__", None)
            if isinstance(loader, _Loader) and loader.pack is not None and not loader.packed:
                content = loader.content()
                if content is not None:
                    added[name] = content
        if added:
            self._pack.keep(added)

    def _spec(self, name: str, folder: str, own_name: str, places: list[str] | None) -> ModuleSpec | None:
        file = f"{folder}{sep}{own_name}{_SOURCE}"
        try:
            head = _mark(file)
        except OSError:
            return None
        loader = _Loader(name, file)
        loader.pack = self._pack
        loader.kept = self._cached(folder, own_name)
        loader.head = head
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
    if type(loader) is SourceFileLoader and _finder() is None:
        sys.meta_path.insert(0, OwnModules())


def use_module_pack(folder: Path) -> None:
    """From now on, read the byte code that earlier runs have put together in a folder."""
    finder = _finder()
    if finder is not None:
        finder.use_pack(folder)


def keep_module_pack() -> None:
    """Put together the byte code of what this run loaded, for the next; nothing to do when it was there."""
    finder = _finder()
    if finder is not None and not sys.dont_write_bytecode:
        finder.keep()


def _finder() -> OwnModules | None:
    return next((one for one in sys.meta_path if isinstance(one, OwnModules)), None)
