"""The designs that come with the program: what each shows, read without opening it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archdraw.core.locations import resources_dir
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from pathlib import Path

# Simple ones first; others follow by their names.
_ORDER = (
    *("url-shortener", "rate-limiter", "chat", "news-feed"),
    *("web-crawler", "online-boutique", "kubernetes-ha"),
)


@frozen
class Sample:
    """A design that comes with the program."""

    path: Path
    title: str
    description: str
    components: int
    journeys: int

    @property
    def size(self) -> str:
        """How large it is: "17 components, 5 journeys"."""
        parts = ((self.components, "component"), (self.journeys, "journey"))
        return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts)


def samples() -> tuple[Sample, ...]:
    """Return the samples that can be read, in the order they are offered."""
    found = []
    for path in (resources_dir() / "samples").glob("*.adraw"):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            found.append(
                Sample(
                    path,
                    str(said["title"]),
                    str(said.get("description", "")),
                    len(said.get("components", ())),
                    len(said.get("journeys", ())),
                )
            )
        except (OSError, ValueError, KeyError, TypeError):
            continue
    places = {name: place for place, name in enumerate(_ORDER)}
    return tuple(sorted(found, key=lambda one: (places.get(one.path.stem, len(places)), one.path.stem)))
