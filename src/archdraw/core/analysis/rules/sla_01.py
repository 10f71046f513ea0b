"""SLA-01: a target above what the drawing can give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import availability_text, downtime_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    checked = [
        (result, check)
        for result in context.results
        for check in result.targets
        if check.target == "availability" and check.met is not None
    ]
    if not checked:
        return NotApplicable("no journey states an availability target")
    found = []
    for result, check in checked:
        if check.met:
            continue
        served = result.measures["served"]
        element = {event.id: event.element for event in context.system.events}
        by_gain = sorted(served.importance.items(), key=lambda entry: -entry[1].minutes_year)
        worst = [(name, value.minutes_year) for name, value in by_gain[:3] if value.minutes_year > 0.0]
        allowed = (1.0 - check.wanted) * context.design.settings.year_days * 86_400.0
        causes = ", ".join(f"{context.name(name)} ({downtime_text(m * 60.0)})" for name, m in worst)
        found.append(
            RULE.finding(
                dict.fromkeys(element.get(name, name) for name, _ in worst),
                f"{context.name(result.id)} reaches {availability_text(served.availability, served.unavailability)}"
                f" ({downtime_text(served.downtime_s_year)} a year), the target is"
                f" {availability_text(check.wanted)} ({downtime_text(allowed)})."
                + (f" Largest causes: {causes}." if causes else ""),
                severity=context.severity(RULE.severity, [result.id]),
                evidence={
                    "wanted": check.wanted,
                    "computed": served.availability,
                    "downtime_s_year": served.downtime_s_year,
                    "allowed_s_year": allowed,
                    "largest": [{"event": name, "minutes_year": minutes} for name, minutes in worst],
                },
                remedy="Make the largest causes redundant, take them off the path, or agree on another target.",
                journey=result.id,
            )
        )
    return found


RULE = Rule(
    id="SLA-01",
    title="Target above what the drawing can give",
    severity="critical",
    rationale="Perfect operation of exactly this design would still miss the target.",
    source="course text; Azure Well-Architected RE:04",
    check=_check,
)
