"""Diagrams built from the top leave out no more than they say; pairs are all that fail a node two by two."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from tests.benchmarks.topologies import topology
from tests.core.analysis.test_formulas_made_smaller import STATES, UNITS, random_system, words

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.compacting import Compactor
from archdraw.core.analysis.reliability.diagram import BudgetExceeded, values
from archdraw.core.analysis.reliability.frontier import Frontier
from archdraw.core.analysis.reliability.importance import event_derivatives, improvements
from archdraw.core.analysis.reliability.leaves import leaf_order
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.reliability.pairs import Pairs, failing_pairs
from archdraw.core.analysis.reliability.walked import WalkedBlock
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.blocks import Block
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Design


def _sum_over_states(word: int, q: list[float]) -> float:
    total = 0.0
    for state in range(STATES):
        if word >> state & 1:
            chance = 1.0
            for unit in range(UNITS):
                chance *= q[unit] if state >> unit & 1 else 1.0 - q[unit]
            total += chance
    return total


@pytest.mark.parametrize("seed", range(80))
def test_a_walk_finds_the_sum_over_all_states_or_bounds_what_it_left_out(seed: int) -> None:
    rng = random.Random(seed)
    system, root = random_system(rng)
    parts = Compactor(system).parts(root, 0) if root > FAILS else []
    if not parts or min(parts) <= FAILS:
        return
    formula = system.formula
    together = 0
    for part in parts:
        together |= words(system, [part])[part]
    q = [unit.failure for unit in system.units]
    exact = _sum_over_states(together, q)
    order = leaf_order(formula, parts)
    rng.shuffle(order)
    failure = [q[formula.unit[leaf]] for leaf in order]
    walk = Frontier(formula, parts, order)
    for error in (0.0, 1e-6, 1e-3, 1.0):
        found = walk.walk(failure, error, 10_000)
        low = values(found.diagram, found.diagram.below(found.root), failure)[found.root]
        assert low <= exact * (1.0 + 1e-13)
        assert exact <= (low + found.left_out) * (1.0 + 1e-13)
        assert found.left_out <= error
        assert found.diagram.below(found.root) == list(range(2, len(found.diagram)))
    if found.states > 3:
        with pytest.raises(BudgetExceeded):
            walk.walk(failure, 0.0, 2)


@pytest.mark.parametrize("seed", range(60))
def test_pairs_are_those_that_fail_the_formula_two_by_two(seed: int) -> None:
    system, root = random_system(random.Random(500 + seed))
    if root in (WORKS, FAILS):
        return
    formula = system.formula
    leaves = leaf_order(formula, [root])
    own = {leaf: Pairs(1 << formula.unit[leaf], {}) for leaf in leaves}
    found = failing_pairs(formula, [root], leaves, own)
    word = words(system, [root])[root]
    singles = {unit for unit in range(UNITS) if word >> (1 << unit) & 1}
    assert {unit for unit in range(UNITS) if found.singles >> unit & 1} == singles
    for one, two in combinations(range(UNITS), 2):
        failed = bool(word >> (1 << one | 1 << two) & 1) and not {one, two} & singles
        assert bool(found.partners.get(one, 0) >> two & 1) == failed
        assert bool(found.partners.get(two, 0) >> one & 1) == failed


def builders(design: Design) -> tuple[Callable[[], MeasureBuilder], int, System]:
    """Return what makes fresh builders of measures of a design, the node to ask for, and the system."""
    model = build_model(design, load_catalog())
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    scenarios = single_losses(model.system, [one.id for one in design.components], model.tree.ids)
    return lambda: MeasureBuilder(model.system, scenarios, [root], design.settings), root, model.system


@pytest.mark.parametrize("seed", [1, 8, 13, 27])
def test_a_probability_that_is_wanted_alone_is_right_to_1e_9_too(seed: int) -> None:
    fresh, root, _ = builders(topology("redundant", 1000, seed))
    # Where derivatives are wanted a thousandth of that is left out.
    wanted = fresh().solution(root)
    alone = fresh().probability_and_cut_sets(root, 3)[0]
    assert wanted.exact
    assert wanted.high * (1.0 - 1e-9) <= alone <= wanted.high * (1.0 + 1e-12)
    assert alone != wanted.high, "nothing was left out"


@pytest.mark.parametrize("seed", [8, 9])
def test_first_bounds_of_large_redundant_designs_are_close_and_hold_the_exact_value(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, root, system = builders(topology("redundant", 500, seed))
    low, high = fresh().quick_bounds(root)
    solution = fresh().solution(root)
    assert solution.exact
    assert low * (1.0 - 1e-12) <= solution.high <= high * (1.0 + 1e-12)
    assert high - low <= 1e-4 * high
    # The same with every diagram built whole, from the bottom.
    whole = fresh()
    blocks = whole.solver.blocks
    monkeypatch.setattr(
        blocks, "near", lambda groups, *_, **__: ([blocks.of(group) for group in groups], 0.0)
    )
    known = whole.solution(root)
    assert solution.high == pytest.approx(known.high, rel=1e-12)
    wanted = event_derivatives(system, known.gradient)
    found = event_derivatives(system, solution.gradient)
    assert found == pytest.approx(wanted, rel=1e-7, abs=1e-12)
    assert min(found.values()) >= 0.0
    shares = improvements(system, known.gradient)
    for name, share in improvements(system, solution.gradient).items():
        # What has a millionth of the downtime is as right as that, all else beside it.
        assert share == pytest.approx(shares[name], rel=1e-9, abs=1e-14 * known.high), name


@pytest.mark.parametrize("seed", [2, 10])
def test_beside_much_that_fails_walks_leave_out_no_more_than_two_parts_in_ten_billion(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, root, system = builders(topology("zones", 1000, seed))
    builder = fresh()
    walked: list[WalkedBlock] = []
    near = builder.solver.blocks.near

    def noted(*groups: Any, slopes: bool) -> tuple[Any, float]:
        found, left_out = near(*groups, slopes=slopes)
        walked.extend([block for block in found if isinstance(block, WalkedBlock)])
        return found, left_out

    monkeypatch.setattr(builder.solver.blocks, "near", noted)
    unavailability, _ = builder.probability_and_cut_sets(root, 2)
    assert unavailability > 0.1
    assert any(block.left_out > 0.0 for block in walked)
    whole = fresh()
    blocks = whole.solver.blocks
    monkeypatch.setattr(
        blocks, "near", lambda groups, *_, **__: ([blocks.of(group) for group in groups], 0.0)
    )
    known, _ = whole.probability_and_cut_sets(root, 2)
    assert known * (1.0 - 2e-10) <= unavailability <= known * (1.0 + 1e-13)
    # Where no diagram of everything is to be had, derivatives are right beside all that fails.
    coarse = fresh()
    build = coarse.solver.blocks.of

    def small(parts: Sequence[int]) -> Block:
        if len(parts) > 4:
            raise BudgetExceeded
        return build(parts)

    monkeypatch.setattr(coarse.solver.blocks, "of", small)
    solution, wanted = coarse.solution(root), whole.solution(root)
    assert solution.exact
    assert wanted.high * (1.0 - 2e-10) <= solution.high <= wanted.high * (1.0 + 1e-13)
    shares = improvements(system, wanted.gradient)
    for name, share in improvements(system, solution.gradient).items():
        assert share == pytest.approx(shares[name], rel=1e-6, abs=1e-9 * wanted.high), name
