"""What is left out of a thin diagram never makes its range wrong."""

from __future__ import annotations

import random
from math import inf
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st
from tests.benchmarks.topologies import topology
from tests.core.analysis.test_formulas_made_smaller import STATES, UNITS, random_system, words

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.by_diagram import solve_by_diagram
from archdraw.core.analysis.reliability.close_bounds import Effort, close_bounds
from archdraw.core.analysis.reliability.encoding import Supports
from archdraw.core.analysis.structure.formula import FAILS
from archdraw.core.catalog import load_catalog

if TYPE_CHECKING:
    from archdraw.core.analysis.structure.system import System

BUDGET = 200_000


def exactly(system: System, root: int) -> float:
    """Return the sum over all states of the units."""
    whole = words(system, [root])[root]
    q = [unit.failure for unit in system.units]
    total = 0.0
    for state in range(STATES):
        if whole >> state & 1:
            chance = 1.0
            for unit in range(UNITS):
                chance *= q[unit] if state >> unit & 1 else 1.0 - q[unit]
            total += chance
    return total


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((0.2, 0.03, 0.003, 1e-4, 1e-9)))
def test_the_range_holds_however_much_is_left_out(seed: int, least: float) -> None:
    system, root = random_system(random.Random(seed))
    if root <= FAILS:
        return
    exact = exactly(system, root)
    found = solve_by_diagram(system, [root], Supports(system), BUDGET, 0, least=least)
    assert found.low - 1e-12 <= exact <= found.high + 1e-12
    if least < 1e-8:
        assert found.high - found.low < 1e-5


@pytest.mark.parametrize("shape", ["hosts", "redundant"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_range_holds_where_domains_are_shared(shape: str, seed: int) -> None:
    design = topology("hosts" if shape == "hosts" else "redundant", 40, seed)
    model = build_model(design, load_catalog())
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    system = model.system
    domains = (1 << len(system.domain_order)) - 1
    exact = solve_by_diagram(system, [root], Supports(system), BUDGET, domains, take_over=False)
    widths = []
    for share in (0.1, 1e-3, 1e-5):
        found = solve_by_diagram(system, [root], Supports(system), BUDGET, domains, least=share * exact.low)
        assert found.low <= exact.low * (1.0 + 1e-9)
        assert exact.high <= found.high * (1.0 + 1e-9)
        widths.append(found.high - found.low)
    assert widths[0] > 0.0, "nothing was left out: the range says nothing"
    assert widths[2] < 0.05 * exact.low


def test_more_time_makes_them_as_close_as_wanted() -> None:
    design = topology("hosts", 40, 3)
    model = build_model(design, load_catalog())
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    system = model.system
    supports = Supports(system)
    domains = (1 << len(system.domain_order)) - 1
    exact = solve_by_diagram(system, [root], supports, BUDGET, domains, take_over=False).low

    def pause() -> None:
        return None

    for enough in (1e-2, 1e-5):
        found = close_bounds(system, [root], supports, domains, 0.0, Effort(enough, inf, inf, BUDGET), pause)
        assert found is not None
        assert found.low <= exact * (1.0 + 1e-9)
        assert exact <= found.high * (1.0 + 1e-9)
        assert found.high - found.low <= enough * found.high
    effort = Effort(1e-5, inf, inf, 20)
    assert close_bounds(system, [root], supports, domains, 0.0, effort, pause) is None
