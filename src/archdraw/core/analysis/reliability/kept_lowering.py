"""The formulas of journeys as the last run lowered them, and how likely these fail."""

from __future__ import annotations

from dataclasses import field
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.structure.kept_records import same_records
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.reliability.aims import Aim
    from archdraw.core.analysis.reliability.calls import Calls
    from archdraw.core.analysis.reliability.known_calls import KnownCalls
    from archdraw.core.analysis.reliability.solution import Solution
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.lowering import LoweredJourney
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Journey

    Compare = Callable[[KnownCalls, Calls, Callable[[], None]], tuple[float, float] | None]

# Fewer components, or any in fewer domains, take no time anyway; so many journeys are kept.
_FEW_COMPONENTS, _FEW_DOMAINS, _MOST = 300, 12, 2
# So long it may take to look at what an edit has touched, and so long more for each pair of components: most
# take a third of that, and what takes longer is sooner known in another way.
_SECONDS, _EACH = 5e-3, 4e-9


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


@slotted
class KeptCalls:
    """The journeys over many domains that were solved last (`between_calls`).

    `solved` are those of the last run, which are not kept yet. What looks at them is loaded with the first
    that are kept: after an edit there is little time.
    """

    solved: dict[int, tuple[Calls, float, float]] = field(default_factory=dict)
    known: list[KnownCalls] = field(default_factory=list)
    _run: tuple[System, Sequence[LoweredJourney]] | None = None
    _compare: Compare | None = None

    def clear(self) -> None:
        """Forget everything."""
        self.solved.clear()
        self.known.clear()
        self._run = None

    def begin(self, system: System, known: KeptLowering | None) -> None:
        """Prepare for the next run, of a system that was lowered to journeys as it is known."""
        self.solved.clear()
        ours = None if known is None or known.formula is not system.formula else known
        self._run = None if ours is None else (system, ours.lowered)

    def compare_later(self, root: int, solution: Solution) -> None:
        """Note how likely a root fails, if that is one of many components in many domains."""
        calls = self._calls(root)
        if calls is not None:
            _, low, high = self.solved.get(root, (calls, 0.0, 1.0))
            self.solved[root] = calls, max(low, solution.low), min(high, solution.high)

    def _calls(self, root: int) -> Calls | None:
        if self._run is None or len(self._run[0].domain_order) <= _FEW_DOMAINS:
            return None
        from archdraw.core.analysis.reliability.calls import calls_of

        calls = calls_of(*self._run, root)
        return None if calls is None or len(calls.parts) <= _FEW_COMPONENTS else calls

    def keep(self, pause: Callable[[], None]) -> None:
        """Keep the journeys of the last run; what `pause` ends is not kept."""
        if not self.solved:
            return
        from archdraw.core.analysis.reliability.between_calls import range_between_calls
        from archdraw.core.analysis.reliability.known_calls import known_calls

        self._compare = range_between_calls
        while self.solved:
            _, (calls, low, high) = self.solved.popitem()
            found = known_calls(calls, (low, high), pause)
            if found is not None:
                others = [one for one in self.known if not one.calls.is_of(calls)]
                self.known = [found, *others[: _MOST - 1]]

    def bounds(self, root: int, aim_until: Callable[[float], Aim]) -> tuple[float, float] | None:
        """Return a certain range of the failure of a root if it is as close as is aimed at, else None.

        `aim_until` says what that is, for some time.
        """
        calls = self._calls(root) if self.known else None
        if calls is None:
            return None
        known = next((one for one in self.known if one.calls.is_of(calls)), None)
        aim = aim_until(thread_time() + _SECONDS + _EACH * len(calls.parts) ** 2 / 2.0)
        if known is None or self._compare is None or known.high - known.low > aim.enough * known.high:
            return None
        try:
            found = self._compare(known, calls, aim.hurry)
        except BudgetExceeded:
            return None
        return found if found is not None and found[1] - found[0] <= aim.enough * found[0] else None
