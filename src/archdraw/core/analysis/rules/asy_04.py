"""ASY-04: a message that may come twice, and a consumer that may then act twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.queues import consumers_of
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    twice = [c for c in context.design.components if c.attributes.get("delivery") == "at-least-once"]
    if not twice:
        return NotApplicable("no queue states at-least-once delivery")
    return [
        RULE.finding(
            [consumer, queue.id],
            f"{context.name(queue.id)} may deliver a message twice, and {context.name(consumer)} "
            + ("is not idempotent." if stated is False else "does not state that it is idempotent."),
            severity=context.severity(
                RULE.severity if stated is False else "medium", fed_by(context, queue.id)
            ),
            evidence={
                "delivery": "at-least-once",
                "idempotent": "not stated" if stated is None else stated,
            },
            remedy="Keep a key for each message and skip what was done.",
            fix="make-idempotent",
        )
        for queue in twice
        for consumer in consumers_of(context, queue.id)
        for stated in [context.design.component_by_id[consumer].attributes.get("idempotent")]
        if stated is not True and not _only_reads(context, consumer)
    ]


def _only_reads(context: Context, consumer: str) -> bool:
    """Return whether all that the consumer does is stated as reading."""
    _, outgoing = context.neighbours(consumer)
    work = [link for link in outgoing if link.kind in ("call", "publish")]
    return bool(work) and all(link.kind == "call" and link.operation == "read" for link in work)


RULE = Rule(
    id="ASY-04",
    title="At-least-once without idempotent consumer",
    severity="high",
    rationale="Delivered at least once means delivered twice some day.",
    source="Alex Xu, System Design Interview, payment system",
    fixes=("make-idempotent",),
    check=_check,
)
