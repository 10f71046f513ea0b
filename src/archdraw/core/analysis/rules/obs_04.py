"""OBS-04: a latency target that is an average."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    fields = ("p50_ms", "p95_ms", "p99_ms", "p999_ms", "mean_ms")
    stated = [j for j in context.design.journeys if any(getattr(j.targets, field) for field in fields)]
    if not stated:
        return NotApplicable("no journey states a latency target")
    return [
        RULE.finding(
            [],
            f"The latency target of {context.name(journey.id)} is a mean: it hides slow requests.",
            severity=context.severity(RULE.severity, [journey]),
            evidence={"mean_ms": journey.targets.mean_ms},
            remedy="State a p95 or p99.",
            journey=journey.id,
            fix="use-percentile",
            about=[journey.id],
        )
        for journey in stated
        if not any(getattr(journey.targets, field) for field in ("p95_ms", "p99_ms", "p999_ms"))
        and journey.targets.mean_ms is not None
    ]


RULE = Rule(
    id="OBS-04",
    title="Latency target is an average",
    severity="high",
    rationale="An average of 50 ms allows one request in a hundred to take 5 s.",
    source="course text, p99 rather than the average",
    fixes=("use-percentile",),
    check=_check,
)
