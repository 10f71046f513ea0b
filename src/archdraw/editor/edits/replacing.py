"""Putting one component in the place of another, and making a component one of another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.history import TableName
from archdraw.core.model import FIGURES, Component, one_line
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.connecting import connected, fitting_kind
from archdraw.editor.edits.elements import put_box
from archdraw.editor.edits.removing import delete
from archdraw.editor.naming import is_usual_name, unique_name

if TYPE_CHECKING:
    from archdraw.editor.workspace import Workspace

# Single references that go to what takes the place of the component they name.
_REFERENCES: tuple[tuple[TableName, str], ...] = (
    ("connections", "behind_cache"),
    ("journeys", "entry"),
    ("apis", "component"),
    ("entities", "store"),
    ("suppressions", "element"),
    ("failure_modes", "element"),
)
# Tables whose records name elements in a list.
_NAMING: tuple[TableName, ...] = ("decisions", "risks", "remediation")


def change_kind(desk: Workspace, component_id: str, kind_id: str) -> tuple[str, ...]:
    """Make a component one of another kind; return the names of the figures that were dropped.

    Name, place, instances, owner, tags, notes and connections stay; a name that was only the usual one of
    the old kind becomes that of the new. Figures stated for the old kind go, so that the defaults of the new
    one count; of its attributes those stay that the new kind knows.

    Raises
    ------
    EditRefused
        When there is no such component.
    """
    component = desk.component(component_id)
    if component is None:
        raise EditRefused("The component is not there any more.")
    if component.kind == kind_id:
        return ()
    old, new = desk.catalog.kind(component.kind), desk.catalog.kind(kind_id)
    dropped = tuple(name for name in FIGURES if getattr(component, name) is not None)
    fields: dict[str, Any] = dict.fromkeys(dropped)
    fields["kind"] = kind_id
    fields["sources"] = {key: note for key, note in component.sources.items() if key not in FIGURES}
    fields["attributes"] = {
        key: value for key, value in component.attributes.items() if new.attribute(key) is not None
    }
    if is_usual_name(component.name, old.default_name or old.label):
        taken = {one.name for one in desk.store.table("components").values() if one.id != component_id}
        fields["name"] = unique_name(new.default_name or new.label, taken)
    fitting = _fitting(desk, component_id)
    with desk.change(f"Change kind to {new.label}") as store:
        store.put("components", component_id, component.revised(**fields))
        _refit(desk, fitting)
    return dropped


def replace_kind(desk: Workspace, component_id: str, kind_id: str) -> None:
    """Make a component one of another kind, and say what figures that has dropped."""
    dropped = change_kind(desk, component_id, kind_id)
    component = desk.component(component_id)
    if component is not None and dropped:
        figures = ", ".join(figure.replace("_", " ") for figure in dropped)
        label = desk.catalog.kind(kind_id).label
        name = one_line(component.name)
        desk.say(f"{name} is a {label} now; what was stated for it before is dropped: {figures}.")


def replace_component(desk: Workspace, new_id: str, old_id: str) -> None:
    """Put a component in the place of another: it takes over place, group, connections and references.

    Connections between the two, and second ones between the same ends, are dropped.

    Raises
    ------
    EditRefused
        When one of them is no component.
    """
    new, old = desk.component(new_id), desk.component(old_id)
    box = desk.frame(old_id)
    if new is None or old is None or box is None or new_id == old_id:
        raise EditRefused("A component can only take the place of another component.")
    fitting = _fitting(desk, old_id)
    doubled: list[str] = []
    with desk.change(f"Replace {old.name}") as store:
        for connection in list(store.table("connections").values()):
            ends = {end: new_id for end in ("source", "target") if getattr(connection, end) == old_id}
            if not ends:
                continue
            moved = connection.revised(**ends)
            if moved.source == moved.target or connected(desk, moved.source, moved.target):
                doubled.append(connection.id)
                continue
            store.put("connections", connection.id, moved)
        _lead_references(desk, old_id, new_id)
        store.put("components", new_id, _adopted(new, old))
        delete(desk, [old_id, *doubled])
        put_box(desk, new_id, box)
        _refit(desk, fitting)


def _adopted(new: Component, old: Component) -> Component:
    adopted: Component = new.revised(parent=old.parent, domains=new.domains or old.domains)
    return adopted


def _lead_references(desk: Workspace, old_id: str, new_id: str) -> None:
    store = desk.store
    for table, field in _REFERENCES:
        for key, record in list(store.table(table).items()):
            if getattr(record, field) == old_id:
                store.put(table, key, record.revised(**{field: new_id}))
    for table in _NAMING:
        for key, record in list(store.table(table).items()):
            if old_id in record.elements:
                named = tuple(dict.fromkeys(new_id if one == old_id else one for one in record.elements))
                store.put(table, key, record.revised(elements=named))
    for key, entry in list(store.table("suppressions").items()):
        if old_id in entry.about:
            named = tuple(new_id if one == old_id else one for one in entry.about)
            store.put("suppressions", key, entry.revised(about=named))


def _fitting(desk: Workspace, component_id: str) -> list[str]:
    """Return the connections of a component that have the kind such a pair nearly always has."""
    return [
        one.id
        for one in desk.store.table("connections").values()
        if component_id in (one.source, one.target) and one.kind == fitting_kind(desk, one.source, one.target)
    ]


def _refit(desk: Workspace, connection_ids: list[str]) -> None:
    """Give connections the kind that fits what they join now."""
    for one in connection_ids:
        connection = desk.connection(one)
        if connection is not None:
            kind = fitting_kind(desk, connection.source, connection.target)
            if kind != connection.kind:
                desk.store.put("connections", one, connection.revised(kind=kind))
