"""SLA-03: a promise to customers above what is aimed at inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import availability_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stated = [(j, sla) for j in context.design.journeys if (sla := _promised(j)) is not None]
    both = [(j, sla, aim) for j, sla in stated if (aim := j.targets.availability) is not None]
    if not both:
        return NotApplicable("no journey states both what is promised and what is aimed at")
    return [
        RULE.finding(
            [],
            f"{context.name(journey.id)} promises {availability_text(sla)} and aims at "
            f"{availability_text(aim)}.",
            severity=context.severity(RULE.severity, [journey]),
            evidence={"promised": sla, "target": aim},
            remedy="Promise less than is aimed at, or record the risk as accepted.",
            fix="promise-less",
            journey=journey.id,
            about=[journey.id],
        )
        for journey, sla, aim in both
        if sla > aim
    ]


def _promised(journey: Journey) -> float | None:
    value = journey.attributes.get("promised_availability")
    is_ratio = isinstance(value, int | float) and not isinstance(value, bool) and 0.0 < value <= 1.0
    return float(value) if is_ratio and value is not None else None


RULE = Rule(
    id="SLA-03",
    title="Promised level above the own target",
    severity="medium",
    rationale="The day that the target is just met, the promise is broken.",
    source="Azure Well-Architected, reliability metrics",
    fixes=("promise-less",),
    check=_check,
)
