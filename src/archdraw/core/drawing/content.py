"""What one view shows: the visible records of a store or a design, by id and in document order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archdraw.core.history import Store, split_place_key
from archdraw.core.history.conversion import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.history import Changed, TableDiff, TableName
    from archdraw.core.model import Component, Connection, Design, EdgeRoute, Group, Note, Placement

    ReadTable = Callable[[TableName], Mapping[str, Any]]


@dataclass(slots=True)
class ViewContent:
    """The visible records of one view; the scene owns it and keeps it up to date.

    `domains` holds every group of the design: a component may be spread over zones the view leaves out.
    """

    components: dict[str, Component]
    groups: dict[str, Group]
    connections: dict[str, Connection]
    notes: dict[str, Note]
    places: dict[str, Placement]
    edges: dict[str, EdgeRoute]
    depths: dict[str, int]
    domains: dict[str, Group]

    def order(self) -> list[str]:
        """Return all ids in painting order: groups outermost first, connections, components, notes."""
        groups = sorted(self.groups, key=self.depths.__getitem__)
        return [*groups, *self.connections, *self.components, *self.notes]

    def differences(self, old: ViewContent) -> set[str]:
        """Return the ids whose record, route or depth changed, came or went since `old`."""
        found: set[str] = set()
        for name in ("components", "groups", "connections", "notes", "edges", "depths", "domains"):
            before, after = getattr(old, name), getattr(self, name)
            found.update(key for key in before if key not in after)
            found.update(key for key, record in after.items() if before.get(key) != record)
        return found

    @property
    def fully_placed(self) -> bool:
        """Whether every component and group has a place of its own in the view."""
        return self.components.keys() <= self.places.keys() and self.groups.keys() <= self.places.keys()


def table_reader(source: Store | Design) -> ReadTable:
    """Return how to read the tables of a store (live) or of a design (as it is)."""
    if isinstance(source, Store):
        return source.table
    return tables_of(source).__getitem__


def read_content(read: ReadTable, view_id: str) -> ViewContent:
    """Return what a view shows. A view that does not exist shows everything, nothing placed."""
    view = read("views").get(view_id)
    shows = "all" if view is None else view.shows
    wanted = None if shows == "all" else frozenset(shows)

    def visible(name: TableName) -> dict[str, Any]:
        table = read(name)
        return dict(table) if wanted is None else {key: table[key] for key in table if key in wanted}

    def placed(name: TableName) -> dict[str, Any]:
        prefix = view_id + "/"
        skip = len(prefix)
        return {key[skip:]: record for key, record in read(name).items() if key.startswith(prefix)}

    components: dict[str, Component] = visible("components")
    groups: dict[str, Group] = visible("groups")
    all_connections: Mapping[str, Connection] = read("connections")
    # A view may name the connections it wants; one that names none shows all between what it shows.
    named = None if wanted is None else wanted & all_connections.keys()
    connections = {
        key: connection
        for key, connection in all_connections.items()
        if connection.source in components and connection.target in components and (not named or key in named)
    }
    return ViewContent(
        components=components,
        groups=groups,
        connections=connections,
        notes=placed("notes"),
        places=placed("nodes"),
        edges=placed("edges"),
        depths={key: _depth(key, groups) for key in groups},
        domains=dict(read("groups")),
    )


def touched_ids(changed: Changed, view_id: str) -> set[str]:
    """Return the ids of all elements that a change names, as far as the view draws them."""
    found: set[str] = set()
    for name, diff in changed.diff.items():
        if name in ("nodes", "edges", "notes"):
            pairs = map(split_place_key, diff.keys)
            found.update(element_id for view, element_id in pairs if view == view_id)
        elif name in _DRAWN:
            found.update(diff.keys)
        if name in _DRAWN and diff.reordered is not None:
            found.update(diff.reordered[1])
    return found


def apply_updates(content: ViewContent, changed: Changed, view_id: str) -> bool:
    """Take over a change that only replaced records; return False when the content must be read anew."""
    if any(_restructures(name, diff) for name, diff in changed.diff.items()):
        return False
    for name, diff in changed.diff.items():
        if name not in _DRAWN:
            continue
        table: dict[str, Any] = getattr(content, _DRAWN[name])
        for key, (_, new) in diff.updated.items():
            view, element_id = split_place_key(key) if name in _PLACED else (view_id, key)
            if view == view_id and element_id in table:
                table[element_id] = new
            if name == "groups":
                content.domains[key] = new
    return True


def _restructures(name: TableName, diff: TableDiff) -> bool:
    """Tell whether a change of a table may alter what is shown, its order or who belongs to whom."""
    if name not in _DRAWN:
        return False
    if diff.added or diff.removed or diff.reordered is not None or name == "views":
        return True
    return name not in _PLACED and any(
        getattr(old, key, None) != getattr(new, key, None)
        for old, new in diff.updated.values()
        for key in _STRUCTURE
    )


_PLACED = ("nodes", "edges", "notes")
_DRAWN = {
    "components": "components",
    "groups": "groups",
    "connections": "connections",
    "notes": "notes",
    "nodes": "places",
    "edges": "edges",
    "views": "",
}
_STRUCTURE = ("parent", "source", "target")


def _depth(group_id: str, groups: Mapping[str, Group]) -> int:
    seen = {group_id}
    parent = groups[group_id].parent
    while parent is not None and parent in groups and parent not in seen:
        seen.add(parent)
        parent = groups[parent].parent
    return len(seen) - 1
