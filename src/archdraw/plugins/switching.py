"""Which plug-ins the user has allowed; kept as lists of names in the settings folder.

A plug-in's code can do whatever the user can, so none is loaded before the user has said so by its name:
not because it is installed, not by opening a document, not by a component pack.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from archdraw.core import locations
from archdraw.core.records import frozen
from archdraw.plugins.distribution import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Set by --safe-mode: whatever is allowed, nothing of it is loaded.
SAFE_MODE = "ARCHDRAW_SAFE_MODE"


@frozen
class Choices:
    """Names of plug-ins: those that may be loaded, those that may not, and those the window has told of."""

    allowed: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


def in_safe_mode() -> bool:
    """Tell whether all plug-ins are to be left alone in this run."""
    return os.environ.get(SAFE_MODE, "") not in ("", "0")


def choices() -> Choices:
    """Return what the user has chosen; a list that can't be read allows nothing."""
    try:
        said = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Choices()
    if not isinstance(said, dict):
        return Choices()
    refused = _names(said.get("refused"))
    return Choices(_names(said.get("allowed")) - refused, refused, _names(said.get("told")))


def allow(name: str) -> None:
    """Let a plug-in be loaded, from the next start on.

    Raises
    ------
    OSError
        The settings folder can't be written.
    """
    _choose(name, "allowed")


def refuse(name: str) -> None:
    """Load nothing of a plug-in, from the next start on, and say no more that it is there.

    Raises
    ------
    OSError
        The settings folder can't be written.
    """
    _choose(name, "refused")


def note_told(names: Iterable[str]) -> None:
    """Keep that the window has told of plug-ins that wait; where that can't be kept it tells again."""
    now = choices()
    try:
        _keep(Choices(now.allowed, now.refused, now.told | {normal_name(name) for name in names}))
    except OSError:
        return


def _choose(name: str, where: str) -> None:
    now, key = choices(), normal_name(name)
    lists = {"allowed": now.allowed - {key}, "refused": now.refused - {key}}
    lists[where] |= {key}
    _keep(Choices(lists["allowed"], lists["refused"], now.told))


def _names(said: object) -> frozenset[str]:
    if not isinstance(said, list):
        return frozenset()
    return frozenset(normal_name(name) for name in said if isinstance(name, str))


def _keep(chosen: Choices) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    said = {
        "allowed": sorted(chosen.allowed),
        "refused": sorted(chosen.refused),
        "told": sorted(chosen.told),
    }
    draft.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    draft.replace(file)


def _file() -> Path:
    return locations.config_dir() / "plugins.json"
