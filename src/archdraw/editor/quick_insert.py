"""From a few typed letters to a component in its place: "lb", "postgres orders"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.catalog.ranking import rank
from archdraw.core.records import frozen
from archdraw.editor.edits.growing import add_from

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.editor.workspace import Workspace

MOST_CANDIDATES = 12


@frozen
class Candidate:
    """What Enter would insert: a kind, and the name typed for it ("" means the kind's default name)."""

    kind_id: str
    label: str
    name: str = ""

    @property
    def text(self) -> str:
        """How the candidate reads in the list."""
        return f"{self.label} “{self.name}”" if self.name else self.label


def candidates(catalog: Catalog, text: str, limit: int = MOST_CANDIDATES) -> tuple[Candidate, ...]:
    """Return what the typed text can mean, best first.

    The whole text may describe a kind; or its first words do and the rest is the name, in the writing of the
    user except that a name typed in small letters gets a capital. The better the words fit the kind, the
    earlier it comes; of equal fits the one that takes more words for the kind.
    """
    words = text.split()
    found: dict[tuple[str, str], tuple[int, int, Candidate]] = {}
    for count in range(len(words), -1 if not words else 0, -1):
        name = _named(" ".join(words[count:]))
        described = " ".join(words[:count])
        for kind in catalog.search(described)[:limit]:
            fit = rank(kind, described)
            if fit is not None:
                entry = (fit, -count, Candidate(kind.id, kind.label, name))
                found.setdefault((kind.id, name), entry)
    ordered = sorted(found.values(), key=lambda entry: entry[:2])
    return tuple(candidate for _, _, candidate in ordered[:limit])


def insert_candidate(desk: Workspace, candidate: Candidate) -> str:
    """Insert what was chosen where the request said, connected from its source; return the new id.

    Without a point it goes beside the selected component and is connected from that.
    """
    request = desk.quick_insert
    at = request.at if request is not None else None
    source = request.source if request is not None else None
    if source is None and at is None:
        chosen = next(iter(desk.selection)) if len(desk.selection) == 1 else None
        source = chosen if chosen is not None and desk.component(chosen) is not None else None
    new = add_from(desk, candidate.kind_id, candidate.name or None, source=source, at=at)
    desk.request_quick_insert(None)
    return new


def _named(words: str) -> str:
    return words[:1].upper() + words[1:] if words.islower() else words
