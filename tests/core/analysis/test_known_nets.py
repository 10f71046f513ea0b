"""First bounds from what is known of a net as it was hold the result; bits that units keep change none."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis import keep_solved
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability import compacting, known_nets, simplifying, solver
from archdraw.core.analysis.reliability.aims import NARROW, Aim
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.kept import Kept
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.low_orders import LowOrders
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.running import lowered_journeys
from archdraw.core.analysis.structure.lowering import LoweredJourney
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

CATALOG = load_catalog()


@pytest.fixture(autouse=True)
def _for_small_designs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simplifying, "MANY_UNITS", 0)
    monkeypatch.setattr(solver, "_LONG", 0.0)


def _pass() -> None:
    """Go on."""


AIM = Aim(NARROW, 0.0, _pass, _pass)


def _run(design: Design, kept: Kept | None = None) -> tuple[MeasureBuilder, int]:
    model = build_model(design, CATALOG, None if kept is None else kept.records)
    lowered = lowered_journeys(model, kept)[0]
    root = lowered.formulas["served"].root
    if kept is not None:
        kept.take_up(model.system)
    losses = partial(single_losses, model.system, [c.id for c in design.components], model.tree.ids)
    return MeasureBuilder(model.system, losses, [root], design.settings, kept=kept), root


def _lowered(design: Design, kept: Kept) -> tuple[MeasureBuilder, list[LoweredJourney]]:
    model = build_model(design, CATALOG, kept.records)
    lowered = lowered_journeys(model, kept)
    kept.take_up(model.system)
    roots = [root for one in lowered for root in one.roots]
    losses = partial(single_losses, model.system, [c.id for c in design.components], model.tree.ids)
    return MeasureBuilder(model.system, losses, roots, design.settings, kept=kept), lowered


def _solved(design: Design, kept: Kept) -> float:
    builder, root = _run(design, kept)
    found = builder.solution(root).high
    keep_solved(kept)
    return found


@pytest.mark.parametrize("shape", ["zones", "redundant"])
@pytest.mark.parametrize("seed", range(8))
def test_they_hold_what_an_analysis_from_nothing_finds(shape: Shape, seed: int) -> None:
    rng = random.Random(f"{shape} {seed}")
    design = topology(shape, rng.choice((60, 150, 300)), seed)
    kept = Kept()
    _solved(design, kept)
    told = 0
    for step in range(5):
        known = kept.nets.known
        assert known is not None
        mark = known._orders.mark()
        for kind, after in design_edits(design, 10 * seed + step, f"new{step}"):
            builder, root = _run(after)
            exact = builder.solution(root)
            assert exact.exact
            found = known.bounds(builder._system, root, AIM)
            if found is not None:
                assert found[0] * (1.0 - 1e-12) <= exact.high <= found[1] * (1.0 + 1e-12), kind
                told += 1
            assert known._orders.mark() == mark, kind
        design = rng.choice(list(design_edits(design, 10 * seed + step, f"new{step}")))[1]
        assert _solved(design, kept) == pytest.approx(
            _run(design)[0].solution(_run(design)[1]).high, rel=1e-12
        )
    assert told or shape == "zones"


def _small(seed: int) -> Design:
    """Return seven components, most of which have an alternative, and two journeys through them."""
    rng = random.Random(seed)
    zones = [Group(id=name, kind="zone", availability=0.99) for name in ("za", "zb")]
    components = [
        Component(
            id=f"c{at}",
            kind="service",
            availability=rng.choice((0.9, 0.99, 0.999)),
            parent=rng.choice((None, "za", "zb")),
        )
        for at in range(7)
    ]
    calls: list[Connection] = []
    for at in range(5):
        later = range(at + 1, 7)
        if rng.random() < 0.8:
            calls += [
                Connection(id=f"p{at}{one}", source=f"c{at}", target=f"c{one}", pool="p")
                for one in rng.sample(later, 2)
            ]
        if rng.random() < 0.6:
            call = Connection(id=f"e{at}", source=f"c{at}", target=f"c{rng.choice(later)}", pool="each")
            calls.append(rng.choice((call, call.revised(critical=False), call.revised(mode="async"))))
    journeys = (Journey(id="j", entry="c0"), Journey(id="k", entry="c1"))
    return Design(
        groups=tuple(zones), components=tuple(components), connections=tuple(calls), journeys=journeys
    )


def test_several_nets_of_one_run_hold_what_every_state_says(
    monkeypatch: pytest.MonkeyPatch, state_oracle: Callable[..., Any]
) -> None:
    """All journeys and measures are solved in one run; the oracle knows only the text of the semantics."""
    # Of designs so small few failures say too little to be as close as is asked for.
    monkeypatch.setattr(known_nets, "NARROW", math.inf)
    told, several = 0, 0
    for seed in range(12):
        design = _small(seed)
        for kind, after in design_edits(design, seed):
            kept = Kept()
            builder, lowered = _lowered(design, kept)
            for root in {one.root for journey in lowered for one in journey.formulas.values()}:
                builder.solution(root)
            keep_solved(kept)
            known = kept.nets.known
            if known is None:
                continue
            several += len(known._tops) > 1
            builder, lowered = _lowered(after, kept)
            for journey in lowered:
                alone = after.model_copy(update={"journeys": (journey.journey,)})
                for measure, formula in journey.formulas.items():
                    found = known.bounds(builder._system, formula.root, AIM)
                    if found is not None:
                        truth = math.fsum(state_oracle(alone, measure).failing_states().values())
                        assert found[0] * (1.0 - 1e-12) <= truth <= found[1] * (1.0 + 1e-12), (seed, kind)
                        told += 1
    assert told > 200
    assert several > 40


@pytest.mark.parametrize("shape", ["zones", "redundant", "hosts"])
@pytest.mark.parametrize("seed", range(4))
def test_results_are_the_same_whichever_bits_units_have(shape: Shape, seed: int) -> None:
    rng = random.Random(seed)
    design, kept = topology(shape, 60, seed), Kept()
    for step in range(8):
        builder, root = _run(design, kept)
        if rng.random() < 0.5:
            builder.quick_bounds(root)
        chance, found = builder.probability_and_cut_sets(root, 3)
        fresh, own = _run(design)
        expected, others = fresh.probability_and_cut_sets(own, 3)
        assert chance == expected, step
        assert set(found.family.all()) == set(others.family.all()), step
        keep_solved(kept)
        design = rng.choice(list(design_edits(design, step, f"new{step}")))[1]


def test_where_only_a_figure_is_another_no_gate_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    design, kept = topology("redundant", 300, 3), Kept()
    _solved(design, kept)
    builder, root = _run(dict(design_edits(design, 3))["availability"], kept)
    monkeypatch.setattr(LowOrders, "at_least", lambda *_: pytest.fail("it was known"))
    monkeypatch.setattr(LowOrders, "any_of", lambda *_: pytest.fail("it was known"))
    monkeypatch.setattr(compacting, "emit", lambda *_: pytest.fail("the net is enough"))
    low, high = builder.quick_bounds(root)
    assert 0.0 < low <= high <= low * (1.0 + NARROW)


def test_nothing_is_left_where_there_was_no_time() -> None:
    design, kept = topology("redundant", 300, 3), Kept()
    _solved(design, kept)
    known = kept.nets.known
    assert known is not None
    mark, stopped = known._orders.mark(), 0
    for _, after in design_edits(design, 3):
        builder, root = _run(after)
        left = [0, 1]

        def pause(left: list[int] = left) -> None:
            if not left:
                raise BudgetExceeded
            left.pop()

        with pytest.raises(BudgetExceeded):
            known.bounds(builder._system, root, Aim(NARROW, 0.0, pause, pause))
        stopped += 1
        assert known._orders.mark() == mark
        known._orders.pause()
    assert stopped


def test_other_domains_are_not_compared() -> None:
    design, kept = topology("redundant", 100, 1), Kept()
    _solved(design, kept)
    known = kept.nets.known
    builder, root = _run(topology("redundant", 100, 1), None)
    system = builder._system
    assert known is not None
    assert known.bounds(system, root, AIM) is not None
    system.domain_failure[0] *= 2.0
    assert known.bounds(system, root, AIM) is None


def test_it_is_kept_with_the_rest_and_forgotten_with_it() -> None:
    design, kept = topology("redundant", 100, 1), Kept()
    builder, root = _run(design, kept)
    builder.solution(root)
    assert kept.waits
    keep_solved(kept)
    assert kept.nets.known is not None
    kept.clear()
    assert kept.nets.known is None
