"""Networks of which not every way is in the formula: what still holds when all of them count.

Losing ways never helps, so a formula over the ways kept fails whenever that over all ways does, and perhaps
more often. Whether a given state cuts two ends off is a search through the whole network, of a time linear
in its size: what is claimed of single states is looked up there.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


@frozen
class Network:
    """Cables and who relays: by component its neighbours, each with the cable between."""

    beside: Mapping[str, Sequence[tuple[str, str]]] = field(repr=False)
    relays: Collection[str] = field(repr=False)

    def apart(self, ends: tuple[str, str], lost: Mapping[str, int], everything: int) -> int:
        """Return the word of the scenarios in which no way is left between two components.

        Parameters
        ----------
        lost
            By component and cable the word of the scenarios in which it is down; the ends are judged for
            themselves.
        everything
            The word with the bit of every scenario set.
        """
        first, second = ends
        reached = {first: everything}
        row = [first]
        while row:
            here = row.pop()
            if here == second or (here != first and here not in self.relays):
                continue
            word = reached[here]
            for other, cable in self.beside.get(here, ()):
                passed = word & ~lost.get(cable, 0)
                if other not in ends:
                    passed &= ~lost.get(other, 0)
                known = reached.get(other, 0)
                if passed & ~known:
                    reached[other] = known | passed
                    row.append(other)
        return everything & ~reached.get(second, 0)


@frozen
class Narrowed:
    """A call over a network of which not all ways are in the formula.

    `own` is the node of its own failure, if it has one; `whole` the node that fails with it or when `unit`
    does, which stands for "no way of all is left". `kept` of `all` places and cables that lie on ways count.
    """

    own: int | None
    whole: int
    unit: int
    network: Network
    ends: tuple[str, str]
    kept: int
    all: int
