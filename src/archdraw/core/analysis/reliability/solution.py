"""What a solver found out about one failure formula."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.binomial import too_few_up

if TYPE_CHECKING:
    from archdraw.core.analysis.structure.events import Unit


@dataclass(slots=True)
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


@dataclass(slots=True)
class Solution:
    """Unavailability with the range it certainly lies in (equal ends: exact) and its derivatives."""

    low: float
    high: float
    gradient: Gradient

    @property
    def exact(self) -> bool:
        """Whether no approximation was needed."""
        return self.low == self.high


def unit_failure(unit: Unit, lost: int) -> float:
    """Return the probability that a unit fails while the domains in the mask are down, the others up."""
    if unit.event is not None:
        return unit.failure
    state = lost & unit.domain_mask
    known = unit.tables.get(state)
    if known is None:
        known = unit.tables[state] = too_few_up(unit.available(state), unit.needed, unit.failure)
    return known
