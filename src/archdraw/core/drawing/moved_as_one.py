"""Whether a change moved everything by the same way, so that all that is known can go along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.content import touched_ids
from archdraw.core.geometry import Box
from archdraw.core.history import place_key
from archdraw.core.model import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.drawing.content import ReadTable
    from archdraw.core.history import Changed, TableName

    Way = tuple[float, float]

# Tables of what stands somewhere, and of all that a displacement changes.
NODES: tuple[TableName, ...] = ("nodes",)
STANDING: tuple[TableName, ...] = (*NODES, "notes")
PLACES = {*STANDING, "edges"}


def stated_way(changed: Changed, view_id: str, frames: Mapping[str, Box], placed: int) -> Way | None:
    """Return by how much a change says it displaced everything, and did no more to places than that.

    Parameters
    ----------
    frames
        Where each element of the view stands; all of them have a place in the document.
    placed
        How many places there are in the document.
    """
    diff = changed.diff
    standing = [diff[name] for name in STANDING if name in diff]
    ways = {one.way for one in standing}
    if len(ways) != 1 or not diff.keys() <= PLACES:
        return None
    # Where nothing else has a place in the document, to count them is enough.
    if sum(len(one.updated) for one in standing) == len(frames) == placed:
        return ways.pop()
    return ways.pop() if frames.keys() <= touched_ids(changed, view_id) else None


def common_way(moved: Mapping[str, Box | None], frames: Mapping[str, Box]) -> Way | None:
    """Return by how much everything moved; None where something stayed or went another way.

    `moved` maps to the old places.
    """
    if len(moved) < max(1, len(frames)):
        return None
    way: Way | None = None
    for key, old in moved.items():
        if old is None:
            return None
        x, y, w, h = old
        new = frames[key]
        way = way or (new[0] - x, new[1] - y)
        if (x + way[0], y + way[1], w, h) != new:
            return None
    return way


def boxes_after(
    changed: Changed, boxes: Mapping[str, Box], way: Way, read: ReadTable, view_id: str
) -> dict[str, Box]:
    """Return where all stand after a change that displaced everything by the same way."""
    # Ten thousand of them: straight to where a named tuple is made.
    make, (dx, dy) = tuple.__new__, way
    if changed.origin == "undo":
        # Back by the same way is not always back to the very number: the document has it.
        nodes, notes, prefix = read("nodes"), read("notes"), place_key(view_id, "")
        places = [nodes.get(prefix + key) or notes[prefix + key] for key in boxes]
        corners = Record.all_values(places, "x", "y")
        # The sizes are those of before, also of what is folded.
        return {
            key: make(Box, (*corner, w, h))
            for corner, (key, (_, _, w, h)) in zip(corners, boxes.items(), strict=True)
        }
    return {key: make(Box, (x + dx, y + dy, w, h)) for key, (x, y, w, h) in boxes.items()}
