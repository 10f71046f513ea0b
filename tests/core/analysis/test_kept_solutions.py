"""Solutions of groups that were kept change no result, and first bounds taken from them hold the exact."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import count
from typing import TYPE_CHECKING
from weakref import ref

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis import AnalysisCancelled, Kept, analyse, first_bounds, keep_solved
from archdraw.core.analysis.reliability import kept_shapes, kept_solutions, solver
from archdraw.core.analysis.reliability.kept_shapes import Compared
from archdraw.core.analysis.reliability.kept_solutions import Bounds, KeptSolutions, Outline
from archdraw.core.analysis.reliability.one_leaf_changed import Change, with_another_leaf
from archdraw.core.analysis.result_json import result_json
from archdraw.core.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.result import Analysis
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Design

CATALOG = load_catalog()
TODAY = date(2026, 1, 2)


@pytest.fixture(autouse=True)
def _all_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every group for a large one that took long."""
    monkeypatch.setattr(solver, "_FEW_UNITS", 1)
    monkeypatch.setattr(solver, "_LONG", -1.0)


def _analysed(design: Design, kept: Kept | None = None) -> Analysis:
    found = analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    if kept is not None:
        keep_solved(kept)
    return found


def _holds(bounds: tuple[float, float], exact: float) -> bool:
    """Tell whether bounds of an availability hold it, but for what is rounded."""
    room = 1e-15 + 1e-12 * (1.0 - exact)
    return bounds[0] - room <= exact <= bounds[1] + room


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shape=st.sampled_from(["zones", "hosts", "redundant"]),
    components=st.integers(20, 90),
    seed=st.integers(0, 10_000),
)
def test_after_any_edits_the_result_is_the_same_and_first_bounds_hold_it(
    shape: Shape, components: int, seed: int
) -> None:
    kept, rng = Kept(), random.Random(seed)
    design = topology(shape, components, seed)
    _analysed(design, kept)
    for step in range(2):
        kind, after = rng.choice(list(design_edits(design, rng.randrange(1 << 30), f"new{step}")))
        early = first_bounds(after, CATALOG, kept=kept)["j"]
        found = _analysed(after, kept)
        assert json.dumps(result_json(found)) == json.dumps(result_json(_analysed(after))), kind
        exact = found.journeys[0].measures["served"]
        assert exact.method == "exact"
        assert _holds(early, exact.availability), kind
        if rng.random() < 0.7:
            design = after


