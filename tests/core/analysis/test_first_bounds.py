"""First bounds hold the exact value, whatever fails how likely, and are close where failures are rare."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import combinations
from time import thread_time
from typing import Any

import pytest
from tests.benchmarks.topologies import Shape, topology
from tests.core.analysis.test_formulas_made_smaller import STATES, UNITS, random_system, words

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability import solver
from archdraw.core.analysis.reliability.aims import Aim
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_bounds import LowBounds, bounds_over_domains
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.leaves import leaf_order
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.reliability.pair_unions import PairUnion
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey


def _pass() -> None:
    """Go on."""


def _too_late(*_: object) -> int:
    """Find that there is no time left."""
    raise BudgetExceeded


def builder_of(shape: Shape, components: int, seed: int) -> tuple[MeasureBuilder, int]:
    """Return a fresh builder for a random design, and the root of its journey."""
    design = topology(shape, components, seed)
    model = build_model(design, load_catalog())
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    scenarios = single_losses(model.system, [one.id for one in design.components], model.tree.ids)
    return MeasureBuilder(model.system, scenarios, [root], design.settings), root


@pytest.mark.parametrize("seed", range(90))
def test_what_one_and_two_failures_do_is_exact_and_the_rest_is_bounded(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(900 + seed)
    system, root = random_system(rng)
    if root in (WORKS, FAILS):
        return
    word = words(system, [root])[root]
    leaves = leaf_order(system.formula, [root])
    rng.shuffle(leaves)
    orders = LowOrders(_pass)
    known = {leaf: Low(singles=1 << at, below=1 << at) for at, leaf in enumerate(leaves)}
    top = orders.find(system.formula, [root], known)
    unit = [system.formula.unit[leaf] for leaf in leaves]
    singles = {unit[at] for at in bits(top.singles)}
    assert singles == {one for one in range(UNITS) if word >> (1 << one) & 1}
    products = orders.pairs(top)
    pairs = {frozenset((unit[a], unit[b])) for one, two in products for a in bits(one) for b in bits(two)}
    failing = [pair for pair in combinations(range(UNITS), 2) if word >> (1 << pair[0] | 1 << pair[1]) & 1]
    assert pairs == {frozenset(pair) for pair in failing if not singles & set(pair)}
    sets = [rng.sample(range(len(unit)), min(3, len(unit))) for _ in range(20)]
    failing_sets = [
        number for number, one in enumerate(sets) if word >> sum([1 << unit[at] for at in one]) & 1
    ]
    assert bits(orders.failing(sets).failing) == failing_sets
    scale = rng.choice((1.0, 0.1, 1e-3))
    failure = [
        rng.choice((system.units[one].failure * scale, 0.0, 1.0 if scale == 1.0 else scale)) for one in unit
    ]
    chance = dict(zip(unit, failure, strict=True))
    of_pairs = beyond = whole = 0.0
    for state in range(STATES):
        down = {one for one in range(UNITS) if state >> one & 1}
        if down - chance.keys():
            continue
        weight = math.prod(q if one in down else 1.0 - q for one, q in chance.items())
        paired = any(pair <= down for pair in pairs)
        of_pairs += weight * paired
        if word >> state & 1:
            whole += weight
            beyond += weight * (not paired and not singles & down)
    low, high = PairUnion(products).bounds(failure)
    assert low * (1.0 - 1e-12) <= of_pairs <= high * (1.0 + 1e-12) + 1e-15
    rough = PairUnion(products).bounds(failure, 1.0)
    assert rough[0] * (1.0 - 1e-12) <= of_pairs <= rough[1] * (1.0 + 1e-12) + 1e-15
    assert high - low <= 2.0 * max(failure) * of_pairs + 1e-12 or scale == 1.0
    assert beyond <= sum(orders.rest(top, failure)) * (1.0 + 1e-12) + 1e-15
    # With a look at every triple, and at what else those need that fail nothing alone; and without.
    every, quick = Aim(0.0, 0.0, _pass, _pass, 100_000, 100_000), Aim(0.0, 0.0, _pass, _pass)
    for enough, aim in ((0.0, every), (0.0, replace(every, time=True)), (0.0, quick), (1.0, every)):
        found = LowBounds(orders, top, aim).of(failure, enough)
        assert found[0] * (1.0 - 1e-12) <= whole <= found[1] * (1.0 + 1e-12) + 1e-15
    # What was looked at with some failures is right with others.
    bounds = LowBounds(orders, top, replace(every, time=seed % 2 > 0))
    bounds.of([one * rng.random() for one in failure], 1e-9)
    found = bounds.of(failure, 1e-3 * whole)
    assert found[0] * (1.0 - 1e-12) <= whole <= found[1] * (1.0 + 1e-12) + 1e-15
    # And where there is no time to see which triples fail it.
    with monkeypatch.context() as late:
        late.setattr(LowOrders, "failing", _too_late)
        rough = LowBounds(orders, top, quick).of(failure, 0.0)
    assert rough[0] * (1.0 - 1e-12) <= whole <= rough[1] * (1.0 + 1e-12) + 1e-15
    assert scale > 1e-3 or beyond >= 1e-3 * whole or found[1] - found[0] <= 0.01 * found[1]


@pytest.mark.parametrize("shape", ["zones", "hosts", "redundant"])
@pytest.mark.parametrize("components", [40, 120])
@pytest.mark.parametrize("seed", range(5))
def test_first_bounds_hold_the_exact_value(
    shape: Shape, components: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder, root = builder_of(shape, components, seed)
    exact = builder.solution(root)
    assert exact.exact
    # Of small designs the exact value is known at once: here they are taken for large ones.
    monkeypatch.setattr(solver, "_FEW_UNITS", 0)
    monkeypatch.setattr(solver.Solver, "_thin", lambda *_: None)
    low, high = builder_of(shape, components, seed)[0].quick_bounds(root)
    assert low * (1.0 - 1e-12) <= exact.high <= high * (1.0 + 1e-12)
    assert high - low <= (0.05 if shape == "zones" else 0.02) * high
    # Read off the simplified formula, what fails it alone is what a look at every single loss finds.
    alone, fatal = first_points(builder._system, builder.solver.compactor, root)
    assert (alone, fatal) == (builder.alone(root), builder.fatal(root))


def test_first_bounds_end_in_time_also_where_nothing_is_known_then(monkeypatch: pytest.MonkeyPatch) -> None:
    builder, root = builder_of("zones", 400, 2)
    exact = builder.solution(root)
    monkeypatch.setattr(solver, "_FEW_UNITS", 0)

    monkeypatch.setattr(LowOrders, "find", _too_late)
    begun = thread_time()
    low, high = builder_of("zones", 400, 2)[0].quick_bounds(root)
    assert thread_time() - begun < 5.0
    assert low <= exact.high <= high < 1.0


@pytest.mark.parametrize("at", [0, 1])
def test_states_that_there_is_no_time_for_are_bounded_roughly(
    at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder, root = builder_of("redundant", 300, 3)
    exact = builder.solution(root)
    monkeypatch.setattr(solver, "_FEW_UNITS", 0)
    monkeypatch.setattr(solver.Solver, "_thin", lambda *_: None)
    bounds_of, asked = LowBounds.of, []

    def late(*told: Any) -> tuple[float, float]:
        asked.append(told)
        if len(asked) > at:
            raise BudgetExceeded
        return bounds_of(*told)

    monkeypatch.setattr(LowBounds, "of", late)
    builder, root = builder_of("redundant", 300, 3)
    low, high = builder.quick_bounds(root)
    assert len(asked) > at
    assert low * (1.0 - 1e-12) <= exact.high <= high * (1.0 + 1e-12)
    assert high - low <= 1e-5 * high


def test_a_host_that_is_lost_with_the_zone_it_is_in_counts_once() -> None:
    groups = [
        Group(id="r", kind="region", availability=1.0),
        *(Group(id=f"z{at}", kind="zone", parent="r", availability=0.9995) for at in range(2)),
        *(Group(id=f"h{at}", kind="host", parent=f"z{at}", availability=0.999) for at in range(2)),
    ]
    parts = [
        Component(
            id=f"c{at}",
            kind="service",
            managed=False,
            replicas=2,
            redundancy="active-active",
            availability=0.99,
            domains=("h0", "h1"),
        )
        for at in range(2)
    ]
    called = Connection(id="e", source="c0", target="c1", pool="each")
    journey = Journey(id="j", entry="c0")
    design = Design(components=tuple(parts), groups=tuple(groups), connections=(called,), journeys=(journey,))
    model = build_model(design, load_catalog())
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    solver_of = solver.Solver(model.system)
    nodes = solver_of.parts(root, *first_points(model.system, solver_of.compactor, root))
    domains = 0
    for node in nodes:
        domains |= solver_of.supports.domains[node]
    found = bounds_over_domains(model.system, nodes, domains, solver_of.supports, Aim(0.0, 0.0, _pass, _pass))
    assert found is not None
    exact = solver_of.group(nodes, 0).high
    assert found[0] <= exact <= found[1]
    # A host that is all that a zone has of a component is told exactly.
    assert found[1] - found[0] <= 1e-4 * exact
