"""The whole drawing by the engine alone, groups and all: taken where it is sound and like a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.measures import GRID, badness, upon_grid
from archdraw.core.layout.sketching import LEAST_NODES, add_node, new_graph
from archdraw.core.layout.standing import Standing, on_grid

if TYPE_CHECKING:
    from archdraw.core.layout.graph import Task
    from archdraw.core.layout.level import Style


def whole_drawing(task: Task, style: Style) -> dict[str, Box] | None:
    """Return the box of everything, x along the calls, or None where the engine makes nothing of use of it.

    What is too small to need it, has no groups, is unlike a page or has groups on each other is of no use.
    """
    if len(task.sizes) < LEAST_NODES or not task.groups:
        return None
    places = style.sketches.places(len(task.sizes), _text(task, style))
    if places is None:
        return None
    boxes: dict[str, Box] = {}
    for (element, size), (down, across) in zip(task.sizes.items(), places, strict=True):
        along, width = style.axes.size(*size)
        boxes[element] = Box(on_grid(down - along / 2), on_grid(across - width / 2), along, width)
    _frame(None, task, style, boxes)
    style.check()
    around = bounding_box(boxes.values())
    if around is None or badness(style.axes.shape(around.w, around.h)) > 0.0:
        return None
    sound = all(_apart([boxes[child] for child in ones]) for ones in task.children.values())
    return boxes if sound else None


def _text(task: Task, style: Style) -> str:
    number = {element: index for index, element in enumerate(task.sizes)}
    measures = style.measures
    graph = new_graph(ranksep=f"{measures.rank_gap / 72:.4f}", nodesep="0.01")
    # Two frames meet here, and snapping takes up to a step of the grid.
    margin = f"{(measures.padding + measures.head) / 2 + GRID:g}"

    def write(into: Any, group: str | None) -> None:
        for child in task.children.get(group, ()):
            if child in number:
                along, across = style.axes.size(*task.sizes[child])
                add_node(into, number[child], upon_grid(along), upon_grid(across + measures.card_gap))
                continue
            with into.subgraph(name=f"cluster_{len(clusters)}") as inner:
                clusters.append(child)
                inner.attr(margin=margin)
                write(inner, child)

    clusters: list[str] = []
    write(graph, None)
    for source, target, _ in task.links:
        graph.edge(f"n{number[source]}", f"n{number[target]}")
    return str(graph.source)


def _frame(group: str | None, task: Task, style: Style, boxes: dict[str, Box]) -> None:
    """Add the frames of the groups in a group, innermost first."""
    before, behind, low, high = style.axes.pads(style.measures)
    for child in task.children.get(group, ()):
        if child in boxes:
            continue
        _frame(child, task, style, boxes)
        inside = bounding_box(boxes[one] for one in task.children[child])
        if inside is not None:
            frame = Box(inside.x - before, inside.y - low, inside.w + before + behind, inside.h + low + high)
            boxes[child] = frame


def _apart(boxes: list[Box]) -> bool:
    standing = Standing()
    for box in boxes:
        if not standing.is_free(box, 0.0):
            return False
        standing.add(box)
    return True
