"""ARC-11: a client that talks to the data tier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_DATA = ("store", "cache", "queue")
_EDGE_DATA = ("cdn_cache", "object_store", "push_api")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    clients = [c for c in context.design.components if context.role(c.id) == "client"]
    if not clients:
        return NotApplicable("no clients are drawn")
    found = []
    for client in clients:
        _, outgoing = context.neighbours(client.id)
        for link in outgoing:
            target = context.design.component_by_id[link.target]
            if link.kind != "call" or context.role(target.id) not in _DATA or target.kind in _EDGE_DATA:
                continue
            found.append(
                RULE.finding(
                    [client.id, target.id],
                    f"{context.name(client.id)} reaches {context.name(target.id)} directly.",
                    severity=context.severity(RULE.severity, context.journeys_through(link.id)),
                    evidence={"connection": link.id},
                    remedy="Put a service with authentication and limits in between.",
                    fix="insert-service",
                )
            )
    return found


RULE = Rule(
    id="ARC-11",
    title="Client touches the data tier",
    severity="critical",
    rationale="Every client would have to be trusted with the data, and updated with every change of them.",
    source="course text",
    check=_check,
)
