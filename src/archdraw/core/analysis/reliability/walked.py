"""Blocks whose diagrams are built from the top, with what is too improbable to count left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.frontier import Frontier
from archdraw.core.analysis.reliability.leaves import Trees, separate_parts
from archdraw.core.analysis.reliability.orders import closer
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.orders import Ordered
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.system import System

# What costs less is small as a diagram of everything.
_SMALL = 250
# … and what costs more is worth looking for an order that costs less.
_LARGE = 1_000
# Where more leaves than this are down on average, too many are at a time.
_MOST_DOWN = 0.25
# At so many places for what its order costs something is left out; fewer where much is.
_PLACES, _QUICK_PLACES = 0.7, 0.09
# A walk that takes more states, for what its order costs, is none of few failures at a time.
_STATES_APART = 40
# An order that costs nearly the same is tried too, as roughly as this.
_NEARLY, _ROUGHLY = 1.05, 1e9


@slotted
class Seldom:
    """Leaves few of which are down at a time: their failures by state, and the largest of each.

    `states` are those of the domains, with what each weighs.
    """

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


def seldom_down(system: System, parts: Sequence[int], states: Sequence[State]) -> Seldom | None:
    """Return the leaves of a block in some states; None where many of them are down at a time."""
    separate = separate_parts(system.formula, parts)
    known = Trees(system, sorted(separate))
    by_state = [known.chances(lost) for _, lost in states]
    largest = {leaf: max([chances[leaf] for chances in by_state], default=0.0) for leaf in separate}
    return Seldom(states, by_state, largest) if sum(largest.values()) <= _MOST_DOWN else None


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
            Of the leaves, the most promising first; two of them.
        seldom
            The leaves in the states that matter.
        error
            What may be left out.
        most
            How many states the walk may take.
        quick
            Whether much may be left out.

        Raises
        ------
        BudgetExceeded
            It takes more, or leaves out more; or it would be no gain: the parts are few.
        """
        formula = system.formula
        (leaves, cost), (other, more), *_ = orders
        if cost < _SMALL:
            raise BudgetExceeded
        if cost > _LARGE and not quick:
            leaves, cost = closer(formula, parts, orders[0])
            other, more = closer(formula, parts, orders[1])
        most = min(most, _STATES_APART * cost)
        # What is left out fails by two leaves at least.
        weight, largest = seldom.weight(), seldom.largest
        places = max(1.0, (_QUICK_PLACES if quick else _PLACES) * cost)
        least = error / (weight * places) if weight > 0.0 else 0.0
        walk = Frontier(formula, parts, leaves)
        if more <= _NEARLY * cost and not quick:
            walk, leaves = _easier((walk, leaves), (Frontier(formula, parts, other), other), largest, least)
        for _ in range(2):
            found = walk.walk([largest[leaf] for leaf in leaves], least, most, pause)
            self.left_out = found.left_out * weight
            if self.left_out <= error:
                break
            least *= 0.5 * error / self.left_out
        else:
            raise BudgetExceeded
        self.leaves = leaves
        self.trees = Trees(system, leaves)
        self.diagram, self.root = found.diagram, found.root
        self.nodes = self.diagram.below(self.root)


def _easier(
    first: tuple[Frontier, list[int]],
    second: tuple[Frontier, list[int]],
    failure: dict[int, float],
    least: float,
) -> tuple[Frontier, list[int]]:
    """Return the walk that takes fewer states where only what is most probable is looked at."""
    taken: list[int] = []
    for walk, leaves in (first, second):
        rough = walk.walk([failure[leaf] for leaf in leaves], least * _ROUGHLY, 1 << 30)
        taken.append(rough.states)
    return first if taken[0] <= taken[1] else second
