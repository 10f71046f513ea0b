"""What follows for a journey from what was known of it before an edit holds the exact value, and is close."""

from __future__ import annotations

import math
import random
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, less_reliable, topology

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability import between_calls
from archdraw.core.analysis.reliability.beside_changes import left_as_it_was
from archdraw.core.analysis.reliability.between_calls import range_between_calls
from archdraw.core.analysis.reliability.call_changes import CallChanges
from archdraw.core.analysis.reliability.calls import Calls, calls_of
from archdraw.core.analysis.reliability.compacting import Compactor
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.kept import Kept
from archdraw.core.analysis.reliability.known_before import keep_solved
from archdraw.core.analysis.reliability.known_calls import KnownCalls, known_calls
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.running import lowered_journeys
from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Connection

if TYPE_CHECKING:
    from archdraw.core.model import Design

CATALOG = load_catalog()


def _pass() -> None:
    """Go on."""


def _calls(design: Design) -> tuple[Calls, float]:
    """Return the calls of the journey of a small design, and how likely it fails."""
    model = build_model(design, CATALOG)
    lowered = lower_journey(model, design.journeys[0])
    root = lowered.formulas["served"].root
    calls = calls_of(model.system, [lowered], root)
    assert calls is not None
    solver = Solver(model.system)
    solution = solver.solve(root, *first_points(model.system, solver.compactor, root))
    assert solution.exact
    return calls, solution.high


def _known(design: Design) -> KnownCalls | None:
    calls, failure = _calls(design)
    return known_calls(calls, (failure, failure), _pass)


def _state(known: KnownCalls) -> tuple[object, ...]:
    literals = known.literals
    return known.orders.mark(), list(literals.failure), literals.too_much, literals.left_out


@pytest.mark.parametrize("shape", ["zones", "hosts", "redundant"])
@pytest.mark.parametrize("least", [0.5, 0.85, 0.97, 1.0])
@pytest.mark.parametrize("asked", [1e-4, 10.0])
def test_what_follows_after_an_edit_holds_the_exact_value(
    shape: Shape, least: float, asked: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(between_calls, "NARROW", asked)
    # However long it takes.
    monkeypatch.setattr(between_calls, "_TOO_MUCH", math.inf)
    told = close = 0
    for seed in range(16):
        rng = random.Random(f"{shape} {least} {seed}")
        design = topology(shape, rng.choice((8, 12, 20, 30)), seed)
        if least < 1.0:
            design = less_reliable(design, rng, least)
        known = _known(design)
        if known is None:
            continue
        before = _state(known)
        for _, edited in design_edits(design, rng.randrange(1 << 30)):
            twice = [after for _, after in design_edits(edited, rng.randrange(1 << 30), "newer")]
            calls, failure = _calls(rng.choice(twice) if rng.random() < 0.3 else edited)
            try:
                found = range_between_calls(known, calls, _pass)
            except BudgetExceeded:
                found = None
            # What the next edit is compared with is as it was.
            assert _state(known) == before
            if found is None:
                continue
            low, high = found
            assert low * (1.0 - 1e-11) <= failure <= high * (1.0 + 1e-11), (seed, calls.entry)
            told += 1
            close += high - low <= 1e-3 * high
    assert told > 60


def test_components_that_fail_the_journey_by_themselves_are_followed_through_edits() -> None:
    for seed in range(30):
        design = topology("hosts", 25, seed)
        known = _known(design)
        assert known is not None
        for _, after in design_edits(design, seed):
            calls, _ = _calls(after)
            changes = CallChanges(known, calls)
            model = build_model(after, CATALOG)
            root = lower_journey(model, after.journeys[0]).formulas["served"].root
            formula = model.system.formula
            nodes = formula.below([root])
            alone = {
                one
                for one in calls.parts
                if evaluate(formula, nodes, dict.fromkeys(model.system.units_of[one], 1), 1)[root]
            }
            assert changes.needed == alone
            with left_as_it_was(known):
                whole = changes.whole()
                singles, below = changes.alone_and_below
                assert singles == whole.singles
                assert not whole.below & ~below


def test_a_ring_of_calls_is_not_compared() -> None:
    design = topology("hosts", 25, 3)
    known = _known(design)
    assert known is not None
    back = Connection(id="back", source="c3", target="c0", pool="each")
    after = design.model_copy(update={"connections": (*design.connections, back)})
    calls, _ = _calls(after)
    assert "c3" in calls.parts
    with pytest.raises(BudgetExceeded):
        range_between_calls(known, calls, _pass)
    assert known_calls(calls, (0.1, 0.1), _pass) is None


def test_calls_that_may_fail_themselves_are_not_told_by_components() -> None:
    design = topology("hosts", 25, 3)
    first, *others = design.connections
    flaky = design.model_copy(update={"connections": (first.revised(availability=0.99), *others)})
    model = build_model(flaky, CATALOG)
    lowered = lower_journey(model, flaky.journeys[0])
    assert calls_of(model.system, [lowered], lowered.formulas["served"].root) is None


def test_after_an_edit_only_what_it_touches_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    design = topology("hosts", 1000, 2)

    def begun(design: Design, kept: Kept) -> tuple[MeasureBuilder, int]:
        model = build_model(design, CATALOG, kept.records)
        root = lowered_journeys(model, kept)[0].formulas["served"].root
        kept.take_up(model.system)
        losses = partial(kept.losses, model.system, [one.id for one in design.components], model.tree.ids)
        return MeasureBuilder(model.system, losses, [root], design.settings, kept=kept), root

    told = 0
    for kind, after in design_edits(design, 2):
        kept = Kept()
        builder, root = begun(design, kept)
        builder.solution(root)
        keep_solved(kept)
        assert not kept.waits
        builder, root = begun(after, kept)
        with monkeypatch.context() as patched:
            patched.setattr(Compactor, "points", lambda *_: pytest.fail("it looks at everything"))
            low, high = builder.quick_bounds(root)
        assert high - low <= 1e-4 * high, kind
        whole = builder.solution(root)
        assert low * (1.0 - 1e-11) <= whole.high
        assert whole.low <= high * (1.0 + 1e-11)
        told += 1
    assert told == 6


def test_figures_of_components_in_the_same_domains_matter_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(between_calls, "NARROW", 1e-12)
    monkeypatch.setattr(between_calls, "_TOO_MUCH", math.inf)
    told = 0
    for seed in range(40):
        rng = random.Random(f"figures {seed}")
        design = less_reliable(topology("zones", rng.choice((4, 6, 9)), seed), rng, 0.8)
        known = _known(design)
        components = [one.revised(availability=round(rng.uniform(0.8, 1.0), 4)) for one in design.components]
        calls, failure = _calls(design.model_copy(update={"components": tuple(components)}))
        if known is None:
            continue
        found = range_between_calls(known, calls, _pass)
        if found is not None:
            assert found[0] * (1.0 - 1e-11) <= failure <= found[1] * (1.0 + 1e-11), seed
            told += 1
    assert told > 20
