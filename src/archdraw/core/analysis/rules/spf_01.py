"""SPF-01: one instance on the path of a journey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.rules.spares import is_gateway, lacks_standby
from archdraw.core.analysis.wording import downtime_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not any(result.measures for result in context.results):
        return NotApplicable("no journey has an entry")
    found = []
    for component in context.design.components:
        part = context.part(component.id)
        if part.managed or part.client or is_gateway(context, component.id):
            continue
        if part.failure <= 0.0:
            continue  # it lives in its callers, as a breaker does, or is said never to fail
        if lacks_standby(context, component):
            continue
        journeys = [j for j in context.design.journeys if _instances(context, j.id, component.id)]
        if not journeys:
            continue
        saved = max(_minutes(context, j.id, component.id) for j in journeys) * 60.0
        spare = part.replicas - part.needed
        if part.replicas == 1:
            problem = "runs as one instance: when it fails"
            remedy = _remedy(context, component.id)
        else:
            problem = f"needs {part.needed} of its {part.replicas} instances: when one fails"
            remedy = "Add an instance, so that one may fail"
        names, stop = named(context, [j.id for j in journeys]), verb(journeys, "stops", "stop")
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} {problem}, {names} {stop}.",
                severity=context.severity(RULE.severity, journeys),
                evidence={
                    "replicas": part.replicas,
                    "needed": part.needed,
                    "spare": spare,
                    "downtime_s_year": saved,
                    "journeys": [j.id for j in journeys],
                },
                remedy=f"{remedy} (it costs {downtime_text(saved)} a year now).",
                fix="add-instance",
                journey=journeys[0].id,
            )
        )
    return found


def _remedy(context: Context, component: str) -> str:
    if context.role(component) in ("store", "cache", "queue"):
        return "Add a replica that takes over by itself"
    return "Add an instance behind a health check"


def _instances(context: Context, journey: str, component: str) -> tuple[str, ...]:
    return tuple(event for event in context.single_event(journey, component) if "!" not in event)


def _minutes(context: Context, journey: str, component: str) -> float:
    importance = context.result(journey).measures["served"].importance
    events = _instances(context, journey, component)
    return sum(importance[event].minutes_year for event in events if event in importance)


RULE = Rule(
    id="SPF-01",
    title="Single instance on a critical path",
    severity="critical",
    rationale="One failure stops the journey: an order-1 minimal cut set.",
    source="course text; System Design Primer; Azure Well-Architected RE:05",
    fixes=("add-instance",),
    check=_check,
)
