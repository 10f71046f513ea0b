"""Deleting, with everything that pointed at what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import split_place_key
from archdraw.core.model import element_name
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.healing import bridge
from archdraw.editor.edits.locking import LOCKED, unlocked
from archdraw.editor.hierarchy import with_content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.history import Store, TableName
    from archdraw.core.model import View
    from archdraw.editor.workspace import Workspace

# Single references that become None when what they name is deleted.
_REFERENCES: tuple[tuple[TableName, str], ...] = (
    ("connections", "behind_cache"),
    ("journeys", "entry"),
    ("apis", "component"),
    ("entities", "store"),
)
_LIST_REFERENCES: tuple[tuple[TableName, str], ...] = (
    ("components", "domains"),
    ("decisions", "elements"),
    ("risks", "elements"),
    ("remediation", "elements"),
)


def delete(desk: Workspace, ids: Iterable[str]) -> None:
    """Delete elements, the connections at deleted components, and what referred to them.

    A deleted group leaves its content to the group around it; a collapsed one takes it along, and a line
    all connections that it stands for.

    Raises
    ------
    EditRefused
        When all of them are locked.
    """
    gone = _deletable(desk, ids)
    if not gone:
        return
    with desk.change("Delete" if len(gone) == 1 else f"Delete {len(gone):,} elements"):
        _delete(desk, gone)


def delete_and_heal(desk: Workspace, ids: Iterable[str]) -> None:
    """Delete elements; what called a deleted component calls what that one called instead.

    Raises
    ------
    EditRefused
        When all of them are locked.
    """
    gone = _deletable(desk, ids)
    if not gone:
        return
    with desk.change("Delete and heal"):
        bridge(desk, gone)
        _delete(desk, gone)


def _deletable(desk: Workspace, ids: Iterable[str]) -> set[str]:
    named = {element_id for element_id in ids if desk.role(element_id) is not None}
    free = set(unlocked(desk, named))
    if named and not free:
        raise EditRefused(LOCKED)
    if len(free) < len(named):
        stay = len(named) - len(free)
        desk.say("One locked element stays." if stay == 1 else f"{stay} locked elements stay.")
    free |= {one for key in free for one in desk.scene.merged(key) if desk.connection(one) is not None}
    return free | with_content(desk, {key for key in free if desk.scene.is_collapsed(key)})


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
    _name_failure_modes(desk, gone)
    elements: tuple[TableName, ...] = ("components", "groups", "connections")
    for table in elements:
        store.remove_all(table, store.table(table).keys() & gone)
    places: tuple[TableName, ...] = ("nodes", "edges", "notes")
    for table in places:
        store.remove_all(table, [key for key in store.table(table) if split_place_key(key)[1] in gone])
    _drop_references(store, gone)


def _name_failure_modes(desk: Workspace, gone: set[str]) -> None:
    """Let rows of the failure analysis tell what they were about, while that still has a name."""
    for key, mode in list(desk.store.table("failure_modes").items()):
        if mode.element in gone:
            title = mode.title or element_name(desk.design, mode.element)
            desk.store.put("failure_modes", key, mode.revised(element=None, loss="own", title=title))


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
        if suppression.element in gone or not gone.isdisjoint(suppression.about):
            store.remove("suppressions", key)
    for key, view in list(store.table("views").items()):
        cleared = _without(view, gone)
        if cleared is not view:
            store.put("views", key, cleared)


def _without(view: View, gone: set[str]) -> View:
    """Return the view with no mention of what is gone, itself where it mentions nothing of it."""

    def kept(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in ids if one not in gone)

    shown = () if view.shows == "all" else view.shows
    lists = [shown, view.hides, *(layer.members for layer in view.layers)]
    lists += [ids for step in view.steps for ids in (step.adds, step.highlights)]
    if all(gone.isdisjoint(ids) for ids in lists):
        return view
    revised: View = view.revised(
        shows=view.shows if view.shows == "all" else kept(view.shows),
        hides=kept(view.hides),
        layers=tuple(layer.revised(members=kept(layer.members)) for layer in view.layers),
        steps=tuple(
            step.revised(adds=kept(step.adds), highlights=kept(step.highlights)) for step in view.steps
        ),
    )
    return revised
