"""After an edit the ways that take little time come first, and those that can't say more are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis import Kept, analyse, first_bounds, keep_solved
from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability import kept_shapes, known_before, solver
from archdraw.core.analysis.reliability.aims import Aim
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.kept_shapes import Compared, KeptShapes
from archdraw.core.analysis.reliability.known_before import KnownBefore
from archdraw.core.analysis.reliability.solution import Gradient, Solution
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.model import Design

CATALOG = load_catalog()


@pytest.fixture(autouse=True)
def _all_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every group for a large one that took long."""
    monkeypatch.setattr(solver, "_FEW_UNITS", 1)
    monkeypatch.setattr(solver, "_LONG", -1.0)


def _pass() -> None:
    """Go on."""


def _late() -> None:
    """Find that there is no time left."""
    raise BudgetExceeded


def _known(shape: Shape, components: int, seed: int) -> tuple[Design, Kept]:
    """Return a design with what its analysis has left."""
    kept, design = Kept(), topology(shape, components, seed)
    analyse(design, CATALOG, latency=False, kept=kept)
    keep_solved(kept)
    return design, kept


def _is_right(bounds: tuple[float, float], design: Design) -> bool:
    """Tell whether bounds hold the exact availability and are right to 1e-4."""
    exact = analyse(design, CATALOG, latency=False).journeys[0].measures["served"]
    assert exact.method == "exact"
    room = 1e-15 + 1e-12 * (1.0 - exact.availability)
    assert bounds[0] - room <= exact.availability <= bounds[1] + room
    return bounds[1] - bounds[0] <= 1e-4 * (1.0 - bounds[0])


@pytest.mark.parametrize("seed", range(1, 5))
def test_where_few_failures_do_nearly_all_nothing_is_compared(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bool] = []
    few = Solver._few_failures

    def looking(solver: Solver, parts: Sequence[int], *given: Any) -> Solution | None:
        looked.append(True)
        return few(solver, parts, *given)

    monkeypatch.setattr(Solver, "_few_failures", looking)
    monkeypatch.setattr(known_before, "range_between", lambda *_: pytest.fail("it takes too long"))
    monkeypatch.setattr(known_before, "slope_bounds", lambda *_: pytest.fail("it takes too long"))
    design, kept = _known("redundant", 400, seed)
    for kind, after in design_edits(design, seed):
        assert _is_right(first_bounds(after, CATALOG, kept=kept)["j"], after), kind
    assert looked


@pytest.mark.parametrize("shape", ["zones", "redundant"])
def test_what_an_edit_has_not_touched_is_known_without_a_look_at_its_leaves(
    shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, kept = _known(shape, 120, 2)
    monkeypatch.setattr(known_before, "outline_of", lambda *_: pytest.fail("there is no need"))
    monkeypatch.setattr(Solver, "_few_failures", lambda *_: pytest.fail("there is no need"))
    # Numbers of nodes are others.
    moved = design.model_copy(update={"connections": design.connections[::-1]})
    assert _is_right(first_bounds(moved, CATALOG, kept=kept)["j"], design)


@pytest.mark.parametrize(("share", "late", "asked"), [(0.05, False, 0), (0.5, False, 1), (0.5, True, 0)])
def test_few_failures_are_not_looked_at_where_a_comparison_leaves_less_open_than_they_do(
    share: float, late: bool, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_shapes, "_MOST_SHAPES", 200)
    design, kept = _known("hosts", 200, 4)
    after = dict(design_edits(design, 4))["component added"]
    model = build_model(after, CATALOG)
    root = lower_journey(model, after.journeys[0]).formulas["served"].root
    solver_of = Solver(model.system)
    alone, fatal = first_points(model.system, solver_of.compactor, root)
    groups = solver_of._groups(solver_of.parts(root, alone, fatal), fatal)
    parts = max(groups, key=lambda one: solver_of.supports.units[one[0]].bit_count())
    domains = solver_of.supports.domains[parts[0]] & ~fatal
    assert kept.solutions.shapes is not None
    known = max(kept.solutions.shapes._known, key=lambda one: one.after)
    assert known.after > 0.0
    aim = Aim(1e-9, 0.0, _pass, _late if late else _pass)
    earlier = KnownBefore(kept.solutions, model.system, solver_of.supports, aim, parts, domains)
    compared = Compared(kept.solutions.shapes.contents, known, [], {}, domains, {}, other_parts=True)
    # Whatever it is compared with.
    monkeypatch.setattr(KeptShapes, "nearest", lambda *_: compared)
    found = known.low, known.low + share * known.after
    monkeypatch.setattr(known_before, "range_between", lambda *_: found)
    calls: list[bool] = []

    def few(_: object) -> Solution:
        calls.append(True)
        return Solution(0.0, 1.0, Gradient())

    first = earlier.first_bounds(few, lambda low, high: low == high, in_states=False)
    assert first is not None
    assert (first.low, first.high) == found
    assert len(calls) == asked
