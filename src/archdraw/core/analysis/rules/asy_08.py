"""ASY-08: order is needed, and nothing keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import whole
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    ordered = [c for c in context.design.components if c.attributes.get("ordering") is True]
    if not ordered:
        return NotApplicable("no queue has to keep an order")
    return [
        RULE.finding(
            [queue.id],
            f"{context.name(queue.id)} has to keep an order over {whole(queue, 'partitions')} "
            "partitions, and "
            "no key says what stays together.",
            severity=context.severity(RULE.severity, fed_by(context, queue.id)),
            evidence={"partitions": whole(queue, "partitions"), "ordering_key": "not stated"},
            remedy="Give messages that belong together one key, or use a queue that keeps order (FIFO).",
            fix="set-ordering-key",
        )
        for queue in ordered
        if (whole(queue, "partitions") or 1) > 1 and not queue.attributes.get("ordering_key")
    ]


RULE = Rule(
    id="ASY-08",
    title="Order needed but no key",
    severity="medium",
    rationale="Only within one partition does the first message come out first.",
    source="Microsoft cloud patterns, sequential convoy",
    fixes=("set-ordering-key",),
    check=_check,
)
