"""What is said about each journey: measures, path, bottleneck, ceilings, targets, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import ceilings
from archdraw.core.analysis.reasons import single_point_reasons
from archdraw.core.analysis.request_weighting import weighted_by_requests
from archdraw.core.analysis.result import JourneyResult, NarrowedCall, TargetCheck
from archdraw.core.analysis.structure.graphs import longest_chain, reach
from archdraw.core.analysis.structure.lowering import CLASSES, JourneyView, LoweredJourney, lower
from archdraw.core.analysis.structure.request_classes import request_classes

if TYPE_CHECKING:
    from archdraw.core.analysis.modelling import Model, Structure
    from archdraw.core.analysis.reliability.measures import MeasureBuilder
    from archdraw.core.analysis.result import AssumedPool, Measure
    from archdraw.core.model import Journey

LATENCY_TARGETS = ("p50_ms", "p95_ms", "p99_ms", "p999_ms", "mean_ms", "rto_s", "rpo_s")


def lower_journey(model: Structure, journey: Journey) -> LoweredJourney:
    """Return the formulas of the three measures."""
    if journey.entry is None or journey.entry not in model.design.component_by_id:
        return LoweredJourney(journey, {}, {})
    views = {measure: JourneyView(model.table, journey, measure) for measure in CLASSES}
    served = lower(views["served"], journey.entry, model.system)
    reached = {one: views["served"].parts(one) for one in reach(journey.entry, views["served"].targets)}
    formulas = {
        measure: lower(view, journey.entry, model.system) if view.has_more(reached) else served
        for measure, view in views.items()
    }
    classes = request_classes(model.table, journey, model.hit_ratios, model.system, reached)
    return LoweredJourney(journey, views, formulas, classes)


def journey_result(model: Model, lowered: LoweredJourney, builder: MeasureBuilder) -> JourneyResult:
    """Return everything computed for one journey.

    A journey without an entry has no measures, no path, and the warning "no_entry".
    """
    journey = lowered.journey
    measures = {name: builder.measure(formula) for name, formula in lowered.formulas.items()}
    full = ceilings(model.load, journey.id, model.parts, 1.0)
    target = ceilings(model.load, journey.id, model.parts, model.design.settings.target_utilisation)
    path: tuple[str, ...] = ()
    assumed: tuple[AssumedPool, ...] = ()
    depth = 0
    if journey.entry is not None and lowered.views:
        path = _path(model, lowered.views["served"], journey.entry)
        assumed = _assumed_pools(lowered, journey.entry)
        depth = longest_chain(journey.entry, lowered.views["served"].targets)
    return JourneyResult(
        id=journey.id,
        measures=measures,
        ceiling_rps=full[0].rate if full else None,
        ceiling_target_rps=target[0].rate if target else None,
        bottleneck=full[0].component if full else None,
        second_bottleneck=full[1].component if len(full) > 1 else None,
        second_ceiling_rps=full[1].rate if len(full) > 1 else None,
        chain_depth=depth,
        targets=_targets(journey, measures.get("served")),
        warnings=_warnings(model, lowered, path),
        assumed_pools=assumed,
        path=path,
        reasons=single_point_reasons(model, lowered, measures["served"]) if measures else {},
        request_weighted=weighted_by_requests(lowered.classes, builder),
        narrowed=_narrowed(model, path),
    )


def _path(model: Model, view: JourneyView, entry: str) -> tuple[str, ...]:
    """Return components (callers first), the connections between them, then their failure domains."""

    def following(component: str) -> tuple[str, ...]:
        return (*view.targets(component), *model.system.successors.get(component, ()))

    components = reach(entry, following)
    connections: dict[str, None] = {}
    for component in components:
        for link in view.singles(component):
            connections[link.id] = None
        for pool in view.pools(component):
            for link in pool.connections:
                connections[link.id] = None
    over = dict.fromkeys(part for link in connections for part in model.system.network_of.get(link, ()))
    known = model.design.component_by_id
    components = tuple(dict.fromkeys((*components, *(part for part in over if part in known))))
    connections.update({part: None for part in over if part not in known})
    domains: dict[str, None] = {}
    for component in components:
        unit = model.system.instances_of.get(component)
        for group in unit.groups if unit is not None else ():
            domains.update(dict.fromkeys(group.all_domains))
    return (*components, *connections, *domains)


def _narrowed(model: Model, path: tuple[str, ...]) -> tuple[NarrowedCall, ...]:
    """Return the calls of a journey of whose ways some were left out."""
    known = model.system.narrowed
    return tuple(NarrowedCall(one, known[one].kept, known[one].all) for one in path if one in known)


def _assumed_pools(lowered: LoweredJourney, entry: str) -> tuple[AssumedPool, ...]:
    found: dict[AssumedPool, None] = {}
    served = lowered.formulas["served"]
    for name, view in lowered.views.items():
        if name != "served" and lowered.formulas[name] is served:
            continue  # it needs nothing beyond
        for component in reach(entry, view.targets):
            for pool in view.pools(component):
                if pool.assumed is not None:
                    found[pool.assumed] = None
    return tuple(found)


def _targets(journey: Journey, served: Measure | None) -> tuple[TargetCheck, ...]:
    found: list[TargetCheck] = []
    wanted = journey.targets.availability
    if wanted is not None:
        computed = None if served is None else served.availability
        met = None if served is None else served.unavailability <= (1.0 - wanted) * (1.0 + 1e-12)
        found.append(TargetCheck("availability", wanted, computed, met))
    for name in LATENCY_TARGETS:
        value: float | None = getattr(journey.targets, name)
        if value is not None:
            found.append(TargetCheck(name, value, None, None))
    return tuple(found)


def _warnings(model: Model, lowered: LoweredJourney, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes: no_entry, no_load, amplification_loop, metastable, ambiguous_cycle, network_narrowed …"""
    journey = lowered.journey
    found: list[str] = []
    if not lowered.formulas:
        found.append("no_entry")
    load = model.load.journeys.get(journey.id)
    if load is not None and load.loop:
        found.append("amplification_loop")
    worst = model.settled.worst
    if worst is not None and any(
        rate > model.load.by_journey.get(component, {}).get(journey.id, 0.0) * 1.01 + 1e-12
        for component, rates in worst.load.by_journey.items()
        if (rate := rates.get(journey.id, 0.0)) > 0.0
    ):
        found.append("metastable")
    if journey.peak_rps is None:
        found.append("no_load" if journey.average_rps is None else "sized_for_average")
    if any(formula.ambiguous for formula in lowered.formulas.values()):
        found.append("ambiguous_cycle")
    found.extend(f"network_narrowed:{one}" for one in path if one in model.system.narrowed)
    for component in path:
        part = model.parts.get(component)
        if part is not None and not part.managed and not part.client and part.needed > part.replicas:
            found.append(f"needs_more_than_there_is:{component}")
    return tuple(found)
