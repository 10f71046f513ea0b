"""Who is inside whom: the tree of groups, as the store has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.editor.workspace import Workspace


def parent_of(desk: Workspace, element_id: str) -> str | None:
    """Return the id of the group directly around a component or group, or None."""
    record = desk.component(element_id) or desk.group(element_id)
    return record.parent if record is not None else None


def ancestors(desk: Workspace, element_id: str) -> list[str]:
    """Return the ids of the groups around an element, innermost first; a ring is cut."""
    found: list[str] = []
    parent = parent_of(desk, element_id)
    while parent is not None and parent not in found and parent != element_id:
        found.append(parent)
        parent = parent_of(desk, parent)
    return found


def children_of(desk: Workspace) -> dict[str, list[str]]:
    """Return the direct children of every group that has any, groups before components."""
    found: dict[str, list[str]] = {}
    for table in ("groups", "components"):
        for element_id, record in desk.store.table(table).items():
            if record.parent is not None:
                found.setdefault(record.parent, []).append(element_id)
    return found


def with_content(desk: Workspace, ids: Iterable[str]) -> set[str]:
    """Return the ids and everything inside the groups among them, however deep."""
    found = set(ids)
    waiting = list(desk.store.table("groups").keys() & found)
    children = children_of(desk) if waiting else {}
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def outermost(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return those of the ids that lie in no other of them, in document order."""
    return in_document_order(desk, uncovered(desk, ids))


def uncovered(desk: Workspace, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that lie in no other of them; each group is climbed from once."""
    named = set(ids)
    groups, components = desk.store.table("groups"), desk.store.table("components")
    if groups.keys().isdisjoint(named):
        return named
    named_groups = groups.keys() & named
    kept = {one for one in named_groups if named.isdisjoint(ancestors(desk, one))}
    around: dict[str | None, bool] = {None: False}
    for one in named - named_groups:
        record = components.get(one)
        parent = None if record is None else record.parent
        covered = around.get(parent)
        if covered is None and parent is not None:
            covered = around[parent] = not named.isdisjoint((parent, *ancestors(desk, parent)))
        if not covered:
            kept.add(one)
    return kept


def in_document_order(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return the ids of this view's elements in document order: groups, components, connections, notes."""
    named = set(ids)
    order: list[str] = []
    if len(named) > 1:
        for table in ("groups", "components", "connections"):
            records = desk.store.table(table)
            order += [element_id for element_id in records if element_id in named]
        seen = set(order)
        order += sorted(element_id for element_id in named - seen if desk.note(element_id) is not None)
        return order
    return [element_id for element_id in named if desk.role(element_id) is not None]


def common_parent(desk: Workspace, ids: Iterable[str]) -> str | None:
    """Return the innermost group around all of the elements, or None."""
    chains = [
        ancestors(desk, element_id) for element_id in ids if desk.role(element_id) in ("component", "group")
    ]
    if not chains:
        return None
    return next((one for one in chains[0] if all(one in chain for chain in chains)), None)
