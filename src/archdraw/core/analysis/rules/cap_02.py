"""CAP-02: little headroom, as drawn or after one loss."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if all(result.utilisation is None for result in context.components):
        return NotApplicable("no load, or no capacity known")
    limit = context.design.settings.target_utilisation
    found = []
    for result in context.components:
        used = result.utilisation
        if used is None or used > 1.0:  # above: CAP-01
            continue
        left, lost = _after_worst_loss(context, result.id)
        after = used * context.part(result.id).serving / left if left > 0 else None
        if used <= limit and (after is None or after <= 1.0):
            continue
        journeys = [j for j in context.design.journeys if result.rate_by_journey.get(j.id)]
        name = context.name(result.id)
        message = f"{name} is at {percent_text(used)} of its capacity at peak"
        message += f" (target {percent_text(limit)})" if used > limit else ""
        if after is not None and after > 1.0:
            loss = "one instance" if lost == result.id else context.name(lost)
            message += f"; without {loss} it is at {percent_text(after)}"
        found.append(
            RULE.finding(
                [result.id],
                message + ".",
                severity=context.severity(RULE.severity, journeys),
                evidence={
                    "utilisation": used,
                    "target": limit,
                    "lost": lost,
                    "utilisation_after_loss": after,
                },
                remedy="Have its limit raised, or keep load away."
                if context.part(result.id).managed
                else "Add instances so that the rest carries the peak after one instance or zone is lost.",
                fix=None if context.part(result.id).managed else "add-instance",
                journey=journeys[0].id if journeys else None,
            )
        )
    return found


def _after_worst_loss(context: Context, component: str) -> tuple[int, str]:
    """Return the serving instances left after the worst single loss, and the domain (else itself) lost."""
    part = context.part(component)
    unit = context.system.instances_of.get(component)
    if unit is None or part.serving < part.replicas or part.replicas == 1:
        # Managed, single, or with a standby that takes over: nothing is left, or as much as before.
        return (part.serving if unit is None or part.replicas > 1 else 0), component
    inside: dict[str, int] = {}
    for group in unit.groups:
        for domain in group.all_domains:
            inside[domain] = inside.get(domain, 0) + group.count
    worst, count = component, 1
    for domain, instances in inside.items():
        # Losing all is an outage (single point), not a matter of headroom.
        if count < instances < part.replicas:
            worst, count = domain, instances
    return part.serving - count, worst


RULE = Rule(
    id="CAP-02",
    title="Little headroom",
    severity="high",
    rationale="Waiting times rise steeply above about 70 %, and a loss must leave enough.",
    source="Hello Interview, numbers to know (70 %); AWS static stability",
    fixes=("add-instance",),
    check=_check,
)
