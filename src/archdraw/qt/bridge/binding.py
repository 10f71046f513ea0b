"""PySide, loaded without what only describes it.

PySide carries a package of its own as source text and compiles all of it at every start. The larger half
writes type stubs and words messages about wrong arguments; its search patterns alone take longer than
loading Qt's windows. Here those modules are made when somebody looks into them, and the byte code of the
others is kept, as Python keeps that of files; the archive that the sources come in is not even opened then.

Nothing here imports PySide by being imported.
"""

from __future__ import annotations

import builtins
import json
import os
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, cast

from archdraw.core.catalog.stored import read_cache, write_cache
from archdraw.core.digests import sha256_hex
from archdraw.core.locations import cache_dir
from archdraw.qt.bridge.enumerations import make_enumerations_after_patterns

if TYPE_CHECKING:
    from collections.abc import Callable

_CACHE_NAME = "binding.bin"
_CACHE_FORMAT = 2
_BOOTSTRAP = "signature_bootstrap.py"
_PACKAGE = "shibokensupport/"
# Read by Python code only, through their attributes; what C++ looks up in a module's dictionary is loaded.
_DESCRIBING = tuple(
    f"{_PACKAGE}signature/{name}.py"
    for name in ("errorhandler", "layout", "parser", "lib/enum_sig", "lib/pyi_generator", "lib/tool")
)
# What is added to sources of its own.
_ADDED = {
    _BOOTSTRAP: b"""

_own_prepare = prepare_zipfile

def prepare_zipfile():
    from archdraw.qt.bridge.binding import kept_package
    return kept_package(zipstring_sequence, _own_prepare) or _own_prepare()
""",
    # It would search the source of each module that is imported while it loads for a use of the binding.
    f"{_PACKAGE}feature.py": b"""

def _mod_uses_pyside(module):
    return False
""",
    # What describes the binding spells names of enumerations the short way, which those that wait don't know.
    f"{_PACKAGE}signature/mapping.py": b"""

_own_update = update_mapping

def update_mapping():
    from archdraw.qt.bridge.enumerations import fill_in
    fill_in()
    _own_update()
""",
}
_STAND_IN = "from {home} import postponed\n__getattr__ = postponed({name!r}, globals())\n"
# The binding's own wish to unpack its sources into a folder or to take them from there.
_UNPACKS = "SBK_EMBED"
_own_compile = builtins.compile
_sources: dict[str, bytes] = {}


def load_binding() -> None:
    """Load PySide, and leave the import statement as it was.

    PySide puts one of its own in its place, which reads and keeps the source of every module imported
    afterwards, to see whether it may ask for other spellings of Qt's methods. Nothing here does.
    """
    if "PySide6" in sys.modules:
        return
    own_import = builtins.__import__
    make_enumerations_after_patterns()
    loading = _Loading()
    _under_way.append(loading)
    builtins.compile = loading.compile
    try:
        import_module("PySide6")
    finally:
        builtins.compile = _own_compile
        _under_way.clear()
    loading.keep()
    builtins.__import__ = own_import


