"""SEC-04: clients reach services, and nothing asks who they are."""

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
    if any(c.kind == "identity_provider" for c in context.design.components):
        return []
    found = []
    for entry, journeys in entries.items():
        if guarded(context, entry, _asks):
            continue
        stated = context.design.component_by_id[entry].attributes.get("authentication")
        found.append(
            RULE.finding(
                [entry],
                f"Clients reach {context.name(entry)}, and nothing says that it asks who they are.",
                severity=context.severity(RULE.severity if stated is False else "low", journeys),
                evidence={"authentication": "not stated" if stated is None else stated},
                remedy="Let the edge check who asks, or accept that the journey is open to all.",
                fix="authenticate",
            )
        )
    return found


def _asks(component: Component) -> bool:
    return component.attributes.get("authentication") is True


RULE = Rule(
    id="SEC-04",
    title="No authentication",
    severity="high",
    rationale="What everybody may call, everybody calls.",
    source="Alex Xu, System Design Interview",
    fixes=("authenticate",),
    check=_check,
)
