"""COST-02: instances that neither load nor failures need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    known = [c for c in context.design.components if context.component(c.id).utilisation is not None]
    if not known:
        return NotApplicable("no load, or no capacity known")
    found = []
    for component in known:
        part, used = context.part(component.id), context.component(component.id).utilisation or 0.0
        if part.managed or part.client or part.redundancy == "quorum" or used >= threshold(context, "idle"):
            continue
        zones = len(instances_by_zone(context, component))
        wanted = max(part.needed + 1, zones, _least(context, part.redundancy))
        if part.replicas <= wanted or used * part.serving / max(1, wanted) >= _target(context):
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} runs {part.replicas} instances at {percent_text(used)}: "
                f"{wanted} would carry the load and one failure.",
                severity="low",
                evidence={"replicas": part.replicas, "enough": wanted, "utilisation": used},
                remedy="Run fewer, or let the tier scale down by itself.",
                fix="remove-idle",
            )
        )
    return found


def _target(context: Context) -> float:
    return context.design.settings.target_utilisation / 2.0


def _least(context: Context, redundancy: str) -> int:
    return 2 if redundancy == "active-passive" else round(threshold(context, "idle_kept"))


RULE = Rule(
    id="COST-02",
    title="Idle redundancy",
    severity="low",
    rationale="The fourth spare saves no more minutes, and costs as much as the first.",
    source="AWS Well-Architected, cost optimisation",
    thresholds=("idle", "idle_kept"),
    fixes=("remove-idle",),
    check=_check,
)
