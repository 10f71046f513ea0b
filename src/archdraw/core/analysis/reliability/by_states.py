"""Solves parts that share few failure domains: one small calculation per state of the domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import FAILS, derivatives, values
from archdraw.core.analysis.reliability.encoding import build_diagram, partition
from archdraw.core.analysis.reliability.leaves import Trees, leaf_order, separate_parts
from archdraw.core.analysis.reliability.solution import Gradient, Solution, unit_failure
from archdraw.core.analysis.reliability.taking_over import built
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.system import System


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
        self.leaves = leaf_order(formula, parts, separate_parts(formula, parts) if merged else None)
        self.trees = Trees(system, self.leaves)
        place = {leaf: level for level, leaf in enumerate(self.leaves)}

        def build(diagram: Builder) -> int:
            return build_diagram(formula, parts, self.leaves, diagram, lambda leaf: diagram.var(place[leaf]))

        self.diagram, self.root = built(len(self.leaves), budget, pause, build, take_over=take_over)
        self.nodes = self.diagram.below(self.root)


class Blocks:
    """Builds blocks within a node budget and keeps them: probability and cut sets ask for the same ones."""

    def __init__(self, system: System, budget: int, pause: Callable[[], None] | None = None) -> None:
        self._system = system
        self._budget = budget
        self._pause = pause
        self._known: dict[frozenset[int], Block] = {}

    def of(self, parts: Sequence[int]) -> Block:
        """Return the block of some parts; BudgetExceeded is raised where it is too large."""
        key = frozenset(parts)
        block = self._known.get(key)
        if block is None:
            block = Block(self._system, parts, self._budget, self._pause, take_over=True)
            self._known[key] = block
        return block

    def known(self, parts: Sequence[int]) -> Block | None:
        """Return a block that was built before."""
        return self._known.get(frozenset(parts))

    def pause(self) -> None:
        """Let the run end where it is asked to."""
        if self._pause is not None:
            self._pause()


def solve_by_states(
    system: System,
    parts: Sequence[int],
    supports: Supports,
    domains: int,
    states: Sequence[State],
    rest: float,
    made: Blocks,
) -> Solution:
    """Return the unavailability of "any part fails".

    Parameters
    ----------
    domains
        Mask of the domains that the states are about.
    states
        Disjoint states of the domains; `rest` is the probability of the states left out, which the
        upper bound counts as failure.
    """
    singles = [system.formula.unit[part] for part in parts if system.formula.threshold[part] == 0]
    gates = [part for part in parts if system.formula.threshold[part] != 0]
    blocks = [made.of(group) for group in partition(system, gates, supports, around=0)]
    gradient = Gradient()
    by_state: list[tuple[float, int, float]] = []
    for probability, lost in states:
        made.pause()
        failed = _one_state(system, singles, blocks, probability, lost, gradient)
        by_state.append((probability, lost, failed))
    total = sum(probability * failed for probability, _, failed in by_state)
    for bit in bits(domains):
        gradient.domains[bit] = _domain_derivative(system, bit, by_state)
    return Solution(min(1.0, total), min(1.0, total + rest), gradient)


def _one_state(
    system: System,
    singles: Sequence[int],
    blocks: Sequence[Block],
    weight: float,
    lost: int,
    gradient: Gradient,
) -> float:
    units = system.units
    alone = [unit_failure(units[unit], lost) for unit in singles]
    solved = []
    failed = 0.0
    for chance in alone:
        failed += chance * (1.0 - failed)
    for block in blocks:
        chances = block.trees.chances(lost)
        failure = [chances[leaf] for leaf in block.leaves]
        found = values(block.diagram, block.nodes, failure)
        solved.append((block, chances, found, found[block.root]))
        failed += found[block.root] * (1.0 - failed)
    others = _without_each([*alone, *(value for *_, value in solved)])
    for unit, other in zip(singles, others, strict=False):
        _add(gradient, unit, lost & units[unit].domain_mask, weight * other)
    for (block, chances, found, _), other in zip(solved, others[len(singles) :], strict=True):
        if other == 0.0 or block.root <= FAILS:
            continue
        slopes = [0.0] * len(block.leaves)
        failure = [chances[leaf] for leaf in block.leaves]
        derivatives(block.diagram, block.nodes, failure, found, block.root, weight * other, slopes)
        by_leaf = dict(zip(block.leaves, slopes, strict=True))
        for unit, slope in block.trees.slopes(chances, by_leaf).items():
            _add(gradient, unit, lost & units[unit].domain_mask, slope)
    return failed


def _add(gradient: Gradient, unit: int, state: int, value: float) -> None:
    by_state = gradient.units.setdefault(unit, {})
    by_state[state] = by_state.get(state, 0.0) + value


def _without_each(chances: Sequence[float]) -> list[float]:
    """Return for each chance the probability that none of the others happens."""
    certain = sum(1 for chance in chances if chance >= 1.0)
    product = 1.0
    for chance in chances:
        if chance < 1.0:
            product *= 1.0 - chance
    if certain == 0:
        return [product / (1.0 - chance) for chance in chances]
    if certain == 1:
        return [product if chance >= 1.0 else 0.0 for chance in chances]
    return [0.0] * len(chances)


def _domain_derivative(system: System, bit: int, by_state: Sequence[tuple[float, int, float]]) -> float:
    """Return P(fails | domain down) − P(fails | domain up); states inside a lost outer domain count twice."""
    failure, outer = system.domain_failure[bit], system.domain_ancestors[bit]
    down = up = 0.0
    for probability, lost, failed in by_state:
        if lost >> bit & 1:
            down += probability * failed / failure
        elif outer & lost:
            down += probability * failed
            up += probability * failed
        elif failure < 1.0:
            up += probability * failed / (1.0 - failure)
    return down - up
