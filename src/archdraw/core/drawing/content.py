"""What one view shows: the visible records of a store or a design, by id and in document order."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from archdraw.core.drawing.visibility import collapsed_groups, fold, hidden_ids
from archdraw.core.history import DOCUMENT_KEY, Store, split_place_key
from archdraw.core.history.conversion import tables_of
from archdraw.core.model import PLAIN, Record
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from archdraw.core.history import Changed, TableDiff, TableName
    from archdraw.core.model import (
        Component,
        Connection,
        Design,
        EdgeRoute,
        Group,
        Note,
        Placement,
        Style,
        Styles,
        View,
    )

    ReadTable = Callable[[TableName], Mapping[str, Any]]


_NOTHING: dict[str, Any] = {}
_BY_ID = ("components", "connections", "groups")


@slotted
class ViewContent:
    """The visible records of one view; the scene owns it and keeps it up to date.

    `domains` holds every group of the design: a component may be spread over zones the view leaves out.
    `collapsed` are the groups drawn as cards; what is in them is in no other table. `stand_ins` names what
    is drawn in the place of an element that is not, `merged` the connections that one line stands for.
    `style` and `styles` are the looks of the view and of the document; `hidden` is what the view would
    show if its layers, tags and `hides` did not leave it out; `inside` are the components in each
    collapsed group.
    """

    components: dict[str, Component]
    groups: dict[str, Group]
    connections: dict[str, Connection]
    notes: dict[str, Note]
    places: dict[str, Placement]
    edges: dict[str, EdgeRoute]
    depths: dict[str, int]
    domains: dict[str, Group]
    collapsed: dict[str, Group]
    stand_ins: Mapping[str, str]
    merged: Mapping[str, tuple[str, ...]]
    inside: dict[str, tuple[Component, ...]]
    style: Style
    styles: Styles | None
    hidden: frozenset[str]

    @property
    def solids(self) -> Collection[str]:
        """What connections run between and around: components, and groups drawn as cards."""
        return self.components.keys() | self.collapsed.keys() if self.collapsed else self.components.keys()

    @property
    def boxes(self) -> Mapping[str, Component | Group]:
        """Everything that has a place of its own: components and groups, collapsed ones too."""
        return {**self.components, **self.groups, **self.collapsed}

    def order(self) -> list[str]:
        """Return all ids in painting order: groups outermost first, connections, components, notes."""
        groups = sorted(self.groups, key=self.depths.__getitem__)
        return [*groups, *self.connections, *self.components, *self.collapsed, *self.notes]

    def differences(self, old: ViewContent) -> set[str]:
        """Return the ids whose record, route or depth changed, came or went since `old`.

        Of a look alone `restyled` tells.
        """
        found: set[str] = set()
        for name in _COMPARED:
            before, after = getattr(old, name), getattr(self, name)
            # Nearly all are the very same; to look at each of thousands would be felt.
            if before == after:
                continue
            found.update(before.keys() - after.keys())
            pairs = [(key, record, before.get(key)) for key, record in after.items()]
            found.update([key for key, record, former in pairs if record is not former and record != former])
        return found

    def restyled(self, old: ViewContent) -> set[str]:
        """Return the ids that may look otherwise than in `old` while all else is as it was."""
        if (self.style, self.styles) != (old.style, old.styles):
            return {*self.components, *self.groups, *self.collapsed, *self.notes, *self.connections}
        before = old.places
        pairs = [(key, place, before.get(key, place)) for key, place in self.places.items()]
        return {key for key, place, former in pairs if place is not former and place.style != former.style}

    @property
    def fully_placed(self) -> bool:
        """Whether every component and group has a place of its own in the view."""
        return (
            self.components.keys() <= self.places.keys()
            and self.groups.keys() <= self.places.keys()
            and self.collapsed.keys() <= self.places.keys()
        )


def table_reader(source: Store | Design) -> ReadTable:
    """Return how to read the tables of a store (live) or of a design (as it is)."""
    return source.table if isinstance(source, Store) else DesignTables(source)


class DesignTables:
    """The tables of a design that never changes, as far as somebody asks for them."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._tables: Mapping[TableName, Mapping[str, Any]] | None = None

    def __call__(self, name: TableName) -> Mapping[str, Any]:
        """Return a table."""
        records = getattr(self._design, name) if name in _BY_ID else None
        if records:
            return dict(zip(Record.column(records, "id"), records, strict=True))
        if self._tables is None:
            # Without what there are thousands of, which is found elsewhere.
            bare: dict[str, Any] = {"nodes": {}, "edges": {}, "notes": ()}
            views = tuple([view.model_copy(update=bare) for view in self._design.views])
            left = {**dict.fromkeys(_BY_ID, ()), "views": views}
            self._tables = tables_of(self._design.model_copy(update=left))
        return self._tables[name]

    def in_view(self, view_id: str, name: TableName) -> dict[str, Any]:
        """Return what stands in a view, of its nodes, edges or notes."""
        view = next((one for one in self._design.views if one.id == view_id), None)
        if view is None:
            return {}
        return {note.id: note for note in view.notes} if name == "notes" else dict(getattr(view, name))


