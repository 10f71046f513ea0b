"""Wrapping a selection in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import place_group
from archdraw.editor.edits.moving import adopt
from archdraw.editor.hierarchy import common_parent, outermost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.editor.workspace import Workspace

PADDING = 30.0
# Room for the title tab above the content.
HEAD = 44.0
DEFAULT_GROUP = "tier"


def wrap(desk: Workspace, ids: Iterable[str], kind_id: str = DEFAULT_GROUP, name: str | None = None) -> str:
    """Draw a group around components and groups and put them into it; return its id.

    Raises
    ------
    EditRefused
        When none of the elements can be in a group.
    """
    members = [one for one in outermost(desk, ids) if desk.role(one) in ("component", "group")]
    frames = desk.frames(members)
    around = bounding_box(frames.values())
    if around is None:
        raise EditRefused("Select components or groups first; they go into the new group.")
    with desk.change("Group"):
        group_id = place_group(desk, kind_id, padded(around), common_parent(desk, members), name)
        adopt(desk, members, group_id)
    return group_id


def padded(content: Box) -> Box:
    """Return the frame of a group around its content."""
    return Box(content.x - PADDING, content.y - HEAD, content.w + 2 * PADDING, content.h + HEAD + PADDING)


def fit_to_content(desk: Workspace, group_id: str) -> Box | None:
    """Return the frame a group would have around what is directly in it, or None for an empty one."""
    inside = [
        element_id
        for table in ("components", "groups")
        for element_id, record in desk.store.table(table).items()
        if record.parent == group_id
    ]
    content = bounding_box(desk.frames(inside).values())
    return None if content is None else padded(content)