def postponed(name: str, space: dict[str, Any]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module that runs its source when it is first asked for something.

    Parameters
    ----------
    name
        The name that PySide compiles the source under.
    space
        The module's dictionary.
    """
    source = _sources.pop(name, None)
    read = [_reader(name) if source is None else lambda: source]

    def find(asked: str) -> Any:
        if read and not asked.startswith("__"):
            exec(_own_compile(read.pop()(), name, "exec"), space)  # noqa: S102 - PySide's own module, as PySide runs it
        try:
            return space[asked]
        except KeyError:
            raise AttributeError(f"module {space['__name__']!r} has no attribute {asked!r}") from None

    return find


def kept_package(parts: list[str], prepare: Callable[[], Any]) -> Any:
    """Return what PySide's `prepare` returns for the archive in these parts, where its byte code is kept."""
    loading = _under_way[0] if _under_way else None
    return loading.package(parts, prepare) if loading is not None and _UNPACKS not in os.environ else None


class _Loading:
    """What is compiled, or taken from what an earlier start compiled, while PySide is loaded."""

    def __init__(self) -> None:
        added = sha256_hex(b"".join(_ADDED.values()))
        self._path, self._key = cache_dir() / _CACHE_NAME, json.dumps([_CACHE_FORMAT, sys.version, added])
        self._known = read_cache(self._path, self._key) or {}
        self._used: dict[str, Any] = {}
        # Of all sources in the archive.
        self._digest = ""
        self.archive: list[str] = []

    def compile(self, source: Any, filename: Any, mode: str, *more: Any, **options: Any) -> Any:
        """Stand for `compile`: find byte code and stand-ins instead of compiling PySide's sources."""
        if not (isinstance(source, bytes) and isinstance(filename, str) and _is_of_pyside(filename)):
            return _own_compile(source, filename, mode, *more, **options)
        mark = f"{filename} {self._digest or sha256_hex(source)}"
        code = self._known.get(mark)
        if code is None and filename in _DESCRIBING:
            code = _own_compile(_STAND_IN.format(home=__name__, name=filename), filename, mode)
        elif code is None:
            code = _own_compile(source + _ADDED.get(filename, b""), filename, mode)
        if filename in _DESCRIBING:
            _sources[filename] = source
        self._used[mark] = code
        return code

    def package(self, parts: list[str], prepare: Callable[[], Any]) -> Any:
        """Return the list of importers and the one for PySide's own package, or None."""
        self.archive = parts
        self._digest = sha256_hex("".join(parts).encode())
        kept = {mark: code for mark, code in self._known.items() if mark.endswith(f" {self._digest}")}
        if not kept:
            return None
        self._used.update(kept)
        codes = {mark.rpartition(" ")[0]: code for mark, code in kept.items()}
        return sys.meta_path, _KeptPackage(codes, prepare)

    def keep(self) -> None:
        """Write down what was compiled, where some of it was not known."""
        if self._used.keys() != self._known.keys():
            write_cache(self._path, self._key, self._used)


_under_way: list[_Loading] = []


class _KeptPackage:
    """An importer of PySide's own package by its byte code; what that lacks comes out of the archive."""

    def __init__(self, codes: dict[str, CodeType], prepare: Callable[[], Any]) -> None:
        self._codes = codes
        self._prepare = prepare
        self._own: Any = None

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return where a module is, or None when it is none of PySide's."""
        if not f"{name}.".startswith(_PACKAGE.replace("/", ".")):
            return None
        if self._file(name) is not None:
            return ModuleSpec(name, cast("Any", self))
        if self._own is None:
            self._own = self._prepare()[1]
        found: ModuleSpec | None = self._own.find_spec(name, path, target)
        return found

    def _file(self, name: str) -> str | None:
        place = name.replace(".", "/")
        return next((file for file in (f"{place}.py", f"{place}/__init__.py") if file in self._codes), None)

    def create_module(self, _spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the code of a module, and say about it what PySide's importer says."""
        name = module.__name__
        file = str(self._file(name))
        exec(self._codes[file], module.__dict__)  # noqa: S102 - PySide's own module, as PySide runs it
        module.__file__ = file
        module.__loader__ = cast("Any", self)
        if file.endswith("/__init__.py"):
            module.__path__ = []
            module.__package__ = name
        else:
            module.__package__ = name.rpartition(".")[0]
        sys.modules[name] = module


def _reader(name: str) -> Callable[[], bytes]:
    """Return what reads a source out of the archive that is being loaded."""
    parts = _under_way[0].archive if _under_way else []

    def read() -> bytes:
        import base64
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(base64.b64decode("".join(parts)))) as archive:
            return archive.read(name)

    return read


def _is_of_pyside(filename: str) -> bool:
    return filename == _BOOTSTRAP or filename.startswith(_PACKAGE)
