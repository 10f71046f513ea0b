"""OBS-03: services that write their logs each for itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.thresholds import threshold

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    own = [c for c in context.design.components if context.role(c.id) in ("service", "worker")]
    many = threshold(context, "logged_services")
    if len(own) < many:
        return NotApplicable(f"fewer than {many:g} services")
    logged = any(c.attributes.get("logged") for c in own)
    if logged or any(c.kind == "logging" for c in context.design.components):
        return []
    denied = all(c.attributes.get("logged") is False for c in own)
    return [
        RULE.finding(
            [],
            f"Nothing says where {named(context, [c.id for c in own])} log: an error has to be looked for in "
            f"{len(own)} places.",
            severity=context.severity(RULE.severity if denied else "low", context.design.journeys),
            evidence={"services": len(own), "logged": False if denied else "not stated"},
            remedy="Collect logs in one place, with the trace id in each line.",
            fix="add-logging",
            about=(),
        )
    ]


RULE = Rule(
    id="OBS-03",
    title="No central logs",
    severity="medium",
    rationale="The instance that failed is gone, and its log with it.",
    source="course text, monitoring",
    thresholds=("logged_services",),
    fixes=("add-logging",),
    check=_check,
)
