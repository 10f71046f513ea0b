"""Collapsing groups into cards and opening them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import place_key
from archdraw.editor.edits.elements import put_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Set as AbstractSet

    from archdraw.editor.workspace import Workspace


def toggle_collapsed(desk: Workspace, ids: Iterable[str]) -> None:
    """Collapse the groups among the elements, or open them when all are collapsed."""
    groups = [one for one in ids if desk.group(one) is not None]
    set_collapsed(desk, groups, collapsed=not all(desk.scene.is_collapsed(one) for one in groups))


def set_collapsed(desk: Workspace, groups: Iterable[str], *, collapsed: bool) -> None:
    """Collapse or open groups; the sizes they have when open are kept."""
    with desk.change("Collapse" if collapsed else "Expand") as store:
        for group_id in groups:
            key = place_key(desk.view_id, group_id)
            frame = desk.frame(group_id)
            if store.get("nodes", key) is None and frame is not None:
                put_box(desk, group_id, frame)
            placed = store.get("nodes", key)
            if placed is not None and placed.collapsed != collapsed:
                store.put("nodes", key, placed.revised(collapsed=collapsed))


def collapsed_among(desk: Workspace, ids: AbstractSet[str]) -> bool:
    """Tell whether there are groups among the elements and all of them are collapsed."""
    table = desk.store.table("groups")
    # Whichever is smaller is gone through.
    groups = table.keys() & ids if len(ids) < len(table) else [one for one in table if one in ids]
    return bool(groups) and all(desk.scene.is_collapsed(one) for one in groups)
