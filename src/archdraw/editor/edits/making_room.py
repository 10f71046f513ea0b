"""What groups have to grow to when something new comes to stand in them, and whether they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, union
from archdraw.editor.edits.grouping import padded
from archdraw.editor.edits.locking import is_locked
from archdraw.editor.hierarchy import with_content
from archdraw.editor.placing import CLEARANCE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence, Set as AbstractSet

    from archdraw.editor.workspace import Workspace


def growth_for(
    desk: Workspace, room: Box, chain: Sequence[str], touched: AbstractSet[str] = frozenset()
) -> dict[str, Box] | None:
    """Return the new frames of the groups that have to grow; None where something is in the way.

    Parameters
    ----------
    room
        What has to stand in them.
    chain
        The group that it goes into and those around that, the innermost first.
    touched
        Elements that the scene does not know where they are yet.
    """
    if meets(desk, room.grown(CLEARANCE), set(chain), touched):
        return None
    growth: dict[str, Box] = {}
    for group_id in chain:
        frame = desk.frame(group_id)
        if frame is None:
            continue
        wanted = union(frame, padded(room))
        if wanted == frame:
            break
        own = with_content(desk, [group_id]) | set(chain)
        if is_locked(desk, group_id) or meets(desk, wanted.grown(CLEARANCE / 2), own, touched):
            return None
        growth[group_id] = room = wanted
    return growth


def meets(desk: Workspace, room: Box, own: Collection[str], touched: AbstractSet[str] = frozenset()) -> bool:
    """Tell whether a component, group or note that is not of its own stands in a room."""
    for element_id in {*desk.scene.ids_in_box(room), *touched}.difference(own):
        frame = None if desk.connection(element_id) is not None else desk.frame(element_id)
        if frame is not None and frame.intersects(room):
            return True
    return False
