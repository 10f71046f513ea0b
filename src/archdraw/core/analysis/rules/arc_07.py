"""ARC-07: business logic in the pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    pipes = [c for c in context.design.components if "business_logic" in c.attributes]
    pipes = [c for c in pipes if context.role(c.id) in ("router", "queue")]
    if not pipes:
        return NotApplicable("no broker or gateway states whether it holds business logic")
    return [
        RULE.finding(
            [pipe.id],
            f"{context.name(pipe.id)} holds business logic: every team has to change it, and none owns it.",
            severity=context.severity(RULE.severity, context.journeys_through(pipe.id)),
            evidence={"business_logic": True},
            remedy="Move the logic into the services at its ends; let the pipe route and carry.",
            fix="keep-pipe-dumb",
        )
        for pipe in pipes
        if pipe.attributes["business_logic"] is True
    ]


RULE = Rule(
    id="ARC-07",
    title="Smart pipe",
    severity="medium",
    rationale="Smart endpoints and dumb pipes can be changed one at a time.",
    source="course text, microservices",
    fixes=("keep-pipe-dumb",),
    check=_check,
)
