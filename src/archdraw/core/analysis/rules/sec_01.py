"""SEC-01: a public entry without a limit on requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.entries import guarded, public_entries
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    entries = public_entries(context)
    if not entries:
        return NotApplicable("no client begins a journey")
    found = []
    for entry, journeys in entries.items():
        attributes = context.design.component_by_id[entry].attributes
        if guarded(context, entry, _limits):
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


def _limits(component: Component) -> bool:
    return component.kind == "rate_limiter" or bool(component.attributes.get("rate_limit"))


RULE = Rule(
    id="SEC-01",
    title="No rate limiting at the edge",
    severity="high",
    rationale="One client, by mistake or on purpose, can take everybody's capacity.",
    source="course text",
    fixes=("add-rate-limit",),
    check=_check,
)
