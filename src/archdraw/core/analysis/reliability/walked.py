"""Blocks whose diagrams are built from the top, with what is too improbable to count left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.frontier import Frontier
from archdraw.core.analysis.reliability.leaves import Trees
from archdraw.core.analysis.reliability.orders import closer
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.orders import Ordered
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.system import System

# What costs more is worth looking for an order that costs less.
_LARGE = 700
# An order that costs so much more will hardly come to cost less.
_NEARLY = 1.1
# Where more leaves than this are down on average, too many are at a time …
_MOST_DOWN = 0.25
# … but where no derivatives are wanted so many may be, if an order costs no more than this for each leaf.
_MORE_DOWN, _COST_EACH = 2.0, 50
# A walk that takes more states, for what its order costs, is none of few failures at a time.
_STATES_APART = 40


@slotted
class Seldom:
    """Leaves (`trees`) few of which are down at a time: their failures by state, and the largest of each.

    `states` are those of the domains, with what each weighs.
    """

    trees: Trees
    states: Sequence[State]
    by_state: list[dict[int, float]]
    largest: dict[int, float]

    def weight(self) -> float:
        """Return what the states weigh for failures of two leaves, with the largest failure of each."""
        total = 0.0
        for (probability, _), chances in zip(self.states, self.by_state, strict=True):
            less = max([chances[leaf] / one for leaf, one in self.largest.items() if one > 0.0], default=0.0)
            total += probability * less * less
        return total


def seldom_down(
    system: System, ordered: Ordered, states: Sequence[State], *, slopes: bool = False
) -> Seldom | None:
    """Return the leaves of a block in some states; None where many of them are down at a time.

    With `slopes` derivatives are wanted too.
    """
    leaves, cost = ordered
    trees = Trees(system, leaves)
    by_state = [trees.chances(lost) for _, lost in states]
    largest = {leaf: max([chances[leaf] for chances in by_state], default=0.0) for leaf in leaves}
    most = _MOST_DOWN if slopes or cost > _COST_EACH * len(leaves) else _MORE_DOWN
    return Seldom(trees, states, by_state, largest) if sum(largest.values()) <= most else None


class WalkedBlock:
    """Parts that share units, as one diagram over `leaves` of a lower bound, for some states of the domains.

    Weighed by the states, the probability is at most `left_out` larger.
    """

    def __init__(
        self,
        system: System,
        parts: Sequence[int],
        orders: Sequence[Ordered],
        seldom: Seldom,
        error: float,
        most: int,
        pause: Callable[[], None] | None = None,
        *,
        quick: bool = False,
    ) -> None:
        """Build it.

        Parameters
        ----------
        orders
            Of the leaves, the most promising first.
        seldom
            The leaves in the states that matter.
        error
            What may be left out.
        most
            How many states the walk may take.
        quick
            Whether time is short.

        Raises
        ------
        BudgetExceeded
            It takes more; or it would be no gain: too many fail at a time.
        """
        leaves, cost = orders[0]
        if cost > _LARGE and not quick:
            closest = [
                closer(system.formula, parts, order) for order in orders[:2] if order[1] <= _NEARLY * cost
            ]
            leaves, cost = min(closest, key=lambda ordered: ordered[1])
        # What is left out fails by two leaves at least.
        weight, largest = seldom.weight(), seldom.largest
        room = error / weight if weight > 0.0 else 0.0
        walk = Frontier(system.formula, parts, leaves)
        found = walk.walk([largest[leaf] for leaf in leaves], room, min(most, _STATES_APART * cost), pause)
        self.left_out = found.left_out * weight
        self.leaves = leaves
        self.trees = seldom.trees
        self.diagram, self.root = found.diagram, found.root
        # A walk makes no others than are below the root.
        self.nodes: Sequence[int] = range(2, len(self.diagram))
