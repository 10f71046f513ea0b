"""Makes a formula smaller: what is needed anyway is left out of the alternatives below it.

a ∨ F(a) = a ∨ F(works), at every OR gate and not only at the top; and what all alternatives need is
pulled out of the pool: (a ∨ x) ∧ (b ∨ x) = x ∨ (a ∧ b).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.structure.system import System

# Alternatives nested deeper than this are taken as they are (Python's call depth).
_DEEPEST = 120


class Absorber:
    """Simplifies nodes of one formula; remembers what it has done."""

    def __init__(self, system: System, supports: Supports) -> None:
        self._formula = system.formula
        self._supports = supports
        self._known: dict[tuple[int, int], int] = {}

    def simplified(self, node: int, perfect: int) -> int:
        """Return a node that fails in the same states as `node` when the units of the mask never fail."""
        return self._simplify(node, perfect, 0)

    def _simplify(self, node: int, perfect: int, depth: int) -> int:
        if node <= FAILS:
            return node
        self._supports.extend()
        perfect &= self._supports.units[node]
        threshold = self._formula.threshold[node]
        if threshold == 0:
            return WORKS if perfect else node
        key = (node, perfect)
        found = self._known.get(key)
        if found is None:
            if depth > _DEEPEST:
                found = self._plain(node, perfect)
            elif threshold == 1:
                found = self._any(node, perfect, depth)
            else:
                found = self._at_least(node, perfect, depth)
            self._known[key] = found
        return found

    def _any(self, node: int, perfect: int, depth: int) -> int:
        formula, supports = self._formula, self._supports
        units: list[int] = []
        gates: list[int] = []
        for one in formula.inputs[node]:
            if formula.threshold[one] != 0:
                gates.append(one)
            elif not supports.units[one] & perfect:
                units.append(one)
        needed = perfect
        for unit in units:
            needed |= supports.units[unit]
        while True:
            following: list[int] = []
            for gate in gates:
                smaller = self._simplify(gate, needed, depth + 1)
                if smaller == FAILS:
                    return FAILS
                parts = formula.inputs[smaller] if formula.threshold[smaller] == 1 else (smaller,)
                following.extend(part for part in parts if part != WORKS)
            fresh = [one for one in following if formula.threshold[one] == 0]
            gates = [one for one in following if formula.threshold[one] != 0]
            if not fresh:
                return formula.any_of([*units, *gates])
            supports.extend()
            units.extend(fresh)
            for unit in fresh:
                needed |= supports.units[unit]

    def _at_least(self, node: int, perfect: int, depth: int) -> int:
        formula = self._formula
        smaller = [self._simplify(one, perfect, depth + 1) for one in formula.inputs[node]]
        gate = formula.at_least(formula.threshold[node], smaller)
        threshold = formula.threshold[gate]
        if threshold <= 1:
            return gate
        counts: dict[int, int] = {}
        for one in formula.inputs[gate]:
            for part in formula.inputs[one] if formula.threshold[one] == 1 else (one,):
                counts[part] = counts.get(part, 0) + 1
        shared = {part for part, count in counts.items() if count >= threshold}
        if not shared:
            return gate
        left = [formula.any_of(self._parts_but(one, shared)) for one in formula.inputs[gate]]
        rest = formula.at_least(threshold, left)
        return self._simplify(formula.any_of([*shared, rest]), perfect, depth + 1)

    def _parts_but(self, node: int, shared: set[int]) -> list[int]:
        parts = self._formula.inputs[node] if self._formula.threshold[node] == 1 else (node,)
        return [part for part in parts if part not in shared]

    def _plain(self, node: int, perfect: int) -> int:
        return self._formula.without(node, set(bits(perfect)))
