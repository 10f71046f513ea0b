"""Many states of the domains at a time: the same passes as for one, with a row of numbers at every node.

What no domain has to do with stays one number, so the rows are few. numpy is loaded when it is first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from archdraw.core.analysis.reliability.diagram import FAILS, WORKS
from archdraw.core.analysis.reliability.solution import unit_failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archdraw.core.analysis.reliability.blocks import Block
    from archdraw.core.analysis.reliability.solution import Gradient
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.system import System

# So many states are one row: enough to be fast; of a large diagram fewer, so that the rows fit into memory.
_ROW, _SHORT_ROW = 512, 128
_LARGE = 4_000

# One number, or one for each state of the row.
Row = Any


def failures_by_state(
    system: System,
    singles: Sequence[int],
    blocks: Sequence[Block],
    states: Sequence[State],
    gradient: Gradient | None,
) -> Iterator[float]:
    """Yield the probability that a single unit or a block fails in each state; add to the gradient, if any.

    Parameters
    ----------
    singles
        Units that stand alone; `blocks` are about others.
    """
    length = _ROW if sum(len(block.nodes) for block in blocks) <= _LARGE else _SHORT_ROW
    for start in range(0, len(states), length):
        row = _Rows(system, states[start : start + length], gradient)
        yield from row.solve(singles, blocks)


class _Rows:
    """One row of states."""

    def __init__(self, system: System, states: Sequence[State], gradient: Gradient | None) -> None:
        self._system = system
        self._lost = [lost for _, lost in states]
        self._weight = np.array([probability for probability, _ in states])
        self._gradient = gradient
        self._touched = 0
        for lost in self._lost:
            self._touched |= lost

    def solve(self, singles: Sequence[int], blocks: Sequence[Block]) -> list[float]:
        alone = [self._failure(unit) for unit in singles]
        solved = []
        for block in blocks:
            chances = block.trees.chances_from({unit: self._failure(unit) for unit in block.trees.units})
            solved.append((block, chances, self._values(block, chances)))
        every = [*alone, *(found[block.root] for block, _, found in solved)]
        failed: Row = 0.0
        for chance in every:
            failed = failed + chance * (1.0 - failed)
        if self._gradient is not None:
            self._derive(self._gradient, singles, solved, _without_each(every))
        return [float(value) for value in np.broadcast_to(failed, len(self._lost))]

    def _derive(
        self,
        gradient: Gradient,
        singles: Sequence[int],
        solved: Sequence[tuple[Block, dict[int, Row], dict[int, Row]]],
        others: Sequence[Row],
    ) -> None:
        """Add the derivatives; `others` is for each single unit and block that none of the others fails."""
        for unit, other in zip(singles, others, strict=False):
            self._add(gradient, unit, self._weight * other)
        for (block, chances, found), other in zip(solved, others[len(singles) :], strict=True):
            if block.root > FAILS:
                by_leaf = self._slopes(block, chances, found, self._weight * other)
                for unit, slope in block.trees.slopes(chances, by_leaf).items():
                    self._add(gradient, unit, slope)

    def _failure(self, index: int) -> Row:
        unit = self._system.units[index]
        mask = unit.domain_mask & self._touched
        if not mask:
            return unit_failure(unit, 0)
        known = {lost: unit_failure(unit, lost) for lost in {lost & mask for lost in self._lost}}
        return np.array([known[lost & mask] for lost in self._lost])

    def _values(self, block: Block, chances: dict[int, Row]) -> dict[int, Row]:
        level, high, low = block.diagram.level, block.diagram.high, block.diagram.low
        failure = [chances[leaf] for leaf in block.leaves]
        found: dict[int, Row] = {WORKS: 0.0, FAILS: 1.0}
        for node in block.nodes:
            q = failure[level[node]]
            found[node] = q * found[high[node]] + (1.0 - q) * found[low[node]]
        return found

    def _slopes(
        self, block: Block, chances: dict[int, Row], found: dict[int, Row], weight: Row
    ) -> dict[int, Row]:
        level, high, low = block.diagram.level, block.diagram.high, block.diagram.low
        failure = [chances[leaf] for leaf in block.leaves]
        slopes: list[Row] = [0.0] * len(failure)
        reached: dict[int, Row] = {block.root: weight}
        for node in reversed(block.nodes):
            mass = reached.pop(node)
            at, up, down = level[node], high[node], low[node]
            slopes[at] = slopes[at] + mass * (found[up] - found[down])
            part = mass * failure[at]
            if up > FAILS:
                reached[up] = reached[up] + part if up in reached else part
            if down > FAILS:
                rest = mass - part
                reached[down] = reached[down] + rest if down in reached else rest
        return dict(zip(block.leaves, slopes, strict=True))

    def _add(self, gradient: Gradient, index: int, slope: Row) -> None:
        by_state = gradient.units.setdefault(index, {})
        mask = self._system.units[index].domain_mask
        row = np.broadcast_to(slope, len(self._lost))
        if not mask & self._touched:
            by_state[0] = by_state.get(0, 0.0) + float(row.sum())
            return
        for lost, value in zip(self._lost, row.tolist(), strict=True):
            by_state[lost & mask] = by_state.get(lost & mask, 0.0) + value


def _without_each(chances: Sequence[Row]) -> list[Row]:
    """Return for each chance the probability that none of the others happens; nothing is divided."""
    before: list[Row] = [1.0]
    for chance in chances:
        before.append(before[-1] * (1.0 - chance))
    found: list[Row] = []
    after: Row = 1.0
    for place in range(len(chances) - 1, -1, -1):
        found.append(before[place] * after)
        after = after * (1.0 - chances[place])
    found.reverse()
    return found
