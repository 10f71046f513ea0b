"""K8S-08: data in a Deployment or on a volume that goes with the pod."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, controller, keeps_data, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    keepers = [workload for workload in workloads(context) if keeps_data(context, workload)]
    if not keepers:
        return NO_WORKLOADS if not workloads(context) else NotApplicable("no workload keeps data")
    findings = []
    for keeper in keepers:
        volume = keeper.attributes.get("volume")
        if volume == "pvc":
            continue
        run_by = controller(keeper)
        if volume is None and run_by == "statefulset":
            continue
        problem = _problem(volume)
        findings.append(
            RULE.finding(
                [keeper.id],
                f"{context.name(keeper.id)} {problem}.",
                severity=severity_by_use(context, "high" if volume is None else RULE.severity, keeper.id),
                evidence={"controller": run_by, "volume": "not stated" if volume is None else volume},
                remedy="Run it as a StatefulSet with a persistent volume claim, or keep the data elsewhere.",
                fix="persist",
            )
        )
    return findings


def _problem(volume: object) -> str:
    if volume is None:
        return "keeps data, and nothing says that its volume outlives the pod"
    place = {"none": "no volume", "emptyDir": "an emptyDir volume"}.get(str(volume), f"a volume “{volume}”")
    return f"keeps data on {place}: they are gone with the pod"


RULE = Rule(
    id="K8S-08",
    title="State in a Deployment or on an ephemeral volume",
    severity="critical",
    rationale="A rescheduled pod starts with an empty disk.",
    source="course text; Kubernetes documentation, StatefulSets and volumes",
    fixes=("persist",),
    check=_check,
)
