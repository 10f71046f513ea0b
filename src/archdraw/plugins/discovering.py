"""Finds the plug-ins: the installed distributions with entry points for us.

Reading the metadata of everything that is installed takes longer than the rest of a start without it, so
what was found is kept in the cache folder. It holds as long as the folders that Python looks in are the same
and unchanged: installing and removing a distribution changes the folder it is in.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from archdraw import __version__
from archdraw.core import locations
from archdraw.plugins.distribution import OWN_NAME, PACKS, Distribution, Entry, normal_name

CACHE_FORMAT = 1
_PREFIX = "archdraw."


def find_distributions(cache: Path | None = None) -> tuple[Distribution, ...]:
    """Return the plug-ins that are installed, by name.

    Parameters
    ----------
    cache
        Where what was found is kept; None: in the cache folder.
    """
    kept = locations.cache_dir() / "plugins.json" if cache is None else cache
    key = _key()
    known = _read(kept, key)
    if known is None:
        known = _search()
        _keep(kept, key, known)
    return known


def _key() -> list[Any]:
    marks = []
    for place in _places():
        try:
            marks.append([place, Path(place).stat().st_mtime_ns])
        except OSError:
            marks.append([place, None])
    return [CACHE_FORMAT, __version__, sys.version, marks]


def _places() -> list[str]:
    """Return the folders that plug-ins may be installed in.

    `python -m archdraw` puts the working folder first. Nothing is installed there: what lies about in a
    folder that somebody else wrote must not run, and the answer must not change from folder to folder.
    """
    here = {"", str(Path.cwd())}
    return [place for place in sys.path if place not in here]


def _read(kept: Path, key: list[Any]) -> tuple[Distribution, ...] | None:
    try:
        data = json.loads(kept.read_text(encoding="utf-8"))
        if data["key"] != key:
            return None
        return tuple(
            Distribution(one["name"], one["version"], tuple(Entry(*e) for e in one["entries"]), one["fault"])
            for one in data["found"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(kept: Path, key: list[Any], found: tuple[Distribution, ...]) -> None:
    """Store what was found; where the folder can't be written the next start searches again."""
    data = [
        {
            "name": one.name,
            "version": one.version,
            "entries": [[e.group, e.name, e.value, e.folder] for e in one.entries],
            "fault": one.fault,
        }
        for one in found
    ]
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps({"key": key, "found": data}), encoding="utf-8")
        draft.replace(kept)
    except OSError:
        draft.unlink(missing_ok=True)


def _search() -> tuple[Distribution, ...]:
    from importlib import metadata

    found: dict[str, Distribution] = {}
    for installed in metadata.distributions(path=_places()):
        one = _plugin(installed)
        # The first on the path is the one that Python would import.
        if one is not None and one.key != OWN_NAME:
            found.setdefault(one.key, one)
    return tuple(found[key] for key in sorted(found))


def _plugin(installed: Any) -> Distribution | None:
    """Return what a distribution says, None when it has nothing for us."""
    try:
        text = installed.read_text("entry_points.txt")
    except (OSError, ValueError):
        return None
    if not text or _PREFIX not in text:
        return None
    name, version = "", ""
    try:
        name, version = str(installed.metadata["Name"] or ""), str(installed.metadata["Version"] or "")
        points = [point for point in installed.entry_points if point.group.startswith(_PREFIX)]
    except Exception as error:  # noqa: BLE001 - metadata that somebody else wrote
        from archdraw.plugins.naming import said_of

        return Distribution(name or "unnamed", version, (), f"Its metadata can't be read ({said_of(error)}).")
    if not points or not normal_name(name):
        return None
    entries = tuple(
        Entry(one.group, one.name, one.value, pack_folder(one.value) if one.group == PACKS else "")
        for one in points
    )
    return Distribution(name, version, entries)


def pack_folder(value: str) -> str:
    """Return the folder of a package by its dotted name, empty where there is none; no code of it runs."""
    from importlib.util import find_spec

    top, *inner = value.strip().split(".")
    try:
        spec = find_spec(top) if top.isidentifier() else None
    except (ImportError, ValueError):
        spec = None
    if spec is None or not all(part.isidentifier() for part in inner):
        return ""
    for place in spec.submodule_search_locations or ():
        folder = Path(place, *inner)
        if folder.is_dir():
            return str(folder)
    return ""
