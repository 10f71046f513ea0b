"""What takes more leaves than the three that have failed is bounded by what these have begun."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from archdraw.core.analysis.reliability import triples
from archdraw.core.analysis.reliability.aims import Aim
from archdraw.core.analysis.reliability.first_bounds import LowBounds
from archdraw.core.analysis.reliability.leaves import leaf_order
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.two_completions import TwoCompletions
from archdraw.core.analysis.structure.formula import FAILS, WORKS, evaluate
from archdraw.core.analysis.structure.system import System

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = 12
STATES = 1 << UNITS


def _pass() -> None:
    """Go on."""


def _deep_system(rng: random.Random) -> tuple[System, int]:
    """Return layers of OR, AND and k-of-n gates over twelve units: much takes four failures and more."""
    system = System()
    units = []
    for number in range(UNITS):
        name = f"e{number}"
        unit = system.add_event_unit(system.add_event(name, "managed", name, 0.1))
        units.append(system.formula.var(unit.index))
    layer = list(units)
    for _ in range(rng.randint(2, 4)):
        gates = set()
        for _ in range(rng.randint(3, 6)):
            choice = layer + (units if rng.random() < 0.4 else [])
            inputs = sorted(set(rng.sample(choice, rng.randint(2, min(4, len(layer))))))
            most = len(inputs)
            if most > 1:
                needed = rng.choice((1, 1, 1, most, most, most, rng.randint(1, most)))
                gates.add(system.formula.at_least(needed, inputs))
        layer = sorted(gates) or layer
        if len(layer) < 2:
            break
    return system, system.formula.at_least(rng.choice((1, 1, 2)), layer) if len(layer) > 1 else layer[0]


def _exact(word: int, failure: dict[int, float]) -> float:
    """Return the sum over all states, by bit, in which it fails."""
    chances = [1.0]
    for unit in range(UNITS):
        chance = failure.get(unit, 0.0)
        chances = [one * (1.0 - chance) for one in chances] + [one * chance for one in chances]
    return sum(one for state, one in enumerate(chances) if word >> state & 1)


def test_what_two_more_leaves_complete_is_no_less_likely_than_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    at_most = TwoCompletions.at_most

    def telling(two: TwoCompletions, *given: int) -> float:
        told.append(at_most(two, *given))
        return told[-1]

    monkeypatch.setattr(TwoCompletions, "at_most", telling)
    every = (1 << STATES) - 1
    words = {unit: sum(1 << state for state in range(STATES) if state >> unit & 1) for unit in range(UNITS)}
    for seed in range(400):
        rng = random.Random(seed)
        system, root = _deep_system(rng)
        if root in (WORKS, FAILS):
            continue
        word = evaluate(system.formula, system.formula.below([root]), words, every)[root]
        leaves = leaf_order(system.formula, [root])
        units = [system.formula.unit[leaf] for leaf in leaves]
        orders = LowOrders(_pass)
        known = {leaf: Low(singles=1 << at, below=1 << at) for at, leaf in enumerate(leaves)}
        top = orders.find(system.formula, [root], known)
        scale = rng.choice((0.5, 0.2, 0.05, 0.01))
        first = [rng.choice((1.0, 0.3, 0.1)) * scale for _ in units]
        monkeypatch.setattr(triples, "_MOST_LOOKS", rng.choice((1000, 3)))
        bounds = LowBounds(orders, top, Aim(0.0, 0.0, _pass, _pass, 100_000, 100_000, time=True))
        others: Sequence[float] = [one * rng.random() for one in first]
        # What was looked at with some failures is right with others.
        for failure in (first, others):
            exact = _exact(word, dict(zip(units, failure, strict=True)))
            low, high = bounds.of(failure, 0.0)
            assert low * (1.0 - 1e-11) <= exact <= high * (1.0 + 1e-11) + 1e-16, seed
    # There was something to tell.
    assert sum([one < 0.5 for one in told]) > 50
