"""ARC-03: clients that know every service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.thresholds import threshold

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_MADE_FOR_CLIENTS = ("bff", "websocket_gateway", "identity_provider")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    clients = [c.id for c in context.design.components if context.role(c.id) == "client"]
    if not clients:
        return NotApplicable("no clients are drawn")
    found = []
    for client in clients:
        _, outgoing = context.neighbours(client)
        services = [
            target
            for target in dict.fromkeys(link.target for link in outgoing if link.kind == "call")
            if context.role(target) == "service"
            and context.design.component_by_id[target].kind not in _MADE_FOR_CLIENTS
        ]
        if len(services) < threshold(context, "gateway_services"):
            continue
        journeys = [journey for journey in context.design.journeys if journey.entry == client]
        found.append(
            RULE.finding(
                [client, *services],
                f"{context.name(client)} calls {len(services)} services itself: {named(context, services)}.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"services": services},
                remedy="Put a gateway in front that routes, limits and authenticates for all of them.",
                fix="insert-gateway",
                about=[client],
            )
        )
    return found


RULE = Rule(
    id="ARC-03",
    title="No gateway",
    severity="medium",
    rationale="Each service then needs limits, authentication and a stable address of its own.",
    source="course text; Microsoft cloud patterns, gateway routing",
    thresholds=("gateway_services",),
    fixes=("insert-gateway",),
    check=_check,
)
