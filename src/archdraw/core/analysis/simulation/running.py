"""A simulation, start to end: from a design and a request to the result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.modelling import build_model, connected
from archdraw.core.analysis.revision import design_revision
from archdraw.core.analysis.simulation.comparing import comparisons
from archdraw.core.analysis.simulation.compiling import compile_journey
from archdraw.core.analysis.simulation.refusing import NotSimulated
from archdraw.core.analysis.simulation.replicating import Job, replicate
from archdraw.core.analysis.simulation.request import LEAST_REPLICATIONS, MOST_REPLICATIONS
from archdraw.core.analysis.simulation.results import SimulationResult
from archdraw.core.analysis.simulation.scenarios import SCENARIOS, scenario
from archdraw.core.analysis.simulation.scenarios.scenario import Site, When
from archdraw.core.analysis.simulation.spanning import span_of
from archdraw.core.analysis.simulation.summarising import summarise
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.simulation.request import SimulationRequest
    from archdraw.core.analysis.simulation.scenarios.scenario import Scenario
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design


def simulate(
    design: Design,
    catalog: Kinds,
    request: SimulationRequest,
    *,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SimulationResult:
    """Simulate one journey of a design; the design is only read.

    Parameters
    ----------
    workers
        Processes for the replications; 0 starts none, None as many as pay.
    progress
        Told the share done (0..1).
    should_stop
        Asked now and then; true ends the run.

    Raises
    ------
    NotSimulated
        The request makes no sense for the design; the message is a sentence.
    AnalysisCancelled
        `should_stop` said so.
    """
    revision = design_revision(design)
    model = build_model(connected(design), catalog)
    check(should_stop)
    compiled = compile_journey(model, request.journey, alone=request.alone)
    try:
        play = scenario(request.scenario)
        values = play.values(dict(request.parameters))
    except ValueError as error:
        raise NotSimulated(str(error)) from error
    _check_size(request)
    site = Site(model, request.journey, compiled.program)
    element = _struck(play, site, request)
    span, notes = span_of(play, values, request, site)
    check(should_stop)
    event = span.phases[min(1, len(span.phases) - 1)]
    staged = play.stage(site, element or "", values, When(event[1], event[2]))
    job = Job(staged.program or compiled.program, span, staged.what, request.seed)
    summary = replicate(
        job,
        request.replications,
        partial(summarise, span),
        workers=workers,
        progress=progress,
        should_stop=should_stop,
    )
    check(should_stop)
    return SimulationResult(
        journey=request.journey,
        scenario=play.id,
        title=play.title,
        element=element,
        parameters=values,
        seed=request.seed,
        replications=request.replications,
        alone=request.alone,
        revision=revision,
        warm_up_s=span.warm_up_s,
        measured_s=span.end_s - span.warm_up_s,
        arrived=summary.arrived,
        done=summary.done,
        failed=summary.failed,
        open=summary.open,
        degraded=summary.degraded,
        phases=summary.phases,
        series=summary.series,
        comparisons=comparisons(model, compiled, summary, alone=request.alone),
        connections=summary.connections,
        notes=tuple(dict.fromkeys((*notes, *staged.notes, *compiled.notes))),
    )


def able_to_strike(
    design: Design, catalog: Kinds, journey: str, only: str | None = None
) -> dict[str, list[str]]:
    """Return by scenario what it may strike on a journey, best first; only of those that strike something.

    Parameters
    ----------
    only
        The one scenario to look at.

    Raises
    ------
    NotSimulated
        The journey can't be simulated.
    """
    model = build_model(connected(design), catalog)
    site = Site(model, journey, compile_journey(model, journey).program)
    wanted = [one for one in SCENARIOS if only in (None, one.id)]
    return {one.id: one.elements(site) for one in wanted if one.elements is not None}


def _check_size(request: SimulationRequest) -> None:
    if not LEAST_REPLICATIONS <= request.replications <= MOST_REPLICATIONS:
        raise NotSimulated(f"Replications must be {LEAST_REPLICATIONS} to {MOST_REPLICATIONS}.")
    if request.duration_s is not None and request.duration_s <= 0.0:
        raise NotSimulated("The duration must be more than 0 s.")
    if request.requests is not None and request.requests < 1:
        raise NotSimulated("There must be at least one request.")


def _struck(play: Scenario, site: Site, request: SimulationRequest) -> str | None:
    """Return what the scenario strikes: what was asked for, else the first of what it may strike."""
    if play.elements is None:
        if request.element is not None:
            raise NotSimulated(f"Scenario “{play.id}” strikes no single element.")
        return None
    if request.element is not None:
        return _known(play, site, request.element)
    able = play.elements(site)
    if not able:
        label = play.element_label.lower()
        raise NotSimulated(f"Scenario “{play.id}” needs a {label}, and this journey passes through none.")
    return able[0]


def _known(play: Scenario, site: Site, element: str) -> str:
    """Return the element where everything named in it exists."""
    known = {event.id for event in site.model.system.events} | {c.id for c in site.design.components}
    known |= {c.id for c in site.design.connections} | set(site.model.tree.ids)
    if all(one in known for one in element.split("+")):
        return element
    able = play.elements(site) if play.elements is not None else []
    there = ", ".join(able[:12])
    raise NotSimulated(f"There is no {play.element_label.lower()} “{element}”; there are: {there}.")
