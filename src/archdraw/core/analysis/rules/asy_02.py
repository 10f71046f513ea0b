"""ASY-02: one consumer for a queue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.queues import consumer_groups
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    groups = [
        (queue.id, group)
        for queue in context.design.components
        if context.role(queue.id) == "queue"
        for group in consumer_groups(context, queue.id)
    ]
    if not groups:
        return NotApplicable("no queue delivers to a consumer")
    return [
        RULE.finding(
            [group[0], queue],
            f"{context.name(group[0])} is one instance and alone takes messages from {context.name(queue)}.",
            severity=context.severity(RULE.severity, fed_by(context, queue)),
            evidence={"consumers": 1, "replicas": 1},
            remedy="Run at least two consumers in one group.",
            fix="add-instance",
        )
        for queue, group in groups
        if len(group) == 1 and _is_single(context, group[0])
    ]


def _is_single(context: Context, consumer: str) -> bool:
    part = context.part(consumer)
    return not part.managed and part.replicas == 1 and context.role(consumer) not in ("queue", "external")


RULE = Rule(
    id="ASY-02",
    title="Single consumer",
    severity="high",
    rationale="Its failure stops the work, and its speed is the limit.",
    source="Microsoft cloud patterns, competing consumers",
    fixes=("add-instance",),
    check=_check,
)
