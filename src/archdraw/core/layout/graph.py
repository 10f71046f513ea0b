"""The part of a drawing to lay out, as a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from archdraw.core.model import Connection, Design, View

EMPTY_GROUP = (240.0, 140.0)
# How long the label of a link is, about: letters, and the room at its ends for corners and arrow.
_LETTER, _LABEL_MARGIN, _LONGEST_LABEL = 6.4, 60.0, 24


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be laid out: sizes by id (components and empty groups), nesting, links.

    `children` maps a group, or None for the drawing itself, to what stands directly in it. A link has its
    two ends and the length that its label takes.
    """

    sizes: Mapping[str, tuple[float, float]]
    children: Mapping[str | None, tuple[str, ...]]
    groups: frozenset[str]
    links: tuple[tuple[str, str, float], ...]

    @property
    def elements(self) -> set[str]:
        """The ids of all that is laid out, groups included."""
        return self.groups | self.sizes.keys()


def build_task(design: Design, view: View, wanted: Collection[str]) -> Task:
    """Return the task of laying out some elements of a view, with their nesting as far as it is among them."""
    groups = [group.id for group in design.groups if group.id in wanted]
    components = [component.id for component in design.components if component.id in wanted]
    parents = {element.id: element.parent for element in (*design.groups, *design.components)}
    ringed = {group.id for group in design.groups if _in_ring(group.id, parents)}
    children: dict[str | None, list[str]] = {None: []}
    for element_id in (*groups, *components):
        parent = parents[element_id]
        inside = parent in wanted and element_id not in ringed
        children.setdefault(parent if inside else None, []).append(element_id)
    sizes: dict[str, tuple[float, float]] = {}
    for element_id in components:
        place = view.nodes.get(element_id)
        sizes[element_id] = (place.w, place.h) if place is not None else (CARD_WIDTH, CARD_HEIGHT)
    for group_id in groups:
        if not children.get(group_id):
            sizes[group_id] = EMPTY_GROUP
    links = tuple(
        (one.source, one.target, _label_room(one))
        for one in design.connections
        if one.source in sizes and one.target in sizes and one.source != one.target
    )
    return Task(sizes, {key: tuple(value) for key, value in children.items()}, frozenset(groups), links)


def shown_elements(design: Design, view: View) -> set[str]:
    """Return the ids of the components and groups that a view shows."""
    every = {element.id for element in (*design.groups, *design.components)}
    return every if view.shows == "all" else every & set(view.shows)


def _in_ring(group_id: str, parents: Mapping[str, str | None]) -> bool:
    """Tell whether a group lies in itself, which only a damaged document says."""
    seen: set[str] = set()
    parent = parents.get(group_id)
    while parent is not None and parent not in seen:
        if parent == group_id:
            return True
        seen.add(parent)
        parent = parents.get(parent)
    return False


def _label_room(connection: Connection) -> float:
    letters = min(len(connection.name), _LONGEST_LABEL)
    return letters * _LETTER + _LABEL_MARGIN if letters else 0.0
