"""The compiled part of pydantic-core, which checks documents, without the Python around it.

That Python describes schemas to type checkers and costs more time than the checker itself. Nothing is loaded
before the first value has to be checked, and whoever imports pydantic or its core gets all of it.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_PACKAGE = "pydantic_core"
_COMPILED = "pydantic_core._pydantic_core"


@lru_cache(maxsize=1)
def checker() -> Any:
    """Return the compiled module.

    Raises
    ------
    ImportError
        When pydantic-core is not installed.
    """
    spec = None if _PACKAGE in sys.modules else find_spec(_PACKAGE)
    if spec is None or spec.submodule_search_locations is None:
        return import_module(_COMPILED)
    # A bare package to find the compiled part in; it makes way for the real one again.
    place = ModuleType(_PACKAGE)
    place.__path__ = list(spec.submodule_search_locations)
    sys.modules[_PACKAGE] = place
    try:
        return import_module(_COMPILED)
    except ImportError:
        sys.modules.pop(_PACKAGE)
        # A later version wants the package itself.
        return import_module(_COMPILED)
    finally:
        if sys.modules.get(_PACKAGE) is place:
            del sys.modules[_PACKAGE]
