"""ASY-04: a message that may come twice, and a consumer that does not mind it twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    twice = [c for c in context.design.components if c.attributes.get("delivery") == "at-least-once"]
    if not twice:
        return NotApplicable("no queue states at-least-once delivery")
    found = []
    for queue in twice:
        _, outgoing = context.neighbours(queue.id)
        for link in outgoing:
            consumer = context.design.component_by_id[link.target]
            if link.kind != "deliver" or consumer.attributes.get("idempotent") is True:
                continue
            found.append(
                RULE.finding(
                    [consumer.id, queue.id],
                    f"{context.name(queue.id)} may deliver a message twice, and {context.name(consumer.id)} "
                    "does not state that it is idempotent.",
                    severity=max("medium", RULE.severity, key=SEVERITIES.index),
                    evidence={
                        "delivery": "at-least-once",
                        "idempotent": consumer.attributes.get("idempotent", "not stated"),
                    },
                    remedy="Keep a key for each message and skip what was done.",
                    fix="make-idempotent",
                )
            )
    return found


RULE = Rule(
    id="ASY-04",
    title="At-least-once without idempotent consumer",
    severity="high",
    rationale="Delivered at least once means delivered twice some day.",
    source="Alex Xu, System Design Interview, payment system",
    check=_check,
)
