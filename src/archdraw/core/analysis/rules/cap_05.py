"""CAP-05: a load that is stated as an average only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stated = [j for j in context.design.journeys if j.peak_rps is not None or j.average_rps is not None]
    if not stated:
        return NotApplicable("no journey states its load")
    return [
        RULE.finding(
            [],
            f"The load of {context.name(journey.id)} is an average: at its peak two to five times as "
            "much comes.",
            severity=context.severity(RULE.severity, [journey]),
            evidence={"average_rps": journey.average_rps, "peak_rps": "not stated"},
            remedy="State the peak, two to five times the average where nothing is measured.",
            fix="assume-peak",
            journey=journey.id,
            about=[journey.id],
        )
        for journey in stated
        if journey.peak_rps is None
    ]


RULE = Rule(
    id="CAP-05",
    title="Sized for average",
    severity="medium",
    rationale="What holds the average falls every evening.",
    source="Alex Xu, System Design Interview, estimates",
    fixes=("assume-peak",),
    check=_check,
)
