"""K8S-04: probes that are missing, or one probe used for two questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, journeys_of, names_of, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _missing(component: Component) -> bool:
    return not (component.attributes.get("readiness_probe") and component.attributes.get("liveness_probe"))


def _same(component: Component) -> bool:
    ready, live = component.attributes.get("readiness_probe"), component.attributes.get("liveness_probe")
    return isinstance(ready, str) and ready == live


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = workloads(context)
    if not found:
        return NO_WORKLOADS
    findings = []
    missing = [workload for workload in found if _missing(workload)]
    same = [workload for workload in found if _same(workload)]
    if missing:
        findings.append(
            RULE.finding(
                [workload.id for workload in missing],
                f"Readiness or liveness probes are not stated for {names_of(context, missing)}: "
                "traffic reaches pods that can't serve.",
                severity=context.severity(RULE.severity, journeys_of(context, missing)),
                evidence={"workloads": len(missing)},
                remedy="Add a readiness probe on the serving path and a liveness probe on the process.",
                fix="add-probes",
                about=("missing",),
            )
        )
    if same:
        findings.append(
            RULE.finding(
                [workload.id for workload in same],
                f"Readiness and liveness ask the same of {names_of(context, same)}: "
                "what should take a pod out of service restarts it.",
                severity=context.severity(RULE.severity, journeys_of(context, same)),
                evidence={"workloads": len(same)},
                remedy="Let liveness check the process only, and readiness what it needs to serve.",
                fix="add-probes",
                about=("same",),
            )
        )
    return findings


RULE = Rule(
    id="K8S-04",
    title="Missing or identical probes",
    severity="medium",
    rationale="Readiness steers traffic, liveness restarts; one probe for both turns slowness into restarts.",
    source="kube-linter probe checks; kube-score pod-probes-identical",
    fixes=("add-probes",),
    check=_check,
)
