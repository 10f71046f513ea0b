"""Aligning and distributing what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.geometry import Box, bounding_box
from archdraw.editor.edits.locking import unlocked
from archdraw.editor.edits.moving import move_each, put_boxes
from archdraw.editor.hierarchy import outermost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.editor.workspace import Workspace

Edge = Literal["left", "center", "right", "top", "middle", "bottom"]
Axis = Literal["horizontal", "vertical"]
Side = Literal["width", "height", "size"]


def aligned(boxes: dict[str, Box], edge: Edge) -> dict[str, tuple[float, float]]:
    """Return by how much each box moves so that all share an edge or middle of the box around them."""
    around = bounding_box(boxes.values())
    if around is None:
        return {}
    offsets: dict[Edge, tuple[float, float]] = {
        "left": (around.x, 0),
        "center": (around.center.x, 0.5),
        "right": (around.right, 1),
        "top": (around.y, 0),
        "middle": (around.center.y, 0.5),
        "bottom": (around.bottom, 1),
    }
    line, share = offsets[edge]
    if edge in ("left", "center", "right"):
        return {one: (line - box.x - share * box.w, 0.0) for one, box in boxes.items()}
    return {one: (0.0, line - box.y - share * box.h) for one, box in boxes.items()}


def distributed(boxes: dict[str, Box], axis: Axis) -> dict[str, tuple[float, float]]:
    """Return by how much each box moves so that the gaps between neighbours are equal; the outer two stay."""
    if len(boxes) < 3:
        return {}
    across = axis == "horizontal"
    order = sorted(boxes, key=lambda one: boxes[one].center[0 if across else 1])
    sizes = [boxes[one].w if across else boxes[one].h for one in order]
    first, last = boxes[order[0]], boxes[order[-1]]
    start = first.x if across else first.y
    room = (last.right if across else last.bottom) - start - sum(sizes)
    gap = room / (len(order) - 1)
    moves: dict[str, tuple[float, float]] = {}
    at = start
    for one, size in zip(order, sizes, strict=True):
        box = boxes[one]
        moves[one] = (at - box.x, 0.0) if across else (0.0, at - box.y)
        at += size + gap
    return moves


def align(desk: Workspace, ids: Iterable[str], edge: Edge) -> None:
    """Align elements; groups take along what is in them."""
    move_each(desk, aligned(desk.frames(outermost(desk, ids)), edge), f"Align {edge}")


def distribute(desk: Workspace, ids: Iterable[str], axis: Axis) -> None:
    """Make the gaps between three or more elements equal."""
    move_each(desk, distributed(desk.frames(outermost(desk, ids)), axis), f"Distribute {axis}ly")


def same_size(desk: Workspace, ids: Iterable[str], side: Side) -> None:
    """Give elements the width, height or both of the largest of them; their middles stay.

    Collapsed groups and locked elements keep their size.
    """
    named = [one for one in unlocked(desk, ids) if not desk.scene.is_collapsed(one)]
    put_boxes(desk, alike(desk.frames(named), side), f"Same {side}")


def alike(boxes: dict[str, Box], side: Side) -> dict[str, Box]:
    """Return the boxes with the width, height or both of the largest, around the same middles."""
    if not boxes:
        return {}
    widest, highest = max(box.w for box in boxes.values()), max(box.h for box in boxes.values())
    found = {}
    for one, box in boxes.items():
        w = box.w if side == "height" else widest
        h = box.h if side == "width" else highest
        found[one] = Box(box.center.x - w / 2, box.center.y - h / 2, w, h)
    return found
