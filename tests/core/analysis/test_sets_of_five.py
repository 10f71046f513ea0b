"""Bounds hold what fails through five leaves and more: gates over gates, each of which takes several."""

from __future__ import annotations

import random

import pytest

from archdraw.core.analysis.reliability.aims import Aim
from archdraw.core.analysis.reliability.completions import Several
from archdraw.core.analysis.reliability.first_bounds import LowBounds
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.structure.formula import FAILS, WORKS, Formula, evaluate

LEAVES = 12
STATES = 1 << LEAVES
EVERYTHING = (1 << STATES) - 1


def _pass() -> None:
    """Go on."""


def _word(leaf: int) -> int:
    """Return the states, as bits, in which a leaf has failed."""
    period = 1 << leaf
    block = ((1 << period) - 1) << period
    return block * (EVERYTHING // ((1 << 2 * period) - 1))


WORDS = {leaf: _word(leaf) for leaf in range(LEAVES)}


def _formula(rng: random.Random) -> tuple[Formula, int]:
    """Return both of two things, each of which fails in a few ways of some leaves or gates."""
    formula = Formula()
    leaves = [formula.var(unit) for unit in range(LEAVES)]

    def ways(number: int, sizes: tuple[int, ...], among: list[int]) -> int:
        return formula.any_of([formula.all_of(rng.sample(among, rng.choice(sizes))) for _ in range(number)])

    inner = [ways(rng.choice((1, 2)), (2, 3), leaves) for _ in range(3)]
    sides = [ways(rng.choice((2, 3)), (2, 3), leaves + inner) for _ in range(rng.choice((2, 2, 3)))]
    also = [formula.all_of(rng.sample(leaves, 3)) for _ in range(rng.choice((0, 2)))]
    return formula, formula.any_of([formula.all_of(sides), *also])


def _apart(seed: int) -> tuple[float, float, float]:
    """Return bounds of a random formula and what they are of."""
    rng = random.Random(seed)
    formula, root = _formula(rng)
    if root in (WORKS, FAILS):
        return 0.0, 1.0, 0.0
    failure = [rng.choice((0.02, 0.1, 0.3)) for _ in range(LEAVES)]
    word = evaluate(formula, formula.below([root]), WORDS, EVERYTHING)[root]
    chances = [1.0]
    for chance in failure:
        chances = [one * (1.0 - chance) for one in chances] + [one * chance for one in chances]
    whole = sum([chance for state, chance in enumerate(chances) if word >> state & 1])
    orders = LowOrders(_pass)
    known = {formula.var(unit): Low(singles=1 << unit, below=1 << unit) for unit in range(LEAVES)}
    known = {leaf: low for leaf, low in known.items() if leaf in formula.below([root])}
    top = orders.find(formula, [root], known)
    aim = Aim(0.0, 0.0, _pass, _pass, 100_000, 100_000, time=seed % 3 > 0)
    low, high = LowBounds(orders, top, aim).of(failure, 0.0)
    return low, high, whole


def test_bounds_hold_what_takes_five_failures() -> None:
    for seed in range(250):
        low, high, whole = _apart(seed)
        assert low * (1.0 - 1e-12) <= whole <= high * (1.0 + 1e-12), seed


def test_without_what_two_more_complete_they_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Several, "without", lambda *_: 0.0)
    assert any(whole > high * (1.0 + 1e-12) for _, high, whole in map(_apart, range(250)))
