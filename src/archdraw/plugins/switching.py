"""Which plug-ins the user has switched off; kept as a list of names in the settings folder."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from archdraw.core import locations
from archdraw.plugins.distribution import normal_name

if TYPE_CHECKING:
    from pathlib import Path

# Set by --safe-mode: whatever is installed, nothing of it is loaded.
SAFE_MODE = "ARCHDRAW_SAFE_MODE"


def in_safe_mode() -> bool:
    """Tell whether all plug-ins are to be left alone in this run."""
    return os.environ.get(SAFE_MODE, "") not in ("", "0")


def switched_off() -> frozenset[str]:
    """Return the names of the plug-ins that are off; a list that can't be read switches nothing off."""
    try:
        said = json.loads(_file().read_text(encoding="utf-8"))["off"]
        return frozenset(normal_name(name) for name in said if isinstance(name, str))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def switch(name: str, *, on: bool) -> None:
    """Switch a plug-in on or off, from the next start on.

    Raises
    ------
    OSError
        The settings folder can't be written.
    """
    off = set(switched_off())
    if on:
        off.discard(normal_name(name))
    else:
        off.add(normal_name(name))
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(json.dumps({"off": sorted(off)}, indent=2) + "\n", encoding="utf-8")
    draft.replace(file)


def _file() -> Path:
    return locations.config_dir() / "plugins.json"
