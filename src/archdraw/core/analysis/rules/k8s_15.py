"""K8S-15: pods that are reached past the ingress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    parts = context.design.components
    doors = [c for c in parts if c.kind == "k8s_service" or "service_type" in c.attributes]
    pods = [c for c in workloads(context) if c.kind != "k8s_ingress"]
    if not doors and not pods:
        return NotApplicable("no Kubernetes Service or workload")
    found = []
    for one in dict.fromkeys([*(d.id for d in doors), *(p.id for p in pods)]):
        component = context.design.component_by_id[one]
        incoming, _ = context.neighbours(one)
        by_port = component.attributes.get("service_type") == "NodePort"
        clients = [c.source for c in incoming if c.kind == "call" and context.role(c.source) == "client"]
        if not by_port and not clients:
            continue
        how = "through a port of each node" if by_port else f"by {context.name(clients[0])}, past any ingress"
        found.append(
            RULE.finding(
                [one],
                f"{context.name(one)} is reached {how}.",
                severity=context.severity(RULE.severity, context.journeys_through(one)),
                evidence={"service_type": component.attributes.get("service_type", "not stated")},
                remedy="Put an ingress or a load balancer in front, and keep Services inside (ClusterIP).",
                fix="use-cluster-ip" if by_port else None,
            )
        )
    return found


RULE = Rule(
    id="K8S-15",
    title="NodePort or direct exposure",
    severity="medium",
    rationale="No place is left for TLS, limits and routing, and nodes can't be replaced unseen.",
    source="kube-score service-type",
    fixes=("use-cluster-ip",),
    check=_check,
)
