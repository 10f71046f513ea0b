"""The whole analysis of a design, start to end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.classing import consistency_of
from archdraw.core.analysis.context import Context
from archdraw.core.analysis.findings import collect, replaced
from archdraw.core.analysis.flow.load import utilisation
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.flow.stations import IDLE
from archdraw.core.analysis.journeys import journey_result, lower_journey
from archdraw.core.analysis.loss_matrix import loss_rows
from archdraw.core.analysis.modelling import build_model, build_structure, connected, flow_of
from archdraw.core.analysis.reliability.kept_lowering import LoweredFrom
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.result import Analysis, ComponentResult, JourneyResult
from archdraw.core.analysis.revision import design_revision
from archdraw.core.analysis.stated_ranges import stated_ranges
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.collecting import collector_paused
from archdraw.core.giving_way import give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date
    from typing import Literal

    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.headroom import Headroom
    from archdraw.core.analysis.modelling import Model, Structure
    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.result import LossRow
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.lowering import LoweredJourney
    from archdraw.core.model import Design

    # What is begun, and where that is done journey by journey, for which one of how many.
    StepName = Literal["structure", "bounds", "served", "full", "done", "ranges", "losses", "findings"]
    TellStep = Callable[[StepName, int, int], object]

# Of a design of more components nothing is kept for the next run.
MOST_KEPT = 5_000
# Of what no journey reaches; nobody changes it.
_NO_RATES: dict[str, float] = {}


def analyse(
    design: Design,
    catalog: Kinds,
    *,
    should_stop: Callable[[], bool] | None = None,
    latency: bool = True,
    today: date | None = None,
    kept: Kept | None = None,
    told: Callable[[Analysis], object] | None = None,
    step: TellStep | None = None,
) -> Analysis:
    """Compute everything about a design (semantics); the design is only read.

    Parameters
    ----------
    design
        Any design, also an empty or unfinished one.
    catalog
        Where kinds and their default figures come from.
    should_stop
        Asked now and then; true ends the run.
    latency
        Whether to lay times on a grid, which brings numpy, and to look how far the load can grow.
        `add_latency` does it later.
    today
        The day on which acceptances of findings have to hold; None: that of the machine.
    kept
        What earlier runs of the same design have left, which makes this one faster; it changes no result.
    told
        Called with everything but findings, headroom and consistency, before these are looked for.
    step
        Called with what is begun, such as a measure of the second journey of three; 1 of 1 for what is not
        done by journeys.

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    step = step or _tell_nobody
    step("structure", 1, 1)
    revision = design_revision(design)
    design = connected(design)
    kept = _usable(kept, design)
    model = build_model(design, catalog, None if kept is None else kept.records)
    check(should_stop)
    lowered = lowered_journeys(model, kept)
    check(should_stop)
    roots = {node for one in lowered for node in one.roots}
    roots.update(model.system.own.values())
    builder = _builder(model, roots, should_stop, kept)
    results = tuple(_journey_results(model, lowered, builder, step))
    check(should_stop)
    step("ranges", 1, 1)
    results = _with_ranges(model, lowered, builder, results, should_stop)
    if latency:
        from archdraw.core.analysis.latencies import with_latencies

        results = with_latencies(design, model.flow, model.settled, results, should_stop)
    check(should_stop)
    step("losses", 1, 1)
    components = tuple(_component_result(model, c.id, builder) for c in design.components)
    rows = loss_rows(builder.scenarios, builder.losing, lowered)
    # Findings of a large design take as much room as the engine, which nobody needs any more.
    del builder, lowered, roots
    found = Analysis(
        title=design.title,
        revision=revision,
        journeys=results,
        components=components,
        rates=model.load.connections,
        loss_matrix=rows,
        findings=(),
        ledger=(),
        assumptions=model.assumptions,
    )
    if told is not None:
        told(found)
    step("findings", 1, 1)
    context = _context(model, found)
    findings, ledger = collect(context, today=today, should_stop=should_stop)
    headroom = _headroom(model.flow, model.settled, catalog, rows, should_stop) if latency else None
    consistency = consistency_of(design, catalog, rates=model.load.connections, results=results)
    found = replace(found, findings=findings, ledger=ledger, headroom=headroom, consistency=consistency)
    return _with_load_ranges(found, design, catalog, should_stop) if latency else found


