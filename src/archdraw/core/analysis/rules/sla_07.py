"""SLA-07: a journey without targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not context.design.journeys:
        return NotApplicable("no journeys")
    return [
        RULE.finding(
            [],
            f"{context.name(journey.id)} states no {_missing(journey)}.",
            severity="low",
            remedy="State what the journey must reach, so that the figures can be judged.",
            fix="state-targets" if journey.peak_rps or journey.average_rps else None,
            journey=journey.id,
            about=[journey.id],
        )
        for journey in context.design.journeys
        if _missing(journey)
    ]


def _missing(journey: Journey) -> str:
    targets = journey.targets
    without = [] if targets.availability is not None else ["availability target"]
    without += [] if journey.peak_rps is not None else ["peak load"]
    return " and no ".join(without)


RULE = Rule(
    id="SLA-07",
    title="No targets",
    severity="low",
    rationale="Without a target no figure is good or bad.",
    source="Azure Well-Architected RE:04",
    fixes=("state-targets",),
    by_hand="how much is asked of a journey is known to those who run it.",
    check=_check,
)
