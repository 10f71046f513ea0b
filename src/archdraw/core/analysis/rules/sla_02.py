"""SLA-02: dependencies that are not one nine better than the journey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import counted, listed
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import availability_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey

_SHOWN = 3


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    aimed = [j for j in context.design.journeys if j.targets.availability and j.targets.availability < 1.0]
    if not aimed:
        return NotApplicable("no journey states an availability target")
    return [finding for journey in aimed for finding in _of(context, journey)]


def _of(context: Context, journey: Journey) -> list[Finding]:
    allowed = (1.0 - float(journey.targets.availability or 0.0)) / threshold(context, "extra_nine")
    weak: list[tuple[str, float]] = []
    for component in context.design.components:
        part, own = context.part(component.id), context.component(component.id).availability
        needed = context.single_event(journey.id, component.id)
        if part.client or own is None or not needed or 1.0 - own <= allowed * (1.0 + 1e-9):
            continue
        weak.append((component.id, own))
    if not weak:
        return []
    weak.sort(key=lambda one: one[1])
    named = [f"{context.name(one)} ({availability_text(own, 1.0 - own)})" for one, own in weak]
    fit = "is not" if len(weak) == 1 else "are not"
    target = availability_text(float(journey.targets.availability or 0.0))
    return [
        RULE.finding(
            [one for one, _ in weak],
            f"{listed(named, _SHOWN)} {fit} one nine better than the target of {context.name(journey.id)}, "
            f"{target}.",
            severity=context.severity(RULE.severity, [journey]),
            evidence={
                "allowed_unavailability": allowed,
                "dependencies": dict(weak),
                "count": counted(len(weak), "dependency", "dependencies"),
            },
            remedy="Replicate them, take them off the path, or agree on less.",
            fix="make-redundant",
            journey=journey.id,
            about=[journey.id],
        )
    ]


RULE = Rule(
    id="SLA-02",
    title="Extra nine missing",
    severity="medium",
    rationale="Ten dependencies as good as the target leave a tenth of it.",
    source="Treynor, Dahlin, Rau and Beyer, The calculus of service availability, ACM Queue 2017",
    thresholds=("extra_nine",),
    fixes=("make-redundant",),
    check=_check,
)
