"""RES-07: critical and unimportant callers share one pool."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    shared = []
    for component in context.design.components:
        if context.role(component.id) != "service" or context.part(component.id).managed:
            continue
        journeys = [j for j in fed_by(context, component.id) if context.on_path(component.id, j.id)]
        bulk = [j for j in fed_by(context, component.id) if j.criticality == "low"]
        critical = [j for j in journeys if j.criticality == "critical"]
        if critical and bulk:
            shared.append((component, critical, bulk))
    if not shared:
        return NotApplicable("no service serves both critical and unimportant journeys")
    return [
        RULE.finding(
            [component.id],
            f"{context.name(component.id)} serves {_name(critical[0])} and {_name(bulk[0])} from one pool: "
            "the second can starve the first.",
            severity=context.severity(
                RULE.severity if component.attributes.get("bulkhead") is False else "low", critical
            ),
            evidence={
                "critical": [j.id for j in critical],
                "unimportant": [j.id for j in bulk],
                "bulkhead": component.attributes.get("bulkhead", "not stated"),
            },
            remedy="Give the critical journey threads, connections or instances of its own.",
            fix="add-bulkhead",
            journey=critical[0].id,
        )
        for component, critical, bulk in shared
        if component.attributes.get("bulkhead") is not True
    ]


def _name(journey: Journey) -> str:
    return journey.name or journey.id


RULE = Rule(
    id="RES-07",
    title="No bulkhead",
    severity="medium",
    rationale="One full pool stops everybody who waits in it.",
    source="Microsoft cloud patterns, bulkhead",
    fixes=("add-bulkhead",),
    check=_check,
)
