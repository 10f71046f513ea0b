"""MOD-02: availability and the times to failure and repair of one component contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import availability_text, number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = []
    stated = False
    apart = threshold(context, "figures_apart")
    for component in context.design.components:
        said, mtbf, mttr = component.availability, component.mtbf_hours, component.mttr_hours
        if said is None or mtbf is None or mttr is None or context.part(component.id).client:
            continue
        stated = True
        down, follows = 1.0 - said, mttr / (mtbf + mttr)
        if abs(down - follows) <= apart * max(down, follows):
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} states {availability_text(said)} availability, but "
                f"{number_text(mtbf)} h between failures and {number_text(mttr)} h of repair give "
                f"{availability_text(1.0 - follows, follows)}. What counts is {availability_text(said)}.",
                evidence={"availability": said, "computed": 1.0 - follows},
                remedy="Keep the figure that was measured, and leave out or correct the other.",
            )
        )
    return found if stated else NotApplicable("nothing states an availability beside its times")


RULE = Rule(
    id="MOD-02",
    title="Two availabilities",
    severity="low",
    rationale="Times to failure and repair give an availability of their own; two that differ can't both be "
    "right, and failovers and outages are counted with the times.",
    source="ArchDraw semantics, section 1",
    thresholds=("figures_apart",),
    by_hand="which of the two was measured is known to those who stated them.",
    check=_check,
)
