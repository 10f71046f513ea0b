"""ASY-07: a broker that may lose what it has confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import whole
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import fed_by

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    brokers = [(c, strict) for c in context.design.components if (strict := _strict(context, c))]
    if not brokers:
        return NotApplicable("nothing that must not be lost goes through a broker with stated settings")
    found = []
    for broker, journeys in brokers:
        weak = _weaknesses(context, broker)
        if weak:
            found.append(
                RULE.finding(
                    [broker.id],
                    f"{context.name(broker.id)} has {listed(weak)}, but {context.name(journeys[0].id)} "
                    "may lose "
                    "nothing.",
                    severity=context.severity(RULE.severity, journeys),
                    evidence={
                        key: broker.attributes.get(key, "not stated")
                        for key in ("replication_factor", "min_in_sync", "acks")
                    },
                    remedy="Keep three copies, confirm with at least two in step, and wait for all of those.",
                    fix="keep-messages",
                    journey=journeys[0].id,
                )
            )
    return found


def _strict(context: Context, broker: Component) -> list[Journey]:
    """Return the journeys through a broker with stated settings that allow no loss."""
    stated = {"replication_factor", "min_in_sync", "acks"} & set(broker.attributes)
    if context.role(broker.id) != "queue" or not stated:
        return []
    return [
        journey
        for journey in fed_by(context, broker.id)
        if journey.targets.rpo_s == 0 or journey.attributes.get("loss_allowed") is False
    ]


def _weaknesses(context: Context, broker: Component) -> list[str]:
    copies, in_sync = whole(broker, "replication_factor"), whole(broker, "min_in_sync")
    acks = broker.attributes.get("acks")
    weak = []
    if copies is not None and copies < threshold(context, "broker_copies"):
        weak.append(f"{copies} {'copy' if copies == 1 else 'copies'}")
    if in_sync is not None and in_sync < threshold(context, "broker_in_sync"):
        weak.append(f"a minimum of {in_sync} in step")
    if acks is not None and acks != "all":
        weak.append(f"acknowledgements from {acks}")
    return weak


RULE = Rule(
    id="ASY-07",
    title="Broker may lose confirmed messages",
    severity="high",
    rationale="What only the leader has is gone when the leader is.",
    source="Kafka documentation, replication",
    thresholds=("broker_copies", "broker_in_sync"),
    fixes=("keep-messages",),
    check=_check,
)
