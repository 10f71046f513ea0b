"""Where everything stands: the design redrawn by failure domain, a component once for each of its places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.domains import DomainTree
from archdraw.core.model import Component, Design, Placement, View

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog

VIEW = "deployment"
_CARD = (168.0, 64.0)
_GAP = 28.0
_PAD = 24.0
_TITLE = 30.0
_EMPTY = (150.0, 60.0)
# More cards than this in one place make a further column, up to so many.
_TALL = 7
_MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Deployment:
    """The redrawn design with one view, and what its cards stand for.

    Attributes
    ----------
    design
        Failure domains as groups, instances as cards, no connections.
    owners
        The component that each card stands for.
    counts
        How many instances of a component stand in a domain, by both ids; "" is outside of all domains.
    """

    design: Design
    owners: dict[str, str]
    counts: dict[str, dict[str, int]]

    @property
    def places(self) -> tuple[str, ...]:
        """Domains that instances stand in directly, in the order of the design."""
        used = {place for places in self.counts.values() for place in places}
        return tuple(group.id for group in self.design.groups if group.id in used)


def deployment_of(design: Design, catalog: Catalog) -> Deployment | None:
    """Return the design by failure domain; None where it has none, or nothing stands in one."""
    tree = DomainTree(design, catalog)
    counts = {
        one.id: {
            (chain[0] if chain else ""): len(instances) for chain, instances in tree.placement(one).items()
        }
        for one in design.components
    }
    if not any(place for places in counts.values() for place in places):
        return None
    groups = tuple(
        group.revised(parent=next(iter(tree.chain(group.parent)), None))
        for group in design.groups
        if group.id in tree
    )
    taken = {one.id for one in (*design.groups, *design.components, *design.connections, *design.journeys)}
    cards: list[Component] = []
    owners: dict[str, str] = {}
    for component in design.components:
        for place, count in counts[component.id].items():
            number = 1
            while (name := f"place-{len(cards) + number}") in taken:
                number += 1
            taken.add(name)
            owners[name] = component.id
            parent = place or None
            cards.append(
                Component(
                    id=name,
                    kind=component.kind,
                    name=component.name,
                    parent=parent,
                    replicas=count,
                    managed=component.managed,
                )
            )
    inside: dict[str | None, list[str]] = {}
    for element in (*cards, *groups):
        inside.setdefault(element.parent, []).append(element.id)
    nodes = _Layout({group.id for group in groups}, inside).placements()
    view = View(id=VIEW, name="Deployment", nodes=nodes)
    redrawn = Design(title=design.title, components=tuple(cards), groups=groups, views=(view,))
    return Deployment(redrawn, owners, counts)


@dataclass
class _Layout:
    """Puts cards in columns and domains beside each other, from the inside out."""

    groups: set[str]
    inside: dict[str | None, list[str]]
    nodes: dict[str, Placement] = field(default_factory=dict)

    def placements(self) -> dict[str, Placement]:
        outside = self._cards(None)
        columns = min(_MOST_COLUMNS, -(-len(outside) // _TALL)) if outside else 0
        width, _ = self._grid(outside, columns, 0.0, 0.0) if outside else (0.0, 0.0)
        left = width + 2 * _GAP if outside else 0.0
        for group in self._groups(None):
            left += self._place(group, left, 0.0)[0] + _GAP
        return self.nodes

    def _place(self, group: str, x: float, y: float) -> tuple[float, float]:
        """Place a domain with its top left corner at (x, y) and return its width and height."""
        cards, groups = self._cards(group), self._groups(group)
        left, top = x + _PAD, y + _TITLE + _PAD
        right, bottom = left, top
        if groups:
            # What stands in the domain but in no part of it comes first, as wide as the parts.
            row = left
            start = top + self._height_of_row(cards, groups)
            for inner in groups:
                width, height = self._place(inner, row, start)
                row += width + _GAP
                right, bottom = max(right, row - _GAP), max(bottom, start + height)
            for inner in groups:
                self.nodes[inner] = self.nodes[inner].revised(h=bottom - start)
        if cards:
            room = right - left
            across = int((room + _GAP) // (_CARD[0] + _GAP)) if groups else -(-len(cards) // _TALL)
            width, height = self._grid(cards, max(1, min(across, _MOST_COLUMNS)), left, top)
            right, bottom = max(right, left + width), max(bottom, top + height)
        if not cards and not groups:
            right, bottom = left + _EMPTY[0], top + _EMPTY[1]
        size = right - x + _PAD, bottom - y + _PAD
        self.nodes[group] = Placement(x=x, y=y, w=size[0], h=size[1])
        return size

    def _height_of_row(self, cards: list[str], groups: list[str]) -> float:
        if not cards:
            return 0.0
        room = sum(self._width(group) for group in groups) + (len(groups) - 1) * _GAP
        across = max(1, min(int((room + _GAP) // (_CARD[0] + _GAP)), _MOST_COLUMNS))
        return -(-len(cards) // across) * (_CARD[1] + _GAP) + _GAP / 2

    def _width(self, group: str) -> float:
        cards, groups = self._cards(group), self._groups(group)
        if groups:
            inner = sum(self._width(one) for one in groups) + (len(groups) - 1) * _GAP
        elif cards:
            columns = min(_MOST_COLUMNS, -(-len(cards) // _TALL))
            inner = columns * (_CARD[0] + _GAP) - _GAP
        else:
            inner = _EMPTY[0]
        return inner + 2 * _PAD

    def _grid(self, cards: list[str], columns: int, x: float, y: float) -> tuple[float, float]:
        """Place cards row by row and return the size of the whole."""
        for index, card in enumerate(cards):
            row, column = divmod(index, columns)
            self.nodes[card] = Placement(x=x + column * (_CARD[0] + _GAP), y=y + row * (_CARD[1] + _GAP))
        rows = -(-len(cards) // columns)
        return min(columns, len(cards)) * (_CARD[0] + _GAP) - _GAP, rows * (_CARD[1] + _GAP) - _GAP

    def _cards(self, group: str | None) -> list[str]:
        return [one for one in self.inside.get(group, []) if one not in self.groups]

    def _groups(self, group: str | None) -> list[str]:
        return [one for one in self.inside.get(group, []) if one in self.groups]
