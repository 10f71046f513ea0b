"""What is known of a node over events within a budget of nodes, and of coherent ones with their cut sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import FAILS, WORKS
from archdraw.core.analysis.reliability.listing import CutSetLister
from archdraw.core.analysis.reliability.measures import WIDEST
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.reliability.unions import narrowed
from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.records import frozen, slotted

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.listing import Found
    from archdraw.core.analysis.reliability.solution import Solution
    from archdraw.core.analysis.result import Method
    from archdraw.core.analysis.structure.system import System


@frozen
class Known:
    """A probability, how it is known, and its range: certain (bounded) or 95 % sure (estimated)."""

    probability: float
    method: Method
    low: float
    high: float

    @classmethod
    def of(cls, low: float, high: float) -> Known:
        """Return what certain bounds say."""
        return cls(high, "exact" if low == high else "bounded", low, high)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, None where the probability is exact."""
        return None if self.method == "exact" else (self.low, self.high)

    @property
    def wide(self) -> bool:
        """Whether an estimate may say more."""
        return self.high - self.low > WIDEST * self.high

    def within(self, middle: float, low: float, high: float) -> Known:
        """Return an estimate where it says so much more; else this."""
        if high - low < 0.5 * (self.high - self.low):
            return Known(middle, "estimated", low, high)
        return self


@slotted
class Coherent:
    """The probability of a node, exact or certainly bounded, with its cut sets."""

    solution: Solution
    found: Found
    supports: Supports

    @property
    def smallest(self) -> int:
        """So many events at least fail where the node does."""
        return min(map(len, self.found.family.all()), default=(self.found.order or 0) + 1)


def solve_coherent(system: System, root: int, budget: int) -> Coherent:
    """Return what is known of a node within a budget, however long it takes."""
    solver = Solver(system, budget=budget)
    solver.be_thorough()
    alone = _alone(system, root)
    solution = solver.solve(root, alone)
    lister = CutSetLister(system, solver.supports, solver.blocks, None, budget=budget)
    parts = {WORKS: [], FAILS: [FAILS]}.get(root)
    found = lister.find(solver.parts(root, alone) if parts is None else parts, 0)
    return Coherent(solution if solution.exact else narrowed(solution, found), found, solver.supports)


def _alone(system: System, root: int) -> set[int]:
    """Return the units of which each alone makes the root fail."""
    if root <= FAILS:
        return set()
    units = {unit.index: 1 << unit.index for unit in system.units}
    word = evaluate(system.formula, system.formula.below([root]), units, (1 << len(units)) - 1)[root]
    return {index for index in units if word >> index & 1}
