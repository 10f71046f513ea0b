"""Blocks that earlier runs have built, by what they are made of, whatever numbers their nodes have by now.

Orders and diagrams of a block follow from how its nodes stand to each other: which are over which, and which
comes before which. So a block of another formula that is the same but for the numbers has the same ones.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import FAILS, WORKS, Diagram
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from archdraw.core.analysis.reliability.orders import Ordered
    from archdraw.core.analysis.structure.formula import Formula

# So many nodes of diagrams are kept in all, of about a hundred bytes each, and so many orders.
MOST_NODES = 150_000
_MOST_ORDERS = 256


@slotted
class Standing:
    """How the nodes below some parts stand to each other, and these nodes, inputs first."""

    shape: Hashable
    nodes: list[int]
    place: dict[int, int] = field(default_factory=dict)

    def places(self, nodes: Sequence[int]) -> list[int]:
        """Return the places of some of the nodes."""
        return [self.place[node] for node in nodes]

    def at(self, places: Sequence[int]) -> list[int]:
        """Return the nodes at some places."""
        return [self.nodes[place] for place in places]


def standing(formula: Formula, parts: Sequence[int]) -> Standing:
    """Return how the nodes below some parts, in which there is no box, stand to each other."""
    nodes = formula.below(parts)
    place = {node: at for at, node in enumerate(nodes)}
    units = sorted([formula.unit[node] for node in nodes if formula.unit[node] >= 0])
    rank = {unit: at for at, unit in enumerate(units)}
    shape: list[tuple[int, ...]] = [tuple([place[part] for part in parts])]
    for node in nodes:
        unit = formula.unit[node]
        if unit >= 0:
            shape.append((0, rank[unit]))
        else:
            shape.append((formula.threshold[node], *[place[one] for one in formula.inputs[node]]))
    return Standing(tuple(shape), nodes, place)


@slotted
class KeptDiagram:
    """A diagram over leaves, given by their places, with its root and a bound on what was left out of it."""

    leaves: list[int]
    diagram: Diagram
    root: int
    left_out: float = 0.0


def without_the_rest(diagram: Diagram, root: int) -> tuple[Diagram, int]:
    """Return a diagram of nothing but what is below a root, in the same order, and the root in it."""
    found = Diagram(diagram.level[0], len(diagram))
    new = {WORKS: WORKS, FAILS: FAILS}
    for node in diagram.below(root):
        new[node] = len(found.level)
        found.level.append(diagram.level[node])
        found.high.append(new[diagram.high[node]])
        found.low.append(new[diagram.low[node]])
    return found, new[root]


class KeptBlocks:
    """Diagrams and orders, the ones that were used last, within a number of nodes."""

    def __init__(self, most: int = MOST_NODES) -> None:
        self._most = most
        self._size = 0
        self._diagrams: dict[Hashable, KeptDiagram] = {}
        self._orders: dict[Hashable, list[tuple[list[int], int]]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._diagrams.clear()
        self._orders.clear()
        self._size = 0

    def diagram(self, key: Hashable) -> KeptDiagram | None:
        """Return what was built under a key, which says all that it was built from."""
        found = self._diagrams.pop(key, None)
        if found is not None:
            self._diagrams[key] = found
        return found

    def keep(self, key: Hashable, built: KeptDiagram, *, walked: bool = False) -> None:
        """Keep it, and forget what has not been used for longest.

        A diagram that was `walked` has nothing but what is below the root.
        """
        if not walked:
            built.diagram, built.root = without_the_rest(built.diagram, built.root)
        size = len(built.diagram)
        if 2 * size > self._most:
            return
        self._diagrams[key] = built
        self._size += size
        while self._size > self._most:
            oldest = next(iter(self._diagrams))
            self._size -= len(self._diagrams.pop(oldest).diagram)

    def orders(self, block: Standing) -> Sequence[Ordered] | None:
        """Return the promising orders of the leaves of a block."""
        found = self._orders.get(block.shape)
        return None if found is None else [(block.at(places), cost) for places, cost in found]

    def keep_orders(self, block: Standing, orders: Sequence[Ordered]) -> None:
        """Keep them."""
        if len(self._orders) >= _MOST_ORDERS:
            del self._orders[next(iter(self._orders))]
        self._orders[block.shape] = [(block.places(order), cost) for order, cost in orders]
