"""CAP-08: sessions in the memory of one of several instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stated = [c for c in context.design.components if "session_state" in c.attributes]
    if not stated:
        return NotApplicable("no component states where its sessions live")
    return [
        RULE.finding(
            [component.id],
            f"{context.name(component.id)} keeps sessions in the memory of each of its {component.replicas} "
            "instances: the next request may reach another one.",
            severity=context.severity(RULE.severity, context.journeys_through(component.id)),
            evidence={"replicas": component.replicas, "session_state": "local"},
            remedy="Keep sessions in a store that all instances share, or in a signed token.",
            fix="share-sessions",
        )
        for component in stated
        if component.attributes["session_state"] == "local" and component.replicas > 1
    ]


RULE = Rule(
    id="CAP-08",
    title="State in a scaled service",
    severity="high",
    rationale="An instance that others cannot replace is neither redundant nor scalable.",
    source="course text; the twelve-factor processes",
    fixes=("share-sessions",),
    check=_check,
)