def _tell_nobody(_name: StepName, _at: int, _of: int) -> None:
    """Stand for whoever wants to know how far it is."""


def _journey_results(
    model: Model, lowered: list[LoweredJourney], builder: MeasureBuilder, step: TellStep
) -> Iterator[JourneyResult]:
    """Give the results of the journeys, and tell which measure of which is begun."""
    for at, one in enumerate(lowered, 1):
        for name, formula in one.formulas.items():
            step(name, at, len(lowered))
            builder.measure(formula)
        yield journey_result(model, one, builder)


def _context(model: Model, found: Analysis) -> Context:
    """Return what rules look at."""
    return Context(
        design=model.design,
        catalog=model.catalog,
        parts=model.parts,
        domains=model.tree,
        requirements=model.table,
        system=model.system,
        load=model.load,
        hit_ratios=model.hit_ratios,
        results=found.journeys,
        components=found.components,
        loss_matrix=found.loss_matrix,
    )


def add_latency(
    analysis: Analysis,
    design: Design,
    catalog: Kinds,
    *,
    should_stop: Callable[[], bool] | None = None,
    today: date | None = None,
) -> Analysis:
    """Return a result that was computed without latency with it: latencies, targets missed, headroom.

    `today` is the day on which acceptances have to hold (None: that of the machine).

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    from archdraw.core.analysis.latencies import with_latencies
    from archdraw.core.analysis.rules import sla_04

    flow = flow_of(design, catalog)
    check(should_stop)
    settled = settle(flow)
    journeys = with_latencies(flow.design, flow, settled, analysis.journeys, should_stop)
    headroom = _headroom(flow, settled, catalog, analysis.loss_matrix, should_stop)
    outcome = sla_04.outcome(design, journeys)
    findings, ledger = replaced(analysis, design, sla_04.RULE.id, outcome, today=today)
    found = replace(analysis, journeys=journeys, headroom=headroom, findings=findings, ledger=ledger)
    return _with_load_ranges(found, flow.design, catalog, should_stop)


def _with_load_ranges(
    analysis: Analysis, design: Design, catalog: Kinds, should_stop: Stop | None
) -> Analysis:
    """Return the result with the 5 and 95 % points of load and latency that ranges on inputs give."""
    from archdraw.core.analysis.load_ranges import load_ranges

    found = load_ranges(design, lambda one: flow_of(one, catalog), should_stop)
    if found.nothing:
        return analysis
    journeys = tuple(
        replace(
            result,
            ceiling_range=found.ceiling_rps.get(result.id),
            latency=None
            if result.latency is None
            else replace(result.latency, p99_range_ms=found.p99_ms.get(result.id)),
        )
        for result in analysis.journeys
    )
    components = tuple(
        replace(result, utilisation_range=found.utilisation.get(result.id)) for result in analysis.components
    )
    return replace(analysis, journeys=journeys, components=components)


def _headroom(
    flow: Flow, settled: Settled, catalog: Kinds, losses: tuple[LossRow, ...], should_stop: Stop | None
) -> Headroom:
    from archdraw.core.analysis.finding_headroom import headroom_of

    return headroom_of(flow, settled, catalog, losses, lambda one: flow_of(one, catalog), should_stop)


def first_bounds(
    design: Design,
    catalog: Kinds,
    *,
    should_stop: Callable[[], bool] | None = None,
    kept: Kept | None = None,
    step: TellStep | None = None,
) -> dict[str, tuple[float, float]]:
    """Return a certain range of the availability of *served* by journey, long before everything is exact.

    `kept` is what earlier runs have left, `step` is called as by `analyse`.

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    step = step or _tell_nobody
    step("structure", 1, 1)
    design = connected(design)
    kept = _usable(kept, design)
    model = build_structure(design, catalog, None if kept is None else kept.records)
    check(should_stop)
    lowered = [one for one in lowered_journeys(model, kept) if one.formulas]
    served = [one.formulas["served"] for one in lowered]
    roots = {node for formula in served for node in (formula.root, formula.optimistic)}
    builder = _builder(model, roots, should_stop, kept)
    found: dict[str, tuple[float, float]] = {}
    for at, (one, formula) in enumerate(zip(lowered, served, strict=True), 1):
        check(should_stop)
        step("bounds", at, len(lowered))
        low, high = builder.quick_bounds(formula.root)
        if formula.optimistic != formula.root:
            low = min(low, builder.quick_bounds(formula.optimistic)[0])
        found[one.journey.id] = 1.0 - high, 1.0 - low
    return found


