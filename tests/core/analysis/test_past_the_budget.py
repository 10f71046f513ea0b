from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis import AnalysisCancelled, analyse, first_bounds
from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.conditional import conditional_estimate
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.estimating import estimate_union
from archdraw.core.analysis.reliability.families import Cut
from archdraw.core.analysis.reliability.importance import event_derivatives
from archdraw.core.analysis.reliability.unions import union_bounds, union_probability
from archdraw.core.analysis.what_if import apply_change, rank_changes
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Journey

Make = Callable[..., Design]


@pytest.fixture
def without_diagrams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the exact way and the complete list of cut sets away."""

    def refused(*_: object, **__: object) -> None:
        raise BudgetExceeded

    base = "archdraw.core.analysis.reliability"
    monkeypatch.setattr(f"{base}.solver.solve_by_states", refused)
    monkeypatch.setattr(f"{base}.by_diagram.solve_by_diagram", refused)
    monkeypatch.setattr(f"{base}.listing._FEW", 1)
    monkeypatch.setattr(f"{base}.listing.CutSetLister._by_diagram", refused)


@pytest.fixture
def without_few_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what few failures and parts that stand apart tell: it is exact where one part is all."""
    monkeypatch.setattr("archdraw.core.analysis.reliability.solver.Solver._closely", lambda *_: None)


@pytest.mark.parametrize("shape", ["zones", "hosts", "redundant"])
def test_first_bounds_are_narrow_and_certain(shape: Shape, catalog: Catalog) -> None:
    for seed in range(1, 6):
        design = topology(shape, 120, seed)
        exact = analyse(design, catalog).journeys[0].measures["served"]
        assert exact.method == "exact"
        low, high = first_bounds(design, catalog)["j"]
        assert low <= exact.availability * (1 + 1e-12)
        assert exact.availability <= high * (1 + 1e-12)
        # with much redundancy sets of order 4 begin to weigh
        assert high - low <= (5e-4 if shape == "redundant" else 1e-4) * exact.unavailability


def test_first_bounds_hold_on_any_design(catalog: Catalog, make_design: Make) -> None:
    for seed in range(60):
        design = make_design(seed)
        exact = analyse(design, catalog).journeys[0].measures["served"].availability
        low, high = first_bounds(design, catalog)["j"]
        assert low - 1e-12 <= exact <= high + 1e-12


def test_first_bounds_can_be_stopped(catalog: Catalog) -> None:
    with pytest.raises(AnalysisCancelled):
        first_bounds(topology("zones", 60), catalog, should_stop=lambda: True)


@pytest.mark.parametrize("shape", ["zones", "redundant"])
def test_without_a_diagram_result_and_importance_still_come_close(
    shape: Shape, catalog: Catalog, request: pytest.FixtureRequest
) -> None:
    design = topology(shape, 120, 2)
    exact = analyse(design, catalog).journeys[0].measures["served"]
    request.getfixturevalue("without_diagrams")
    found = analyse(design, catalog).journeys[0].measures["served"]
    assert found.method in ("bounded", "estimated")
    assert found.interval is not None
    assert found.interval[0] <= exact.availability <= found.interval[1]
    assert found.interval[1] - found.interval[0] <= 1e-3 * exact.unavailability
    ranked = sorted(exact.importance.items(), key=lambda entry: -entry[1].minutes_year)[:20]
    for event, wanted in ranked:
        close = found.importance[event]
        assert math.isclose(close.minutes_year, wanted.minutes_year, rel_tol=0.05), event
        assert math.isclose(close.birnbaum, wanted.birnbaum, rel_tol=0.05), event
        assert wanted.fussell_vesely is not None
        if close.fussell_vesely_range is not None:
            low, high = close.fussell_vesely_range
            assert low <= wanted.fussell_vesely <= high * (1 + 1e-9)


def test_changes_past_the_budget_say_so_and_are_worth_what_the_changed_design_is(
    catalog: Catalog, without_diagrams: None
) -> None:
    design = topology("redundant", 12, 3)
    changes = rank_changes(design, catalog)
    assert changes
    for change in changes[:3]:
        assert change.method != "exact"
        for state, said in ((design, change.before), (apply_change(design, change), change.after)):
            found = analyse(state, catalog).journeys[0].measures["served"]
            assert math.isclose(said["j"], found.unavailability, rel_tol=1e-12)


