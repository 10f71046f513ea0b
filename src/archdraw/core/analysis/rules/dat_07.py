"""DAT-07: one key that takes more than a partition can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.wording import percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    skewed = [c for c in context.design.components if _share(c.attributes.get("hottest_key_share")) > 0]
    if not skewed:
        return NotApplicable("no share of a hottest key is stated")
    found = []
    for store in skewed:
        part, rate = context.part(store.id), context.component(store.id).rate_rps
        if part.capacity_rps is None or rate is None:
            continue
        share = _share(store.attributes["hottest_key_share"])
        hottest = share * rate
        # One key lives on one node: sharing it with the rest of that node's keys is the best case.
        limit = part.capacity_rps * context.design.settings.target_utilisation
        fair = rate / max(part.serving, 1)
        if hottest + fair * (1 - share) <= limit and hottest <= 0.1 * limit:
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"The hottest key of {context.name(store.id)} takes {percent_text(share)} of the load: "
                f"{rate_text(hottest)} on one node of {rate_text(part.capacity_rps)}.",
                severity=context.severity(RULE.severity, context.journeys_through(store.id)),
                evidence={"share": share, "rate_rps": hottest, "node_capacity_rps": part.capacity_rps},
                remedy="Split or salt the key, cache it in front, or treat the few very large ones apart.",
                fix="split-key",
            )
        )
    return found


def _share(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


RULE = Rule(
    id="DAT-07",
    title="Hot partition",
    severity="high",
    rationale="A partition is limited whatever the table's total limit says.",
    source="Amazon DynamoDB documentation, partitions and warm throughput",
    check=_check,
)
