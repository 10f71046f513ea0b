"""Changes that span stores: what two-phase commit would cost there, and why a saga is advised instead.

A transaction over several stores commits only while every one of them works, so its availability is the
product of theirs; and one that stops between the two phases leaves the others waiting with their locks held
(Gray and Lamport, Consensus on Transaction Commit, 2006).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.reaching import reached_in
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.model import Connection, Design


@frozen
class SpanningChange:
    """A component that changes several things in one journey.

    `saga`: it states one, so that nothing has to commit together. `availability` is that of all of `targets`
    at once, `worst` that of the least available one alone; None where one of them is not known.
    """

    source: str
    journey: str
    targets: tuple[str, ...]
    saga: bool
    availability: float | None
    worst: float | None


def spanning_changes(design: Design, availability: Mapping[str, float]) -> tuple[SpanningChange, ...]:
    """Return what changes several targets in one journey, by source and journey.

    Parameters
    ----------
    availability
        Of each component, 0..1.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    changing = [link for link in design.connections if changes(link) and link.synchronous]
    for journey in design.journeys if changing else ():
        reached = reached_in(design, journey)
        for link in changing:
            if link.source in reached and journey.calls_over(link) > 0.0:
                found.setdefault((link.source, journey.id), {})[link.target] = None
    return tuple(
        _spanning(design, source, journey, tuple(targets), availability)
        for (source, journey), targets in found.items()
        if len(targets) > 1
    )


def changes(link: Connection) -> bool:
    """Return whether a call changes what its target keeps."""
    return link.kind == "call" and link.attributes.get("mutates") is True


def _spanning(
    design: Design, source: str, journey: str, targets: tuple[str, ...], availability: Mapping[str, float]
) -> SpanningChange:
    component = design.component_by_id[source]
    known = [availability[one] for one in targets if one in availability]
    product = 1.0
    for one in known:
        product *= one
    whole = len(known) == len(targets)
    return SpanningChange(
        source=source,
        journey=journey,
        targets=targets,
        saga=component.attributes.get("saga") is True or component.kind == "workflow_engine",
        availability=product if whole else None,
        worst=min(known) if whole else None,
    )
