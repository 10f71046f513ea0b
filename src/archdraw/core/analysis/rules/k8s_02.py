"""K8S-02: a workload with one replica."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, controller, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = [workload for workload in workloads(context) if controller(workload) != "daemonset"]
    if not found:
        return NO_WORKLOADS
    return [
        RULE.finding(
            [workload.id],
            f"{context.name(workload.id)} runs {_replicas(workload.replicas)}.",
            severity=context.severity(RULE.severity, context.journeys_through(workload.id)),
            evidence={"replicas": workload.replicas},
            remedy="Run at least two replicas, three where a zone may be lost.",
            fix="add-instance",
        )
        for workload in found
        if workload.replicas < threshold(context, "pod_replicas") and not context.part(workload.id).managed
    ]


def _replicas(count: int) -> str:
    if count == 1:
        return "one replica: every drain, eviction or restart is an outage, also when nothing fails"
    return f"{count} replicas: too few to lose one while another restarts"


RULE = Rule(
    id="K8S-02",
    title="One replica",
    severity="high",
    rationale="A single pod is away in every drain, eviction and restart, and no figure counts those.",
    source="kube-linter minimum-three-replicas; kube-score and Polaris replica checks",
    thresholds=("pod_replicas",),
    fixes=("add-instance",),
    check=_check,
)
