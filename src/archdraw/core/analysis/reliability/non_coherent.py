"""Trees in which a failure may help: NOT and XOR, once negations have been pushed down to the events.

The formula then has gates of the usual kinds over events and over events that have not happened. It grows
with each of these, so what holds for formulas that only get worse holds for it as long as the two are told
apart: a diagram that leaves something out has a lower bound, and to take all negations for true gives the
upper one. What does not hold is that more failures are never better.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.coherent import Known, solve_coherent
from archdraw.core.analysis.reliability.diagram import FAILS, WORKS, BudgetExceeded, values
from archdraw.core.analysis.reliability.encoding import Supports, build_diagram
from archdraw.core.analysis.reliability.leaves import Trees, down_to, separate_parts
from archdraw.core.analysis.reliability.orders import ladder, promising_orders, weighed_order
from archdraw.core.analysis.reliability.taking_over import built
from archdraw.core.analysis.reliability.thinning import ThinDiagram
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder, Diagram
    from archdraw.core.analysis.reliability.orders import Try
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# Nodes of the diagrams that bounds are made of.
_BOUNDING = 200_000
# What thin diagrams leave out at a node, relative to the upper bound: less and less while it fits the budget.
_THINNER = (1e-3, 1e-5, 1e-7, 1e-9)


def solve_non_coherent(system: System, root: int, opposite: Mapping[int, int], budget: int) -> Known:
    """Return the probability of a node in which some units fail where others (`opposite`) do not."""
    signed = Signed(system, root, opposite)
    try:
        exact = signed.exact(budget)
    except BudgetExceeded:
        pass
    else:
        return Known.of(exact, exact)
    budget = min(budget, _BOUNDING)
    least, most = (solve_coherent(system, one, budget) for one in signed.within())
    known = Known.of(*signed.bounds(least.solution.low, most.solution.high, budget))
    if not known.wide:
        return known
    from archdraw.core.analysis.reliability.conditional import conditional_estimate

    sampled = conditional_estimate(system, root, most.smallest - 1, opposite=opposite)
    ends = (sampled.middle, sampled.low, sampled.high)
    return known.within(*(min(max(one, known.low), known.high) for one in ends))


@slotted
class Signed:
    """A node of a formula in which some units stand for events that have not happened.

    `opposite` gives of each of these units the one of the event.
    """

    system: System
    root: int
    opposite: Mapping[int, int]

    def exact(self, budget: int) -> float:
        """Return the probability.

        Raises
        ------
        BudgetExceeded
            The diagram has more nodes with every order.
        """
        layout = _Layout(self)
        for order, most, last in layout.orders(budget):
            build, failure = partial(layout.build, order), layout.failures(order)
            try:
                diagram, root = built(len(failure), most, None, build, take_over=last)
            except BudgetExceeded:
                continue
            return _value(diagram, root, failure)
        raise BudgetExceeded

    def bounds(self, low: float, high: float, budget: int) -> tuple[float, float]:
        """Return a range within `low` and `high` that certainly contains the probability."""
        layout = _Layout(self)
        # The last of the orders is one of those that make the smallest diagrams.
        *_, (order, _, _) = layout.orders(budget)
        failure, steady = layout.failures(order), layout.steady(order)
        for part in _THINNER if high > 0.0 else ():
            diagram = ThinDiagram(failure, steady, part * high / len(failure), budget)
            try:
                root = layout.build(order, diagram)
            except BudgetExceeded:
                break
            found = _value(diagram, root, failure)
            low, high = max(low, found), min(high, found + diagram.left_out)
        return low, max(low, high)

    def within(self) -> tuple[int, int]:
        """Return nodes without negations that have failed at most, and at least, where this one has."""
        formula = self.system.formula
        return self._without(formula, WORKS), self._without(formula, FAILS)

    def _without(self, formula: Formula, instead: int) -> int:
        nodes = {WORKS: WORKS, FAILS: FAILS}
        for node in formula.below([self.root]):
            unit = formula.unit[node]
            if unit >= 0:
                nodes[node] = instead if unit in self.opposite else node
            elif node > FAILS:
                nodes[node] = formula.at_least(
                    formula.threshold[node], [nodes[one] for one in formula.inputs[node]]
                )
        return nodes[self.root]


class _Layout:
    """Orders for a signed node: an event and that it has not happened share one level."""

    def __init__(self, signed: Signed) -> None:
        system, root = signed.system, signed.root
        self._formula, self._roots = system.formula, [root]
        formula = self._formula
        units = {formula.unit[node]: node for node in formula.below([root]) if formula.unit[node] >= 0}
        # Nodes of events that have not happened, with those of the same events where both are there.
        self._twin = {
            units[unit]: units[event]
            for unit, event in signed.opposite.items()
            if unit in units and event in units
        }
        twins = 0
        for node in (*self._twin, *self._twin.values()):
            twins |= 1 << formula.unit[node]
        supports = Supports(system)
        supports.extend([root])
        separate = separate_parts(formula, [root], lambda node: not supports.units[node] & twins)
        self._leaves = [node for node in down_to(formula, [root], separate) if node in separate]
        self._chances = Trees(system, self._leaves).chances(0)
        self._separate = separate

    def orders(self, budget: int) -> Iterator[Try]:
        """Yield orders of the leaves with the budgets they are tried with."""
        promising = promising_orders(self._formula, self._roots, self._separate)

        def weighed(begun: float) -> list[int]:
            return weighed_order(self._formula, self._roots, self._leaves, begun, self._twin)

        return ladder([self._side_by_side(order) for order, _ in promising], weighed, budget)

    def _event(self, leaf: int) -> int:
        """Return the leaf whose variable it is."""
        return self._twin.get(leaf, leaf)

    def _side_by_side(self, order: Sequence[int]) -> list[int]:
        """Return an order in which each event stands beside its opposite, where the first of them stood."""
        place: dict[int, int] = {}
        for at, leaf in enumerate(order):
            place.setdefault(self._event(leaf), at)
        return sorted(order, key=lambda leaf: place[self._event(leaf)])

    def _levels(self, order: Sequence[int]) -> dict[int, int]:
        """Return the level of each leaf."""
        level: dict[int, int] = {}
        for leaf in order:
            event = self._event(leaf)
            level.setdefault(event, len(level))
        return {leaf: level[self._event(leaf)] for leaf in order}

    def failures(self, order: Sequence[int]) -> list[float]:
        """Return by level the probability that its variable has failed."""
        variables = dict.fromkeys(map(self._event, order))
        return [self._chances[one] for one in variables]

    def steady(self, order: Sequence[int]) -> list[bool]:
        """Return by level whether the failure of its variable never makes anything work again."""
        helping = set(self._twin.values())
        return [one not in helping for one in dict.fromkeys(map(self._event, order))]

    def build(self, order: Sequence[int], diagram: Builder) -> int:
        """Return the root of a diagram in an order."""
        level = self._levels(order)

        def encode(leaf: int) -> int:
            if leaf in self._twin:
                return diagram.node(level[leaf], WORKS, FAILS)
            return diagram.var(level[leaf])

        return build_diagram(self._formula, self._roots, order, diagram, encode, narrowed=False)


def _value(diagram: Diagram, root: int, failure: Sequence[float]) -> float:
    return values(diagram, diagram.below(root), failure)[root]