def read_content(read: ReadTable, view_id: str) -> ViewContent:
    """Return what a view shows. A view that does not exist shows everything, nothing placed."""
    view: View | None = read("views").get(view_id)
    shows = "all" if view is None else view.shows
    wanted = None if shows == "all" else frozenset(shows)

    def visible(name: TableName) -> dict[str, Any]:
        table = read(name)
        return dict(table) if wanted is None else {key: table[key] for key in table if key in wanted}

    def placed(name: TableName, of: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
        """Return what stands in the view, under the very ids of the records where these are given."""
        if isinstance(read, DesignTables):
            return read.in_view(view_id, name)
        prefix = view_id + "/"
        skip = len(prefix)
        found = {key[skip:]: record for key, record in read(name).items() if key.startswith(prefix)}
        if not of:
            return found
        ids = {key: key for key in of if key in found}
        return {ids.get(key, key): record for key, record in found.items()}

    components: dict[str, Component] = visible("components")
    groups: dict[str, Group] = visible("groups")
    notes: dict[str, Note] = placed("notes")
    all_connections: Mapping[str, Connection] = read("connections")
    # A view may name the connections it wants; one that names none shows all between what it shows.
    named = None if wanted is None else wanted & all_connections.keys()
    sources, targets = Record.columns(all_connections.values(), "source", "target")
    connections: dict[str, Connection] = dict(all_connections)
    if named or not components.keys() >= {*sources, *targets}:
        connections = {
            key: connection
            for (key, connection), source, target in zip(connections.items(), sources, targets, strict=True)
            if source in components and target in components and (not named or key in named)
        }
    document = read("document").get(DOCUMENT_KEY)
    content = ViewContent(
        components=components,
        groups=groups,
        connections=connections,
        notes=notes,
        places=placed("nodes", components),
        edges=placed("edges"),
        depths={},
        domains=dict(read("groups")),
        collapsed={},
        stand_ins={},
        merged={},
        inside={},
        style=PLAIN if view is None or view.style is None else view.style,
        styles=None if document is None else document.styles,
        hidden=frozenset(),
    )
    if view is not None:
        _leave_out(content, view)
    _collapse(content)
    content.depths = {key: _depth(key, content.groups) for key in content.groups}
    return content


def _leave_out(content: ViewContent, view: View) -> None:
    """Take out what the view hides, with the connections at it."""
    if not (view.hides or view.hidden_tags or any(not layer.visible for layer in view.layers)):
        return
    parts = (content.components, content.groups, content.connections, content.notes)
    hidden = hidden_ids(view, *parts)
    standing = (content.components, content.groups, content.notes)
    lost = {key for table in standing for key in table if key in hidden}
    lost |= hidden & content.connections.keys()
    content.components = {key: one for key, one in content.components.items() if key not in lost}
    content.groups = {key: one for key, one in content.groups.items() if key not in lost}
    content.notes = {key: one for key, one in content.notes.items() if key not in lost}
    content.connections = {
        key: one
        for key, one in content.connections.items()
        if key not in lost and one.source in content.components and one.target in content.components
    }
    content.hidden = frozenset(lost)


def _collapse(content: ViewContent) -> None:
    """Put the card of a collapsed group in the place of what is in it."""
    collapsed = collapsed_groups(content.groups, content.places)
    if not collapsed:
        return
    folded = fold(collapsed, content.components, content.groups, content.connections)
    away = folded.stand_ins
    for key, component in content.components.items():
        if key in away:
            content.inside[away[key]] = (*content.inside.get(away[key], ()), component)
    content.collapsed = {key: content.groups[key] for key in content.groups if key in collapsed - away.keys()}
    content.components = {key: one for key, one in content.components.items() if key not in away}
    content.groups = {
        key: one for key, one in content.groups.items() if key not in away and key not in content.collapsed
    }
    content.connections = folded.connections
    # Points set by hand lead to the real ends, which are not drawn; the look of a line that stands for
    # itself alone stays.
    merged = folded.merged
    looks = {key: one.alone for key, one in content.edges.items() if len(merged.get(key, ())) == 1}
    content.edges = {key: one for key, one in content.edges.items() if key not in merged}
    content.edges |= {key: one for key, one in looks.items() if one.style is not None}
    content.stand_ins, content.merged = away, merged


def touched_ids(changed: Changed, view_id: str, *, but: Collection[TableName] = ()) -> set[str]:
    """Return the ids of all elements that a change names, as far as the view draws them.

    Nobody looks at the tables in `but`.
    """
    found: set[str] = set()
    for name, diff in changed.diff.items():
        if name in but:
            continue
        if name in _PLACED:
            prefix = view_id + "/"
            skip = len(prefix)
            found.update([key[skip:] for key in diff.keys if key.startswith(prefix)])
        elif name in _DRAWN:
            found.update(diff.keys)
        if name in _DRAWN and diff.reordered is not None:
            found.update(diff.reordered[1])
    return found


def altered_ids(changed: Changed, view_id: str) -> set[str]:
    """Return the ids of elements of which a change replaced more than the place."""
    found: set[str] = set()
    for name, diff in changed.diff.items():
        if name not in _PLACED:
            found.update(diff.keys if name in _DRAWN else ())
            continue
        if diff.updated and diff.way is None:
            first, _ = next(iter(diff.updated.values()))
            rest = _all_but_place(tuple(first.defaults))
            pairs = diff.updated.items()
            named = [key for key, (old, new) in pairs if rest(old.__dict__) != rest(new.__dict__)]
            found.update(one for view, one in map(split_place_key, named) if view == view_id)
    return found


@cache
def _all_but_place(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    return itemgetter(*(name for name in names if name not in ("x", "y", "points")))


def apply_updates(
    content: ViewContent, changed: Changed, view_id: str, *, but: Collection[TableName] = ()
) -> bool:
    """Take over a change that only replaced records; return False when the content must be read anew.

    Tables in `but` stay as they are.
    """
    if any(_restructures(name, diff) for name, diff in changed.diff.items()):
        return False
    if content.collapsed and not changed.diff.keys().isdisjoint(_FOLDED):
        return False
    for name, diff in changed.diff.items():
        if name not in _DRAWN or name in but:
            continue
        table: dict[str, Any] = getattr(content, _DRAWN[name])
        prefix = view_id + "/" if name in _PLACED else ""
        skip = len(prefix)
        mine = [(key[skip:], new) for key, (_, new) in diff.updated.items() if key.startswith(prefix)]
        table.update([(key, new) for key, new in mine if key in table])
        if name == "groups":
            content.domains.update(mine)
    return True


def _restructures(name: TableName, diff: TableDiff) -> bool:
    """Tell whether a change of a table may alter what is shown, its order or who belongs to whom."""
    if name == "document":
        return any(old.styles != new.styles for old, new in diff.updated.values())
    if name not in _DRAWN:
        return False
    if diff.added or diff.removed or diff.reordered is not None or name == "views":
        return True
    if name == "nodes":
        return diff.way is None and any(old.collapsed != new.collapsed for old, new in diff.updated.values())
    # Tags and kinds put elements into layers.
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
_STRUCTURE = ("parent", "source", "target", "tags", "kind")
# What a collapsed group hides and merges has to be looked at again when one of these changes.
_FOLDED = ("components", "groups", "connections", "edges")
_COMPARED = (
    "components",
    "groups",
    "connections",
    "notes",
    "edges",
    "depths",
    "domains",
    "collapsed",
    "merged",
    "inside",
)


def _depth(group_id: str, groups: Mapping[str, Group]) -> int:
    seen = {group_id}
    parent = groups[group_id].parent
    while parent is not None and parent in groups and parent not in seen:
        seen.add(parent)
        parent = groups[parent].parent
    return len(seen) - 1
