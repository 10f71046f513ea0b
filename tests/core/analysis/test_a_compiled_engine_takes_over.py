"""Past the node budget: oxidd where it is installed, and a stand-in for what we use of it."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable

import pytest
from tests.benchmarks.topologies import topology
from tests.core.analysis import oxidd_stand_in

from archdraw.core.analysis import AnalysisCancelled
from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model, connected
from archdraw.core.analysis.reliability import taking_over
from archdraw.core.analysis.reliability.diagram import BudgetExceeded, Builder, values
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design

Make = Callable[..., Design]


@pytest.fixture(params=["stand-in", "oxidd"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make one of both take over; the real one only where it is installed."""
    if request.param == "oxidd":
        pytest.importorskip("oxidd.bdd")
    else:
        monkeypatch.setattr(taking_over, "loaded", lambda: oxidd_stand_in)
    return str(request.param)


def no_engine() -> None:
    """Stand for a machine without the extra."""


def bridge(builder: Builder) -> int:
    """Return the failure of a bridge of five links: both of a cut, or three across."""
    a, b, c, d, e = (builder.var(n) for n in range(5))
    cuts = [(d, e), (a, b), (c, a, e), (c, b, d)]
    return builder.any_of([builder.at_least(len(cut), cut) for cut in cuts])


def solved(design: Design, catalog: Catalog, budget: int, max_states: int = 16) -> tuple[float, float]:
    design = connected(design)
    model = build_model(design, catalog)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    found = Solver(model.system, budget=budget, max_states=max_states).solve(root, set())
    return found.low, found.high


def test_the_copy_is_the_same_function(engine: str) -> None:
    diagram, root = taking_over.built(5, 3, None, bridge, take_over=True)
    own, own_root = taking_over.built(5, 1000, None, bridge, take_over=False)
    chances = [0.1, 0.2, 0.3, 0.4, 0.5]
    found = values(diagram, diagram.below(root), chances)[root]
    assert math.isclose(found, values(own, own.below(own_root), chances)[own_root], rel_tol=1e-15)
    assert len(diagram.below(root)) == len(own.below(own_root)), engine


def test_results_past_the_budget_are_exact(engine: str, catalog: Catalog, make_design: Make) -> None:
    past = 0
    for seed in range(60):
        design = make_design(seed)
        for max_states in (16, 1):
            low, high = solved(design, catalog, 4, max_states)
            wanted = solved(design, catalog, 200_000)[1]
            assert low == high, engine
            assert math.isclose(high, wanted, rel_tol=1e-12, abs_tol=1e-300)
            past += high > 0.0
    assert past > 20


def test_without_the_extra_bounds_follow(monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> None:
    design = topology("hosts", 150, 1)
    # Bounds that are close would do: here only the diagram of everything does.
    monkeypatch.setattr("archdraw.core.analysis.reliability.solver.CLOSE", -1.0)
    monkeypatch.setattr(taking_over, "loaded", no_engine)
    low, high = solved(design, catalog, 20)
    assert low < high
    monkeypatch.setattr(taking_over, "loaded", lambda: oxidd_stand_in)
    exact, same = solved(design, catalog, 20)
    assert exact == same
    assert low <= exact <= high


def test_the_extra_is_only_looked_for_past_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted() -> None:
        raise AssertionError

    monkeypatch.setattr(taking_over, "loaded", unwanted)
    assert taking_over.built(5, 1000, None, bridge, take_over=True)[1] > 1
    with pytest.raises(BudgetExceeded):
        taking_over.built(5, 3, None, bridge, take_over=False)


def test_an_engine_that_runs_out_of_nodes_ends_in_bounds(
    engine: str, monkeypatch: pytest.MonkeyPatch, catalog: Catalog
) -> None:
    monkeypatch.setattr(taking_over, "NODES", 60)
    design = topology("hosts", 150, 1)
    low, high = solved(design, catalog, 20)
    assert low < high, engine


def test_a_copy_that_would_be_too_large_is_not_made(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_over, "MOST_COPIED", 3)
    with pytest.raises(BudgetExceeded):
        taking_over.built(5, 3, None, bridge, take_over=True)
    assert engine


def test_the_take_over_can_be_stopped_and_keeps_the_time(engine: str) -> None:
    def stopped() -> None:
        raise AnalysisCancelled

    with pytest.raises(AnalysisCancelled):
        taking_over.built(5, 3, stopped, bridge, take_over=True)
    assert engine


def test_a_machine_without_oxidd_has_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxidd", None)
    monkeypatch.setitem(sys.modules, "oxidd.bdd", None)
    assert taking_over.loaded() is None


def test_importing_the_analysis_does_not_load_it() -> None:
    code = "import sys, archdraw.core.analysis as a; a.analyse; sys.exit('oxidd' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
