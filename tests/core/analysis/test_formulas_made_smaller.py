"""What is left of a formula after it was made smaller fails in the same states, in fewer variables."""

from __future__ import annotations

import random

import pytest

from archdraw.core.analysis.reliability.blocks import Block
from archdraw.core.analysis.reliability.compacting import Compactor
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.leaves import at_least, separate_parts
from archdraw.core.analysis.structure.formula import FAILS, WORKS, evaluate
from archdraw.core.analysis.structure.system import System

UNITS = 8
STATES = 1 << UNITS


def random_system(rng: random.Random) -> tuple[System, int]:
    """Return OR, AND and k-of-n gates over eight units, nested and shared at random."""
    system = System()
    nodes = []
    for n in range(UNITS):
        unit = system.add_event_unit(system.add_event(f"e{n}", "managed", f"e{n}", rng.uniform(0.01, 0.4)))
        nodes.append(system.formula.var(unit.index))
    for _ in range(rng.randint(2, 14)):
        inputs = rng.sample(nodes, rng.randint(2, min(5, len(nodes))))
        if rng.random() < 0.3:
            # An OR that stays in an OR, as long ones do: its gates may be in the outer one too.
            inner = system.formula.gate(1, tuple(sorted(set(inputs[1:]))))
            nodes.append(system.formula.gate(1, tuple(sorted({inputs[0], inner}))))
        else:
            nodes.append(system.formula.at_least(rng.randint(1, len(inputs)), inputs))
    return system, nodes[-1]


def words(system: System, roots: list[int]) -> dict[int, int]:
    """Return per node in which of all states of the units it fails."""
    every = (1 << STATES) - 1
    units = {unit: sum(1 << state for state in range(STATES) if state >> unit & 1) for unit in range(UNITS)}
    return evaluate(system.formula, system.formula.below(roots), units, every)


@pytest.mark.parametrize("seed", range(120))
def test_the_parts_fail_exactly_when_the_whole_does(seed: int) -> None:
    rng = random.Random(seed)
    system, root = random_system(rng)
    whole = words(system, [root])[root]
    # Units that fail it alone are left out, as they are handled by themselves.
    alone = [unit for unit in range(UNITS) if whole >> (1 << unit) & 1]
    perfect = sum(1 << unit for unit in alone) if rng.random() < 0.7 else 0
    parts = Compactor(system).parts(root, perfect)
    found = words(system, parts)
    together = 0
    for part in parts:
        together |= found[part]
    for state in range(STATES):
        if not state & perfect:
            assert together >> state & 1 == whole >> state & 1
    formula = system.formula
    below = formula.below(parts)
    assert not any(unit >= 0 and perfect >> unit & 1 for unit in (formula.unit[node] for node in below))
    # None of the parts is an OR: they are joined at the top.
    assert all(formula.threshold[part] != 1 for part in parts)


@pytest.mark.parametrize("seed", range(200))
def test_what_fails_alone_is_found_on_the_way_and_the_rest_is_over_what_does_not(seed: int) -> None:
    rng = random.Random(2000 + seed)
    system, root = random_system(rng)
    whole = words(system, [root])[root]
    compactor = Compactor(system)
    alone, fatal = first_points(system, compactor, root)
    if root > FAILS:
        assert alone == {unit for unit in range(UNITS) if whole >> (1 << unit) & 1}
    assert fatal == 0
    perfect = sum(1 << unit for unit in alone)
    parts = compactor.parts(root, perfect)
    formula = system.formula
    assert not alone & {unit for part in parts for unit in formula.units_below(part)}
    found = words(system, parts)
    for state in range(STATES):
        fails = bool(state & perfect) or any(found[part] >> state & 1 for part in parts)
        assert root <= FAILS or fails == bool(whole >> state & 1)
    # From nothing it is the same: nothing of what is left hangs on what was found before.
    again = Compactor(system).parts(root, perfect)
    assert sorted(again) == sorted(parts)


