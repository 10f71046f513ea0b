"""RES-09: everybody who was connected comes back at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import number_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    gateways = [c for c in context.design.components if c.kind == "websocket_gateway"]
    if not gateways:
        return NotApplicable("no gateway holds connections")
    found = []
    for gateway in gateways:
        part = context.part(gateway.id)
        held = gateway.concurrency or part.kind.concurrency.value
        arrivals = _arrivals(context, gateway.id)
        calm = all(link.attributes.get("jitter") is True for link in arrivals)
        if held is None or part.capacity_rps is None or part.managed or (arrivals and calm):
            continue
        survivors = max(1, part.replicas - 1) * part.capacity_rps
        if held <= survivors:
            continue
        found.append(
            RULE.finding(
                [gateway.id, *dict.fromkeys(link.source for link in arrivals)],
                f"When one instance of {context.name(gateway.id)} is lost, {number_text(held, 3)} "
                "clients come "
                f"back at once, and the others take {rate_text(survivors)}.",
                severity=context.severity(RULE.severity, context.journeys_through(gateway.id)),
                evidence={
                    "connections_lost": held,
                    "survivors_rps": survivors,
                    "connections": [link.id for link in arrivals],
                },
                remedy="Let clients wait a random time before they connect again, and keep spare capacity.",
                fix="add-jitter",
                about=[gateway.id],
            )
        )
    return found


def _arrivals(context: Context, gateway: str) -> list[Connection]:
    """Return the connections over which clients come: those that clients open, through balancers too.

    What workers push to the gateway opens nothing. Where no client is drawn, all calls to it count.
    """
    found: dict[str, Connection] = {}
    seen, waiting = {gateway}, [gateway]
    while waiting:
        incoming, _ = context.neighbours(waiting.pop())
        for link in incoming:
            if link.kind != "call" or link.source in seen:
                continue
            if context.role(link.source) == "client":
                found[link.id] = link
            elif context.role(link.source) == "router":
                seen.add(link.source)
                waiting.append(link.source)
    incoming, _ = context.neighbours(gateway)
    return list(found.values()) or [link for link in incoming if link.kind == "call"]


RULE = Rule(
    id="RES-09",
    title="Reconnect storm",
    severity="medium",
    rationale="The survivors fall one after the other under those who come back.",
    source="Alex Xu, System Design Interview, chat system",
    fixes=("add-jitter",),
    check=_check,
)
