"""K8S-01: a pod that nothing controls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, controller, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    pods = workloads(context)
    if not pods:
        return NO_WORKLOADS
    return [
        RULE.finding(
            [pod.id],
            f"{context.name(pod.id)} is a bare pod: when its node is lost, nothing starts it again.",
            severity=context.severity(RULE.severity, context.journeys_through(pod.id)),
            evidence={"controller": "none"},
            remedy="Run it from a Deployment, or from a StatefulSet where it keeps data.",
            fix="add-controller",
        )
        for pod in pods
        if controller(pod) == "none"
    ]


RULE = Rule(
    id="K8S-01",
    title="Bare pod",
    severity="high",
    rationale="Only a controller replaces a pod whose node is gone.",
    source="course text; Kubernetes documentation, workload controllers",
    fixes=("add-controller",),
    check=_check,
)
