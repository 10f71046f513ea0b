"""Orders of the variables of a diagram: each names every leaf once, and the cheaper ones come first."""

from __future__ import annotations

import random

import pytest

from archdraw.core.analysis.reliability.blocks import Blocks
from archdraw.core.analysis.reliability.diagram import BudgetExceeded, Diagram
from archdraw.core.analysis.reliability.encoding import build_diagram
from archdraw.core.analysis.reliability.orders import (
    BEGUN,
    Ordered,
    closer,
    promising_orders,
    weighed_order,
)
from archdraw.core.analysis.structure.formula import Formula
from archdraw.core.analysis.structure.system import System


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


@pytest.mark.parametrize("begun", BEGUN)
@pytest.mark.parametrize("seed", range(5))
def test_a_weighed_order_names_every_unit_once_and_the_heaviest_first(seed: int, begun: float) -> None:
    formula, root = _ladder(12, seed)
    leaves = {node for node in formula.below([root]) if formula.unit[node] >= 0}
    assert sorted(weighed_order(formula, [root], leaves, begun)) == sorted(leaves)

    a, b, c, d, e = map(formula.var, range(100, 105))
    top = formula.any_of((formula.all_of((a, d, e)), formula.all_of((b, c)), formula.all_of((c, e, d))))
    # On c lie a half and a third of a gate, on d and e two thirds, on b a half, and its gate has been begun.
    order = weighed_order(formula, [top], (a, b, c, d, e), begun)
    assert order[:2] == [c, b]
    assert weighed_order(formula, [top], (a, b, c, d, e), begun, {a: c})[:2] == [a, c]


def test_where_the_promising_orders_are_bad_another_one_makes_the_diagram(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # pairs in a ring: all first ones before all second ones is the worst order, of more than 2¹⁶ nodes
    system = System()
    for n in range(32):
        system.add_event_unit(system.add_event(f"e{n}", "managed", f"e{n}", 0.1))
    formula = system.formula
    pairs = [formula.all_of((formula.var(n), formula.var(n + 16))) for n in range(16)]
    root = formula.at_least(2, [formula.all_of((pairs[n], formula.var((n + 1) % 16))) for n in range(16)])

    def worst(formula: Formula, roots: list[int], separate: set[int] | None, **_: object) -> list[Ordered]:
        assert separate is not None
        return [(sorted(separate, key=formula.unit.__getitem__), 10_000)]

    monkeypatch.setattr("archdraw.core.analysis.reliability.blocks.promising_orders", worst)
    blocks = Blocks(system, 10_000)
    with pytest.raises(BudgetExceeded):
        blocks.of([root])
    blocks = Blocks(system, 10_000)
    blocks.thorough = True
    assert len(blocks.of([root]).nodes) < 10_000
