"""SPF-03: the balancer in front of redundant services is itself single."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.spares import is_gateway

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    gateways = [c for c in context.design.components if is_gateway(context, c.id)]
    if not gateways:
        return NotApplicable("no load balancer or gateway")
    found = []
    for component in gateways:
        part = context.part(component.id)
        if part.managed or part.replicas > part.needed:
            continue
        journeys = [j for j in context.design.journeys if context.single_event(j.id, component.id)]
        if not journeys and context.journeys_through(component.id):
            continue  # another one takes its place
        names = named(context, [j.id for j in journeys]) or "what is behind it"
        label = f"is a single {part.kind.label}"
        if part.replicas > 1:
            label = f"needs each of its {part.replicas} instances"
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} {label}: a failure stops {names}.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"replicas": part.replicas, "journeys": [j.id for j in journeys]},
                remedy="Run a pair behind a virtual address, or use a managed one.",
                fix="add-instance",
                journey=journeys[0].id if journeys else None,
            )
        )
    return found


RULE = Rule(
    id="SPF-03",
    title="Load balancer or gateway is itself single",
    severity="critical",
    rationale="The single point of failure was moved, not removed.",
    source="System Design Primer, disadvantages of load balancers",
    fixes=("add-instance",),
    check=_check,
)
