"""What a solver found out about one failure formula."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.binomial import between, sensitivity, too_few_up
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.events import Unit


@slotted
class Gradient:
    """Derivatives of the unavailability.

    `units[u][lost]` is that by the failure probability of unit u while exactly the domains in the mask
    `lost` are down around it; `counted[u][n]` the same by the number n of its instances that have all
    their domains (for a unit spread over very many); `domains[b]` that by the failure of domain b.
    """

    units: dict[int, dict[int, float]] = field(default_factory=dict)
    counted: dict[int, dict[int, float]] = field(default_factory=dict)
    domains: dict[int, float] = field(default_factory=dict)

    def add(self, other: Gradient, weight: float) -> None:
        """Add another gradient times a weight; what they are about does not overlap."""
        for mine, theirs in ((self.units, other.units), (self.counted, other.counted)):
            for unit, by_state in theirs.items():
                into = mine.setdefault(unit, {})
                for state, value in by_state.items():
                    into[state] = into.get(state, 0.0) + weight * value
        for bit, value in other.domains.items():
            self.domains[bit] = self.domains.get(bit, 0.0) + weight * value


@slotted
class Solution:
    """Unavailability with the range it certainly lies in (equal ends: exact) and its derivatives."""

    low: float
    high: float
    gradient: Gradient

    @property
    def exact(self) -> bool:
        """Whether no approximation was needed."""
        return self.low == self.high

    def within(self, low: float, high: float) -> Solution:
        """Return what is in another range that is certain too."""
        low = max(low, self.low)
        return Solution(low, max(low, min(high, self.high)), self.gradient)


def any_of_groups(groups: Sequence[Solution]) -> Solution:
    """Return "any of the independent groups fails"."""
    low = high = 0.0
    certain = 0
    product = 1.0
    for group in groups:
        low += group.low * (1.0 - low)
        high += group.high * (1.0 - high)
        if group.high >= 1.0:
            certain += 1
        else:
            product *= 1.0 - group.high
    gradient = Gradient()
    for group in groups:
        if group.high >= 1.0:
            others = product if certain == 1 else 0.0
        else:
            others = product / (1.0 - group.high) if certain == 0 else 0.0
        gradient.add(group.gradient, others)
    return Solution(low, high, gradient)


def unit_failure(unit: Unit, lost: int) -> float:
    """Return the probability that a unit fails while the domains in the mask are down, the others up."""
    if unit.event is not None:
        return unit.failure
    state = lost & unit.domain_mask
    known = unit.tables.get(state)
    if known is None:
        known = unit.tables[state] = failure_of_so_many(unit, unit.available(state))
    return known


def unit_failures(units: Sequence[Unit], lost: int) -> list[float]:
    """Return the same of each of some units."""
    found: list[float] = []
    add = found.append
    for unit in units:
        state, tables = lost & unit.domain_mask, unit.tables
        known = tables.get(state)
        if known is None:
            if unit.needed == 1 and unit.event is None and not unit.above:
                # Most are of one that is needed: it takes all that are left.
                left = 0
                for group in unit.groups:
                    if not group.domain_mask & state:
                        left += group.count
                known = tables[state] = too_few_up(left, 1, unit.failure)
            else:
                known = unit_failure(unit, lost)
        add(known)
    return found


def failure_of_so_many(unit: Unit, available: int) -> float:
    """Return the probability that a unit fails while so many of its instances have all their domains.

    For a step above another number of instances: given that there are enough for that one.
    """
    if available < unit.needed:
        return 1.0
    if unit.above <= 0:
        return too_few_up(available, unit.needed, unit.failure)
    enough = 1.0 - too_few_up(available, unit.above, unit.failure)
    return between(available, unit.above, unit.needed, unit.failure) / enough if enough > 0.0 else 1.0


def slope_of_so_many(unit: Unit, available: int) -> float:
    """Return its derivative by the failure of one of these instances."""
    if available < unit.needed:
        return 0.0
    own = sensitivity(available, unit.needed, unit.failure)
    if unit.above <= 0:
        return own
    below = sensitivity(available, unit.above, unit.failure)
    enough = 1.0 - too_few_up(available, unit.above, unit.failure)
    if enough <= 0.0:
        return 0.0
    failed = failure_of_so_many(unit, available)
    return (own - below + failed * below) / enough
