"""DAT-06: the storage limit is reached within the horizon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import number
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    growing = [c for c in context.design.components if number(c, "growth_bytes_day") is not None]
    limited = [c for c in growing if number(c, "storage_limit_bytes") is not None]
    if not limited:
        return NotApplicable("no store states its growth and its limit")
    horizon = threshold(context, "horizon_days")
    found = []
    for store in limited:
        limit = number(store, "storage_limit_bytes") or 0.0
        copies = max(1.0, number(store, "replication_factor") or 1.0)
        days = _days_until(store, limit / copies)
        if days is None or days > horizon:
            continue
        held = _held(store, horizon) * copies
        when = "is over" if days <= 0 else f"reaches in {number_text(days, 3)} days"
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} {when} its limit of {number_text(limit / 1e9, 3)}\u2009GB.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={
                    "days": days,
                    "horizon_days": horizon,
                    "held_bytes_at_horizon": held,
                    "storage_limit_bytes": limit,
                    "copies": copies,
                },
                remedy="Expire what is old, move it to a cheaper tier, or shard before that day.",
                fix="expire-data",
            )
        )
    return found


def _days_until(store: Component, limit: float) -> float | None:
    """Return after how many days a copy holds more than the limit; None: never."""
    held, growth = number(store, "storage_bytes") or 0.0, number(store, "growth_bytes_day") or 0.0
    kept = number(store, "retention_days")
    if held > limit:
        return 0.0
    if growth <= 0.0 or (kept is not None and growth * kept <= limit):
        return None
    return (limit - held) / growth


def _held(store: Component, days: float) -> float:
    held, growth = number(store, "storage_bytes") or 0.0, number(store, "growth_bytes_day") or 0.0
    kept = number(store, "retention_days")
    grown = held + growth * days
    return grown if kept is None else min(grown, max(held, growth * kept))


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
