"""COST-01: one item that most of the money goes into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import number_text, percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    costs = {c.id: c.cost_month for c in context.components if c.cost_month}
    fewest = threshold(context, "priced_parts")
    if len(costs) < fewest:
        return NotApplicable(f"fewer than {fewest:g} components have a price")
    total = sum(costs.values())
    name, most = max(costs.items(), key=lambda one: one[1])
    if most <= threshold(context, "cost_share") * total:
        return []
    return [
        RULE.finding(
            [name],
            f"{context.name(name)} takes {number_text(most, 3)} USD a month, "
            f"{percent_text(most / total)} of the "
            "cost: that is where saving starts.",
            evidence={"cost_month": most, "total_month": total, "share": most / total},
            remedy="Look here first: size, reservation, tier, or less to keep.",
            about=(),
        )
    ]


RULE = Rule(
    id="COST-01",
    title="One item dominates the cost",
    severity="info",
    rationale="Saving elsewhere does not show.",
    source="AWS Well-Architected, cost optimisation",
    thresholds=("cost_share", "priced_parts"),
    by_hand="size, reservation and tier are bought; what may be deleted is for its owner to say.",
    check=_check,
)
