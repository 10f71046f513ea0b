"""ASY-06: one event that becomes any number of calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey


_MANY = 1000.0


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    wide = [(c, _fan_out(c.attributes.get("fan_out"))) for c in context.design.connections]
    stated = [(connection, fan) for connection, fan in wide if fan is not None]
    if not stated:
        return NotApplicable("no connection states a fan-out")
    return [
        RULE.finding(
            [connection.source, connection.target],
            f"{context.name(connection.source)} calls {context.name(connection.target)} "
            + ("without bound for one event." if fan == float("inf") else f"{fan:g} times for one event."),
            severity=context.severity(RULE.severity, _fed_by(context, connection.source)),
            evidence={
                "fan_out": connection.attributes["fan_out"],
                "rate_rps": context.load.connections.get(connection.id),
            },
            remedy="Pull for the very large ones and push for the rest, in batches with a limit.",
            fix="bound-fan-out",
        )
        for connection, fan in stated
        if fan >= _MANY
    ]


def _fan_out(value: object) -> float | None:
    if value == "unbounded":
        return float("inf")
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _fed_by(context: Context, component: str) -> list[Journey]:
    """Return the journeys whose load reaches the component, also through queues."""
    rates = context.component(component).rate_by_journey
    return [journey for journey in context.design.journeys if rates.get(journey.id)]


RULE = Rule(
    id="ASY-06",
    title="Unbounded fan-out",
    severity="high",
    rationale="The few with millions of followers decide how late everybody's message is.",
    source="System Design Primer, the Twitter timeline exercise",
    check=_check,
)
