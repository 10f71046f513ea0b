"""Copies of elements inside the document: fresh ids, names that tell them apart, the same connections."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.history import place_key
from archdraw.core.model import Component, Connection, EdgeRoute, Group, Note, Placement, fresh_id
from archdraw.core.records import frozen
from archdraw.editor.edits.elements import show
from archdraw.editor.edits.routes import put_edge
from archdraw.editor.hierarchy import with_content
from archdraw.editor.naming import unique_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.editor.workspace import Workspace


@frozen
class Fragment:
    """A piece of a drawing that can be put in again: elements, their places and the lines between them."""

    components: tuple[Component, ...] = ()
    groups: tuple[Group, ...] = ()
    connections: tuple[Connection, ...] = ()
    notes: tuple[Note, ...] = ()
    nodes: Mapping[str, Placement] = field(default_factory=dict)
    edges: Mapping[str, EdgeRoute] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is anything in it that stands by itself."""
        return bool(self.components or self.groups or self.notes)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of what stands by itself: all but connections."""
        standing: list[Component | Group | Note] = [*self.components, *self.groups, *self.notes]
        return frozenset(one.id for one in standing)

    @property
    def bounds(self) -> Box | None:
        """The box around everything that has a place."""
        boxes = [placement.shown for placement in self.nodes.values()]
        return bounding_box([*boxes, *(note.box for note in self.notes)])


def take_fragment(desk: Workspace, ids: Iterable[str]) -> Fragment:
    """Return the elements with the content of groups and the connections between them, in document order."""
    wanted = with_content(desk, ids)
    connections = tuple(
        connection
        for connection in desk.store.table("connections").values()
        if connection.source in wanted and connection.target in wanted
    )
    nodes: dict[str, Placement] = {}
    for element_id in wanted:
        frame = desk.frame(element_id)
        if frame is not None and desk.note(element_id) is None:
            placed = desk.placement(element_id)
            nodes[element_id] = placed or Placement(x=0, y=0).at(frame)
    routes = {one.id: desk.store.get("edges", place_key(desk.view_id, one.id)) for one in connections}
    components, groups = desk.store.table("components"), desk.store.table("groups")
    notes = (desk.note(element_id) for element_id in sorted(wanted))
    return Fragment(
        components=tuple(record for key, record in components.items() if key in wanted),
        groups=tuple(record for key, record in groups.items() if key in wanted),
        connections=connections,
        notes=tuple(note for note in notes if note is not None),
        nodes=nodes,
        edges={key: route for key, route in routes.items() if route is not None},
    )


def put_fragment(
    desk: Workspace, fragment: Fragment, dx: float, dy: float, *, parent: str | None, label: str
) -> dict[str, str]:
    """Add the elements of a fragment, moved by an offset; return the new id of each old one.

    What had no group in the fragment goes into `parent`; with `parent` "" it keeps the group it had, if that
    is still there. References to what neither came along nor exists here are dropped.
    """
    ids = _new_ids(desk, fragment)
    with desk.change(label) as store:
        for group in fragment.groups:
            fields = {"id": ids[group.id], "parent": _parent(desk, group.parent, ids, parent)}
            store.put("groups", ids[group.id], group.revised(**fields))
        taken = {one.name for one in store.table("components").values()}
        for component in fragment.components:
            new = _component(desk, component, ids, parent, unique_name(component.name, taken))
            taken.add(new.name)
            store.put("components", new.id, new)
        for connection in fragment.connections:
            store.put("connections", ids[connection.id], _connection(desk, connection, ids))
        for element_id, placement in fragment.nodes.items():
            moved = placement.at(placement.shown.moved(dx, dy)).revised(locked=False)
            store.put("nodes", place_key(desk.view_id, ids[element_id]), moved)
        for element_id, route in fragment.edges.items():
            # A copy is free: what it was held at as long as it was locked does not come along.
            points = () if route.locked and route.route == "auto" else route.points
            freed = route.revised(locked=False, points=tuple((x + dx, y + dy) for x, y in points))
            put_edge(desk, ids[element_id], freed, label)
        for note in fragment.notes:
            copy = note.revised(id=ids[note.id], x=note.x + dx, y=note.y + dy, locked=False)
            store.put("notes", place_key(desk.view_id, copy.id), copy)
        _show(desk, ids)
    return ids


def duplicate(desk: Workspace, ids: Iterable[str], dx: float, dy: float) -> dict[str, str]:
    """Copy elements inside the document; return the new id of each old one."""
    fragment = take_fragment(desk, ids)
    return put_fragment(desk, fragment, dx, dy, parent="", label="Duplicate") if fragment else {}


def _new_ids(desk: Workspace, fragment: Fragment) -> dict[str, str]:
    taken = desk.store.ids()
    ids: dict[str, str] = {}

    def give(old: str, wish: str) -> None:
        ids[old] = fresh_id(wish, taken)
        taken.add(ids[old])

    for record in (*fragment.groups, *fragment.components):
        give(record.id, record.name or record.id)
    for connection in fragment.connections:
        give(connection.id, f"{ids[connection.source]}-{ids[connection.target]}")
    for note in fragment.notes:
        give(note.id, "note")
    return ids


def _parent(desk: Workspace, old: str | None, ids: Mapping[str, str], outside: str | None) -> str | None:
    if old is not None and old in ids:
        return ids[old]
    if outside == "":
        return old if old is not None and desk.group(old) is not None else None
    return outside


def _component(
    desk: Workspace, component: Component, ids: Mapping[str, str], parent: str | None, name: str
) -> Component:
    domains = tuple(ids.get(one, one) for one in component.domains)
    known = tuple(one for one in domains if one in ids.values() or desk.group(one) is not None)
    fields: dict[str, Any] = {
        "id": ids[component.id],
        "name": name if component.name else "",
        "parent": _parent(desk, component.parent, ids, parent),
        "domains": known,
    }
    revised: Component = component.revised(**fields)
    return revised


def _connection(desk: Workspace, connection: Connection, ids: Mapping[str, str]) -> Connection:
    cache = connection.behind_cache
    if cache is not None:
        cache = ids.get(cache, cache if desk.component(cache) is not None else None)
    calls = connection.calls
    if isinstance(calls, dict):
        journeys = desk.store.table("journeys")
        calls = {journey: count for journey, count in calls.items() if journey in journeys}
    revised: Connection = connection.revised(
        id=ids[connection.id],
        source=ids[connection.source],
        target=ids[connection.target],
        behind_cache=cache,
        calls=calls,
    )
    return revised


def _show(desk: Workspace, ids: Mapping[str, str]) -> None:
    show(desk, *(one for one in ids.values() if desk.note(one) is None))
