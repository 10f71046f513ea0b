"""ASY-03: more messages come than are taken out, and nothing holds them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import number
from archdraw.core.analysis.rules.queues import arrival_of, backlog_grows, consumer_groups, service_of
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.usage import fed_by
from archdraw.core.analysis.wording import downtime_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found, seen = [], False
    for queue in context.design.components:
        if context.role(queue.id) != "queue":
            continue
        for group in consumer_groups(context, queue.id):
            arrival, service = arrival_of(context, queue.id, group), service_of(context, group)
            if arrival is None or service is None:
                continue
            seen = True
            if not backlog_grows(context, queue.id, group):
                continue
            kept = number(queue, "retention_s")
            # The oldest message ages by this share of a second each second.
            lost_after = None if kept is None or arrival == service else kept / (1.0 - service / arrival)
            fills = f"; after {downtime_text(lost_after)} messages expire unread" if lost_after else ""
            found.append(
                RULE.finding(
                    [*group, queue.id],
                    f"{context.name(queue.id)} gets {rate_text(arrival)} and {named(context, group)} "
                    "can take "
                    f"{rate_text(service)}: the backlog grows without end{fills}.",
                    severity=context.severity(RULE.severity, fed_by(context, queue.id)),
                    evidence={
                        "arrival_rps": arrival,
                        "service_rps": service,
                        "growth_rps": arrival - service,
                    }
                    | ({} if lost_after is None else {"messages_expire_after_s": lost_after}),
                    remedy="Add consumers, slow the producers down, or shed what is worth least.",
                    fix="add-instance",
                    about=[queue.id, *group],
                )
            )
    return found if seen else NotApplicable("no queue with known arrivals and consumers of known capacity")


RULE = Rule(
    id="ASY-03",
    title="Arrivals above service, without back-pressure",
    severity="critical",
    rationale="A queue evens out peaks; it cannot make up for too little capacity.",
    source="Microsoft cloud patterns, queue-based load leveling",
    fixes=("add-instance",),
    check=_check,
)
