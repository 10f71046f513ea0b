"""RES-06: something optional that everybody waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    optional = [
        c for c in context.design.components if c.attributes.get("optional") is True or "optional" in c.tags
    ]
    if not optional:
        return NotApplicable("nothing is marked optional")
    found = []
    for component in optional:
        journeys = context.journeys_through(component.id)
        if not journeys:
            continue
        stops = verb(journeys, "stops", "stop")
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} is marked optional, yet "
                f"{named(context, [j.id for j in journeys])} {stops} without it.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"journeys": [j.id for j in journeys]},
                remedy="Give the call a timeout and a fallback and mark it not critical.",
                fix="make-optional",
                journey=journeys[0].id,
            )
        )
    return found


RULE = Rule(
    id="RES-06",
    title="Optional dependency is hard",
    severity="medium",
    rationale="What the answer can do without should not be able to stop it.",
    source="Google SRE book, degraded service",
    fixes=("make-optional",),
    check=_check,
)
