"""OBS-01: a system that nobody watches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_MOST = 3


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    own = [
        c for c in context.design.components if context.role(c.id) in ("service", "store", "worker", "queue")
    ]
    if len(own) < _MOST:
        return NotApplicable("too little is drawn to be watched")
    watched = any(context.role(c.id) == "observer" for c in context.design.components)
    if watched or any(c.attributes.get("monitored") is True for c in own):
        return []
    return [
        RULE.finding(
            [],
            "Nothing is monitored: there is no monitoring component, and none of "
            f"{len(own)} parts states that it is.",
            severity="medium",
            evidence={"parts": len(own), "monitored": "not stated"},
            remedy="Watch latency, traffic, errors and saturation of each part, and alarm on the journeys' targets.",
            fix="add-monitoring",
        )
    ]


RULE = Rule(
    id="OBS-01",
    title="No monitoring or alerting",
    severity="high",
    rationale="What nobody sees is repaired when a customer calls.",
    source="course text; Azure Well-Architected RE:10",
    check=_check,
)
