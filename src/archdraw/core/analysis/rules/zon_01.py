"""ZON-01: a tier in one zone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

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
        what = ", ".join(context.name(element) for element in held) or "too many instances of one tier"
        names = ", ".join(context.name(journey) for journey in journeys)
        found.append(
            RULE.finding(
                [zone, *held],
                f"The loss of {context.name(zone)} stops {names}: {what} "
                f"{'stand' if len(held) > 1 else 'stands'} there only.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"zone": zone, "journeys": journeys, "components": held},
                remedy="Spread the instances over two zones, better three.",
                fix="spread",
                journey=journeys[0],
            )
        )
    return found


def _wholly_inside(context: Context, zone: str, journeys: list[str]) -> list[str]:
    """Return the components on the journeys' paths whose every instance stands in the zone."""
    held = []
    for component in context.design.components:
        if not any(context.on_path(component.id, journey) for journey in journeys):
            continue
        places = context.domains.placement(component)
        if not context.part(component.id).managed and all(zone in place for place in places):
            held.append(component.id)
    return held


RULE = Rule(
    id="ZON-01",
    title="Tier in one zone",
    severity="critical",
    rationale="The loss of the zone is an outage.",
    source="Azure Well-Architected RE:05; AWS Well-Architected REL10",
    check=_check,
)
