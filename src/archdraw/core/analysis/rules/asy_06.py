"""ASY-06: one event that becomes any number of calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import fed_by
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    wide = [(c, _fan_out(c.attributes.get("fan_out"))) for c in context.design.connections]
    stated = [(connection, fan) for connection, fan in wide if fan is not None]
    if not stated:
        return NotApplicable("no connection states a fan-out")
    return [
        RULE.finding(
            [connection.source, connection.target],
            f"One event at {context.name(connection.source)} becomes "
            + ("any number of" if fan == float("inf") else number_text(fan))
            + f" calls to {context.name(connection.target)}.",
            severity=context.severity(RULE.severity, fed_by(context, connection.source)),
            evidence={
                "fan_out": connection.attributes["fan_out"],
                "rate_rps": context.load.connections.get(connection.id),
            },
            remedy="Pull for the very large ones and push for the rest, in batches with a limit.",
            fix="bound-fan-out",
        )
        for connection, fan in stated
        if fan >= threshold(context, "fan_out_event")
    ]


def _fan_out(value: object) -> float | None:
    if value == "unbounded":
        return float("inf")
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


RULE = Rule(
    id="ASY-06",
    title="Unbounded fan-out",
    severity="high",
    rationale="The few with millions of followers decide how late everybody's message is.",
    source="System Design Primer, the Twitter timeline exercise",
    thresholds=("fan_out_event",),
    fixes=("bound-fan-out",),
    check=_check,
)
