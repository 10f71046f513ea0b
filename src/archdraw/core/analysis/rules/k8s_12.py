"""K8S-12: updates that stop everything first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = workloads(context)
    if not found:
        return NO_WORKLOADS
    return [
        RULE.finding(
            [workload.id],
            f"{context.name(workload.id)} is updated by Recreate: each release is an outage.",
            severity=context.severity(RULE.severity, context.journeys_through(workload.id)),
            evidence={"strategy": "Recreate"},
            remedy="Use RollingUpdate.",
            fix="rolling-update",
        )
        for workload in found
        if workload.attributes.get("strategy") == "Recreate"
    ]


RULE = Rule(
    id="K8S-12",
    title="Recreate strategy",
    severity="medium",
    rationale="Recreate stops all old pods before the first new one is ready.",
    source="kube-linter and kube-score strategy checks",
    fixes=("rolling-update",),
    check=_check,
)
