"""Copies of elements inside the document: fresh ids, names that tell them apart, the same connections."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.history import place_key
from archdraw.core.model import Component, Connection, EdgeRoute, Group, Note, Placement
from archdraw.core.model.fields import LABEL_LENGTH
from archdraw.core.model.ids import NewIds, Numbers
from archdraw.core.records import frozen
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import TOO_FAR, WORLD, show
from archdraw.editor.edits.routes import shifted_route
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
        """The box around everything that has a place and shows."""
        parents = {one.id: one.parent for one in (*self.groups, *self.components)}
        boxes = [place.shown for key, place in self.nodes.items() if not self._is_folded_away(key, parents)]
        return bounding_box([*boxes, *(note.box for note in self.notes)])

    def _is_folded_away(self, element_id: str, parents: Mapping[str, str | None]) -> bool:
        """Tell whether an element lies in a group of the piece that is collapsed."""
        around = parents.get(element_id)
        while around is not None and around in parents:
            if around in self.nodes and self.nodes[around].collapsed:
                return True
            around = parents[around]
        return False


def take_fragment(desk: Workspace, ids: Iterable[str]) -> Fragment:
    """Return the elements with the content of groups and the connections between them, in document order."""
    wanted = with_content(desk, ids)
    connections = tuple(
        connection
        for connection in desk.store.table("connections").values()
        if connection.source in wanted and connection.target in wanted
    )
    groups = [one for key, one in desk.store.table("groups").items() if key in wanted]
    components = [one for key, one in desk.store.table("components").items() if key in wanted]
    prefix = place_key(desk.view_id, "")
    places, led, written = (desk.store.table(name) for name in ("nodes", "edges", "notes"))
    nodes: dict[str, Placement] = {}
    for one in (*groups, *components):
        placed = places.get(prefix + one.id)
        if placed is not None:
            nodes[one.id] = placed
        elif (frame := desk.frame(one.id)) is not None:
            nodes[one.id] = Placement(x=0, y=0).at(frame)
    routes = {one.id: led.get(prefix + one.id) for one in connections} if led else {}
    notes = [written.get(prefix + element_id) for element_id in sorted(wanted)] if written else []
    return Fragment(
        components=tuple(components),
        groups=tuple(groups),
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
    nodes, edges = _nodes(fragment, dx, dy), _edges(fragment, dx, dy)
    prefix = place_key(desk.view_id, "")
    # Unchecked but for what may have become invalid, which is how far out it lies: there may be thousands.
    with desk.change(label) as store:
        store.put_all("groups", _groups(desk, fragment.groups, ids, parent))
        components = _components(desk, fragment.components, ids, parent)
        store.put_all("components", components)
        lines = [_connection(desk, connection, ids) for connection in fragment.connections]
        store.put_all("connections", {line.id: line for line in lines})
        store.put_all("nodes", {prefix + ids[key]: one for key, one in nodes.items()})
        store.put_all("edges", {prefix + ids[key]: one for key, one in edges.items()})
        for note in fragment.notes:
            copy = note.revised(id=ids[note.id], x=note.x + dx, y=note.y + dy, locked=False)
            store.put("notes", prefix + copy.id, copy)
        _show(desk, ids)
    return ids


def _nodes(fragment: Fragment, dx: float, dy: float) -> dict[str, Placement]:
    """Return the places of a copy.

    Raises
    ------
    EditRefused
        When it would lie outside of what a drawing may cover.
    """
    bounds = fragment.bounds
    if bounds is not None and not WORLD.encloses(bounds.moved(dx, dy)):
        raise EditRefused(TOO_FAR)
    return {
        key: one.model_copy(update={"x": one.x + dx, "y": one.y + dy, "locked": False})
        for key, one in fragment.nodes.items()
    }


def _edges(fragment: Fragment, dx: float, dy: float) -> dict[str, EdgeRoute]:
    """Return how the lines of a copy run, as far as that says anything."""
    found = {}
    for key, route in fragment.edges.items():
        # A copy is free: what it was held at as long as it was locked does not come along.
        kept = () if route.locked and route.route == "auto" else route.points
        freed = shifted_route(route.model_copy(update={"locked": False, "points": kept}), dx, dy)
        if freed != EdgeRoute():
            found[key] = freed
    return found


def duplicate(desk: Workspace, ids: Iterable[str], dx: float, dy: float) -> dict[str, str]:
    """Copy elements inside the document; return the new id of each old one."""
    fragment = take_fragment(desk, ids)
    return put_fragment(desk, fragment, dx, dy, parent="", label="Duplicate") if fragment else {}


def _new_ids(desk: Workspace, fragment: Fragment) -> dict[str, str]:
    new, ids = NewIds(desk.store.ids()), dict[str, str]()
    for record in (*fragment.groups, *fragment.components):
        ids[record.id] = new.give(record.name or record.id)
    for connection in fragment.connections:
        ids[connection.id] = new.give(f"{ids[connection.source]}-{ids[connection.target]}")
    for note in fragment.notes:
        ids[note.id] = new.give("note")
    return ids


def _parent(desk: Workspace, old: str | None, ids: Mapping[str, str], outside: str | None) -> str | None:
    if old is not None and old in ids:
        return ids[old]
    if outside == "":
        return old if old is not None and desk.group(old) is not None else None
    return outside


def _groups(
    desk: Workspace, groups: Iterable[Group], ids: Mapping[str, str], parent: str | None
) -> dict[str, Group]:
    """Return copies of groups by their new id, with names that tell them apart."""
    taken, numbers = {one.name for one in desk.store.table("groups").values()}, Numbers()
    found = {}
    for group in groups:
        name = group.name and unique_name(group.name, taken, numbers)[:LABEL_LENGTH]
        taken.add(name)
        fields = {"id": ids[group.id], "name": name, "parent": _parent(desk, group.parent, ids, parent)}
        found[ids[group.id]] = group.model_copy(update=fields)
    return found


def _components(
    desk: Workspace, components: Iterable[Component], ids: Mapping[str, str], parent: str | None
) -> dict[str, Component]:
    """Return copies of components by their new id, with names that tell them apart."""
    taken, numbers = {one.name for one in desk.store.table("components").values()}, Numbers()
    new = set(ids.values())
    found = {}
    for component in components:
        name = component.name and unique_name(component.name, taken, numbers)[:LABEL_LENGTH]
        taken.add(name)
        domains = [ids.get(one, one) for one in component.domains]
        fields: dict[str, Any] = {
            "id": ids[component.id],
            "name": name,
            "parent": _parent(desk, component.parent, ids, parent),
            "domains": tuple([one for one in domains if one in new or desk.group(one) is not None]),
        }
        found[ids[component.id]] = component.model_copy(update=fields)
    return found


def _connection(desk: Workspace, connection: Connection, ids: Mapping[str, str]) -> Connection:
    cache = connection.behind_cache
    if cache is not None:
        cache = ids.get(cache, cache if desk.component(cache) is not None else None)
    calls = connection.calls
    if isinstance(calls, dict):
        journeys = desk.store.table("journeys")
        calls = {journey: count for journey, count in calls.items() if journey in journeys}
    fields: dict[str, Any] = {
        "id": ids[connection.id],
        "source": ids[connection.source],
        "target": ids[connection.target],
        "behind_cache": cache,
        "calls": calls,
    }
    return connection.model_copy(update=fields)


def _show(desk: Workspace, ids: Mapping[str, str]) -> None:
    show(desk, *(one for one in ids.values() if desk.note(one) is None))
