"""RES-02: a call that may wait for ever."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.usage import journeys_through_any

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    calls = [
        c
        for c in context.design.connections
        if c.kind in ("call", "publish") and c.synchronous
        if context.role(c.source) not in ("client", "router")
    ]
    if not calls:
        return NotApplicable("no synchronous calls between parts")
    by_caller: dict[str, list[Connection]] = {}
    for call in calls:
        if call.timeout_ms is None:
            by_caller.setdefault(call.source, []).append(call)
    return [_finding(context, caller, found) for caller, found in by_caller.items()]


def _finding(context: Context, caller: str, calls: list[Connection]) -> Finding:
    outside = any(context.part(call.target).kind.family == "external" for call in calls)
    targets = list(dict.fromkeys(call.target for call in calls))
    journeys = journeys_through_any(context, [call.id for call in calls])
    return RULE.finding(
        [caller, *targets],
        f"{context.name(caller)} states no timeout for its calls to {named(context, targets)}.",
        severity=context.severity(RULE.severity if outside else "medium", journeys),
        evidence={"connections": [call.id for call in calls], "timeout_ms": "not stated"},
        remedy="Give each call a timeout near the p99.9 of what it calls, and shorter than the caller's own.",
        fix="set-timeout",
        about=[caller],
    )


RULE = Rule(
    id="RES-02",
    title="No timeout",
    severity="high",
    rationale="Waiting calls hold threads and connections until none is left.",
    source="Amazon Builders' Library, timeouts, retries and backoff",
    fixes=("set-timeout",),
    check=_check,
)
