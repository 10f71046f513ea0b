"""ARC-06: one journey that changes several stores without a way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.usage import calls_in

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    changes = [c for c in context.design.connections if c.attributes.get("mutates") is True]
    if not changes:
        return NotApplicable("no connection states that it changes data")
    found = []
    for source, links in _by_source(changes).items():
        component = context.design.component_by_id[source]
        if component.attributes.get("saga") is True or component.kind == "workflow_engine":
            continue
        journey, together = max(_by_journey(context, links).items(), key=lambda entry: len(entry[1]))
        if len(together) < 2:
            continue
        during = f"in {context.name(journey)}" if journey else "in one go"
        found.append(
            RULE.finding(
                [source, *together],
                f"{context.name(source)} changes {named(context, together)} {during} and states no saga: "
                "when a later step fails, the earlier ones stay done.",
                severity=context.severity(RULE.severity, context.journeys_through(source)),
                evidence={
                    "changes": [link.id for link in links],
                    "saga": component.attributes.get("saga", "not stated"),
                },
                remedy="Give every step a compensating one, and drive them from a saga or a workflow engine; "
                "two-phase commit would block whenever one falls between its phases.",
                fix="add-saga",
                about=[source],
                journey=journey or None,
            )
        )
    return found


def _by_source(changes: list[Connection]) -> dict[str, list[Connection]]:
    found: dict[str, list[Connection]] = {}
    for change in changes:
        found.setdefault(change.source, []).append(change)
    return found


def _by_journey(context: Context, changes: list[Connection]) -> dict[str, list[str]]:
    """Return what each journey changes; targets that share a pool are one."""
    found: dict[str, dict[str, str]] = {"": {}}
    for change in changes:
        owner = change.target if change.pool in ("auto", "each") else f"pool {change.pool}"
        for journey in calls_in(context, change):
            found.setdefault(journey, {}).setdefault(owner, change.target)
    return {journey: list(owners.values()) for journey, owners in found.items()}


RULE = Rule(
    id="ARC-06",
    title="Cross-service transaction without saga",
    severity="high",
    rationale="When the second change fails, the first one stays.",
    source="course text, saga",
    fixes=("add-saga",),
    check=_check,
)
