"""ARC-12: parts that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.structure.graphs import reach

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding

_STANDS_ALONE = ("infrastructure", "kubernetes")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not context.design.components:
        return NotApplicable("nothing is drawn")
    entries = {j.entry for j in context.design.journeys if j.entry is not None}
    found = []
    for island in _islands(context):
        if not entries.isdisjoint(island) or all(_may_stand_alone(context, one) for one in island):
            continue
        if len(island) == 1:
            message = f"{context.name(island[0])} is connected to nothing."
        elif entries:
            message = f"No journey comes near {named(context, island)}: they are joined to each other only."
        else:
            continue
        found.append(
            RULE.finding(
                island,
                message,
                severity="low",
                remedy="Connect what is missing, or take it out.",
                fix="take-out",
                about=island[:1],  # it stays the same finding when more is drawn there
            )
        )
    found.extend(
        RULE.finding(
            [],
            f"The journey {context.name(journey.id)} has no entry, so nothing is computed for it.",
            severity="low",
            remedy="Choose the component where it begins.",
            journey=journey.id,
            about=[journey.id],
        )
        for journey in context.design.journeys
        if journey.entry is None
    )
    return found


def _may_stand_alone(context: Context, component: str) -> bool:
    """Return whether the component is ground for others (machines, clusters) or watches them."""
    role = context.role(component)
    return context.part(component).kind.family in _STANDS_ALONE or role in ("infrastructure", "observer")


def _islands(context: Context) -> list[list[str]]:
    """Return the components in sets that are connected, whatever the direction."""
    touching: dict[str, list[str]] = {c.id: [] for c in context.design.components}
    for link in context.design.connections:
        if link.source in touching and link.target in touching and link.source != link.target:
            touching[link.source].append(link.target)
            touching[link.target].append(link.source)
    seen: set[str] = set()
    found = []
    for component in touching:
        if component not in seen:
            island = reach(component, touching.__getitem__)
            seen.update(island)
            found.append(list(island))
    return found


RULE = Rule(
    id="ARC-12",
    title="Orphan, unreachable part or journey without entry",
    severity="low",
    rationale="An unfinished drawing gives unfinished answers.",
    source="kube-linter dangling checks",
    fixes=("take-out",),
    by_hand="where a journey begins is known to those who drew it.",
    check=_check,
)
