"""RES-03: a caller gives up before those it waits for do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import calls_in
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    timed = [c for c in context.design.connections if c.kind == "call" and c.synchronous and c.timeout_ms]
    below: dict[str, list[Connection]] = {}
    for call in timed:
        below.setdefault(call.source, []).append(call)
    pairs = [(c, below[c.target]) for c in timed if c.target in below and c.target != c.source]
    if not pairs:
        return NotApplicable("no two calls one after the other state timeouts")
    found = []
    for call, inner in pairs:
        during = _in_one_journey(context, call, inner)
        if not during:
            continue
        waits = _waits(context, call.target, during)
        if call.timeout_ms is None or call.timeout_ms > waits:
            continue
        found.append(
            RULE.finding(
                [call.source, call.target, *(one.id for one in during)],
                f"{context.name(call.source)} gives up after {number_text(call.timeout_ms, 3)}\u2009ms, "
                "while "
                f"{context.name(call.target)} may wait {number_text(waits, 3)}\u2009ms for what it calls.",
                severity=context.severity(RULE.severity, context.journeys_through(call.id)),
                evidence={"timeout_ms": call.timeout_ms, "callee_waits_ms": waits, "connection": call.id},
                remedy="Let timeouts get shorter on the way down, or pass on a deadline.",
                fix="shorten-timeouts",
                about=[call.id],
            )
        )
    return found


def _in_one_journey(context: Context, call: Connection, inner: list[Connection]) -> list[Connection]:
    """Return what the callee waits for while this call lasts: the longest that one journey calls there."""
    journeys = {one.id: calls_in(context, one) for one in inner}
    each = [[one for one in inner if journey in journeys[one.id]] for journey in calls_in(context, call)]
    return max((one for one in each if one), key=lambda one: _waits(context, call.target, one), default=[])


def _waits(context: Context, caller: str, calls: list[Connection]) -> float:
    """Return how long a component may wait for its calls, in milliseconds."""
    each = [(one.timeout_ms or 0.0) * (1 + one.retries) for one in calls]
    at_once = context.design.component_by_id[caller].attributes.get("fan") == "parallel"
    return max(each) if at_once else sum(each)


RULE = Rule(
    id="RES-03",
    title="Timeout budget inverted",
    severity="medium",
    rationale="Work goes on after nobody waits for it any more.",
    source="Google SRE book, addressing cascading failures",
    fixes=("shorten-timeouts",),
    check=_check,
)
