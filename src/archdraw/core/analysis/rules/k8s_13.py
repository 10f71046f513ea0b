"""K8S-13: no room for the pods of a node that is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import counted, named
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, journeys_of, quantity, workloads
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    pools = [c for c in context.design.components if c.kind == "k8s_node_pool"]
    pods = workloads(context)
    if not pools or not pods:
        return NO_WORKLOADS if not pods else NotApplicable("no node pool is drawn")
    nodes = sum(pool.replicas for pool in pools)
    reasons, evidence = _short(context, pools, pods, nodes)
    if not reasons:
        return []
    return [
        RULE.finding(
            [pool.id for pool in pools],
            f"Of {counted(nodes, 'node', 'nodes')} ({named(context, [p.id for p in pools])}) one may be "
            "lost, and "
            f"the others have no room: {'; '.join(reasons)}.",
            severity=context.severity(RULE.severity, journeys_of(context, pods)),
            evidence={"nodes": nodes, **evidence},
            remedy="Add a node, or ask for less.",
            fix="add-instance",
            about=("room",),
        )
    ]


def _short(
    context: Context, pools: list[Component], pods: list[Component], nodes: int
) -> tuple[list[str], dict[str, float]]:
    """Return what does not fit on one node fewer."""
    reasons: list[str] = []
    evidence: dict[str, float] = {}
    left = max(0, nodes - 1)
    count, most = sum(pod.replicas for pod in pods), threshold(context, "pods_per_node")
    if count > left * most:
        reasons.append(f"{count} pods on {left} × {number_text(most)}")
        evidence |= {"pods": float(count), "places": left * most}
    for key, unit, scale in (("cpu", "cores", 1.0), ("memory", "GB", 1e9)):
        asked = sum(pod.replicas * (quantity(pod, "requests", key) or 0.0) for pod in pods)
        each = [quantity(pool, "limits", key) for pool in pools]
        if not asked or any(one is None for one in each):
            continue
        sizes = [one or 0.0 for one in each]
        room = sum(pool.replicas * size for pool, size in zip(pools, sizes, strict=True)) - max(sizes)
        if asked > room:
            reasons.append(f"{number_text(asked / scale, 3)} of {number_text(room / scale, 3)}\u2009{unit}")
            evidence |= {f"{key}_requested": asked, f"{key}_left": room}
    return reasons, evidence


RULE = Rule(
    id="K8S-13",
    title="No room after node loss",
    severity="high",
    rationale="Pods that fit nowhere stay pending: the loss of a node becomes an outage.",
    source="Kubernetes documentation, considerations for large clusters",
    thresholds=("pods_per_node",),
    fixes=("add-instance",),
    check=_check,
)
