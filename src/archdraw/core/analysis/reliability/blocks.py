"""Parts that share units, each group of them as one diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.encoding import build_diagram
from archdraw.core.analysis.reliability.leaves import Trees, leaf_order, separate_parts
from archdraw.core.analysis.reliability.taking_over import built

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder
    from archdraw.core.analysis.structure.system import System

# With small gates first a diagram is mostly small; where it is not within so many nodes, it may be with high
# gates first; only then larger ones are built.
_FIRST_BUDGET = 60_000


class Block:
    """Parts that share units, as one diagram over `leaves`: what in them shares nothing with the rest.

    Without `merged` the leaves are units.
    """

    def __init__(
        self,
        system: System,
        parts: Sequence[int],
        budget: int,
        pause: Callable[[], None] | None = None,
        *,
        merged: bool = True,
        take_over: bool = False,
    ) -> None:
        formula = system.formula
        separate = separate_parts(formula, parts) if merged else None

        def build(diagram: Builder) -> int:
            place = {leaf: level for level, leaf in enumerate(self.leaves)}
            return build_diagram(formula, parts, self.leaves, diagram, lambda leaf: diagram.var(place[leaf]))

        for small_first, most in ((True, _FIRST_BUDGET), (False, _FIRST_BUDGET), (True, budget)):
            last = most >= budget
            self.leaves = leaf_order(formula, parts, separate, small_first=small_first)
            try:
                self.diagram, self.root = built(
                    len(self.leaves), min(most, budget), pause, build, take_over=take_over and last
                )
                break
            except BudgetExceeded:
                if last:
                    raise
        self.trees = Trees(system, self.leaves)
        self.nodes = self.diagram.below(self.root)


class Blocks:
    """Builds blocks within a node budget and keeps them: probability and cut sets ask for the same ones."""

    def __init__(self, system: System, budget: int, pause: Callable[[], None] | None = None) -> None:
        self._system = system
        self._budget = budget
        self._pause = pause
        self._known: dict[frozenset[int], Block] = {}
        self._too_large: set[frozenset[int]] = set()

    def of(self, parts: Sequence[int]) -> Block:
        """Return the block of some parts; BudgetExceeded is raised where it is too large."""
        key = frozenset(parts)
        block = self._known.get(key)
        if block is None:
            if key in self._too_large:
                raise BudgetExceeded
            try:
                block = Block(self._system, parts, self._budget, self._pause, take_over=True)
            except BudgetExceeded:
                self._too_large.add(key)
                raise
            self._known[key] = block
        return block

    def known(self, parts: Sequence[int]) -> Block | None:
        """Return a block that was built before."""
        return self._known.get(frozenset(parts))

    def pause(self) -> None:
        """Let the run end where it is asked to."""
        if self._pause is not None:
            self._pause()
