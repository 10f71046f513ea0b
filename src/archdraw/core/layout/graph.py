"""The part of a drawing to lay out, as a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

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
    def elements(self) -> frozenset[str]:
        """The ids of all that is laid out, groups included."""
        return self.groups | self.sizes.keys()


def build_task(design: Design, view: View, wanted: Collection[str]) -> Task:
    """Return the task of laying out some elements of a view, with their nesting as far as it is among them.

    A collapsed group counts as one card, to which the links of what is in it lead.
    """
    groups = [group.id for group in design.groups if group.id in wanted]
    components = [component.id for component in design.components if component.id in wanted]
    collapsed = {key for key in groups if key in view.nodes and view.nodes[key].collapsed}
    stand_ins: dict[str, str] = {}
    children: dict[str | None, list[str]] = {None: []}
    for element_id in (*groups, *components):
        around = [group.id for group in design.enclosing_groups(element_id)]
        standing = next((one for one in reversed(around) if one in collapsed), None)
        if standing is not None:
            stand_ins[element_id] = standing
            continue
        parent = next((one for one in around if one in wanted), None)
        if parent is not None and any(one.id == element_id for one in design.enclosing_groups(parent)):
            parent = None  # the group lies in itself, which only a damaged document says
        children.setdefault(parent, []).append(element_id)
    sizes: dict[str, tuple[float, float]] = {}
    for element_id in (*groups, *components):
        if element_id in stand_ins or children.get(element_id):
            continue
        place = view.nodes.get(element_id)
        if place is not None and (element_id not in design.group_by_id or place.collapsed):
            sizes[element_id] = place.shown.w, place.shown.h
        else:
            is_group = element_id in design.group_by_id
            sizes[element_id] = EMPTY_GROUP if is_group else (CARD_WIDTH, CARD_HEIGHT)
    return Task(
        sizes,
        {key: tuple(value) for key, value in children.items()},
        frozenset(key for key in groups if key not in stand_ins),
        tuple(_links(design, sizes, stand_ins)),
    )


def _links(
    design: Design, sizes: Mapping[str, tuple[float, float]], stand_ins: Mapping[str, str]
) -> Iterator[tuple[str, str, float]]:
    for one in design.connections:
        source, target = stand_ins.get(one.source, one.source), stand_ins.get(one.target, one.target)
        if source in sizes and target in sizes and source != target:
            yield source, target, _label_room(one)


def shown_elements(design: Design, view: View, hidden: Collection[str] = ()) -> set[str]:
    """Return the ids of the components and groups that a view shows."""
    every = {element.id for element in (*design.groups, *design.components)}
    shown = every if view.shows == "all" else every & set(view.shows)
    return shown - set(hidden)


def _label_room(connection: Connection) -> float:
    letters = min(len(connection.name), _LONGEST_LABEL)
    return letters * _LETTER + _LABEL_MARGIN if letters else 0.0
