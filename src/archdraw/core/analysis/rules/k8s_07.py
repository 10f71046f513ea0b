"""K8S-07: no resource requests or limits."""

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
    open_ended = [w for w in found if not (w.attributes.get("requests") and w.attributes.get("limits"))]
    if not open_ended:
        return []
    return [
        RULE.finding(
            [workload.id for workload in open_ended],
            f"Requests or limits are not stated for {names_of(context, open_ended)}: "
            "the scheduler packs them blindly and a neighbour can starve them.",
            severity=context.severity(RULE.severity, journeys_of(context, open_ended)),
            evidence={"workloads": len(open_ended)},
            remedy="State requests for processor and memory, and a memory limit.",
            fix="add-requests",
            about=(),
        )
    ]


RULE = Rule(
    id="K8S-07",
    title="No requests or limits",
    severity="medium",
    rationale="Without requests the scheduler can't keep room; without limits one pod can take a node.",
    source="kube-linter, kube-score and Polaris resource checks",
    fixes=("add-requests",),
    check=_check,
)
