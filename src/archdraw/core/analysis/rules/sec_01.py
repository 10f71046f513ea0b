"""SEC-01: a public entry without a limit on requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey

# DNS is asked, not passed through; static content is made to be fetched by everybody.
_OUTSIDE = ("dns", "object_store")
_PASSED_THROUGH = ("cdn", "cdn_cache", "waf", "firewall")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    entries = _public_entries(context)
    if not entries:
        return NotApplicable("no client begins a journey")
    found = []
    for entry, journeys in entries.items():
        attributes = context.design.component_by_id[entry].attributes
        if attributes.get("public") is False or _limited(context, entry, frozenset()):
            continue
        stated = attributes.get("rate_limit")
        found.append(
            RULE.finding(
                [entry],
                f"Clients reach {context.name(entry)} and no rate limit is stated there or behind it.",
                severity=context.severity(RULE.severity if stated is False else "medium", journeys),
                evidence={"rate_limit": "not stated" if stated is None else stated},
                remedy="Limit requests per client at the edge and answer 429 beyond.",
                fix="add-rate-limit",
            )
        )
    return found


def _public_entries(context: Context) -> dict[str, list[Journey]]:
    """Return what clients call first, with the journeys they begin there."""
    found: dict[str, list[Journey]] = {}
    for journey in context.design.journeys:
        client = context.design.component_by_id.get(journey.entry or "")
        if client is None or context.role(client.id) != "client":
            continue
        _, outgoing = context.neighbours(client.id)
        for target in dict.fromkeys(c.target for c in outgoing if c.kind == "call" and journey.calls_over(c)):
            found.setdefault(target, []).append(journey)
    return found


def _limited(context: Context, component: str, seen: frozenset[str]) -> bool:
    """Return whether requests meet a limit at the component, or behind it if it only passes them on."""
    one = context.design.component_by_id[component]
    if component in seen or one.kind in ("rate_limiter", *_OUTSIDE) or one.attributes.get("rate_limit"):
        return True
    if context.role(component) != "router" and one.kind not in _PASSED_THROUGH:
        return False
    _, outgoing = context.neighbours(component)
    behind = dict.fromkeys(link.target for link in outgoing if link.kind == "call")
    return bool(behind) and all(_limited(context, target, seen | {component}) for target in behind)


RULE = Rule(
    id="SEC-01",
    title="No rate limiting at the edge",
    severity="high",
    rationale="One client, by mistake or on purpose, can take everybody's capacity.",
    source="course text",
    check=_check,
)
