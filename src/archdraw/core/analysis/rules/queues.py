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
