"""K8S-03: no disruption budget, or one that blocks every drain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import (
    NO_WORKLOADS,
    controller,
    journeys_of,
    names_of,
    workloads,
)

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_NONE_MAY_GO = (0, "0", "0%")


def _blocks(component: Component) -> bool:
    least = component.attributes.get("pdb_min_available")
    most = component.attributes.get("pdb_max_unavailable")
    if most is not None and most in _NONE_MAY_GO:
        return True
    if isinstance(least, str) and least.isdecimal():
        least = int(least)
    return least == "100%" or (
        isinstance(least, int) and not isinstance(least, bool) and least >= component.replicas
    )


def _states_budget(component: Component) -> bool:
    return any(key in component.attributes for key in ("pdb_min_available", "pdb_max_unavailable"))


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = [workload for workload in workloads(context) if controller(workload) != "daemonset"]
    if not found:
        return NO_WORKLOADS
    findings = []
    without = [workload for workload in found if not _states_budget(workload)]
    if without:
        findings.append(
            RULE.finding(
                [workload.id for workload in without],
                f"No disruption budget is stated for {names_of(context, without)}: "
                "a node drain may take all pods at once.",
                severity=context.severity(RULE.severity, journeys_of(context, without)),
                evidence={"workloads": len(without)},
                remedy="Add a PodDisruptionBudget that lets one pod go at a time.",
                fix="add-disruption-budget",
                about=(),
            )
        )
    findings.extend(
        RULE.finding(
            [workload.id],
            f"The disruption budget of {context.name(workload.id)} lets no pod go: drains and upgrades hang.",
            severity=context.severity(RULE.severity, context.journeys_through(workload.id)),
            evidence={
                "pdb_min_available": workload.attributes.get("pdb_min_available"),
                "pdb_max_unavailable": workload.attributes.get("pdb_max_unavailable"),
                "replicas": workload.replicas,
            },
            remedy="Allow one pod to be unavailable, and run at least two.",
            fix="add-disruption-budget",
        )
        for workload in found
        if _states_budget(workload) and _blocks(workload)
    )
    return findings


RULE = Rule(
    id="K8S-03",
    title="No disruption budget, or one that blocks drains",
    severity="medium",
    rationale="Voluntary disruptions keep to the budget only; without one they keep to nothing.",
    source="kube-linter, kube-score and Polaris disruption-budget checks",
    fixes=("add-disruption-budget",),
    check=_check,
)
