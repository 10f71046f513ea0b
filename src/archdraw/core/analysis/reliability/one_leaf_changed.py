"""How likely a group fails of which the figures of one leaf have changed, from what it was before.

A leaf fails independently of all else, given the domains around it. So the failure of the group is linear in
that of the leaf in each state of these: P′ = P + Σ over the states of P(state) × (new − old) × slope. The
slope is how much likelier the group fails with the leaf failed, 0 to 1: in the state that nearly always is,
in which none of them is lost, it is bounded closely, and the other states weigh little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.solution import failure_of_so_many
from archdraw.core.analysis.reliability.states import domain_states
from archdraw.core.analysis.structure.events import Unit
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.kept_solutions import Bounds, Figures, Outline
    from archdraw.core.analysis.structure.system import System

# Of a leaf in so many states of its domains it is not looked at.
_MOST_STATES = 64
# What sums round off at most.
_ROUNDED = 1e-12


def with_another_leaf(outline: Outline, known: Bounds, system: System) -> Change | None:
    """Return the range of a group as it was and what has changed; None where more than one leaf has."""
    others = [
        at for at, (new, old) in enumerate(zip(outline.figures, known.figures, strict=True)) if new != old
    ]
    if len(others) > 1:
        return None
    if not others:
        return Change(known.low, known.high)
    new, old, ranks = outline.figures[others[0]], known.figures[others[0]], outline.ranks
    inside = 0
    for mask, _ in (*new[3], *old[3]):
        inside |= mask
    around = ranks.at(inside)
    states = domain_states(system, around, _MOST_STATES)
    if states is None:
        return None
    low, high, change = known.low, known.high, 0.0
    for weight, lost in states:
        more = weight * (_failure(new, ranks.of(lost)) - _failure(old, ranks.of(lost)))
        if lost:
            low += min(0.0, more)
            high += max(0.0, more)
        else:
            change = more
    return Change(low, high, change, outline.leaves[others[0]], around)


@frozen
class Change:
    """A range without what the failure of one leaf adds to it while all domains around it are up.

    That is `change` times the slope (`first_bounds.slope_bounds`) of the leaf.
    """

    low: float
    high: float
    change: float = 0.0
    leaf: int = -1
    around: int = 0

    def range(self, slope: tuple[float, float] = (0.0, 1.0)) -> tuple[float, float]:
        """Return the range of the group as it is, by that of the slope."""
        ends = self.change * slope[0], self.change * slope[1]
        low, high = self.low + min(ends), self.high + max(ends)
        return max(0.0, low * (1.0 - _ROUNDED)), min(1.0, high * (1.0 + _ROUNDED))


def _failure(figures: Figures, lost: int) -> float:
    """Return the failure of what has such figures while the domains of the mask, by rank, are down."""
    failure, needed, above, groups = figures
    if not groups:
        return failure
    left = sum([count for mask, count in groups if not mask & lost])
    return failure_of_so_many(Unit(-1, "", needed=needed, failure=failure, above=above), left)
