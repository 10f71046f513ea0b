"""What the queue rules ask: who takes messages out, and in which groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context

# Every consumer of these competes for the same messages; those of the others each see them all.
_COMPETING = ("message_queue", "rabbitmq", "dead_letter_queue")


def consumers_of(context: Context, queue: str) -> list[str]:
    """Return the components that a queue delivers to, each once."""
    _, outgoing = context.neighbours(queue)
    return list(dict.fromkeys(link.target for link in outgoing if link.kind == "deliver"))


def consumer_groups(context: Context, queue: str) -> list[list[str]]:
    """Return the consumers of a queue by the groups that share the work.

    A stated `consumer_group` counts; without one, the consumers of a queue share its messages, and
    each subscriber of a topic or log has all of them.
    """
    design = context.design
    shares = design.component_by_id[queue].kind in _COMPETING
    groups: dict[str, list[str]] = {}
    for consumer in consumers_of(context, queue):
        stated = design.component_by_id[consumer].attributes.get("consumer_group")
        key = f"={stated}" if isinstance(stated, str) and stated else ("" if shares else consumer)
        groups.setdefault(key, []).append(consumer)
    return list(groups.values())


def arrival_of(context: Context, queue: str, group: list[str]) -> float | None:
    """Return the messages per second that a queue delivers to a group, None where that is not known."""
    if queue in context.load.unknown:
        return None
    _, outgoing = context.neighbours(queue)
    delivered = [context.load.connections.get(link.id) for link in outgoing if link.target in group]
    known = [rate for rate in delivered if rate is not None]
    return sum(known) if known else None


def service_of(context: Context, group: list[str]) -> float | None:
    """Return the messages per second that a group can take, None where that is not known."""
    capacities = [context.part(one).total_capacity_rps for one in group]
    known = [capacity for capacity in capacities if capacity is not None]
    return sum(known) if len(known) == len(capacities) else None


def backlog_grows(context: Context, queue: str, group: list[str]) -> bool:
    """Return whether more comes than a group takes, and nothing holds it back (ASY-03's subject).

    Arrivals come irregularly: what just equals the service grows without end as well.
    """
    arrival, service = arrival_of(context, queue, group), service_of(context, group)
    if arrival is None or service is None or arrival <= 0.0 or arrival < service:
        return False
    return context.design.component_by_id[queue].attributes.get("backpressure") is not True


def falls_behind(context: Context, component: str) -> bool:
    """Return whether a component only takes messages out of queues, and one of those grows without end."""
    incoming, _ = context.neighbours(component)
    queues = dict.fromkeys(link.source for link in incoming)
    if not incoming or any(link.kind != "deliver" for link in incoming):
        return False
    return any(
        component in group and backlog_grows(context, queue, group)
        for queue in queues
        for group in consumer_groups(context, queue)
    )
