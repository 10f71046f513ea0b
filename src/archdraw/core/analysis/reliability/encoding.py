"""From formula to diagram: who shares what, the order of the variables, the build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import FAILS, WORKS

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.diagram import Builder
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System


class Supports:
    """Per formula node the units and the domains it depends on, as two masks."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.units: list[int] = []
        self.domains: list[int] = []

    def extend(self) -> None:
        """Take in the nodes that the formula has got since."""
        formula, units = self._system.formula, self._system.units
        for node in range(len(self.units), len(formula)):
            unit = formula.unit[node]
            if unit >= 0:
                self.units.append(1 << unit)
                self.domains.append(units[unit].domain_mask)
                continue
            mask = places = 0
            for one in formula.inputs[node]:
                mask |= self.units[one]
                places |= self.domains[one]
            self.units.append(mask)
            self.domains.append(places)


def partition(system: System, parts: Sequence[int], supports: Supports, *, around: int) -> list[list[int]]:
    """Return the parts in groups that share no unit, and no domain of the mask `around`, with each other."""
    width = len(system.units)
    formula = system.formula
    gates = [part for part in parts if formula.threshold[part] != 0]
    gate_mask = 0
    for gate in gates:
        gate_mask |= supports.units[gate]
    loose: list[list[int]] = []
    # Single units are many: those in the same domains go together at once.
    alike: dict[int, list[int]] = {}
    for part in parts:
        if formula.threshold[part] == 0:
            places = supports.domains[part] & around
            if places or supports.units[part] & gate_mask:
                alike.setdefault(places or -1 - part, []).append(part)
            else:
                loose.append([part])
    clusters: list[tuple[int, list[int]]] = []
    for group in [*alike.values(), *([gate] for gate in gates)]:
        mask = _mask(supports, group, width, around)
        joined = list(group)
        kept: list[tuple[int, list[int]]] = []
        for other, members in clusters:
            if other & mask:
                mask |= other
                joined = members + joined
            else:
                kept.append((other, members))
        clusters = [*kept, (mask, joined)]
    return [*loose, *(members for _, members in clusters)]


def unit_order(formula: Formula, roots: Sequence[int]) -> list[int]:
    """Return the units below the roots in depth-first order."""
    ordered: list[int] = []
    seen: set[int] = set()
    work = list(reversed(roots))
    while work:
        node = work.pop()
        if node in seen:
            continue
        seen.add(node)
        if formula.unit[node] >= 0:
            ordered.append(formula.unit[node])
        else:
            # Gates with small numbers lie deep below: they come last, so that neighbours stay together.
            gates = [one for one in formula.inputs[node] if formula.unit[one] < 0]
            work.extend(gates)
            work.extend(one for one in reversed(formula.inputs[node]) if formula.unit[one] >= 0)
    return ordered


def build_diagram(
    formula: Formula, roots: Sequence[int], diagram: Builder, encode: Callable[[int], int]
) -> int:
    """Return the diagram of "any root fails"; `encode` gives the diagram of one unit.

    Inputs are joined from the bottom of the order upwards: then each step touches its own levels only. The
    roots with fewest units come first, and what is built later need only be right where they all work.
    """
    place = {unit: at for at, unit in enumerate(unit_order(formula, roots))}
    first: dict[int, int] = {WORKS: 0, FAILS: 0}
    built: dict[int, int] = {WORKS: WORKS, FAILS: FAILS}
    joined = WORKS
    for root in by_size(formula, roots):
        for node in formula.below([root]):
            threshold = formula.threshold[node]
            if node in built:
                continue
            if threshold == 0:
                built[node] = diagram.outside(encode(formula.unit[node]), joined)
                first[node] = place[formula.unit[node]]
                continue
            inputs = sorted(formula.inputs[node], key=first.__getitem__, reverse=True)
            first[node] = first[inputs[-1]]
            diagrams = [built[one] for one in inputs]
            whole = diagram.any_of(diagrams) if threshold == 1 else diagram.at_least(threshold, diagrams)
            built[node] = diagram.outside(whole, joined)
        joined = diagram.any_of([built[root], joined])
    return joined


def by_size(formula: Formula, roots: Sequence[int]) -> list[int]:
    """Return the roots, those with fewest units first."""
    size = {root: sum(1 for node in formula.below([root]) if formula.unit[node] >= 0) for root in roots}
    return sorted(roots, key=size.__getitem__)


def _mask(supports: Supports, members: Sequence[int], width: int, around: int) -> int:
    mask = 0
    for part in members:
        mask |= supports.units[part]
        mask |= (supports.domains[part] & around) << width
    return mask
