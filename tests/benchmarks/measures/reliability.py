"""How long the reliability engine takes, beside a diagram of the same structure built without preparation."""

from __future__ import annotations

import contextlib
from functools import partial
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from tests.benchmarks.topologies import Shape

    from archdraw.core.analysis.structure.system import System

# CPU ms for probability and cut sets of one journey from its structure function.
_BUDGETS: dict[tuple[Shape, int], float] = {
    ("zones", 200): 5.0,
    ("zones", 1000): 20.0,
    ("zones", 3000): 700.0,
    ("redundant", 200): 5.0,
    ("hosts", 200): 20.0,
    ("hosts", 1000): 700.0,
}
_SEEDS = range(1, 6)
_NAIVE_NODES = 200_000


def measure_engine(shape: Shape, components: int) -> list[Figure]:
    """Solve designs of some seeds; the median of their times, and of the whole results."""
    from tests.benchmarks.topologies import topology

    from archdraw.core.analysis.journeys import journey_result, lower_journey
    from archdraw.core.analysis.loss_matrix import loss_rows
    from archdraw.core.analysis.modelling import build_model
    from archdraw.core.analysis.reliability.losses import single_losses
    from archdraw.core.analysis.reliability.measures import MeasureBuilder
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    core, whole, naive = [], [], []
    for seed in _SEEDS if components < 3000 else (1,):
        design = topology(shape, components, seed)
        model = build_model(design, catalog)
        lowered = lower_journey(model, design.journeys[0])
        formula = lowered.formulas["served"]
        scenarios = single_losses(model.system, [c.id for c in design.components], model.tree.ids)
        begun = process_time()
        builder = MeasureBuilder(model.system, scenarios, [formula.root], design.settings)
        found = builder.probability_and_cut_sets(formula.root)
        core.append((process_time() - begun) * 1000)
        assert 0.0 < found[0] <= 1.0, "nothing was computed"
        begun = process_time()
        builder = MeasureBuilder(model.system, scenarios, [formula.root], design.settings)
        journey_result(model, lowered, builder)
        loss_rows(scenarios, builder.words, [lowered])
        whole.append((process_time() - begun) * 1000)
        naive.append(_naive(model.system, formula.root))
    name = f"{shape}, {components:,} components"
    budget = _BUDGETS[shape, components]
    return [
        Figure(f"probability and cut sets, {name}", _median(core), "ms", budget, _median(naive)),
        Figure(f"with importances and losses, {name}", _median(whole), "ms", 5 * budget, _median(naive)),
    ]


def _naive(system: System, root: int) -> float:
    """Return the CPU ms of one diagram over all events as they come, up to a node limit."""
    from archdraw.core.analysis.reliability.by_diagram import solve_by_diagram
    from archdraw.core.analysis.reliability.diagram import BudgetExceeded

    begun = process_time()
    domains = (1 << len(system.domain_order)) - 1
    with contextlib.suppress(BudgetExceeded):
        solve_by_diagram(system, [root], _NAIVE_NODES, domains)
    return (process_time() - begun) * 1000


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


MEASURES = {
    f"reliability-{shape}-{components}": partial(measure_engine, shape, components)
    for shape, components in _BUDGETS
}
