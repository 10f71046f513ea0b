"""What all rules cost beyond the analysis whose figures they read."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Design

_BUDGET_MS = 150.0
_ROUNDS = 5
_JOURNEYS = 12


def measure_rules(components: int) -> list[Figure]:
    """Run all rules over a synthetic design with one and with many journeys; the median of some runs."""
    from tests.benchmarks.synthetic import synthetic_design
    from tests.benchmarks.window_surface import kinds_in_use

    design = synthetic_design(components, kinds_in_use()).design
    return [
        _figure(components, one) for one in (design, _with_journeys(design, min(_JOURNEYS, components // 4)))
    ]


def _figure(components: int, design: Design) -> Figure:
    from archdraw.core.analysis.findings import collect
    from archdraw.core.analysis.rules import ALL_RULES

    context = _context(design)
    taken, whole = [], 0.0
    for _ in range(_ROUNDS):
        fresh = _fresh(context)
        begun = process_time()
        found, ledger = collect(fresh)
        taken.append((process_time() - begun) * 1000)
        assert found, "nothing was found"
        assert len(ledger) == len(ALL_RULES)
    begun = process_time()
    _context(design)
    whole = (process_time() - begun) * 1000
    journeys = len(design.journeys)
    name = f"{components:,} components, {journeys} {'journey' if journeys == 1 else 'journeys'}"
    value = sorted(taken)[_ROUNDS // 2]
    return Figure(f"{name}, all {len(ALL_RULES)} rules beside the analysis", value, "ms", _BUDGET_MS, whole)


def _context(design: Design) -> Context:
    """Return what the rules read, as the analysis makes it."""
    from unittest.mock import patch

    from archdraw.core.analysis import analyse
    from archdraw.core.analysis.findings import collect
    from archdraw.core.catalog import load_catalog

    with patch("archdraw.core.analysis.running.collect", side_effect=collect) as noting:
        analyse(design, load_catalog(), latency=False)
    context: Context = noting.call_args.args[0]
    return context


def _fresh(context: Context) -> Context:
    """Return the context without what rules have worked out and noted in it."""
    return type(context)(**{one.name: getattr(context, one.name) for one in fields(context)})


def _with_journeys(design: Design, count: int) -> Design:
    """Return the design with journeys that begin at several of its components."""
    step = max(1, len(design.components) // count)
    first = design.journeys[0]
    more = tuple(
        first.revised(id=f"journey-{number}", name=f"Journey {number}", entry=component.id)
        for number, component in enumerate(design.components[::step])
    )
    return design.revised(journeys=(first, *more[: count - 1]))  # type: ignore[no-any-return]


MEASURES = {f"rules-{size}": partial(measure_rules, size) for size in (300,)}