@pytest.mark.parametrize("shape", ["zones", "hosts", "redundant"])
def test_a_leaf_with_other_figures_moves_the_range_and_nothing_is_looked_for(
    shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[Change] = []
    same: list[bool] = []

    def noting(outline: Outline, known: Bounds, system: System) -> Change | None:
        found = with_another_leaf(outline, known, system)
        if found is not None:
            moved.append(found)
        return found

    def comparing(compared: Compared) -> bool:
        same.append(is_same(compared))
        return same[-1]

    is_same = Compared.is_same
    monkeypatch.setattr(Compared, "is_same", comparing)
    monkeypatch.setattr("archdraw.core.analysis.reliability.known_before.with_another_leaf", noting)
    kept, design = Kept(), topology(shape, 100, 1)
    _analysed(design, kept)
    for place in range(18, 36, 2 if shape == "hosts" else 1):
        one = design.components[place]
        other = one.revised(replicas=one.replicas + 1) if place % 3 else one.revised(availability=0.97)
        parts = (*design.components[:place], other, *design.components[place + 1 :])
        after = design.model_copy(update={"components": parts})
        early = first_bounds(after, CATALOG, kept=kept)["j"]
        exact = _analysed(after).journeys[0].measures["served"]
        assert _holds(early, exact.availability), other
    assert any(one.change for one in moved)
    assert any(same) or any(not one.change for one in moved)


def test_the_same_group_is_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, design = Kept(), topology("hosts", 40, 3)
    before = _analysed(design, kept)
    monkeypatch.setattr(kept_solutions.KeptSolutions, "keep", lambda *_: pytest.fail("it was known"))
    assert result_json(_analysed(design, kept)) == result_json(before)


def test_a_group_is_known_again_whichever_way_its_formula_was_built() -> None:
    kept, design = Kept(), topology("zones", 200, 3)
    _analysed(design, kept)
    before = set(kept.solutions._bounds)
    # Whoever is called last has the lowest number then.
    after = design.model_copy(update={"connections": design.connections[::-1]})
    early = first_bounds(after, CATALOG, kept=kept)["j"]
    assert before
    assert set(kept.solutions._bounds) == before
    assert early[1] - early[0] <= 1e-9 * (1.0 - early[0])


def _until(asked: int) -> Callable[[], bool]:
    """Return what asks to stop once it was asked so many times."""
    left = count(-asked)
    return lambda: next(left) >= 0


def test_no_result_waits_for_what_is_kept_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, design = Kept(), topology("redundant", 60, 4)
    with monkeypatch.context() as patched:
        patched.setattr(kept_shapes, "known_shape", lambda *_: pytest.fail("it was waited for"))
        patched.setattr(kept_solutions, "outline_of", lambda *_: pytest.fail("it was waited for"))
        analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    solved = len(kept.solutions.solved)
    assert solved
    assert kept.solutions.shapes is None
    keep_solved(kept)
    assert not kept.solutions.solved
    assert kept.solutions._bounds
    shapes = kept.solutions.shapes
    assert shapes is not None
    assert len(shapes._known) == min(solved, 2)
    assert all(known.pause.call is None for known in shapes._known)


def test_no_run_waits_for_letting_go_of_the_formula_before_it() -> None:
    kept = Kept()
    _analysed(topology("zones", 40, 1), kept)
    assert kept.formula is not None
    before = ref(kept.formula.formula)
    analyse(topology("zones", 40, 2), CATALOG, latency=False, today=TODAY, kept=kept)
    assert kept.waits
    assert before() is not None
    keep_solved(kept)
    assert not kept.waits
    assert before() is None


def test_what_was_not_kept_when_the_next_run_begins_may_be_after_it() -> None:
    kept, design = Kept(), topology("redundant", 60, 4)
    analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    first = [one.system for one in kept.solutions.solved]
    assert first
    first_bounds(design, CATALOG, kept=kept)
    assert not kept.solutions.solved
    analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    # All is known, and nothing can be compared with it yet.
    assert len(kept.solutions.solved) == len(first)
    assert not any(one.system in first for one in kept.solutions.solved)
    keep_solved(kept)
    analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    assert not kept.solutions.solved
    analyse(topology("redundant", 60, 5), CATALOG, latency=False, today=TODAY, kept=kept)
    assert kept.solutions.solved
    kept.clear()
    assert not kept.solutions.solved


@pytest.mark.parametrize("shape", ["zones", "redundant"])
def test_an_edit_after_keeping_was_ended_gives_the_right_result(shape: Shape) -> None:
    design, ended = topology(shape, 70, 6), 0
    edits = list(design_edits(design, 6))
    for asked, (kind, after) in zip((0, 1, 2, 8, 20, 60), edits, strict=False):
        kept = Kept()
        analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
        try:
            keep_solved(kept, _until(asked))
        except AnalysisCancelled:
            ended += 1
            shapes = kept.solutions.shapes
            assert shapes is None or not shapes._known
        early = first_bounds(after, CATALOG, kept=kept)["j"]
        exact = _analysed(after)
        assert _holds(early, exact.journeys[0].measures["served"].availability), kind
        assert json.dumps(result_json(_analysed(after, kept))) == json.dumps(result_json(exact)), kind
        again = first_bounds(design, CATALOG, kept=kept)["j"]
        assert _holds(again, _analysed(design).journeys[0].measures["served"].availability), kind
    assert ended > 1


def test_no_more_solutions_are_kept_than_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_solutions, "_MOST_SHAPES", 2)
    monkeypatch.setattr(kept_solutions, "_MOST_ALIKE", 2)
    kept = KeptSolutions()

    def outline(name: str, chance: float) -> Outline:
        return Outline(name, [2], ((chance, 0, 0, ()),), None)  # type: ignore[arg-type]

    for chance in (0.1, 0.2, 0.3):
        kept.keep_bounds(outline("a", chance), 0.0, chance)
    assert [one.high for one in kept.like(outline("a", 0.4))] == [0.3, 0.2]
    kept.keep_bounds(outline("a", 0.2), 0.1, 0.5)
    assert kept.like(outline("a", 0.2))[0] == Bounds(((0.2, 0, 0, ()),), 0.1, 0.2)
    kept.keep_bounds(outline("b", 0.1), 0.0, 0.1)
    assert kept.like(outline("a", 0.1))
    kept.keep_bounds(outline("c", 0.1), 0.0, 0.1)
    assert not kept.like(outline("b", 0.1))
    assert kept.like(outline("a", 0.1))
