"""Whatever cases are looked at, the bounds of all together hold the exact value, and draw together."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest
from tests.core.analysis.test_first_bounds import builder_of
from tests.core.analysis.test_formulas_made_smaller import random_system
from tests.core.analysis.test_two_completions import _deep_system

from archdraw.core.analysis.reliability import solver
from archdraw.core.analysis.reliability.cases import Cases
from archdraw.core.analysis.reliability.leaves import leaf_order
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.structure.formula import FAILS, WORKS, evaluate
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.structure.system import System

LITERALS = 13


def _pass() -> None:
    """Go on."""


def _of_literals(rng: random.Random, leaves: list[int], orders: LowOrders) -> dict[int, Low]:
    """Return what fails the leaves: their own literals, those of hosts they share, or a host and another."""
    own, found = len(leaves), {}
    hosts = range(own, LITERALS)
    for at, leaf in enumerate(leaves):
        singles, pairs = 1 << at, []
        if hosts and rng.random() < 0.5:
            singles |= 1 << rng.choice(hosts)
        if len(hosts) > 1 and rng.random() < 0.5:
            one, two = (1 << host for host in rng.sample(hosts, 2))
            if not (one | two) & singles:
                pairs.append((one, two))
        found[leaf] = orders.of_pairs(singles, pairs)
    return found


def _exact(
    system: System, root: int, known: dict[int, Low], orders: LowOrders, failure: list[float]
) -> float:
    """Return the sum over all states of the literals in which the root fails."""
    states = 1 << len(failure)
    every = (1 << states) - 1
    down = [sum(1 << state for state in range(states) if state >> at & 1) for at in range(len(failure))]
    fails = {}
    for leaf, low in known.items():
        word = 0
        for at in bits(low.singles):
            word |= down[at]
        for one, two in orders.pairs(low):
            for at in bits(one):
                for mate in bits(two):
                    word |= down[at] & down[mate]
        fails[system.formula.unit[leaf]] = word
    word = evaluate(system.formula, system.formula.below([root]), fails, every)[root]
    return math.fsum(
        math.prod(q if state >> at & 1 else 1.0 - q for at, q in enumerate(failure)) for state in bits(word)
    )


@pytest.mark.parametrize("make", [random_system, _deep_system])
@pytest.mark.parametrize("seed", range(60))
def test_the_cases_hold_the_exact_value(
    make: Callable[[random.Random], tuple[System, int]], seed: int
) -> None:
    rng = random.Random(7_100 + seed)
    system, root = make(rng)
    if root in (WORKS, FAILS):
        return
    leaves = leaf_order(system.formula, [root])
    rng.shuffle(leaves)
    orders = LowOrders(_pass)
    known = _of_literals(rng, leaves, orders)
    scale = rng.choice((1.0, 0.3, 0.05))
    some = (0.0, 1.0 if scale == 1.0 else scale, scale * rng.random(), scale * rng.random())
    failure = [rng.choice(some) for _ in range(LITERALS)]
    exact = _exact(system, root, known, orders, failure)
    top = orders.find(system.formula, [root], dict(known))
    assert top.below < 1 << LITERALS
    for most in (1, 2, 10, 10_000):
        low, high = Cases(orders, failure, _pass).bounds(0.0, most)
        assert low * (1.0 - 1e-12) <= exact <= high * (1.0 + 1e-12) + 1e-15
    # With every case it is the value itself.
    assert high - low <= 1e-11 * exact + 1e-15


def test_they_are_looked_at_until_they_are_close_enough() -> None:
    system, root = _deep_system(random.Random(6))
    leaves = leaf_order(system.formula, [root])
    orders = LowOrders(_pass)
    orders.find(system.formula, [root], {leaf: Low(1 << at, below=1 << at) for at, leaf in enumerate(leaves)})
    looked = []
    for enough in (0.03, 0.01, 1e-4):
        calls: list[int] = []

        def count(calls: list[int] = calls) -> None:
            calls.append(1)

        low, high = Cases(orders, [0.2] * len(leaves), count).bounds(enough, 10_000)
        looked.append(len(calls))
        assert high - low <= enough
    assert sorted(set(looked)) == looked


@pytest.mark.parametrize("seed", range(4))
def test_on_shared_hosts_they_hold_it_and_are_no_further_apart(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder, root = builder_of("hosts", 120, seed)
    exact = builder.solution(root)
    assert exact.exact
    # Of small designs the exact value is known at once: here they are taken for large ones.
    monkeypatch.setattr(solver.Solver, "_solved", lambda its, parts, domains, _: its._at_last(parts, domains))
    monkeypatch.setattr(solver.Solver, "_thin", lambda *_, **__: None)
    apart = []
    for cases in (1, 200):
        monkeypatch.setattr(solver, "_MORE_CLOSELY", (0, 0, False))
        monkeypatch.setattr(solver, "_CASES", cases)
        monkeypatch.setattr(solver, "NARROW", 1e-9)
        found = builder_of("hosts", 120, seed)[0].solution(root)
        assert found.low * (1.0 - 1e-12) <= exact.low
        assert exact.high <= found.high * (1.0 + 1e-12)
        apart.append(found.high - found.low)
    assert apart[1] <= apart[0]
