"""ARC-10: much more than the load asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_IDLE = 0.01
_FEW_RPS = 100.0
_MANY_SERVICES = 8


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    rates = [j.peak_rps for j in context.design.journeys if j.peak_rps is not None]
    if not rates:
        return NotApplicable("no journey states its load")
    services = [c for c in context.design.components if context.role(c.id) == "service"]
    total = sum(rates)
    found = []
    if len(services) > _MANY_SERVICES and total < _FEW_RPS:
        found.append(
            RULE.finding(
                [service.id for service in services],
                f"{len(services)} services share {rate_text(total)} at peak.",
                evidence={"services": len(services), "peak_rps": total},
                remedy="Merge services until each has a reason of its own to be apart.",
            )
        )
    for component in context.design.components:
        result, part = context.component(component.id), context.part(component.id)
        used = result.utilisation
        if used is None or part.managed or part.replicas <= 2 or used * part.serving / 2 >= _IDLE:
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} runs {part.replicas} instances at {percent_text(used)} of capacity.",
                severity="low",
                evidence={"replicas": part.replicas, "utilisation": used},
                remedy="Two instances would do for redundancy.",
            )
        )
    return found


RULE = Rule(
    id="ARC-10",
    title="Over-engineered",
    severity="medium",
    rationale="Every part has to be run, paid and understood.",
    source="interview rubrics; the YAGNI argument of the course text",
    check=_check,
)
