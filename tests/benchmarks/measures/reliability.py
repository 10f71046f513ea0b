"""How long the reliability engine takes, beside a diagram of the same structure built without preparation."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tests.benchmarks.topologies import Shape

    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.reliability.measures import MeasureBuilder
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design

# CPU ms for probability and cut sets to order 3 of one journey from its structure function …
_BUDGETS: dict[tuple[Shape, int], float] = {
    ("zones", 200): 5.0,
    ("zones", 1000): 20.0,
    ("zones", 3000): 700.0,
    ("redundant", 200): 5.0,
    ("redundant", 1000): 20.0,
    ("hosts", 200): 20.0,
    ("hosts", 1000): 700.0,
}
# … and for bounds that are right to 1e-4 of the unavailability.
_FIRST = 50.0
_NARROW = 1e-4
_SEEDS = {200: 20, 1000: 10, 3000: 5}
# Seeds of large designs of which few failures say least are among those that are edited.
_EDITED: dict[tuple[Shape, int], Sequence[int]] = {
    ("zones", 3000): (1, 2, 4),
    ("hosts", 3000): (1, 2, 6),
    ("redundant", 3000): (1, 2, 3),
}
# Of larger designs first bounds alone are looked at, after the edits of one.
_LARGER: dict[tuple[Shape, int], Sequence[int]] = {
    ("zones", 10_000): (1,),
    ("redundant", 10_000): (1,),
    ("hosts", 5000): (1,),
}
_ORDER = 3
_NAIVE_NODES = 200_000


def measure_engine(shape: Shape, components: int) -> list[Figure]:
    """Solve random designs; the medians of their times."""
    from tests.benchmarks.topologies import topology

    from archdraw.core.analysis.journeys import journey_result, lower_journey
    from archdraw.core.analysis.loss_matrix import loss_rows
    from archdraw.core.analysis.modelling import build_model
    from archdraw.core.analysis.reliability.losses import single_losses
    from archdraw.core.analysis.reliability.measures import MeasureBuilder
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    core, first, every, whole, naive, widths = [], [], [], [], [], []
    exact = finished = 0
    for seed in range(1, _SEEDS[components] + 1):
        design = topology(shape, components, seed)
        model = build_model(design, catalog)
        lowered = lower_journey(model, design.journeys[0])
        root = lowered.formulas["served"].root
        scenarios = single_losses(model.system, [c.id for c in design.components], model.tree.ids)
        make = partial(MeasureBuilder, model.system, scenarios, [root], design.settings)
        begun = process_time()
        low, high = make().quick_bounds(root)
        first.append(_since(begun))
        widths.append((high - low) / high)
        begun = process_time()
        found = make().probability_and_cut_sets(root, _ORDER)
        core.append(_since(begun))
        assert 0.0 < found[0] <= 1.0, "nothing was computed"
        exact += make().solution(root).exact
        assert shape != "redundant" or high <= 1e-4, "the design is not redundant"
        begun = process_time()
        make().probability_and_cut_sets(root)
        every.append(_since(begun))
        begun = process_time()
        builder = make()
        journey_result(model, lowered, builder)
        loss_rows(scenarios, builder.losing, [lowered])
        whole.append(_since(begun))
        took, done = _naive(model.system, root)
        naive.append(took)
        finished += done
    name = f"{shape}, {components:,} components"
    budget, beside = _BUDGETS[shape, components], _median(naive)
    right = sum(width <= _NARROW for width in widths)
    return [
        Figure(f"probability and cut sets to order 3, {name}", _median(core), "ms", budget, beside),
        Figure(f"the same, all cut sets counted, {name}", _median(every), "ms", None, beside),
        Figure(f"with importances and losses, {name}", _median(whole), "ms", 5 * budget, beside),
        Figure(f"first bounds, {name}", _median(first), "ms", _FIRST, beside),
        Figure(f"designs of {len(widths)} whose first bounds are right to 1e-4, {name}", right, "designs"),
        Figure(
            f"designs of {len(widths)} whose result is exact (beside: naive), {name}",
            exact,
            "designs",
            None,
            finished,
        ),
    ]


def measure_edits(shape: Shape, components: int, works: Collection[str] = ()) -> list[Figure]:
    """Edit random designs: the medians of the times of another analysis, beside one from nothing.

    All `works` are measured if none are named.

    Timed is the CPU until a result is there. What is kept of it for the next edit is kept after that, as in
    the window, and is part of no time; all of it is there when the edit that is timed is made.
    """
    from tests.benchmarks.design_edits import design_edits
    from tests.benchmarks.topologies import topology

    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    again: dict[tuple[str, str], list[float]] = {}
    anew: dict[tuple[str, str], list[float]] = {}
    right = soon = edits = 0
    seeds = (_EDITED | _LARGER).get((shape, components)) or range(1, max(_SEEDS[components] // 2, 3) + 1)
    for seed in seeds:
        design = topology(shape, components, seed)
        for kind, edited in design_edits(design, seed):
            edits += 1
            for name in works or _WORKS:
                work, kept = _WORKS[name], Kept()
                # Bounds are asked for while all of the design as it was is known.
                (_everything if work is _bounds else work)(_Lowered(design, catalog, kept))
                took, found = _quietly(work, _Lowered(edited, catalog, kept))
                cold, same = _quietly(work, _Lowered(edited, catalog))
                assert found == same or _overlap(found, same), f"what was kept changed {name}"
                again.setdefault((kind, name), []).append(took)
                anew.setdefault((kind, name), []).append(cold)
                if work is _bounds and isinstance(found, tuple):
                    close = found[1] - found[0] <= _NARROW * found[1]
                    right += close
                    soon += close and took <= _FIRST
    budget = _BUDGETS.get((shape, components))
    budgets = {"order 3": budget, "the whole result": budget and 5 * budget, "first bounds": _FIRST}
    named = f"{shape}, {components:,} components"
    figures = [
        Figure(
            f"{kind}: {name} again, {named}",
            _median(took),
            "ms",
            budgets.get(name),
            _median(anew[kind, name]),
        )
        for (kind, name), took in again.items()
    ]
    told = f"edits of {edits} after which first bounds are right to 1e-4"
    return [
        *figures,
        Figure(f"{told}, {named}", right, "edits"),
        Figure(f"{told} in {_FIRST:g} ms, {named}", soon, "edits"),
    ]


class _Lowered:
    """A design with its structure function, ready for another analysis, and what making that took."""

    def __init__(self, design: Design, catalog: Catalog, kept: Kept | None = None) -> None:
        from archdraw.core.analysis.modelling import build_model
        from archdraw.core.analysis.running import lowered_journeys

        begun = process_time()
        self.model = build_model(design, catalog, None if kept is None else kept.records)
        self.lowered = lowered_journeys(self.model, kept)[0]
        self.took = _since(begun)
        self.kept = kept
        self.root = self.lowered.formulas["served"].root

    def begin(self) -> tuple[float, MeasureBuilder]:
        """Return when the work has begun, and what does it."""
        from archdraw.core.analysis.reliability.losses import single_losses
        from archdraw.core.analysis.reliability.measures import MeasureBuilder

        system, design = self.model.system, self.model.design
        components = [component.id for component in design.components]
        begun = process_time()
        if self.kept is not None:
            self.kept.take_up(system)
        find = single_losses if self.kept is None else self.kept.losses
        losses = partial(find, system, components, self.model.tree.ids)
        return begun, MeasureBuilder(system, losses, [self.root], design.settings, kept=self.kept)


def _quietly(work: Callable[[_Lowered], tuple[float, object]], one: _Lowered) -> tuple[float, object]:
    """Do the work without garbage of what was done before."""
    gc.collect()
    return work(one)


def _kept_for_the_next(one: _Lowered) -> None:
    """Do what the window does once a result is shown: it is in no figure, as nobody waits for it."""
    from archdraw.core.analysis import keep_solved

    if one.kept is not None:
        keep_solved(one.kept)


def _structure(one: _Lowered) -> tuple[float, object]:
    return one.took, one.root


def _low_order(one: _Lowered) -> tuple[float, object]:
    begun, builder = one.begin()
    chance, found = builder.probability_and_cut_sets(one.root, _ORDER)
    took = _since(begun)
    _kept_for_the_next(one)
    return took, [chance, set(found.family.all())]


def _everything(one: _Lowered) -> tuple[float, object]:
    from archdraw.core.analysis.journeys import journey_result
    from archdraw.core.analysis.loss_matrix import loss_rows

    begun, builder = one.begin()
    found = journey_result(one.model, one.lowered, builder)
    loss_rows(builder.scenarios, builder.losing, [one.lowered])
    took = _since(begun)
    _kept_for_the_next(one)
    served = found.measures["served"]
    if served.interval is None:
        return took, served.unavailability
    return took, tuple([1.0 - one for one in reversed(served.interval)])


def _bounds(one: _Lowered) -> tuple[float, object]:
    begun, builder = one.begin()
    found = builder.quick_bounds(one.root)
    return _since(begun), found


def _overlap(one: object, other: object) -> bool:
    """Tell whether both are bounds that may hold the same value: a clock ended them, or they were kept.

    What is kept may be the value itself.
    """
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    return bool(max(one[0], other[0]) <= min(one[1], other[1]) * (1.0 + 1e-12))


_WORKS: dict[str, Callable[[_Lowered], tuple[float, object]]] = {
    "structure function": _structure,
    "order 3": _low_order,
    "the whole result": _everything,
    "first bounds": _bounds,
}


def _naive(system: System, root: int) -> tuple[float, bool]:
    """Return the CPU ms of one diagram over all events as they come, and whether it kept the node limit."""
    from archdraw.core.analysis.reliability.by_diagram import solve_by_diagram
    from archdraw.core.analysis.reliability.diagram import BudgetExceeded
    from archdraw.core.analysis.reliability.encoding import Supports

    begun = process_time()
    domains = (1 << len(system.domain_order)) - 1
    try:
        solve_by_diagram(system, [root], Supports(system), _NAIVE_NODES, domains, take_over=False)
    except BudgetExceeded:
        return _since(begun), False
    return _since(begun), True


def _since(begun: float) -> float:
    return (process_time() - begun) * 1000


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def measure_ranking() -> list[Figure]:
    """Rank the single changes to 200 components: in all, and what the window's loop may have to wait for."""
    from tests.benchmarks.topologies import topology

    from archdraw.core.analysis.what_if import rank_changes
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    whole, longest = [], []
    for seed in range(1, 6):
        design = topology("redundant", 200, seed)
        asked = [process_time()]

        def ask(asked: list[float] = asked) -> bool:
            asked.append(process_time())
            return False

        assert rank_changes(design, catalog, should_stop=ask), "nothing was ranked"
        whole.append(_since(asked[0]))
        longest.append(max(after - before for before, after in pairwise(asked)) * 1000)
    return [
        Figure("what-if ranking, 200 components", _median(whole), "ms", 500.0),
        Figure("the longest it goes on without asking, 200 components", _median(longest), "ms", 16.0),
    ]


MEASURES: dict[str, Callable[[], list[Figure]]] = {
    f"reliability-{shape}-{components}": partial(measure_engine, shape, components)
    for shape, components in _BUDGETS
}
MEASURES |= {
    f"reliability-edits-{shape}-{components}": partial(measure_edits, shape, components)
    for shape, components in [*_BUDGETS, *_EDITED]
}
MEASURES |= {
    f"reliability-bounds-{shape}-{components}": partial(measure_edits, shape, components, ("first bounds",))
    for shape, components in _LARGER
}
MEASURES["reliability-ranking"] = measure_ranking