def voting(parts: int, needs: int, q: float) -> Design:
    """Return an entry that needs so many of its parts."""
    names = [f"p{number}" for number in range(parts)]
    return Design(
        components=(
            Component(id="entry", kind="service", managed=False, availability=1.0),
            *(Component(id=one, kind="service", managed=False, availability=1.0 - q) for one in names),
        ),
        connections=tuple(
            Connection(id=f"to-{one}", source="entry", target=one, pool="p", needs=needs) for one in names
        ),
        journeys=(Journey(id="j", entry="entry"),),
    )


def test_where_no_cut_set_is_small_states_are_drawn(
    catalog: Catalog, without_diagrams: None, without_few_failures: None
) -> None:
    # 7 of 10 have to fail: bounds from cut sets up to order 3 say next to nothing
    for q in (0.3, 0.1):
        found = analyse(voting(10, 4, q), catalog).journeys[0].measures["served"]
        exact = sum(math.comb(10, n) * q**n * (1 - q) ** (10 - n) for n in range(7, 11))
        assert found.method == "estimated"
        assert found.interval is not None
        assert 1 - found.interval[1] <= exact * (1 + 1e-9)
        assert exact <= (1 - found.interval[0]) * (1 + 1e-9)
        assert math.isclose(found.unavailability, exact, rel_tol=0.05)


def test_what_is_hardly_ever_seen_is_shown_at_its_worse_end(catalog: Catalog) -> None:
    design = voting(10, 4, 0.001)
    model = build_model(design, catalog)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    found = conditional_estimate(model.system, root)
    assert found.low <= 1.2e-19 <= found.middle == found.high < 1e-6
    # told that six failures leave it working, it knows better
    closer = conditional_estimate(model.system, root, 6)
    assert math.isclose(closer.middle, 1.19685e-19, rel_tol=0.01)


def test_drawn_states_contain_the_exact_value_as_often_as_they_say(
    catalog: Catalog, make_design: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.core.analysis.reliability.conditional._ALL", 100_000)
    inside = seen = 0
    for seed in range(60):
        design = make_design(seed)
        model = build_model(design, catalog)
        root = lower_journey(model, design.journeys[0]).formulas["served"].root
        exact = analyse(design, catalog).journeys[0].measures["served"].unavailability
        found = conditional_estimate(model.system, root, seed=seed)
        assert found.low <= found.middle <= found.high
        inside += found.low * (1 - 1e-9) <= exact <= found.high * (1 + 1e-9)
        seen += 1
    assert inside >= 0.9 * seen


def test_drawn_states_say_what_each_event_costs(
    catalog: Catalog, make_design: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.core.analysis.reliability.conditional._ALL", 2_000_000)
    compared = 0
    for seed in range(12):
        design = make_design(seed)
        model = build_model(design, catalog)
        root = lower_journey(model, design.journeys[0]).formulas["served"].root
        exact = analyse(design, catalog).journeys[0].measures["served"]
        gradient = conditional_estimate(model.system, root).gradient
        for index, slope in event_derivatives(model.system, gradient).items():
            event = model.system.events[index]
            wanted = exact.importance[event.id].criticality * exact.unavailability
            if wanted > 0.02 * exact.unavailability:
                assert math.isclose(slope * event.probability, wanted, rel_tol=0.1), (seed, event.id)
                compared += 1
    assert compared > 20


def test_drawing_states_can_be_stopped(catalog: Catalog) -> None:
    design = voting(10, 4, 0.3)
    model = build_model(design, catalog)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    with pytest.raises(AnalysisCancelled):
        conditional_estimate(model.system, root, should_stop=lambda: True)


def test_an_estimate_contains_the_exact_union_as_often_as_it_says() -> None:
    rng = random.Random(3)
    inside = 0
    for trial in range(60):
        chances = [rng.uniform(0.01, 0.3) for _ in range(12)]
        sets = [frozenset(rng.sample(range(12), rng.choice((2, 3)))) for _ in range(8)]
        exact = union_probability(sets, chances.__getitem__)
        middle, half = estimate_union(sets, chances.__getitem__, seed=trial)
        assert math.isclose(middle, exact, rel_tol=0.1)
        inside += abs(middle - exact) <= half
    assert inside >= 52


def test_union_bounds_always_hold() -> None:
    rng = random.Random(5)
    for _ in range(200):
        chances = [rng.choice((0.001, 0.1, 0.4)) for _ in range(10)]
        sets: list[Cut] = [frozenset(rng.sample(range(10), rng.choice((1, 2, 2, 3)))) for _ in range(7)]
        exact = union_probability(sets, chances.__getitem__)
        low, high = union_bounds(sets, chances.__getitem__)
        assert low <= exact * (1 + 1e-12)
        assert exact <= high * (1 + 1e-12)
