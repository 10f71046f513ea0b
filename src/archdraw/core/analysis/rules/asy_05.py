"""ASY-05: mail, pushes and statistics on the path that the user waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection

_WATCHERS = ("logging", "tracing", "monitoring", "alerting")
_SIDE = ("email_sms_api", "push_api", "data_warehouse", "data_lake", *_WATCHERS)


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    known = context.design.component_by_id
    calls = [c for c in context.design.connections if c.kind == "call" and known[c.target].kind in _SIDE]
    if not calls:
        return NotApplicable("nothing sends mail or pushes, or counts")
    return [
        RULE.finding(
            [call.target, call.source, call.id],
            f"{context.name(call.source)} waits for {context.name(call.target)}, which the user does "
            "not need.",
            severity=context.severity(RULE.severity, context.journeys_through(call.id)),
            evidence={"mode": "sync", "connection": call.id},
            remedy="Put a queue between: the journey goes on, and a worker does it soon after.",
            fix="insert-queue",
        )
        for call in calls
        if _is_waited_for(context, call)
    ]


def _is_waited_for(context: Context, call: Connection) -> bool:
    reads = call.operation == "read"
    return call.synchronous and not reads and bool(context.journeys_through(call.id))


RULE = Rule(
    id="ASY-05",
    title="Side effect on the synchronous path",
    severity="medium",
    rationale="The journey is no more available, and no faster, than what it does on the side.",
    source="course text, message queues",
    fixes=("insert-queue",),
    check=_check,
)
