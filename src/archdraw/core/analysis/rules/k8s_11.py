"""K8S-11: every pod may talk to every other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, journeys_of, names_of, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = workloads(context)
    if not found:
        return NO_WORKLOADS
    open_to_all = [w for w in found if w.attributes.get("network_policy") is not True]
    if not open_to_all:
        return []
    return [
        RULE.finding(
            [workload.id for workload in open_to_all],
            f"No network policy is stated for {names_of(context, open_to_all)}: a pod that is taken "
            "over reaches "
            "all others.",
            severity=context.severity(RULE.severity, journeys_of(context, open_to_all)),
            evidence={"workloads": len(open_to_all)},
            remedy="Deny by default, and allow what the drawing shows.",
            fix="add-network-policy",
            about=(),
        )
    ]


RULE = Rule(
    id="K8S-11",
    title="No NetworkPolicy",
    severity="low",
    rationale="The cluster's inside is no safer place than its weakest pod.",
    source="kube-score pod-networkpolicy; kube-linter; Polaris",
    fixes=("add-network-policy",),
    check=_check,
)
