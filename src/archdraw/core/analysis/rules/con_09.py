"""CON-09: a majority of an even number, or of two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import counted
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_OWN_RULE = "k8s_control_plane"  # K8S-05


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    groups = []
    for component in context.design.components:
        part = context.part(component.id)
        votes = part.redundancy == "quorum" and not part.managed and part.replicas > 1
        if votes and component.kind != _OWN_RULE and component.required == 1:
            groups.append(part)
    if not groups:
        return NotApplicable("nothing decides by majority")
    return [
        RULE.finding(
            [part.id],
            f"{context.name(part.id)} has {part.replicas} members and needs {part.needed} of them: "
            f"it survives {counted(part.replicas - part.needed, 'failure', 'failures')}, "
            f"as {part.replicas - 1} would.",
            severity=severity_by_use(context, RULE.severity, part.id),
            evidence={"members": part.replicas, "majority": part.needed},
            remedy="Run an odd number of members: three, five or seven.",
            fix="add-instance",
        )
        for part in groups
        if part.replicas % 2 == 0
    ]


RULE = Rule(
    id="CON-09",
    title="Even number of voters",
    severity="high",
    rationale="One more member to reach an even number can fail and lets no further one fail.",
    source="etcd FAQ, cluster size",
    fixes=("add-instance",),
    check=_check,
)
