"""ASY-02: one consumer for a queue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES, Severity
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    queues = [c for c in context.design.components if context.role(c.id) == "queue"]
    found = []
    delivered = False
    for queue in queues:
        _, outgoing = context.neighbours(queue.id)
        consumers = [link.target for link in outgoing if link.kind == "deliver"]
        delivered = delivered or bool(consumers)
        if len(consumers) != 1:
            continue
        consumer = consumers[0]
        part = context.part(consumer)
        if part.managed or part.replicas > 1 or context.role(consumer) == "queue":
            continue
        found.append(
            RULE.finding(
                [consumer, queue.id],
                f"{context.name(consumer)} is the only consumer of {context.name(queue.id)}, and one instance.",
                severity=_severity(context, queue.id),
                evidence={"consumers": 1, "replicas": part.replicas},
                remedy="Run at least two consumers in one group.",
                fix="add-instance",
            )
        )
    return found if delivered else NotApplicable("no queue delivers to a consumer")


def _severity(context: Context, queue: str) -> Severity:
    """Work that waits is late, not lost: one step below what the journeys that fill the queue ask for."""
    scaled = context.severity(RULE.severity, context.journeys_through(queue))
    return max(scaled, "medium", key=SEVERITIES.index)


RULE = Rule(
    id="ASY-02",
    title="Single consumer",
    severity="high",
    rationale="Its failure stops the work, and its speed is the limit.",
    source="Microsoft cloud patterns, competing consumers",
    check=_check,
)
