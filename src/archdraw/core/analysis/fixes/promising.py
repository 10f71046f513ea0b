"""Fixes for what a journey is to reach: redundancy where the target asks for it, and targets themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.fixes.fix import Fix, NoFixError, Site
from archdraw.core.analysis.fixes.instances import add_instance, add_standby, spread
from archdraw.core.analysis.fixes.revising import with_attributes, with_fields
from archdraw.core.analysis.rules.sla_04 import waited_for_in_vain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Design, Journey

# What stops a journey alone, with what is done about it; in this order, the cheapest to undo first.
_REDUNDANT: dict[str, Callable[[Site], Design]] = {
    "add-instance": add_instance,
    "add-standby": add_standby,
    "spread": spread,
}
_SINGLE = ("SPF", "ZON", "K8S")
_MOST_STEPS = 12
# What promises are usually made at; the best one below what is computed is stated.
_USUAL = (0.99999, 0.9999, 0.9995, 0.999, 0.9975, 0.995, 0.99, 0.95, 0.9, 0.5)
_USUAL_PEAK = 3.0


def make_redundant(site: Site) -> Design:
    """Take one single point of the journey away after the other, until the finding is gone."""
    journey = _journey(site)
    design = site.design
    tried: set[tuple[str, tuple[str, ...]]] = set()
    for _ in range(_MOST_STEPS):
        state = site.analysis(design)
        if site.finding.identity not in {one.identity for one in state.findings}:
            if not site.is_better(design):
                raise NoFixError("Making its single points redundant brings other findings that are as bad.")
            return design
        planned = None
        for one in state.findings:
            if one.identity in tried or not _stops(one, journey.id):
                continue
            tried.add(one.identity)
            planned = _planned(site.elsewhere(design, one))
            if planned is not None:
                break
        if planned is None:
            raise NoFixError(_what_is_left(site, design))
        design = planned
    raise NoFixError("Making its single points redundant is not enough here.")


def _stops(finding: Finding, journey: str) -> bool:
    """Return whether a finding says that something stops the journey alone, and how to mend that."""
    named = finding.evidence.get("journeys")
    hit = journey == finding.journey or (isinstance(named, list | tuple) and journey in named)
    return hit and finding.rule.startswith(_SINGLE) and finding.fix in _REDUNDANT


def _planned(site: Site) -> Design | None:
    try:
        return _REDUNDANT[site.finding.fix or ""](site)
    except NoFixError:
        return None


def _what_is_left(site: Site, design: Design) -> str:
    names = [
        one.name or one.id
        for one in design.components
        if site.part(one.id).managed and one.id in site.finding.elements
    ]
    if names:
        return f"{names[0]} is bought as one: a better one, or a second provider, is a decision."
    return "What is left is no single point; its figures would have to be better."


def promise_less(site: Site) -> Design:
    """Promise customers what is aimed at inside, and no more."""
    journey = _journey(site)
    if journey.targets.availability is None:
        raise NoFixError("The journey does not aim at anything any more.")
    attributes = {**journey.attributes, "promised_availability": journey.targets.availability}
    return with_fields(site.design, {journey.id: {"attributes": attributes}})


def state_targets(site: Site) -> Design:
    """State what the drawing reaches today as the target, to be revised by whoever knows better."""
    journey = _journey(site)
    fields: dict[str, Any] = {}
    if journey.peak_rps is None:
        if journey.average_rps is None:
            raise NoFixError("How much is asked of the journey is known to people only: state its peak load.")
        fields["peak_rps"] = journey.average_rps * _USUAL_PEAK
    if journey.targets.availability is None:
        result = site.before.journey(journey.id)
        served = None if result is None else result.measures.get("served")
        if served is None:
            raise NoFixError("The journey has no entry, so nothing is computed for it.")
        reached = next((one for one in _USUAL if one <= served.availability), None)
        if reached is None:
            raise NoFixError("The journey hardly ever works: mend that before aiming at anything.")
        fields["targets"] = journey.targets.revised(availability=reached)
    return with_fields(site.design, {journey.id: fields})


def quicken(site: Site) -> Design:
    """Call in parallel what one caller waits for step by step, or add instances where a queue grows."""
    for candidate in _faster(site):
        if site.is_better(candidate):
            return candidate
    raise NoFixError(
        "Calling in parallel is not enough: cache, hedge the slowest call, or agree on more time."
    )


def _faster(site: Site) -> Iterator[Design]:
    result = site.before.journey(_journey(site).id)
    if result is not None and result.latency is not None and not result.latency.stable:
        try:
            yield add_instance(site)
        except NoFixError:
            return
        return
    spared = _without_waiting(site)
    if spared is not None:
        yield spared
    path = set(result.path) if result is not None else set()
    calls: dict[str, list[str]] = {}
    for link in site.design.connections:
        if link.kind == "call" and link.synchronous and link.source in path:
            calls.setdefault(link.source, []).append(link.id)
    waiting = [one for one, links in calls.items() if len(links) > 1 and not site.part(one).client]
    for one in waiting:
        yield with_attributes(site.design, [one], {"fan": "parallel"})
    if len(waiting) > 1:
        yield with_attributes(site.design, waiting, {"fan": "parallel"})


def _without_waiting(site: Site) -> Design | None:
    """Return the design where nobody waits for what the answer can do without, if that is what is slow."""
    journey = _journey(site)
    spare = waited_for_in_vain(site.design, journey)
    if not spare.intersection(site.finding.elements):
        return None
    calls = [
        link.id
        for link in site.design.connections
        if link.kind == "call" and link.synchronous and link.critical is False and link.target in spare
        if link.source not in spare and journey.calls_over(link)
    ]
    return with_fields(site.design, {one: {"mode": "async"} for one in calls})


def _journey(site: Site) -> Journey:
    journey = site.design.journey_by_id.get(site.finding.journey or "")
    if journey is None:
        raise NoFixError("The journey is not in the document any more.")
    return journey


FIXES = (
    Fix("make-redundant", "Make its single points redundant", make_redundant),
    Fix("promise-less", "Promise what is aimed at", promise_less),
    Fix("state-targets", "Aim at what is reached today", state_targets),
    Fix("quicken", "Wait less, or serve with more", quicken),
)
