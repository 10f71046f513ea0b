"""SEC-01: a public entry without a limit on requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import Severity
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_LIMITERS = ("rate_limiter", "waf", "cdn", "dns", "geo_router")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    entries = _public_entries(context)
    if not entries:
        return NotApplicable("no client enters")
    found = []
    for entry in entries:
        component = context.design.component_by_id[entry]
        if component.kind in _LIMITERS or component.attributes.get("rate_limit"):
            continue
        _, outgoing = context.neighbours(entry)
        behind = [context.design.component_by_id[link.target] for link in outgoing if link.kind == "call"]
        if behind and all(c.kind == "rate_limiter" or c.attributes.get("rate_limit") for c in behind):
            continue
        found.append(
            RULE.finding(
                [entry],
                f"Clients reach {context.name(entry)} and no rate limit is stated there or behind it.",
                severity=_severity(component.attributes.get("rate_limit")),
                evidence={"rate_limit": component.attributes.get("rate_limit", "not stated")},
                remedy="Limit requests per client at the edge and answer 429 beyond.",
                fix="add-rate-limit",
            )
        )
    return found


def _public_entries(context: Context) -> list[str]:
    """Return what clients call first, each once."""
    found: dict[str, None] = {}
    for connection in context.design.connections:
        if connection.kind == "call" and context.role(connection.source) == "client":
            found[connection.target] = None
    return list(found)


def _severity(stated: object) -> Severity:
    return "high" if stated is False else "medium"


RULE = Rule(
    id="SEC-01",
    title="No rate limiting at the edge",
    severity="high",
    rationale="One client, by mistake or on purpose, can take everybody's capacity.",
    source="course text",
    check=_check,
)
