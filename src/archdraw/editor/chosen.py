"""What is selected, sorted by what it is: asked by every menu entry, found once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.history import place_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Set as AbstractSet
    from typing import Any

    from archdraw.core.history import Store

# Of fewer ids than this each is looked up; of more, whole tables are compared.
_MANY = 100


class Chosen(NamedTuple):
    """Ids of elements of the view by what they are."""

    components: frozenset[str]
    groups: frozenset[str]
    connections: frozenset[str]
    notes: frozenset[str]
    all: frozenset[str]

    @property
    def boxes(self) -> int:
        """How many of them are components, groups or notes."""
        return len(self.components) + len(self.groups) + len(self.notes)


def sort_out(store: Store, view_id: str, ids: AbstractSet[str]) -> Chosen:
    """Return the ids by what they are; those that are not drawn in the view are left out."""
    components = _present(ids, store.table("components"))
    groups = _present(ids, store.table("groups"))
    connections = _present(ids, store.table("connections"))
    notes: frozenset[str] = frozenset()
    if len(components) + len(groups) + len(connections) < len(ids):
        kept = store.table("notes")
        rest = ids - components - groups - connections
        notes = frozenset(one for one in rest if place_key(view_id, one) in kept)
    known = len(components) + len(groups) + len(connections) + len(notes)
    # Of tens of thousands no second set is made.
    everything = frozenset(ids) if known == len(ids) else components.union(groups, connections, notes)
    return Chosen(components, groups, connections, notes, everything)


def _present(ids: AbstractSet[str], table: Mapping[str, Any]) -> frozenset[str]:
    if len(ids) < _MANY:
        return frozenset(one for one in ids if one in table)
    if len(ids) >= len(table) and table.keys() <= ids:
        # All of them, as a rule: copied in one go.
        return frozenset(table)
    return frozenset(table.keys() & ids)
