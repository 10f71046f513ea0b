"""ARC-04: components that wait for each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.analysis.structure.lowering import JourneyView

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not context.design.connections:
        return NotApplicable("nothing is connected")
    view = JourneyView(context.requirements, None, "full")
    found = []
    for ring in strong_components([c.id for c in context.design.components], view.targets):
        if len(ring) < 2:
            continue
        members = set(ring)
        inside = [
            link.id
            for one in ring
            for link in (*view.singles(one), *(link for pool in view.pools(one) for link in pool.connections))
            if link.target in members
        ]
        journeys = [j for j in context.design.journeys if any(context.on_path(one, j.id) for one in ring)]
        found.append(
            RULE.finding(
                [*ring, *inside],
                f"{named(context, ring, 5)} call each other in a ring and wait for the answer.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"components": list(ring), "connections": inside},
                remedy="Break the ring: make one call asynchronous, or move what both need to a third place.",
                fix="make-async",
                journey=journeys[0].id if journeys else None,
            )
        )
    return found


RULE = Rule(
    id="ARC-04",
    title="Call cycle",
    severity="high",
    rationale="Rings of waiting calls deadlock, cannot start from cold, and deploy only together.",
    source="course text",
    fixes=("make-async",),
    check=_check,
)
