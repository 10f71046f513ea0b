"""What is told before all is computed is what the whole result says, and what is not wanted is broken off."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from tests.benchmarks.topologies import topology

from archdraw.core.analysis import AnalysisCancelled, analyse, first_bounds, running
from archdraw.core.analysis.modelling import build_model, build_structure
from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design
from archdraw.core.storage import read_design

SAMPLES = sorted((Path(__file__).resolve().parents[3] / "resources" / "samples").glob("*.adraw"))


def sized_for_load() -> Design:
    """Return a design in which reliability depends on the load."""
    design = topology("zones", 40)
    parts = tuple(
        one.revised(required="load", capacity_rps=40.0, replicas=4) if number == 1 else one
        for number, one in enumerate(design.components)
    )
    placed: Design = design.revised(components=parts, journeys=(design.journeys[0].revised(peak_rps=80.0),))
    return placed


def designs() -> list[Design]:
    return [read_design(path).design for path in SAMPLES] + [sized_for_load(), topology("hosts", 120)]


def test_bounds_without_the_load_are_those_with_it(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [first_bounds(design, catalog) for design in designs()]
    structures = [build_structure(design, catalog) for design in designs()]
    assert sum(hasattr(one, "load") for one in structures) < len(structures)
    for design, structure in zip(designs(), structures, strict=True):
        whole = build_model(design, catalog)
        assert structure.parts == whole.parts
        assert structure.hit_ratios == whole.hit_ratios
    monkeypatch.setattr(running, "build_structure", build_model)
    assert quick == [first_bounds(design, catalog) for design in designs()]


def test_figures_are_told_before_findings_and_are_those_of_the_result(catalog: Catalog) -> None:
    told: list[Analysis] = []
    for design in (sized_for_load(), topology("hosts", 120)):
        whole = analyse(design, catalog, told=told.append)
        early = told.pop()
        assert whole.findings
        assert not early.findings
        assert early.revision == whole.revision
        assert (early.journeys, early.components, early.loss_matrix) == (
            whole.journeys,
            whole.components,
            whole.loss_matrix,
        )


def test_findings_that_nobody_waits_for_any_more_are_broken_off(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Callable[[], int] = count().__next__
    checked: list[str] = []
    monkeypatch.setattr("archdraw.core.analysis.findings._Judge.is_off", lambda _, rule: checked.append(rule))
    over = False

    def looked_for(_: Analysis) -> None:
        nonlocal over
        over = True

    with pytest.raises(AnalysisCancelled):
        analyse(topology("zones", 20), catalog, told=looked_for, should_stop=lambda: over and asked() >= 1)
    assert 0 < len(checked) < 20
