"""How long live results take after an edit."""

from __future__ import annotations

from functools import partial
from time import process_time

from tests.benchmarks.figure import Figure

_BUDGETS = {30: 20.0, 200: 50.0, 1000: 200.0}
_ROUNDS = 5


def measure_analysis(components: int) -> list[Figure]:
    """Analyse a synthetic design after an edit; the median of some runs."""
    from tests.benchmarks.synthetic import synthetic_design

    from archdraw.core.analysis import analyse
    from archdraw.core.catalog import load_catalog
    from archdraw.core.history import Store

    catalog = load_catalog()
    kinds = tuple(sorted(catalog.kinds))[:30]
    store = Store(synthetic_design(components, kinds).design)
    analyse(store.design, catalog)
    taken = []
    for number in range(_ROUNDS):
        component = next(iter(store.table("components").values()))
        with store.transaction("edit"):
            store.put("components", component.id, component.revised(replicas=2 + number))
        begun = process_time()
        result = analyse(store.design, catalog)
        taken.append((process_time() - begun) * 1000)
        assert result.journeys, "nothing was analysed"
    value = sorted(taken)[_ROUNDS // 2]
    return [Figure(f"analysis of {components:,} components", value, "ms", _BUDGETS[components], _counting())]


def _counting() -> float:
    """Return the CPU ms of counting to 200,000: how fast this machine is today."""
    begun = process_time()
    total = 0
    for number in range(200_000):
        total += number
    return (process_time() - begun) * 1000


MEASURES = {f"analysis-{size}": partial(measure_analysis, size) for size in _BUDGETS}
