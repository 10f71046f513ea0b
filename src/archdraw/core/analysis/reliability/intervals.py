"""Bounds that always hold, where no exact method fits the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.solution import unit_failure
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System


def propagate(system: System, parts: Sequence[int]) -> tuple[float, float]:
    """Return a range that certainly contains the probability that any part fails.

    Failures of parts of a monotone structure over independent events are associated (J. D. Esary,
    F. Proschan, D. W. Walkup, Ann. Math. Stat. 38, 1967): P(all fail) is at least the product, and
    P(none fails) at least the product of the complements.
    """
    formula = system.formula
    low: dict[int, float] = {WORKS: 0.0, FAILS: 1.0}
    high: dict[int, float] = {WORKS: 0.0, FAILS: 1.0}
    for node in formula.below(parts):
        threshold = formula.threshold[node]
        if node <= FAILS:
            continue
        if threshold == 0:
            low[node], high[node] = _unit_range(system, system.units[formula.unit[node]])
            continue
        lows = sorted((low[one] for one in formula.inputs[node]), reverse=True)
        highs = sorted((high[one] for one in formula.inputs[node]), reverse=True)
        low[node], high[node] = _gate(threshold, lows, highs)
    return _gate(1, [low[part] for part in parts], [high[part] for part in parts])


def _gate(threshold: int, lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    if threshold == 1:
        return max(lows), any_fails(highs)
    product = 1.0
    for chance in lows[:threshold]:
        product *= chance
    # At least j of n need the j-th most likely one or a less likely one; and Markov's inequality.
    return product, min(1.0, sum(highs) / threshold, any_fails(highs[threshold - 1 :]))


def _unit_range(system: System, unit: Unit) -> tuple[float, float]:
    """Return the failure of one unit with its domains: all up at best, any of them down at worst."""
    if unit.event is not None:
        return unit.failure, unit.failure
    inner = unit_failure(unit, 0)
    outside = 0.0
    for bit in bits(unit.domain_mask):
        outside += system.domain_failure[bit] * (1.0 - outside)
    return inner, min(1.0, outside + (1.0 - outside) * inner)
