"""K8S-09: no autoscaling, or one that may go too low."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import counted
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.workloads import (
    NO_WORKLOADS,
    controller,
    journeys_of,
    keeps_data,
    names_of,
    workloads,
)

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _least(component: Component) -> int | None:
    hpa = component.attributes.get("hpa")
    # Kubernetes goes down to one pod where nothing is stated.
    least = hpa.get("min", 1) if isinstance(hpa, dict) and hpa else None
    return least if isinstance(least, int) and not isinstance(least, bool) else None


def _too_low(context: Context, component: Component) -> bool:
    least = _least(component)
    budget = component.attributes.get("pdb_min_available")
    if least is None:
        return False
    fewest = threshold(context, "autoscaler_least")
    return least < fewest or (isinstance(budget, int) and not isinstance(budget, bool) and least <= budget)


def _why(context: Context, component: Component) -> str:
    least, fewest = _least(component) or 0, round(threshold(context, "autoscaler_least"))
    name, kept = context.name(component.id), counted(least, "pod", "pods")
    if least < fewest:
        return f"{name} goes down to {kept}, and {fewest} are the least"
    return f"{name} goes down to {kept}, and its disruption budget lets none of them go"


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = [w for w in workloads(context) if controller(w) == "deployment" and not keeps_data(context, w)]
    if not found:
        return NO_WORKLOADS
    findings = []
    fixed = [workload for workload in found if not workload.attributes.get("hpa")]
    low = [workload for workload in found if _too_low(context, workload)]
    if fixed:
        findings.append(
            RULE.finding(
                [workload.id for workload in fixed],
                f"No autoscaling is stated for {names_of(context, fixed)}: "
                "a peak meets a fixed number of pods.",
                severity=context.severity(RULE.severity, journeys_of(context, fixed)),
                evidence={"workloads": len(fixed)},
                remedy="Add a horizontal autoscaler with at least two pods.",
                fix="add-autoscaler",
                about=("absent",),
            )
        )
    if low:
        findings.append(
            RULE.finding(
                [workload.id for workload in low],
                f"The autoscaler of {names_of(context, low)} may leave too few pods: "
                f"{_why(context, low[0])}.",
                severity=context.severity(RULE.severity, journeys_of(context, low)),
                evidence={"least": [_least(workload) for workload in low]},
                remedy=f"Let it keep at least {threshold(context, 'autoscaler_least'):g} pods, and one more "
                "than the disruption budget asks for.",
                fix="add-autoscaler",
                about=("low",),
            )
        )
    return findings


RULE = Rule(
    id="K8S-09",
    title="Autoscaler absent or too low",
    severity="medium",
    rationale="Redundancy that the autoscaler takes away at night is none.",
    source="kube-linter hpa-minimum-three-replicas; Polaris pdbMinAvailableGreaterThanHPAMinReplicas",
    thresholds=("autoscaler_least",),
    fixes=("add-autoscaler",),
    check=_check,
)
