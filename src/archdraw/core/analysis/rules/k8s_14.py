"""K8S-14: a Service or Ingress that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    doors = [c for c in context.design.components if c.kind in ("k8s_service", "k8s_ingress")]
    if not doors:
        return NotApplicable("no Service and no Ingress")
    return [
        RULE.finding(
            [door.id],
            f"{context.name(door.id)} leads nowhere: no workload is connected behind it.",
            severity=context.severity(RULE.severity, context.journeys_through(door.id)),
            evidence={"targets": 0},
            remedy="Connect the workload whose pods its selector is to find, or take it out.",
            fix="take-out",
        )
        for door in doors
        if not any(link.kind == "call" for link in context.neighbours(door.id)[1])
    ]


RULE = Rule(
    id="K8S-14",
    title="Dangling Service or Ingress",
    severity="medium",
    rationale="Requests to it fail, and nothing else tells.",
    source="kube-linter dangling-service; kube-score",
    fixes=("take-out",),
    check=_check,
)
