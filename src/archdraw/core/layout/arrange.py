"""Automatic placement of a whole view or of a selection; what is pinned stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.engine import LayoutError, run_engine
from archdraw.core.layout.graph import Direction, Task, build_task, dot_text, read_boxes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from archdraw.core.model import Design, View

GRID = 20.0
GROUP_PADDING = 24.0
GROUP_HEAD = 48.0
_CLEARANCE = 20.0
_LONGEST_SEARCH = 60


def arrange(
    design: Design,
    view_id: str,
    *,
    only: Collection[str] | None = None,
    direction: Direction = "LR",
    timeout_s: float = 10.0,
    should_stop: Callable[[], bool] | None = None,
) -> dict[str, Box]:
    """Return new places for components and groups of a view.

    Parameters
    ----------
    design, view_id
        What to lay out.
    only
        Ids of components and groups; None lays out everything. A group brings what stands in it. The
        result keeps to the place where the selection stood.
    direction
        Where calls run to: "LR" left to right, "TB" top to bottom …
    timeout_s
        Seconds the engine may take.
    should_stop
        Asked while the engine runs; true raises LayoutCancelled.

    Returns
    -------
    dict
        Box by id, in drawing units, on the 20-unit grid; groups fit around what they hold. Pinned
        elements keep their place.

    Raises
    ------
    LayoutError
        When the view does not exist or the engine gives no result; nothing has changed then.
    """
    view = design.view_by_id.get(view_id)
    if view is None:
        message = f"There is no view “{view_id}” to lay out."
        raise LayoutError(message)
    task = build_task(design, view, only)
    if not task.sizes:
        return {}
    boxes = read_boxes(
        task, run_engine(dot_text(task, direction), timeout_s=timeout_s, should_stop=should_stop)
    )
    if len(boxes) != len(task.sizes):
        message = "The layout engine left elements out; nothing was moved."
        raise LayoutError(message)
    boxes = _settle(boxes, task, view, whole=only is None)
    return _with_groups(boxes, task)


def _settle(boxes: dict[str, Box], task: Task, view: View, *, whole: bool) -> dict[str, Box]:
    """Shift the result to where it belongs, snap it, and move what collides with a pinned element."""
    pinned = {key: view.nodes[key].box for key in boxes if key in view.nodes and view.nodes[key].pin}
    dx, dy = _shift(boxes, task, view, pinned, whole=whole)
    placed = {key: _snapped(box.moved(dx, dy)) for key, box in boxes.items()}
    if not pinned:
        return placed
    placed.update(pinned)
    fixed = list(pinned.values())
    for key in boxes:
        if key not in pinned:
            placed[key] = _free_place(placed[key], fixed)
            fixed.append(placed[key])
    return placed


def _shift(
    boxes: dict[str, Box], task: Task, view: View, pinned: dict[str, Box], *, whole: bool
) -> tuple[float, float]:
    if pinned:
        count = len(pinned)
        return (
            sum(box.x - boxes[key].x for key, box in pinned.items()) / count,
            sum(box.y - boxes[key].y for key, box in pinned.items()) / count,
        )
    new = bounding_box(boxes.values())
    old = None if whole else bounding_box(view.nodes[key].box for key in task.sizes if key in view.nodes)
    if new is None:
        return 0.0, 0.0
    if old is None:
        return -new.x, -new.y
    return old.center.x - new.center.x, old.center.y - new.center.y


def _snapped(box: Box) -> Box:
    return Box(round(box.x / GRID) * GRID, round(box.y / GRID) * GRID, box.w, box.h)


def _free_place(box: Box, fixed: Iterable[Box]) -> Box:
    """Return the nearest place on the grid, in growing rings, that keeps clear of all fixed boxes."""
    taken = [other.grown(_CLEARANCE) for other in fixed]
    for ring in range(_LONGEST_SEARCH):
        for step_x in range(-ring, ring + 1):
            for step_y in range(-ring, ring + 1):
                if max(abs(step_x), abs(step_y)) != ring:
                    continue
                candidate = box.moved(step_x * GRID, step_y * GRID)
                if not any(candidate.intersects(other) for other in taken):
                    return candidate
    return box


def _with_groups(boxes: dict[str, Box], task: Task) -> dict[str, Box]:
    """Add the groups that hold something, innermost first, each fitted around its content."""
    result = dict(boxes)

    def fit(group_id: str) -> None:
        content = []
        for child in task.children.get(group_id, ()):
            if child not in result:
                fit(child)
            if child in result:
                content.append(result[child])
        around = bounding_box(content)
        if around is not None:
            result[group_id] = Box(
                around.x - GROUP_PADDING,
                around.y - GROUP_HEAD,
                around.w + 2 * GROUP_PADDING,
                around.h + GROUP_HEAD + GROUP_PADDING,
            )

    for group_id in task.groups:
        if group_id not in result:
            fit(group_id)
    return result
