"""SPF-05: a managed service that everything passes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.wording import availability_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    managed = [c for c in context.design.components if context.part(c.id).managed]
    if not managed:
        return NotApplicable("no managed component")
    found = []
    for component in managed:
        journeys = [j for j in context.design.journeys if context.single_event(j.id, component.id)]
        external = context.role(component.id) == "external"
        failure = context.part(component.id).failure
        if not journeys or failure <= 0.0:
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{named(context, [j.id for j in journeys])} {verb(journeys, 'needs', 'need')} "
                f"{context.name(component.id)}, a managed service: no better than its "
                f"{availability_text(1.0 - failure, failure)}.",
                evidence={"unavailability": failure, "journeys": [j.id for j in journeys]},
                remedy="Accept it, or add a second provider or a degraded mode.",
                fix="second-provider" if external else None,
                journey=journeys[0].id,
            )
        )
    return found


RULE = Rule(
    id="SPF-05",
    title="Single managed dependency",
    severity="info",
    rationale="The journey can be no better than what the provider delivers.",
    source="Azure failure mode analysis",
    fixes=("second-provider",),
    by_hand="a second DNS, balancer or store of another provider is a decision; most accept the first.",
    check=_check,
)
