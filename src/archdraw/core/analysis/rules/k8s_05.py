"""K8S-05: a control plane of one, or of an even number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import counted
from archdraw.core.analysis.rules.thresholds import threshold

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    planes = [
        component
        for component in context.design.components
        if component.kind == "k8s_control_plane" and not context.part(component.id).managed
    ]
    if not planes:
        return NotApplicable("no self-run control plane")
    findings, least = [], threshold(context, "control_plane_members")
    for plane in planes:
        stated = plane.attributes.get("members")
        members = stated if isinstance(stated, int) and not isinstance(stated, bool) else plane.replicas
        if members >= least and members % 2 == 1:
            continue
        needed = members // 2 + 1
        findings.append(
            RULE.finding(
                [plane.id],
                f"{context.name(plane.id)} {_problem(members, needed, round(least))}.",
                evidence={"members": members, "quorum": needed, "survives": members - needed},
                remedy="Run three or five members, in as many zones.",
                fix="add-instance",
            )
        )
    return findings


def _problem(members: int, needed: int, least: int) -> str:
    if members == 1:
        return "has one member: its loss stops every change to the cluster"
    survived = f"it survives {counted(members - needed, 'failure', 'failures')}"
    if members % 2:
        return f"has {members} members, fewer than the {least} asked for: {survived}"
    return f"has {members} members and needs {needed}: {survived}, no more than with one member fewer"


RULE = Rule(
    id="K8S-05",
    title="Control plane single or even",
    severity="critical",
    rationale="A majority must be up; an even number adds a member that can fail and no failure survived.",
    source="Kubernetes documentation, highly available clusters with kubeadm; etcd FAQ",
    thresholds=("control_plane_members",),
    fixes=("add-instance",),
    check=_check,
)
