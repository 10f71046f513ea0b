"""Deleting, with everything that pointed at what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import split_place_key
from archdraw.editor.edits.connecting import connect, connected, fitting_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.history import Store, TableName
    from archdraw.editor.workspace import Workspace

# Single references that become None when what they name is deleted.
_REFERENCES: tuple[tuple[TableName, str], ...] = (
    ("connections", "behind_cache"),
    ("journeys", "entry"),
    ("apis", "component"),
    ("entities", "store"),
)
_LIST_REFERENCES: tuple[tuple[TableName, str], ...] = (("components", "domains"), ("decisions", "elements"))


def delete(desk: Workspace, ids: Iterable[str]) -> None:
    """Delete elements, the connections at deleted components, and what referred to them.

    A deleted group leaves its content to the group around it.
    """
    gone = {element_id for element_id in ids if desk.role(element_id) is not None}
    if not gone:
        return
    with desk.change("Delete" if len(gone) == 1 else f"Delete {len(gone)} elements"):
        _delete(desk, gone)


def delete_and_heal(desk: Workspace, ids: Iterable[str]) -> None:
    """Delete elements; what called a deleted component calls what that one called instead."""
    gone = {element_id for element_id in ids if desk.role(element_id) is not None}
    if not gone:
        return
    with desk.change("Delete and heal"):
        for element_id in [one for one in gone if desk.component(one) is not None]:
            _bridge(desk, element_id)
            _delete(desk, {element_id})
        _delete(desk, {one for one in gone if desk.role(one) is not None})


def ungroup(desk: Workspace, ids: Iterable[str]) -> frozenset[str]:
    """Take groups away and leave what was in them; return the ids of that."""
    groups = {element_id for element_id in ids if desk.group(element_id) is not None}
    content = frozenset(
        element_id
        for table in ("groups", "components")
        for element_id, record in desk.store.table(table).items()
        if record.parent in groups and element_id not in groups
    )
    if groups:
        with desk.change("Ungroup"):
            _delete(desk, groups)
    return content


def _delete(desk: Workspace, gone: set[str]) -> None:
    store = desk.store
    _release_content(desk, gone)
    for connection_id, connection in list(store.table("connections").items()):
        if connection.source in gone or connection.target in gone:
            gone.add(connection_id)
    elements: tuple[TableName, ...] = ("components", "groups", "connections")
    for table in elements:
        for element_id in gone:
            store.remove(table, element_id)
    places: tuple[TableName, ...] = ("nodes", "edges", "notes")
    for table in places:
        for key in [key for key in store.table(table) if split_place_key(key)[1] in gone]:
            store.remove(table, key)
    _drop_references(store, gone)


def _release_content(desk: Workspace, gone: set[str]) -> None:
    if not any(desk.group(element_id) is not None for element_id in gone):
        return
    holders: tuple[TableName, ...] = ("groups", "components")
    for table in holders:
        for element_id, record in list(desk.store.table(table).items()):
            if record.parent in gone and element_id not in gone:
                parent = record.parent
                seen: set[str] = set()
                while parent in gone and parent not in seen:
                    seen.add(parent)
                    group = desk.group(parent)
                    parent = group.parent if group is not None else None
                kept = None if parent in gone else parent
                desk.store.put(table, element_id, record.revised(parent=kept))


def _drop_references(store: Store, gone: set[str]) -> None:
    for table, field in _REFERENCES:
        for key, record in list(store.table(table).items()):
            if getattr(record, field) in gone:
                store.put(table, key, record.revised(**{field: None}))
    for table, field in _LIST_REFERENCES:
        for key, record in list(store.table(table).items()):
            named = getattr(record, field)
            if not gone.isdisjoint(named):
                kept = tuple(one for one in named if one not in gone)
                store.put(table, key, record.revised(**{field: kept}))
    for key, suppression in list(store.table("suppressions").items()):
        # A new element may get the id again: an old acceptance of risk must not come back with it.
        if suppression.element in gone:
            store.remove("suppressions", key)
    for key, view in list(store.table("views").items()):
        if view.shows != "all" and not gone.isdisjoint(view.shows):
            store.put("views", key, view.revised(shows=tuple(one for one in view.shows if one not in gone)))


def _bridge(desk: Workspace, element_id: str) -> None:
    connections = list(desk.store.table("connections").values())
    callers = dict.fromkeys(one.source for one in connections if one.target == element_id)
    called = dict.fromkeys(one.target for one in connections if one.source == element_id)
    for source in callers:
        for target in called:
            if source != target and not connected(desk, source, target):
                connect(desk, source, target, fitting_kind(desk, source, target))
