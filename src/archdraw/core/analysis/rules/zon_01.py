"""ZON-01: a tier in one zone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import availability_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    groups = context.design.group_by_id
    zones = [domain for domain in context.domains.ids if groups[domain].kind == "zone"]
    unplaced = _unplaced(context)
    if not zones and not unplaced:
        return NotApplicable("no zones are drawn, and no target asks for them")
    return [*_in_one(context, zones), *unplaced]


def _in_one(context: Context, zones: list[str]) -> list[Finding]:
    """Return a finding for each zone that stops a journey with what stands there only."""
    found = []
    for zone in zones:
        journeys = [
            r.id for r in context.results if r.measures and zone in r.measures["served"].single_points.domains
        ]
        if not journeys:
            continue
        held = _wholly_inside(context, zone, journeys)
        if not held:
            continue  # a tier that is spread but too small without the zone: ZON-03
        stop = verb(journeys, "stops", "stop")
        found.append(
            RULE.finding(
                [zone, *held],
                f"{named(context, held)} {verb(held, 'stands', 'stand')} in {context.name(zone)} only: "
                f"without it, {named(context, journeys)} {stop}.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"zone": zone, "journeys": journeys, "components": held},
                remedy="Spread the instances over two zones, better three.",
                fix="spread",
                about=[zone],
                journey=journeys[0],
            )
        )
    return found


def _unplaced(context: Context) -> list[Finding]:
    """Return the question where the parts of a demanding journey stand, if nothing says so."""
    least = threshold(context, "zoned_target")
    asking = [j for j in context.design.journeys if (j.targets.availability or 0.0) >= least]
    adrift = [
        component.id
        for component in context.design.components
        if not _elsewhere(context, component) and not instances_by_zone(context, component)
        if any(context.on_path(component.id, journey.id) for journey in asking)
    ]
    if not adrift:
        return []
    through = [j for j in asking if any(context.on_path(one, j.id) for one in adrift)]
    best = max(through, key=lambda journey: journey.targets.availability or 0.0)
    wanted = best.targets.availability or 0.0
    return [
        RULE.finding(
            adrift,
            f"Nothing says in which zones {named(context, adrift)} {verb(adrift, 'stands', 'stand')}, and "
            f"{context.name(best.id)} is to reach {availability_text(wanted)}: the loss of a zone is not "
            "counted.",
            severity="info",
            evidence={"zones": "not stated", "components": adrift, "target": wanted},
            remedy="Draw the zones and say where instances stand: in two, better three.",
            about=("unplaced",),
        )
    ]


def _elsewhere(context: Context, component: Component) -> bool:
    """Return whether the place of a component is not ours to choose, or the scheduler spreads it."""
    part = context.part(component.id)
    spread = component.attributes.get("topology_spread") is True
    return part.managed or part.client or spread or context.role(component.id) == "external"


def _wholly_inside(context: Context, zone: str, journeys: list[str]) -> list[str]:
    """Return the components on the journeys' paths whose every instance stands in the zone."""
    held = []
    for component in context.design.components:
        part = context.part(component.id)
        if part.managed or part.client:
            continue
        places = context.domains.placement(component)
        on_path = any(context.on_path(component.id, journey) for journey in journeys)
        if on_path and all(zone in place for place in places):
            held.append(component.id)
    return held


RULE = Rule(
    id="ZON-01",
    title="Tier in one zone",
    severity="critical",
    rationale="The loss of the zone is an outage.",
    source="Azure Well-Architected RE:05; AWS Well-Architected REL10",
    thresholds=("zoned_target",),
    fixes=("spread",),
    by_hand="where instances stand that are drawn in no zone is known to those who run them.",
    check=_check,
)