@pytest.mark.parametrize("seed", range(60))
def test_separate_parts_and_the_diagram_over_them_give_the_sum_over_all_states(seed: int) -> None:
    rng = random.Random(1000 + seed)
    system, root = random_system(rng)
    if root in (WORKS, FAILS):
        return
    parts = Compactor(system).parts(root, 0)
    whole = words(system, [root])[root]
    q = [unit.failure for unit in system.units]
    exact = 0.0
    for state in range(STATES):
        if whole >> state & 1:
            chance = 1.0
            for unit in range(UNITS):
                chance *= q[unit] if state >> unit & 1 else 1.0 - q[unit]
            exact += chance
    block = Block(system, parts, 10_000)
    chances = block.trees.chances(0)
    chosen = {1: 1.0, 0: 0.0}
    for node in block.nodes:
        failed = chances[block.leaves[block.diagram.level[node]]]
        high, low = block.diagram.high[node], block.diagram.low[node]
        chosen[node] = failed * chosen[high] + (1.0 - failed) * chosen[low]
    assert chosen[block.root] == pytest.approx(exact, rel=1e-12)


def test_units_that_are_needed_together_become_one_variable() -> None:
    system = System()
    formula = system.formula
    nodes = [
        formula.var(system.add_event_unit(system.add_event(f"e{n}", "managed", f"e{n}", 0.1)).index)
        for n in range(6)
    ]
    left = formula.any_of(nodes[:3])
    right = formula.any_of(nodes[3:5])
    both = formula.all_of([left, right])
    root = formula.all_of([formula.any_of([both, nodes[5]]), formula.any_of([left, nodes[5]])])
    parts = Compactor(system).parts(root, 0)
    block = Block(system, parts, 100)
    # x ∨ (left ∧ right): no unit is anywhere else, so all of it is worked out without a diagram.
    assert sum(1 for leaf in block.leaves if formula.unit[leaf] < 0) == len(block.leaves) - 1
    assert len(block.leaves) == 2
    assert len(separate_parts(formula, parts)) == len(formula.below(parts))


def test_at_least_so_many_of_events_that_differ() -> None:
    chances = [0.1, 0.2, 0.3, 0.4]
    for count in range(1, 5):
        total = 0.0
        for state in range(16):
            if state.bit_count() >= count:
                chance = 1.0
                for n, q in enumerate(chances):
                    chance *= q if state >> n & 1 else 1.0 - q
                total += chance
        assert at_least(count, chances) == pytest.approx(total, rel=1e-12)


def test_a_gate_that_fails_the_top_by_itself_is_left_out_below() -> None:
    system = System()
    a, b, c, d = (
        system.formula.var(system.add_event_unit(system.add_event(name, "managed", name, 0.1)).index)
        for name in "abcd"
    )
    formula = system.formula
    pair = formula.all_of((a, b))
    # (a ∧ b) ∨ (c ∧ (d ∨ (a ∧ b))): what holds wherever the pair works is c ∧ d.
    root = formula.any_of((pair, formula.all_of((c, formula.any_of((d, pair))))))
    parts = Compactor(system).parts(root, 0)
    assert sorted(sorted(formula.units_below(part)) for part in parts) == [[0, 1], [2, 3]]


def test_a_gate_that_is_in_an_or_twice_is_known_once() -> None:
    system = System()
    a, b, c, d, e, f, g = (
        system.formula.var(system.add_event_unit(system.add_event(name, "managed", name, 0.1)).index)
        for name in "abcdefg"
    )
    formula = system.formula
    pair, other = formula.all_of((a, b)), formula.all_of((c, d))
    inner = formula.gate(1, (e, pair))
    below = formula.all_of((f, formula.any_of((g, other))))
    # a ∧ b ∨ (e ∨ a ∧ b) ∨ f ∧ (g ∨ c ∧ d): the longer OR stays in the other, and what both hold comes twice.
    root = formula.gate(1, tuple(sorted((pair, inner, below))))
    parts = Compactor(system).parts(root, 0)
    found = words(system, parts)
    together = 0
    for part in parts:
        together |= found[part]
    assert together == words(system, [root])[root]
