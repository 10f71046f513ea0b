"""RES-08: a balancer that does not ask who is alive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_KINDS = ("l4_load_balancer", "l7_load_balancer", "reverse_proxy")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    balancers = [c for c in context.design.components if c.kind in _KINDS]
    if not balancers:
        return NotApplicable("no load balancer")
    found = []
    for balancer in balancers:
        stated = balancer.attributes.get("health_check")
        if stated is True:
            continue
        _, outgoing = context.neighbours(balancer.id)
        behind = [link.target for link in outgoing if link.kind == "call"]
        if not any(context.part(target).replicas > 1 for target in behind) and len(behind) < 2:
            continue
        found.append(
            RULE.finding(
                [balancer.id],
                f"{context.name(balancer.id)} {'has' if stated is False else 'states'} no health check "
                "for what stands behind it.",
                severity=context.severity(
                    RULE.severity if stated is False else "medium", context.journeys_through(balancer.id)
                ),
                evidence={"health_check": "not stated" if stated is None else stated},
                remedy="Check a path that tells whether an instance can serve, every few seconds.",
                fix="add-health-check",
            )
        )
    return found


RULE = Rule(
    id="RES-08",
    title="Balancer without health check",
    severity="high",
    rationale="Without checks, a dead instance keeps its share of the requests.",
    source="Microsoft cloud patterns, health endpoint monitoring",
    fixes=("add-health-check",),
    check=_check,
)
