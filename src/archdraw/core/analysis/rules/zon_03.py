"""ZON-03: too little left after a zone is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


# One serves at a time, or a majority decides (ZON-04).
_OTHERWISE = ("active-passive", "quorum")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    spread = []
    for component in context.design.components:
        part = context.part(component.id)
        if part.managed or part.client or part.replicas < 2 or part.redundancy in _OTHERWISE:
            continue
        by_zone = instances_by_zone(context, component)
        if len(by_zone) > 1:
            spread.append((component, by_zone))
    if not spread:
        return NotApplicable("nothing is spread over zones")
    found = []
    for component, by_zone in spread:
        part = context.part(component.id)
        zone, lost = max(by_zone.items(), key=lambda entry: entry[1])
        left = part.replicas - lost
        journeys = context.journeys_through(component.id)
        if left >= part.needed or not journeys:
            continue
        found.append(
            RULE.finding(
                [component.id, zone],
                f"{context.name(component.id)} needs {part.needed} of its {part.replicas} instances; "
                f"without {context.name(zone)} {left} {'is' if left == 1 else 'are'} left.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"needed": part.needed, "replicas": part.replicas, "left": left, "zone": zone},
                remedy="Size the tier so that the other zones carry the peak (with three zones: half more).",
                fix="add-instance",
                about=[component.id],
                journey=journeys[0].id,
            )
        )
    return found


RULE = Rule(
    id="ZON-03",
    title="Not enough left after a zone loss",
    severity="high",
    rationale="Redundancy that is counted in instances is not redundancy in zones.",
    source="AWS Well-Architected, static stability",
    fixes=("add-instance",),
    check=_check,
)
