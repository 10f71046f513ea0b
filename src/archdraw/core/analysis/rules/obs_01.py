"""OBS-01: a system that nobody watches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_OWN = ("service", "store", "worker", "queue")
_WATCHERS = ("monitoring", "alerting")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    own = [c for c in context.design.components if context.role(c.id) in _OWN]
    if len(own) < threshold(context, "monitored_parts"):
        return NotApplicable("too little is drawn to be watched")
    if any(c.kind in _WATCHERS for c in context.design.components) or any(_is_watched(c) for c in own):
        return []
    denied = all(c.attributes.get("monitored") is False for c in own)
    return [
        RULE.finding(
            [],
            "Nothing is monitored: there is no monitoring component, and none of "
            f"{len(own)} parts states that it is.",
            severity=RULE.severity if denied else "medium",
            evidence={"parts": len(own), "monitored": False if denied else "not stated"},
            remedy="Watch latency, traffic, errors and saturation, and alarm on the journeys' targets.",
            fix="add-monitoring",
        )
    ]


def _is_watched(component: Component) -> bool:
    return component.attributes.get("monitored") is True or "monitored" in component.tags


RULE = Rule(
    id="OBS-01",
    title="No monitoring or alerting",
    severity="high",
    rationale="What nobody sees is repaired when a customer calls.",
    source="course text; Azure Well-Architected RE:10",
    thresholds=("monitored_parts",),
    fixes=("add-monitoring",),
    check=_check,
)
