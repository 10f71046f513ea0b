"""RES-01: a call to somebody else's system that nothing breaks off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    calls = [c for c in context.design.connections if _leaves_the_house(context, c)]
    if not calls:
        return NotApplicable("nothing external is called")
    return [
        RULE.finding(
            [call.source, call.target],
            f"{context.name(call.source)} calls {context.name(call.target)} without breaker or fallback.",
            severity=context.severity(RULE.severity, context.journeys_through(call.id)),
            evidence={"circuit_breaker": call.circuit_breaker, "fallback": call.fallback},
            remedy="Break off after repeated failures and answer in a degraded way.",
            fix="add-circuit-breaker",
        )
        for call in calls
        if not call.circuit_breaker and not call.fallback
    ]


def _leaves_the_house(context: Context, connection: Connection) -> bool:
    family = context.part(connection.target).kind.family
    waits = connection.kind == "call" and connection.synchronous
    breaks = context.part(connection.source).kind.id == "circuit_breaker"
    return waits and family == "external" and context.role(connection.source) != "client" and not breaks


RULE = Rule(
    id="RES-01",
    title="External call without breaker or fallback",
    severity="high",
    rationale="Their slowness becomes ours, thread by thread.",
    source="course text; Microsoft cloud patterns, circuit breaker",
    fixes=("add-circuit-breaker",),
    check=_check,
)
