"""ARC-11: a client that talks to the data tier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding, Severity
    from archdraw.core.model import Connection


_DATA = ("store", "cache", "queue")
# These are made to be called by clients.
_MADE_FOR_CLIENTS = ("cdn", "cdn_cache", "object_store")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    clients = [c for c in context.design.components if context.role(c.id) == "client"]
    if not clients:
        return NotApplicable("no clients are drawn")
    found = []
    for client in clients:
        _, outgoing = context.neighbours(client.id)
        for link in outgoing:
            target = context.design.component_by_id[link.target]
            inside = context.role(target.id) in _DATA and target.kind not in _MADE_FOR_CLIENTS
            if link.kind not in ("call", "publish") or not inside:
                continue
            found.append(
                RULE.finding(
                    [client.id, target.id],
                    f"{context.name(client.id)} reaches {context.name(target.id)} directly.",
                    severity=_severity(context, client.id, link),
                    evidence={"connection": link.id},
                    remedy="Put a service with authentication and limits in between.",
                    fix="insert-service",
                )
            )
    return found


def _severity(context: Context, client: str, link: Connection) -> Severity:
    """Scale with the client's journeys over the connection: trust matters also where nobody waits."""
    using = [j for j in context.design.journeys if j.entry == client and j.calls_over(link) > 0.0]
    return context.severity(RULE.severity, using) if using else "high"


RULE = Rule(
    id="ARC-11",
    title="Client touches the data tier",
    severity="critical",
    rationale="Every client would have to be trusted with the data, and updated with every change of them.",
    source="course text",
    fixes=("insert-service",),
    check=_check,
)
