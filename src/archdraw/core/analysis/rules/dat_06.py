"""DAT-06: the storage limit is reached within the horizon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.storing import keeping_of
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    kept = {c.id: keeping for c in context.design.components if (keeping := keeping_of(c)) is not None}
    limited = [c for c in context.design.components if c.id in kept and kept[c.id].room is not None]
    if not limited:
        return NotApplicable("no store states its growth and its limit")
    horizon = threshold(context, "horizon_days")
    found = []
    for store in limited:
        keeping = kept[store.id]
        limit, days = keeping.room or 0.0, keeping.days_until_full()
        if days is None or days > horizon:
            continue
        limited_to = f"its limit of {number_text(limit / 1e9, 3)}\u2009GB"
        says = f"is over {limited_to}"
        if days > 0:
            says = f"reaches {limited_to} in {number_text(days, 3)} days"
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} {says}.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={
                    "days": days,
                    "horizon_days": horizon,
                    "held_bytes_at_horizon": keeping.after(horizon),
                    "storage_limit_bytes": limit,
                    "copies": keeping.copies,
                },
                remedy="Expire what is old, move it to a cheaper tier, or shard before that day.",
                fix="expire-data",
            )
        )
    return found


RULE = Rule(
    id="DAT-06",
    title="Storage limit reached within the horizon",
    severity="high",
    rationale="A full store stops writing, and moving data takes longer than is left then.",
    source="Alex Xu, System Design Interview, storage estimates",
    thresholds=("horizon_days",),
    fixes=("expire-data",),
    check=_check,
)
