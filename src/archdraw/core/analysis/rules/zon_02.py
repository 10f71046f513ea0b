"""ZON-02: one region where the requirement asks for more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    asked = [(j, count) for j in context.design.journeys if (count := _wanted(j)) > 1]
    if not asked:
        return NotApplicable("no journey requires more than one region")
    regions = [g.id for g in context.design.groups if g.kind == "region"]
    losses = {row.lost: row.journeys for row in context.loss_matrix if row.lost in regions}
    found = []
    for journey, wanted in asked:
        fatal = [one for one in regions if losses.get(one, {}).get(journey.id) == "down"]
        if len(regions) >= wanted and not fatal:
            continue
        if fatal:
            reason = f"it stops without {context.name(fatal[0])}"
        else:
            reason = "no region is drawn" if not regions else "one is drawn"
        found.append(
            RULE.finding(
                fatal,
                f"{context.name(journey.id)} is to work from {wanted} regions, but {reason}.",
                severity=context.severity(RULE.severity, [journey]),
                evidence={"regions_required": wanted, "regions": len(regions), "fatal": fatal},
                remedy="Keep a warm standby or a second active region, and route by health between them.",
                journey=journey.id,
                about=[journey.id],
            )
        )
    return found


def _wanted(journey: Journey) -> int:
    stated = journey.attributes.get("regions_required")
    return stated if isinstance(stated, int) and not isinstance(stated, bool) else 1


RULE = Rule(
    id="ZON-02",
    title="One region although the requirement says otherwise",
    severity="high",
    rationale="Without a second region the loss of the first is an outage of days.",
    source="Azure Well-Architected RE:09",
    by_hand="which data may lag behind in a second region, and who decides to go there, is to be agreed.",
    check=_check,
)
