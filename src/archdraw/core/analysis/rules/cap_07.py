"""CAP-07: a load with spikes meets a fixed number of instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import fed_by
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    known = [(j, j.peak_rps / j.average_rps) for j in context.design.journeys if j.peak_rps and j.average_rps]
    if not known:
        return NotApplicable("no journey states both its peak and its average")
    found = []
    for journey, ratio in known:
        fixed = [c.id for c in context.design.components if _is_fixed(context, c, journey)]
        if ratio <= threshold(context, "spike") or not fixed:
            continue
        found.append(
            RULE.finding(
                fixed,
                f"{context.name(journey.id)} peaks at {number_text(ratio, 2)} times its average, and "
                f"{named(context, fixed)} {verb(fixed, 'does', 'do')} not scale with it.",
                severity=context.severity(RULE.severity, [journey]),
                evidence={"peak_to_average": ratio, "components": fixed},
                remedy="Let the tier scale by itself, and put what can wait into a queue.",
                fix="autoscale",
                journey=journey.id,
                about=[journey.id],
            )
        )
    return found


def _is_fixed(context: Context, component: Component, journey: Journey) -> bool:
    part = context.part(component.id)
    scales = component.attributes.get("autoscaling") or component.attributes.get("hpa")
    is_service = context.role(component.id) == "service" and not part.managed
    return is_service and not scales and journey in fed_by(context, component.id)


RULE = Rule(
    id="CAP-07",
    title="Fixed pool, spiky load",
    severity="medium",
    rationale="Sized for the peak it idles all day; sized for less it falls in the evening.",
    source="Azure Well-Architected RE:06",
    thresholds=("spike",),
    fixes=("autoscale",),
    check=_check,
)
