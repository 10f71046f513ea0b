"""ZON-04: a majority that one of two zones holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    spread = []
    for component in context.design.components:
        part = context.part(component.id)
        if part.redundancy == "quorum" and not part.managed and part.replicas > 1:
            zones = instances_by_zone(context, component)
            if len(zones) > 1:
                spread.append((part, zones))
    if not spread:
        return NotApplicable("nothing that decides by majority is spread over zones")
    found = []
    for part, zones in spread:
        zone, lost = max(zones.items(), key=lambda entry: entry[1])
        left = part.replicas - lost
        if left >= part.needed:
            continue
        found.append(
            RULE.finding(
                [part.id, zone],
                f"{context.name(part.id)} needs {part.needed} of its {part.replicas} members, and {lost} "
                f"{'stands' if lost == 1 else 'stand'} in {context.name(zone)}: its loss takes the majority.",
                severity=severity_by_use(context, RULE.severity, part.id),
                evidence={"members": part.replicas, "majority": part.needed, "left": left, "zone": zone},
                remedy="Put members into a third zone, a witness at least.",
                fix="spread",
                about=[part.id],
            )
        )
    return found


RULE = Rule(
    id="ZON-04",
    title="Quorum over two zones",
    severity="high",
    rationale="Of two zones one holds the majority; only a third lets either of them go.",
    source="etcd FAQ; Kubernetes documentation, highly available clusters with kubeadm",
    fixes=("spread",),
    check=_check,
)
