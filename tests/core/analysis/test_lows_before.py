"""What few failures do is the same whether it follows from what they did before an edit or from nothing."""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.aims import Aim
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_bounds import bounds_in_states
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.kept_shapes import Contents
from archdraw.core.analysis.reliability.leaves import separate_parts
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.lows_before import LowsBefore, known_lows
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.reliability.states import domain_states
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Design

CATALOG = load_catalog()


def _pass() -> None:
    """Go on."""


def _largest(design: Design) -> tuple[System, list[int], int, float]:
    """Return the parts of the largest group of a journey, their domains, and how likely it fails."""
    model = build_model(design, CATALOG)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    solver = Solver(model.system)
    alone, fatal = first_points(model.system, solver.compactor, root)
    parts = max(solver._groups(solver.parts(root, alone, fatal), fatal), key=solver._units_of)
    domains = 0
    for part in parts:
        domains |= solver.supports.domains[part]
    return model.system, parts, domains & ~fatal, solver.group(parts, fatal).high


def _sets(orders: LowOrders, top: Low, node: Sequence[int]) -> tuple[set[int], set[frozenset[int]]]:
    """Return the single nodes and the pairs of them that fail it, given by their places."""
    pairs = [
        frozenset((node[one], node[two]))
        for mine, theirs in orders.pairs(top)
        for one, two in product(bits(mine), bits(theirs))
    ]
    return {node[at] for at in bits(top.singles)}, set(pairs)


@pytest.mark.parametrize("shape", ["zones", "redundant"])
@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_same_as_from_nothing(shape: Shape, seed: int) -> None:
    rng = random.Random(f"{shape} {seed}")
    design = topology(shape, rng.choice((60, 150, 300)), seed)
    system, parts, _, _ = _largest(design)
    contents = Contents()
    known = known_lows(system.formula, parts, contents.take_in(system, parts)[0], _pass)
    mark = known.orders.mark()
    for kind, after in design_edits(design, seed):
        system, parts, domains, exact = _largest(after)
        numbers, _ = contents.take_in(system, parts)
        gates = [part for part in parts if system.formula.threshold[part]]
        leaves = sorted(separate_parts(system.formula, gates))
        before = LowsBefore(known, numbers)
        orders, top, places = before.find(system.formula, gates, leaves, _pass)
        node = dict(zip(places, leaves, strict=True))
        again = _sets(orders, top, [node.get(at, -1) for at in range(max(places, default=-1) + 1)])
        before.leave()
        fresh = LowOrders(_pass)
        top = fresh.find(
            system.formula, gates, {leaf: Low(1 << at, below=1 << at) for at, leaf in enumerate(leaves)}
        )
        assert again == _sets(fresh, top, leaves), kind
        states = domain_states(system, domains, 64)
        assert states is not None
        aim = Aim(1e-6, 0.0, _pass, _pass)
        found = bounds_in_states(system, parts, states, aim, LowsBefore(known, numbers))
        assert found[0] * (1.0 - 1e-12) <= exact <= found[1] * (1.0 + 1e-12), kind
        assert found == pytest.approx(bounds_in_states(system, parts, states, aim), rel=1e-3)
        # What the next edit is compared with is as it was.
        assert known.orders.mark() == mark


def test_nothing_is_left_where_there_was_no_time() -> None:
    design = topology("redundant", 200, 3)
    system, parts, _, _ = _largest(design)
    contents = Contents()
    known = known_lows(system.formula, parts, contents.take_in(system, parts)[0], _pass)
    mark, looked = known.orders.mark(), 0
    for _, after in design_edits(design, 3):
        system, parts, domains, _ = _largest(after)
        numbers, _ = contents.take_in(system, parts)
        states = domain_states(system, domains, 64) or []
        calls = iter(range(3))

        def pause(calls: Iterator[int] = calls) -> None:
            if next(calls, None) is None:
                raise BudgetExceeded

        aim = Aim(1e-6, 0.0, pause, pause)
        with pytest.raises(BudgetExceeded):
            bounds_in_states(system, parts, states, aim, LowsBefore(known, numbers))
        looked += 1
        assert known.orders.mark() == mark
        known.orders.pause()
    assert looked


def test_where_only_figures_are_others_no_gate_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    design = topology("redundant", 200, 3)
    system, parts, _, _ = _largest(design)
    contents = Contents()
    known = known_lows(system.formula, parts, contents.take_in(system, parts)[0], _pass)
    system, parts, _, _ = _largest(dict(design_edits(design, 3))["availability"])
    gates = [part for part in parts if system.formula.threshold[part]]
    before = LowsBefore(known, contents.take_in(system, parts)[0])
    monkeypatch.setattr(LowOrders, "at_least", lambda *_: pytest.fail("it was known"))
    top = before.find(system.formula, gates, sorted(separate_parts(system.formula, gates)), _pass)[1]
    assert top.pairs
