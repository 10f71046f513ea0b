"""ARC-08: the old and the new system are both called by clients."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    old = [c.id for c in context.design.components if c.attributes.get("legacy") is True]
    if not old:
        return NotApplicable("nothing is marked as legacy")
    found = []
    for client in context.design.components:
        if context.role(client.id) != "client":
            continue
        _, outgoing = context.neighbours(client.id)
        called = dict.fromkeys(link.target for link in outgoing if link.kind == "call")
        legacy = [one for one in called if one in old]
        new = [one for one in called if one not in old and context.role(one) == "service"]
        if not legacy or not new:
            continue
        found.append(
            RULE.finding(
                [client.id, *legacy, *new],
                f"{context.name(client.id)} calls both {context.name(legacy[0])}, the old system, and "
                f"{context.name(new[0])}: every step of the move changes the client.",
                severity=context.severity(RULE.severity, context.journeys_through(client.id)),
                evidence={"legacy": legacy, "new": new},
                remedy="Put a façade in front that sends each route to the old or the new system.",
                fix="insert-gateway",
                about=[client.id],
            )
        )
    return found


RULE = Rule(
    id="ARC-08",
    title="Strangler without façade",
    severity="medium",
    rationale="The old system can only be taken away piece by piece if nobody sees which piece answers.",
    source="course text; Microsoft cloud patterns, strangler fig",
    fixes=("insert-gateway",),
    check=_check,
)
