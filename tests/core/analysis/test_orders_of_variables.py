"""Orders of the variables of a diagram: each names every leaf once, and the cheaper ones come first."""

from __future__ import annotations

import random

import pytest

from archdraw.core.analysis.reliability.diagram import Diagram
from archdraw.core.analysis.reliability.encoding import build_diagram
from archdraw.core.analysis.reliability.orders import closer, promising_orders
from archdraw.core.analysis.structure.formula import Formula


def _ladder(rungs: int, seed: int) -> tuple[Formula, int]:
    """Return a chain in which every step needs one of the two before it, its units in random order."""
    rng = random.Random(seed)
    formula = Formula()
    units = list(range(2 * rungs))
    rng.shuffle(units)
    one, two = formula.var(units[0]), formula.var(units[1])
    for rung in range(1, rungs):
        both = formula.all_of((one, two))
        one = formula.any_of((formula.var(units[2 * rung]), both))
        two = formula.any_of((formula.var(units[2 * rung + 1]), both))
    return formula, formula.all_of((one, two))


@pytest.mark.parametrize("seed", range(5))
def test_every_order_names_every_unit_once(seed: int) -> None:
    formula, root = _ladder(8, seed)
    leaves = {node for node in formula.below([root]) if formula.unit[node] >= 0}
    for order, _ in promising_orders(formula, [root]):
        assert len(order) == len(leaves)
        assert set(order) == leaves


@pytest.mark.parametrize("seed", range(5))
def test_an_order_brought_closer_together_has_the_same_leaves_and_costs_less(seed: int) -> None:
    formula, root = _ladder(12, seed)
    orders = promising_orders(formula, [root])
    for ordered in orders:
        order, cost = closer(formula, [root], ordered)
        assert sorted(order) == sorted(ordered[0])
        assert cost <= ordered[1]
    shuffled = random.Random(seed).sample(orders[0][0], len(orders[0][0]))
    order, cost = closer(formula, [root], (shuffled, 10_000))
    assert cost < 10_000
    places = [{leaf: place for place, leaf in enumerate(one)} for one in (shuffled, order)]
    for node in formula.below([root]):
        if formula.threshold[node] > 1:
            below = [one for one in formula.below([node]) if formula.unit[one] >= 0]
            last = [max(below, key=one.__getitem__) for one in places]
            assert last[0] == last[1], "it is settled by another one"
    assert any(places[1][one] > places[0][one] for one in shuffled)


@pytest.mark.parametrize("seed", range(5))
def test_the_first_order_gives_a_diagram_as_long_as_the_ladder(seed: int) -> None:
    formula, root = _ladder(12, seed)
    orders = promising_orders(formula, [root])
    assert [cost for _, cost in orders] == sorted(cost for _, cost in orders)
    sizes = []
    for order, _ in orders:
        place = {leaf: level for level, leaf in enumerate(order)}
        diagram = Diagram(len(order), 1_000_000)

        def encode(leaf: int, place: dict[int, int] = place, diagram: Diagram = diagram) -> int:
            return diagram.var(place[leaf])

        top = build_diagram(formula, [root], order, diagram, encode, narrowed=False)
        sizes.append(len(diagram.below(top)))
    assert sizes[0] <= 6 * 12
    assert sizes[0] == min(sizes)
