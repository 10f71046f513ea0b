"""Solves parts that share many failure domains: one diagram over domains and instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import FAILS, derivatives, values
from archdraw.core.analysis.reliability.encoding import build_diagram
from archdraw.core.analysis.reliability.leaves import Trees, leaf_order, separate_parts
from archdraw.core.analysis.reliability.solution import Gradient, Solution, failure_of_so_many, unit_failure
from archdraw.core.analysis.reliability.taking_over import built
from archdraw.core.analysis.reliability.thinning import ThinDiagram
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder, Diagram
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# Up to here the derivative tells apart which domains are lost; beyond, only how many instances remain.
_EXACT_DOMAINS = 6


@slotted
class _Level:
    """What a variable is: a domain, the failure of a unit in one state of its domains, or a separate part."""

    failure: float
    domain: int = -1
    unit: int = -1
    leaf: int = -1
    state: int = 0
    counted: bool = False


class _Layout:
    """Gives levels to domains (where first needed), to the states of units and to separate parts."""

    def __init__(self, system: System, leaves: Sequence[int], domains: int) -> None:
        self.levels: list[_Level] = []
        self._domain_level: dict[int, int] = {}
        self._leaf_level: dict[int, int] = {}
        formula = system.formula
        self.trees = Trees(system, [leaf for leaf in leaves if formula.unit[leaf] < 0])
        self.chances = self.trees.chances(0)
        self._state_level: dict[tuple[int, int], int] = {}
        self._system = system
        self._domains = domains
        for leaf in leaves:
            index = formula.unit[leaf]
            if index < 0:
                self._leaf_level[leaf] = len(self.levels)
                self.levels.append(_Level(self.chances[leaf], leaf=leaf))
                continue
            unit = system.units[index]
            for bit in bits(unit.domain_mask & domains):
                if bit not in self._domain_level:
                    self._domain_level[bit] = len(self.levels)
                    self.levels.append(_Level(system.domain_failure[bit], domain=bit))
            for key, lost, chance in self._states(unit):
                self._state_level[index, key] = len(self.levels)
                self.levels.append(_Level(chance, unit=index, state=lost, counted=self._is_wide(unit)))

    def encode(self, leaf: int, diagram: Builder) -> int:
        """Return the diagram of one unit: first its domains, then its failure in the state they leave.

        Forward over the domains: which states can still be told apart; backward: the nodes.
        """
        if leaf in self._leaf_level:
            return diagram.var(self._leaf_level[leaf])
        unit = self._system.units[self._system.formula.unit[leaf]]
        undecided = unit.domain_mask & self._domains
        order = sorted(bits(undecided), key=self._domain_level.__getitem__)
        layers: list[dict[object, int]] = [{self._future(unit, 0, undecided): 0}]
        for bit in order:
            undecided &= ~(1 << bit)
            layer: dict[object, int] = {}
            for lost in layers[-1].values():
                for following in (lost, lost | 1 << bit):
                    layer.setdefault(self._future(unit, following, undecided), following)
            layers.append(layer)
        nodes = {key: self._leaf(unit, lost, diagram) for key, lost in layers[-1].items()}
        for bit, layer in zip(reversed(order), reversed(layers[:-1]), strict=True):
            level = self._domain_level[bit]
            above: dict[object, int] = {}
            for key, lost in layer.items():
                down = nodes[self._future(unit, lost | 1 << bit, undecided)]
                above[key] = diagram.node(level, down, nodes[self._future(unit, lost, undecided)])
            undecided |= 1 << bit
            nodes = above
        return next(iter(nodes.values()))

    def _states(self, unit: Unit) -> list[tuple[int, int, float]]:
        """Return key, one mask of lost domains (wide: number of instances left) and failure of each state."""
        if unit.event is not None:
            return [(0, 0, unit.failure)]
        if self._is_wide(unit):
            left = range(unit.needed, unit.count + 1)
            return [(n, n, failure_of_so_many(unit, n)) for n in left]
        masks = [0]
        for bit in bits(unit.domain_mask & self._domains):
            masks.extend([lost | 1 << bit for lost in masks])
        found = {_alive(unit, lost): lost for lost in reversed(masks)}
        return [
            (key, lost, unit_failure(unit, lost))
            for key, lost in found.items()
            if unit.available(lost) >= unit.needed
        ]

    def _leaf(self, unit: Unit, lost: int, diagram: Builder) -> int:
        if unit.event is not None:
            return diagram.var(self._state_level[unit.index, 0])
        available = unit.available(lost)
        if available < unit.needed:
            return FAILS
        key = available if self._is_wide(unit) else _alive(unit, lost)
        return diagram.var(self._state_level[unit.index, key])

    def _future(self, unit: Unit, lost: int, undecided: int) -> object:
        """Return what of the domains decided so far matters for the rest."""
        if not self._is_wide(unit):
            return _alive(unit, lost)
        settled = pending = 0
        for n, group in enumerate(unit.groups):
            if not group.domain_mask & lost:
                if group.domain_mask & undecided:
                    pending |= 1 << n
                else:
                    settled += group.count
        return settled, pending

    def _is_wide(self, unit: Unit) -> bool:
        return (unit.domain_mask & self._domains).bit_count() > _EXACT_DOMAINS


def _alive(unit: Unit, lost: int) -> int:
    """Return a bit per instance group without a lost domain."""
    return sum(1 << n for n, group in enumerate(unit.groups) if not group.domain_mask & lost)


def solve_by_diagram(
    system: System,
    parts: Sequence[int],
    supports: Supports,
    budget: int,
    domains: int,
    pause: Callable[[], None] | None = None,
    *,
    take_over: bool = True,
    least: float = 0.0,
) -> Solution:
    """Return the unavailability of "any part fails"; domains outside the mask `domains` are up.

    With `least` what weighs less at a node of the diagram is left out, and bounds are returned.

    Raises
    ------
    BudgetExceeded
        The diagram needs more than `budget` nodes.
    """
    formula = system.formula
    supports.extend(parts)
    separate = separate_parts(formula, parts, lambda node: not supports.domains[node] & domains)
    leaves = leaf_order(formula, parts, separate, small_first=not domains)
    layout = _Layout(system, leaves, domains)

    def build(builder: Builder) -> int:
        def encode(leaf: int) -> int:
            return layout.encode(leaf, builder)

        # To narrow what is thinned would take it apart from what it was before.
        return build_diagram(formula, parts, leaves, builder, encode, narrowed=least <= 0.0)

    failure = [level.failure for level in layout.levels]
    left_out = 0.0
    if least > 0.0:
        steady = [level.domain < 0 for level in layout.levels]
        diagram: Diagram = (thin := ThinDiagram(failure, steady, least, budget, pause))
        root = build(thin)
        left_out = thin.left_out
    else:
        diagram, root = built(len(layout.levels), budget, pause, build, take_over=take_over)
    nodes = diagram.below(root)
    found = values(diagram, nodes, failure)
    slopes = [0.0] * len(failure)
    derivatives(diagram, nodes, failure, found, root, 1.0, slopes)
    gradient = Gradient()
    by_leaf: dict[int, float] = {}
    for level, slope in zip(layout.levels, slopes, strict=True):
        if level.domain >= 0:
            gradient.domains[level.domain] = slope
        elif level.leaf >= 0:
            by_leaf[level.leaf] = slope
        else:
            into = gradient.counted if level.counted else gradient.units
            into.setdefault(level.unit, {})[level.state] = slope
    for unit, slope in layout.trees.slopes(layout.chances, by_leaf).items():
        gradient.units.setdefault(unit, {})[0] = slope
    return Solution(found[root], min(1.0, found[root] + left_out), gradient)
