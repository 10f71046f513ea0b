"""K8S-06: pods or nodes that may all stand in one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, controller, journeys_of, names_of, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _zones(context: Context, component: Component) -> set[str]:
    """Return the zones that the component's instances stand in."""
    groups = context.design.group_by_id
    found: set[str] = set()
    for start in component.domains or (component.id,):
        chain = [groups[start]] if start in groups else []
        chain.extend(context.design.enclosing_groups(start))
        found.update(group.id for group in chain if group.kind == "zone")
    return found


def _spread(context: Context, component: Component) -> bool:
    """Return whether pods are told, or drawn, to stand in several places."""
    attributes = component.attributes
    told = attributes.get("topology_spread") is True or attributes.get("anti_affinity") is True
    return told or len(_zones(context, component)) > 1


def _are_several(workloads: list[Component]) -> bool:
    return any(workload.replicas > 1 for workload in workloads)


def _may(workloads: list[Component]) -> str:
    if _are_several(workloads):
        return "all may stand on one node"
    return "a second one may come to stand on the same node"


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = [workload for workload in workloads(context) if controller(workload) != "daemonset"]
    pools = [component for component in context.design.components if component.kind == "k8s_node_pool"]
    if not found and not pools:
        return NO_WORKLOADS
    findings = []
    loose = [workload for workload in found if not _spread(context, workload)]
    if loose:
        findings.append(
            RULE.finding(
                [workload.id for workload in loose],
                f"Nothing states that the pods of {names_of(context, loose)} are spread: {_may(loose)}.",
                severity=context.severity(
                    RULE.severity if _are_several(loose) else "medium", journeys_of(context, loose)
                ),
                evidence={"workloads": len(loose)},
                remedy="Add a topology spread over zones, or an anti-affinity between the pods.",
                fix="spread",
                about=(),
            )
        )
    zones = [_zones(context, pool) for pool in pools]
    if pools and all(zones) and len(set().union(*zones)) == 1:
        zone = context.name(next(iter(zones[0])))
        findings.append(
            RULE.finding(
                [pool.id for pool in pools],
                f"All nodes ({names_of(context, pools)}) stand in {zone}: its loss takes every workload.",
                evidence={"zones": 1, "pools": len(pools)},
                remedy="Run node pools in three zones.",
                fix="spread",
            )
        )
    return findings


RULE = Rule(
    id="K8S-06",
    title="Pods or nodes not spread",
    severity="high",
    rationale="Replicas on one node or in one zone fail together.",
    source="kube-linter no-anti-affinity; kube-score and Polaris spread checks",
    fixes=("spread",),
    check=_check,
)
