"""The formulas of journeys as the last run lowered them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.kept_records import same_records
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.lowering import LoweredJourney
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Journey


@slotted
class LoweredFrom:
    """What the formulas of journeys follow from, beside the failure of each component's own duty."""

    table: RequirementTable
    journeys: Sequence[Journey]
    hit_ratios: Mapping[str, float]

    def is_like(self, other: LoweredFrom) -> bool:
        """Return whether the same formulas follow from the other."""
        return (
            self.table is other.table
            and same_records(self.journeys, other.journeys)
            and self.hit_ratios == other.hit_ratios
        )


@slotted
class KeptLowering:
    """Lowered journeys with what they were made of: `length` nodes of their formula were there before."""

    origin: LoweredFrom
    lowered: list[LoweredJourney]
    formula: Formula
    length: int
    role: dict[str, int]
    links: dict[str, int]
    narrowed: dict[str, tuple[int | None, int]]

    def is_of(self, system: System, origin: LoweredFrom) -> bool:
        """Return whether the journeys of a system that is not lowered yet are the same."""
        formula, known, length = system.formula, self.formula, self.length
        return (
            origin.is_like(self.origin)
            and len(formula) == length
            and formula.threshold == known.threshold[:length]
            and formula.unit == known.unit[:length]
            and formula.inputs == known.inputs[:length]
            and system.role == self.role
            and system.connection_node == self.links
            and nodes_of_narrowed(system) == self.narrowed
        )


def nodes_of_narrowed(system: System) -> dict[str, tuple[int | None, int]]:
    """Return what the formulas of calls over networks that are too wide are made of."""
    return {name: (one.own, one.whole) for name, one in system.narrowed.items()}
