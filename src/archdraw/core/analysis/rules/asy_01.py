"""ASY-01: a queue with no place for what can't be handled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.queues import consumers_of
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_DEAD_LETTERS = "dead_letter_queue"


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    queues = [
        c
        for c in context.design.components
        if context.role(c.id) == "queue" and c.kind != _DEAD_LETTERS and consumers_of(context, c.id)
    ]
    if not queues:
        return NotApplicable("no queue has consumers")
    return [
        RULE.finding(
            [queue.id],
            f"{context.name(queue.id)} {'has' if queue.attributes.get('dead_letter') is False else 'states'} "
            "no dead-letter queue: a message that always fails stays for ever.",
            severity=context.severity(RULE.severity, fed_by(context, queue.id)),
            evidence={"dead_letter": queue.attributes.get("dead_letter", "not stated")},
            remedy="Move a message aside after some failed deliveries, and alarm on it.",
            fix="add-dead-letter",
        )
        for queue in queues
        if not queue.attributes.get("dead_letter") and not _draws_dead_letters(context, queue.id)
    ]


def _draws_dead_letters(context: Context, queue: str) -> bool:
    """Return whether the queue, or who consumes it, puts messages into a dead-letter queue."""
    for source in (queue, *consumers_of(context, queue)):
        _, outgoing = context.neighbours(source)
        if any(context.design.component_by_id[link.target].kind == _DEAD_LETTERS for link in outgoing):
            return True
    return False


RULE = Rule(
    id="ASY-01",
    title="Queue without dead-letter",
    severity="medium",
    rationale="One message that always fails blocks its lane or is retried for ever.",
    source="Azure Well-Architected; Microsoft cloud patterns, queue-based load leveling",
    fixes=("add-dead-letter",),
    check=_check,
)
