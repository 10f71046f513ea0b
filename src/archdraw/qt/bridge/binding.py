"""PySide, loaded without what only describes it.

PySide carries a package of its own as source text and compiles all of it at every start. The larger half
writes type stubs and words messages about wrong arguments; its search patterns alone take longer than
loading Qt's windows. Here those modules are made when somebody looks into them, and the byte code of the
others is kept, as Python keeps that of files.

Nothing here imports PySide by being imported.
"""

from __future__ import annotations

import builtins
import json
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.stored import read_cache, write_cache
from archdraw.core.digests import sha256_hex
from archdraw.core.locations import cache_dir
from archdraw.qt.bridge.enumerations import make_enumerations_after_patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CACHE_NAME = "binding.bin"
_CACHE_FORMAT = 1
_BOOTSTRAP = "signature_bootstrap.py"
_PACKAGE = "shibokensupport/"
# Read by Python code only, through their attributes; what C++ looks up in a module's dictionary is loaded.
_DESCRIBING = tuple(
    f"{_PACKAGE}signature/{name}.py"
    for name in ("errorhandler", "layout", "parser", "lib/enum_sig", "lib/pyi_generator", "lib/tool")
)
# What is added to sources of its own.
_ADDED = {
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
    with _compiling_less():
        import_module("PySide6")
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

    def find(asked: str) -> Any:
        source = None if asked.startswith("__") else _sources.pop(name, None)
        if source is not None:
            exec(_own_compile(source, name, "exec"), space)  # noqa: S102 - PySide's own module, as PySide runs it
        try:
            return space[asked]
        except KeyError:
            raise AttributeError(f"module {space['__name__']!r} has no attribute {asked!r}") from None

    return find


@contextmanager
def _compiling_less() -> Iterator[None]:
    """Let PySide find byte code and stand-ins instead of compiling its sources."""
    path, key = cache_dir() / _CACHE_NAME, json.dumps([_CACHE_FORMAT, sys.version])
    known = read_cache(path, key) or {}
    used: dict[str, Any] = {}

    def compile_less(source: Any, filename: Any, mode: str, *more: Any, **options: Any) -> Any:
        if not (isinstance(source, bytes) and isinstance(filename, str) and _is_of_pyside(filename)):
            return _own_compile(source, filename, mode, *more, **options)
        if filename in _DESCRIBING:
            _sources[filename] = source
            return _own_compile(_STAND_IN.format(home=__name__, name=filename), filename, mode)
        source += _ADDED.get(filename, b"")
        mark = f"{filename} {sha256_hex(source)}"
        used[mark] = known.get(mark) or _own_compile(source, filename, mode)
        return used[mark]

    builtins.compile = compile_less
    try:
        yield
    finally:
        builtins.compile = _own_compile
    if used.keys() != known.keys():
        write_cache(path, key, used)


def _is_of_pyside(filename: str) -> bool:
    return filename == _BOOTSTRAP or filename.startswith(_PACKAGE)
