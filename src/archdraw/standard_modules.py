"""Standard modules that others name at the top and hardly ever use.

`dataclasses` names `inspect`, `pathlib` in the end `ipaddress`, Qt's binding `tempfile`: twenty modules in
all, for what no start comes to. While they would be loaded, something stands in for each that loads it when
it is asked for anything. Whoever got hold of it then keeps it; who imports the module later gets the module.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_HARDLY_USED = (
    *("ast", "base64", "bz2", "inspect", "ipaddress", "lzma"),
    *("shutil", "tempfile", "textwrap", "tokenize", "traceback", "zipfile"),
)


class _StandIn(ModuleType):
    """Has what the module of its name has, from the first time that something is asked for."""

    def __getattr__(self, asked: str) -> Any:
        if asked.startswith("__"):
            # What the import of a module looks at, not what anybody uses.
            raise AttributeError(asked)
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
        __import__(name)
        return getattr(sys.modules[name], asked)


class OnlyWhenAsked:
    """A context in which imports of these modules load none of them."""

    def __enter__(self) -> None:
        for name in _HARDLY_USED:
            if name not in sys.modules:
                sys.modules[name] = _StandIn(name)

    def __exit__(self, *_: object) -> None:
        for name in _HARDLY_USED:
            if isinstance(sys.modules.get(name), _StandIn):
                del sys.modules[name]
