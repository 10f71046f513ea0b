"""ZON-01: a tier in one zone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    groups = context.design.group_by_id
    zones = [domain for domain in context.domains.ids if groups[domain].kind == "zone"]
    if not zones:
        return NotApplicable("no zones are drawn")
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
    fixes=("spread",),
    check=_check,
)
