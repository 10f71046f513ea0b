"""From formula to diagram: who shares what, and the build."""

from __future__ import annotations

from itertools import filterfalse
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.leaves import down_to
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder
    from archdraw.core.analysis.reliability.kept_solutions import Masks
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System


class Supports:
    """Per formula node the units and the domains it depends on, as two masks."""

    def __init__(self, system: System, kept: Masks | None = None) -> None:
        """Begin with what is known of the formula."""
        self._system = system
        self.units: dict[int, int] = {} if kept is None else kept.units
        self.domains: dict[int, int] = {} if kept is None else kept.domains

    def extend(self, roots: Sequence[int]) -> None:
        """Take in some nodes and all that they are made of."""
        formula, units_at = self._system.formula, self._system.units
        units, domains = self.units, self.domains
        if all(map(units.__contains__, roots)):
            return
        unit_of, inputs_of = formula.unit, formula.inputs
        for node in filterfalse(units.__contains__, formula.below(roots)):
            unit = unit_of[node]
            if unit >= 0:
                units[node] = 1 << unit
                domains[node] = units_at[unit].domain_mask
                continue
            mask = places = 0
            for one in inputs_of[node]:
                mask |= units[one]
                places |= domains[one]
            units[node] = mask
            domains[node] = places


def partition(system: System, parts: Sequence[int], supports: Supports, *, around: int) -> list[list[int]]:
    """Return the parts in groups that share no unit, and no domain of the mask `around`, with each other."""
    width = len(system.units)
    formula = system.formula
    gates = [part for part in parts if formula.threshold[part] != 0]
    gate_mask = 0
    for gate in gates:
        gate_mask |= supports.units[gate]
    in_gates = set(bits(gate_mask))
    loose: list[list[int]] = []
    # Single units are many: those in the same domains go together at once.
    alike: dict[int, list[int]] = {}
    for part in parts:
        if formula.threshold[part] == 0:
            places = supports.domains[part] & around
            if places or formula.unit[part] in in_gates:
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


def build_diagram(
    formula: Formula,
    roots: Sequence[int],
    leaves: Sequence[int],
    diagram: Builder,
    encode: Callable[[int], int],
    *,
    narrowed: bool = True,
) -> int:
    """Return the diagram of "any root fails".

    Inputs are joined from the bottom of the order upwards: then each step touches its own levels only. The
    roots with fewest leaves come first, and what is built later need only be right where they all work: where
    that has not been left out of the formula before, it keeps the diagrams of the later ones small.

    Parameters
    ----------
    leaves
        What the roots are made of, in the order of the variables; `encode` gives the diagram of one.
    narrowed
        Whether to make later diagrams smaller with what is known from earlier ones.
    """
    place = {leaf: at for at, leaf in enumerate(leaves)}
    first: dict[int, int] = {WORKS: 0, FAILS: 0}
    built: dict[int, int] = {WORKS: WORKS, FAILS: FAILS}
    joined = WORKS
    for root in _by_size(formula, roots, place):
        for node in down_to(formula, [root], place):
            if node in built:
                continue
            if node in place:
                built[node] = diagram.outside(encode(node), joined) if narrowed else encode(node)
                first[node] = place[node]
                continue
            threshold = formula.threshold[node]
            inputs = sorted(formula.inputs[node], key=first.__getitem__, reverse=True)
            first[node] = first[inputs[-1]]
            diagrams = [built[one] for one in inputs]
            whole = diagram.any_of(diagrams) if threshold == 1 else diagram.at_least(threshold, diagrams)
            built[node] = diagram.outside(whole, joined) if narrowed else whole
        joined = diagram.any_of([built[root], joined])
    return joined


def _by_size(formula: Formula, roots: Sequence[int], place: Mapping[int, int]) -> list[int]:
    """Return the roots, those with fewest leaves first."""
    masks: dict[int, int] = {}
    for node in down_to(formula, roots, place):
        mask = 0
        if node in place:
            mask = 1 << place[node]
        else:
            for one in formula.inputs[node]:
                mask |= masks.get(one, 0)
        masks[node] = mask
    return sorted(roots, key=lambda root: masks[root].bit_count())


def _mask(supports: Supports, members: Sequence[int], width: int, around: int) -> int:
    mask = 0
    for part in members:
        mask |= supports.units[part]
        mask |= (supports.domains[part] & around) << width
    return mask
