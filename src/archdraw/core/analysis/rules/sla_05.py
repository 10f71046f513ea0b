"""SLA-05: recovery in less time than it takes to notice and to switch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.failovers import failover_seconds
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import downtime_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    aimed = [j for j in context.design.journeys if j.targets.rto_s is not None]
    if not aimed:
        return NotApplicable("no journey states how soon it has to be back")
    notice = threshold(context, "detection_s")
    found = []
    for journey in aimed:
        limit = float(journey.targets.rto_s or 0.0)
        for component in context.design.components:
            switch = failover_seconds(context, component)
            if switch is None or not context.on_path(component.id, journey.id) or notice + switch <= limit:
                continue
            found.append(
                RULE.finding(
                    [component.id],
                    f"{context.name(journey.id)} has to be back within {downtime_text(limit)}, and "
                    f"{context.name(component.id)} takes {downtime_text(notice)} to notice a failure and "
                    f"{downtime_text(switch)} to fail over.",
                    severity=context.severity(RULE.severity, [journey]),
                    evidence={"rto_s": limit, "detection_s": notice, "failover_s": switch},
                    remedy="Check more often, keep the standby hot, or run both sides active.",
                    fix="faster-failover" if limit > notice else None,
                    journey=journey.id,
                    about=[component.id, journey.id],
                )
            )
    return found


RULE = Rule(
    id="SLA-05",
    title="Recovery time shorter than detection and failover",
    severity="high",
    rationale="The clock of the users starts with the failure, not with the alarm.",
    source="Azure Well-Architected RE:09",
    thresholds=("detection_s",),
    fixes=("faster-failover",),
    check=_check,
)