@collector_paused()
def lowered_journeys(model: Structure, kept: Kept | None) -> list[LoweredJourney]:
    """Return the formulas of all journeys, those of the last run where they are the same."""
    journeys = model.design.journeys
    if kept is None:
        return [lower_journey(model, journey) for journey in journeys]
    key = LoweredFrom(model.table, journeys, model.hit_ratios)
    found = kept.lowered(model.system, key)
    if found is None:
        length = len(model.system.formula)
        found = [lower_journey(model, journey) for journey in journeys]
        kept.keep_lowered(model.system, key, found, length)
    return found


def _builder(
    model: Structure, roots: Collection[int], should_stop: Stop | None, kept: Kept | None
) -> MeasureBuilder:
    """Return what computes measures of some nodes, with what is kept of earlier runs."""
    system, design = model.system, model.design
    components = [component.id for component in design.components]
    if kept is not None:
        kept.take_up(system)
    losses = partial(single_losses if kept is None else kept.losses, system, components, model.tree.ids)
    return MeasureBuilder(system, losses, sorted(roots), design.settings, should_stop, kept)


def _usable(kept: Kept | None, design: Design) -> Kept | None:
    """Return what earlier runs have left; None where nothing is to be kept.

    What a very large design leaves takes more memory than it is worth. Draws from ranges add to the formula.
    """
    if kept is None:
        return None
    if len(design.components) > MOST_KEPT or stated_ranges(design):
        kept.clear()
        return None
    return kept


def _with_ranges(
    model: Model,
    lowered: list[LoweredJourney],
    builder: MeasureBuilder,
    results: tuple[JourneyResult, ...],
    should_stop: Stop | None,
) -> tuple[JourneyResult, ...]:
    """Return the results with the 5 and 95 % points that ranges on inputs give."""
    if not stated_ranges(model.design):
        return results
    from archdraw.core.analysis.ranges import draw_ranges

    drawn = draw_ranges(model, lowered, builder, should_stop)
    return tuple(
        replace(
            result,
            measures={
                name: replace(measure, uncertainty=drawn.points(one.formulas[name].root))
                for name, measure in result.measures.items()
            },
            request_weighted=result.request_weighted
            and replace(result.request_weighted, uncertainty=drawn.weighted_points(one.classes)),
        )
        for result, one in zip(results, lowered, strict=True)
    )


def _component_result(model: Model, component: str, builder: MeasureBuilder) -> ComponentResult:
    give_way()
    part = model.parts[component]
    unavailability = builder.own_unavailability(component)
    station = model.flow.stations[component]
    queue = model.settled.queues.get(component, IDLE)
    pool = model.settled.pools.get(component)
    queued = queue.growth is None and station.servers is not None
    known = queue.growth is None and (station.stated or station.service.mean > 0.0)
    return ComponentResult(
        id=component,
        rate_rps=model.load.component_rate(component),
        capacity_rps=part.total_capacity_rps,
        utilisation=utilisation(model.load, part),
        rate_by_journey=model.load.by_journey.get(component, _NO_RATES),
        availability=1.0 - unavailability,
        availability_method=builder.own_method(component),
        cost_month=part.cost_month,
        waiting_ms=queue.waiting.mean * 1000.0 if queued else None,
        response_ms=(queue.waiting.mean + station.service.mean) * 1000.0 if known else None,
        growth_rps=queue.growth,
        queue=queue.model,
        blocked_share=queue.waiting.blocked,
        pool_utilisation=pool.utilisation if pool is not None else None,
    )
