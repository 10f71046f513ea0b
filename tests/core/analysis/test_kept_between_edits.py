"""What is kept between analyses makes them faster and changes nothing: not one byte of the result."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis import AnalysisCancelled, Kept, analyse, first_bounds
from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.kept_blocks import KeptBlocks
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.result_json import result_json
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from archdraw.core.catalog import Catalog

CATALOG = load_catalog()
TODAY = date(2026, 1, 2)


def written(design: Design, kept: Kept | None = None) -> str:
    found = analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    return json.dumps(result_json(found))


def edited(design: Design, rng: random.Random, number: int) -> Iterator[tuple[str, Design]]:
    """Yield a walk of edits; what is added gets a name of its own."""
    for step in range(number):
        edits = [*design_edits(design, rng.randrange(1 << 30), f"new{step}"), *more_edits(design, rng)]
        kind, after = rng.choice(edits)
        yield kind, after
        if len(after.components) > 3 and rng.random() < 0.8:
            design = after


def more_edits(design: Design, rng: random.Random) -> Iterator[tuple[str, Design]]:
    """Yield edits of what results depend on beside the structure, or that change it from afar."""

    def of(table: str, **fields: object) -> tuple[str, Design]:
        records = list(getattr(design, table))
        place = rng.randrange(len(records))
        records[place] = records[place].revised(**fields)
        return f"{table} {fields}", design.model_copy(update={table: tuple(records)})

    yield of("components", name=f"part {rng.randrange(3)}")
    yield of("components", mttr_hours=rng.choice((0.5, 2.0)))
    yield of("components", attributes={"beta": rng.choice((0.0, 0.1))})
    yield of("components", required=rng.choice((1, 2, "load")))
    yield of("components", id=f"other{rng.randrange(1 << 30)}")
    yield "swapped", design.model_copy(update={"components": design.components[::-1]})
    if design.groups:
        yield of("groups", availability=rng.choice((0.999, 0.9999, 1.0)))
        yield of("groups", parent=None)
    if design.connections:
        yield of("connections", availability=rng.choice((0.99, 0.9999, None)))
        yield of("connections", critical=False)
    yield of("journeys", peak_rps=float(rng.randrange(1, 5000)))


@pytest.mark.parametrize(("shape", "components"), [("zones", 50), ("hosts", 30), ("redundant", 50)])
def test_the_result_after_any_edits_is_the_same_with_what_was_kept(shape: Shape, components: int) -> None:
    for seed in range(2):
        kept = Kept()
        design = topology(shape, components, seed)
        written(design, kept)
        for kind, after in edited(design, random.Random(seed), 4):
            assert written(after, kept) == written(after), (seed, kind)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), first=st.booleans())
def test_of_designs_with_everything_too(make_design: Callable[..., Design], seed: int, first: bool) -> None:
    kept = Kept()
    rng = random.Random(seed)
    design = make_design(seed, components=4 + seed % 6)
    if first:
        assert first_bounds(design, CATALOG, kept=kept) == first_bounds(design, CATALOG)
    written(design, kept)
    for kind, after in edited(design, rng, 3):
        assert written(after, kept) == written(after), kind
        assert first_bounds(after, CATALOG, kept=kept) == first_bounds(after, CATALOG), kind


def test_what_stands_in_for_each_other_follows_names_and_places() -> None:
    apps = [Component(id=f"a{n}", kind="service", name=f"App {n}", parent=f"z{n}") for n in range(3)]
    groups = [Group(id=one, kind="region", availability=1.0) for one in ("r", "s")]
    groups += [Group(id=f"z{n}", kind="zone", parent="r", availability=0.999) for n in range(3)]
    design = Design(
        components=(Component(id="lb", kind="api_gateway"), *apps),
        groups=tuple(groups),
        connections=tuple(Connection(id=f"c{n}", source="lb", target=f"a{n}") for n in range(3)),
        journeys=(Journey(id="j", entry="lb"),),
    )
    kept = Kept()
    before = written(design, kept)
    named = design.model_copy(update={"components": (*design.components[:3], apps[2].revised(name="Ledger"))})
    moved = design.model_copy(update={"groups": (*groups[:4], groups[4].revised(parent="s"))})
    for after in (named, moved):
        assert written(after, kept) == written(after) != before
        assert written(design, kept) == before


def test_a_block_of_which_little_was_left_out_is_walked_anew_with_other_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from archdraw.core.analysis.reliability.walked import WalkedBlock

    walked: list[object] = []
    begin = WalkedBlock.__init__

    def noting(self: WalkedBlock, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        walked.append(self)

    monkeypatch.setattr(WalkedBlock, "__init__", noting)
    design, kept = topology("redundant", 400, 3), Kept()
    worse = [one.revised(availability=1.01 * (one.availability or 0.0) - 0.01) for one in design.components]
    after = design.model_copy(update={"components": tuple(worse)})
    before = _bounds(design, kept)
    assert len(walked) == 1
    assert _bounds(design, kept) == before
    assert len(walked) == 1
    assert _bounds(after, kept) == _bounds(after, Kept()) > before
    assert len(walked) == 3


def _bounds(design: Design, kept: Kept) -> tuple[float, float]:
    model = build_model(design, CATALOG)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    kept.take_up(model.system)
    losses = kept.losses(model.system, [one.id for one in design.components], model.tree.ids)
    solution = MeasureBuilder(model.system, losses, [root], design.settings, kept=kept).solution(root)
    return solution.low, solution.high


def test_a_run_that_was_stopped_leaves_nothing_wrong(catalog: Catalog) -> None:
    kept = Kept()
    design = topology("redundant", 60, 1)
    written(design, kept)
    for asked, (_, after) in enumerate(edited(design, random.Random(1), 8)):
        left = [asked]

        def enough(left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        with pytest.raises(AnalysisCancelled):
            analyse(after, catalog, latency=False, should_stop=enough, kept=kept)
        assert written(after, kept) == written(after)


def test_what_an_edit_leaves_as_it_is_is_not_worked_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from archdraw.core.analysis.reliability import blocks, simplifying

    design = topology("redundant", 200, 2)
    built: list[str] = []

    def noted(module: ModuleType, name: str) -> None:
        real: Any = getattr(module, name)

        def noting(*given: object, **named: object) -> object:
            built.append(name)
            return real(*given, **named)

        monkeypatch.setattr(module, name, noting)

    noted(blocks, "built")
    noted(simplifying, "_loaded")
    kept = Kept()
    analyse(design, CATALOG, latency=False, kept=kept)
    assert {"built", "_loaded"} <= set(built)
    built.clear()
    edits = dict(design_edits(design, 2))
    analyse(edits["availability"], CATALOG, latency=False, kept=kept)
    assert not built
    analyse(edits["connection added"], CATALOG, latency=False, kept=kept)
    assert "_loaded" in built


def test_no_more_is_kept_than_was_said() -> None:
    from archdraw.core.analysis.reliability.diagram import Diagram
    from archdraw.core.analysis.reliability.kept_blocks import KeptDiagram

    kept = KeptBlocks(100)

    def chain(length: int) -> KeptDiagram:
        diagram = Diagram(length, 10_000)
        root = diagram.any_of([diagram.var(level) for level in range(length)])
        return KeptDiagram(list(range(length)), diagram, root)

    kept.keep("too large", chain(80))
    assert kept.diagram("too large") is None
    for name in ("a", "b", "c"):
        kept.keep(name, chain(30))
    assert kept.diagram("a") is not None
    kept.keep("d", chain(30))
    assert kept.diagram("b") is None
    found = kept.diagram("a")
    assert found is not None
    assert len(found.diagram) == 32


def test_of_a_very_large_design_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from archdraw.core.analysis import running

    kept = Kept()
    design = topology("zones", 30, 1)
    analyse(design, CATALOG, latency=False, kept=kept)
    assert kept.formula is not None
    monkeypatch.setattr(running, "MOST_KEPT", 20)
    analyse(design, CATALOG, latency=False, kept=kept)
    assert kept.formula is None


def test_of_much_in_few_domains_no_shapes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from archdraw.core.analysis import keep_solved
    from archdraw.core.analysis.reliability import known_before, solver

    # As if all of it took long.
    monkeypatch.setattr(solver, "_LONG", 0.0)
    monkeypatch.setattr(solver, "_FEW_UNITS", 0)
    shapes: list[Shape] = ["redundant", "hosts"]
    known = []
    for many in (10_000, 0):
        monkeypatch.setattr(known_before, "_MANY_WEIGHED", many)
        for shape in shapes:
            kept = Kept()
            analyse(topology(shape, 60, 1), CATALOG, latency=False, kept=kept)
            assert kept.solutions.solved
            keep_solved(kept)
            assert not kept.waits
            known.append(kept.solutions.shapes is not None)
    assert known == [True, True, False, True]
