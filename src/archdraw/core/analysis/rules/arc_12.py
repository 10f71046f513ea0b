"""ARC-12: parts that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_STANDS_ALONE = ("infrastructure", "kubernetes")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not context.design.components:
        return NotApplicable("nothing is drawn")
    found = []
    for component in context.design.components:
        incoming, outgoing = context.neighbours(component.id)
        if incoming or outgoing or context.part(component.id).kind.family in _STANDS_ALONE:
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} is connected to nothing.",
                severity="low",
                remedy="Connect it, or take it out.",
            )
        )
    found.extend(
        RULE.finding(
            [],
            f"The journey {context.name(journey.id)} has no entry, so nothing is computed for it.",
            severity="low",
            remedy="Choose the component where it begins.",
            journey=journey.id,
        )
        for journey in context.design.journeys
        if journey.entry is None
    )
    return found


RULE = Rule(
    id="ARC-12",
    title="Orphan, unreachable part or journey without entry",
    severity="low",
    rationale="An unfinished drawing gives unfinished answers.",
    source="kube-linter dangling checks",
    check=_check,
)
