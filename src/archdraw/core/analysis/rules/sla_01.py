"""SLA-01: a target above what the drawing can give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed, verb
from archdraw.core.analysis.wording import availability_text, downtime_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding, Measure

_CAUSES = 3


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
        worst = _largest(context, served)
        allowed = (1.0 - check.wanted) * context.design.settings.year_days * 86_400.0
        causes = [f"{context.name(element)} ({downtime_text(m * 60.0)})" for element, m in worst]
        found.append(
            RULE.finding(
                [element for element, _ in worst],
                f"{context.name(result.id)} reaches "
                f"{availability_text(served.availability, served.unavailability)}"
                f" ({downtime_text(served.downtime_s_year)} down a year); the target is"
                f" {availability_text(check.wanted)} ({downtime_text(allowed)})."
                + (f" Largest {verb(causes, 'cause', 'causes')}: {listed(causes)}." if causes else ""),
                severity=context.severity(RULE.severity, [result.id]),
                evidence={
                    "wanted": check.wanted,
                    "computed": served.availability,
                    "downtime_s_year": served.downtime_s_year,
                    "allowed_s_year": allowed,
                    "largest": [{"element": element, "minutes_year": m} for element, m in worst],
                },
                remedy="Make the largest causes redundant, take them off the path, or agree on less.",
                fix="make-redundant",
                journey=result.id,
                about=[result.id],
            )
        )
    return found


def _largest(context: Context, served: Measure) -> list[tuple[str, float]]:
    """Return the elements that cost the journey most, with what perfection of each would save (min/year).

    A component counts as a whole; its instances and failovers count only where it has no figure itself.
    """
    owner = {event.id: event.element for event in context.system.events}
    minutes: dict[str, float] = {}
    for name, importance in served.importance.items():
        element = owner.get(name, name)
        if element not in served.importance or element == name:
            minutes[element] = max(minutes.get(element, 0.0), importance.minutes_year)
    ranked = sorted(minutes.items(), key=lambda entry: -entry[1])
    return [(element, saved) for element, saved in ranked[:_CAUSES] if saved > 0.0]


RULE = Rule(
    id="SLA-01",
    title="Target above what the drawing can give",
    severity="critical",
    rationale="Perfect operation of exactly this design would still miss the target.",
    source="course text; Azure Well-Architected RE:04",
    fixes=("make-redundant",),
    check=_check,
)
