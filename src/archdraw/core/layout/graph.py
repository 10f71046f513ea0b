"""The part of a drawing to lay out, as a graph for the engine, and the way back to boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.geometry import Box
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from archdraw.core.model import Design, View

Direction = Literal["LR", "TB", "RL", "BT"]

POINTS_PER_INCH = 72.0
RANK_GAP = 92.0
NODE_GAP = 36.0
GROUP_MARGIN = 36.0
# Room for the title tab of a group; the engine only knows it as the height of a label.
GROUP_TITLE = 20.0
EMPTY_GROUP = (240.0, 140.0)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be laid out: sizes by id (components and empty groups), nesting, links.

    `children` maps a group, or None for the drawing itself, to what stands directly in it.
    """

    sizes: Mapping[str, tuple[float, float]]
    children: Mapping[str | None, tuple[str, ...]]
    groups: frozenset[str]
    links: tuple[tuple[str, str], ...]


def build_task(design: Design, view: View, only: Collection[str] | None) -> Task:
    """Return what to lay out: everything the view shows, or the elements in `only` and what they hold."""
    wanted = _wanted(design, view, only)
    groups = [group.id for group in design.groups if group.id in wanted]
    components = [component.id for component in design.components if component.id in wanted]
    parents = {element.id: element.parent for element in (*design.groups, *design.components)}
    children: dict[str | None, list[str]] = {None: []}
    for element_id in (*groups, *components):
        parent = parents[element_id]
        children.setdefault(parent if parent in wanted else None, []).append(element_id)
    sizes: dict[str, tuple[float, float]] = {}
    for element_id in components:
        place = view.nodes.get(element_id)
        sizes[element_id] = (place.w, place.h) if place is not None else (CARD_WIDTH, CARD_HEIGHT)
    for group_id in groups:
        if not children.get(group_id):
            sizes[group_id] = EMPTY_GROUP
    links = tuple(
        (connection.source, connection.target)
        for connection in design.connections
        if connection.source in sizes
        and connection.target in sizes
        and connection.source != connection.target
    )
    return Task(
        sizes=sizes,
        children={key: tuple(value) for key, value in children.items()},
        groups=frozenset(groups),
        links=links,
    )


def _wanted(design: Design, view: View, only: Collection[str] | None) -> set[str]:
    every = {element.id for element in (*design.groups, *design.components)}
    shown = every if view.shows == "all" else every & set(view.shows)
    if only is None:
        return shown
    chosen = set(only)
    return {
        element_id
        for element_id in shown
        if element_id in chosen or any(group.id in chosen for group in design.enclosing_groups(element_id))
    }


def dot_text(task: Task, direction: Direction) -> str:
    """Return the graph in the DOT language; ids are made up, so no name can say anything to the engine."""
    import graphviz

    number = {element_id: index for index, element_id in enumerate(task.sizes)}
    root = graphviz.Digraph(
        graph_attr={
            "rankdir": direction,
            "ranksep": f"{RANK_GAP / POINTS_PER_INCH:.4f}",
            "nodesep": f"{NODE_GAP / POINTS_PER_INCH:.4f}",
            "splines": "false",
            "newrank": "true",
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none"},
    )
    counter = iter(range(len(task.groups) + 1))

    def write(graph: Any, parent: str | None) -> None:
        for element_id in task.children.get(parent, ()):
            if element_id in task.sizes:
                width, height = task.sizes[element_id]
                graph.node(
                    f"n{number[element_id]}",
                    width=f"{width / POINTS_PER_INCH:.4f}",
                    height=f"{height / POINTS_PER_INCH:.4f}",
                )
            else:
                with graph.subgraph(name=f"cluster_{next(counter)}") as inner:
                    inner.attr(
                        margin=f"{GROUP_MARGIN:g}", label=" ", labelloc="t", fontsize=f"{GROUP_TITLE:g}"
                    )
                    write(inner, element_id)

    write(root, None)
    for source, target in task.links:
        root.edge(f"n{number[source]}", f"n{number[target]}")
    return str(root.source)


def read_boxes(task: Task, answer: dict[str, Any]) -> dict[str, Box]:
    """Return the boxes of components and empty groups; y grows downwards."""
    names = {f"n{index}": element_id for index, element_id in enumerate(task.sizes)}
    boxes: dict[str, Box] = {}
    for entry in answer.get("objects", ()):
        element_id = names.get(entry.get("name", ""))
        if element_id is not None and "pos" in entry:
            x, y = (float(part) for part in entry["pos"].split(","))
            width, height = task.sizes[element_id]
            boxes[element_id] = Box(x - width / 2, -y - height / 2, width, height)
    return boxes
