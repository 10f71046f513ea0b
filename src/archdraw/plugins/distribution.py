"""What is known of an installed plug-in before any of its code runs."""

from __future__ import annotations

import re

from archdraw.core.records import frozen

API, PACKS, RULES = "archdraw.api", "archdraw.packs", "archdraw.rules"
EXPORTERS, IMPORTERS, ACTIONS = "archdraw.exporters", "archdraw.importers", "archdraw.actions"
OWN_NAME = "archdraw-studio"


@frozen
class Entry:
    """An entry point; of a pack also the folder, empty where it was not found."""

    group: str
    name: str
    value: str
    folder: str = ""


@frozen
class Distribution:
    """An installed distribution with entry points for us; `fault` says why its metadata is unusable."""

    name: str
    version: str
    entries: tuple[Entry, ...]
    fault: str = ""

    @property
    def key(self) -> str:
        """Its name as package indexes compare names."""
        return normal_name(self.name)

    @property
    def api(self) -> tuple[str, ...]:
        """The versions of the plug-in API that it was written for."""
        return tuple(entry.name for entry in self.of(API))

    def of(self, group: str) -> tuple[Entry, ...]:
        """Return its entry points of a group."""
        return tuple(entry for entry in self.entries if entry.group == group)


def normal_name(name: str) -> str:
    """Return the name of a distribution with what indexes take for equal made equal."""
    return re.sub(r"[-_.]+", "-", name).lower()
