"""SLA-06: failovers that use up the error budget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.failovers import failover_seconds
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    aimed = [j for j in context.design.journeys if j.targets.availability and j.targets.availability < 1.0]
    switching = [c for c in context.design.components if failover_seconds(context, c) is not None]
    if not aimed or not switching:
        return NotApplicable("no journey with a target depends on a failover")
    found = []
    for journey in aimed:
        budget = 1.0 - float(journey.targets.availability or 0.0)
        used = {
            c.id: context.part(c.id).failover
            for c in switching
            if context.on_path(c.id, journey.id) and context.part(c.id).failover > 0.0
        }
        total = sum(used.values())
        if total <= threshold(context, "failover_share") * budget:
            continue
        worst = sorted(used, key=lambda one: -used[one])
        found.append(
            RULE.finding(
                worst,
                f"Switching over, {context.name(worst[0])} first of all, uses "
                f"{percent_text(total / budget)} of "
                f"the error budget of {context.name(journey.id)}.",
                severity=context.severity(RULE.severity, [journey]),
                evidence={"failover_unavailability": total, "error_budget": budget, "by_component": used},
                remedy="Fail over faster, fail less often, or run all sides active.",
                fix="halve-failover",
                journey=journey.id,
                about=[journey.id],
            )
        )
    return found


RULE = Rule(
    id="SLA-06",
    title="Failovers eat the budget",
    severity="medium",
    rationale="Formulas of steady availability hide the minutes between failure and takeover.",
    source="Google SRE book, embracing risk",
    thresholds=("failover_share",),
    fixes=("halve-failover",),
    check=_check,
)
