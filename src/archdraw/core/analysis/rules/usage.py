"""Who uses an element: on the path of a journey, or only by the load that reaches it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES, Severity

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Connection, Journey


def fed_by(context: Context, component: str) -> list[Journey]:
    """Return the journeys whose load reaches a component, also through queues and optional calls."""
    found = []
    for journey in context.design.journeys:
        visits = context.load.journeys[journey.id].visits
        if visits is not None and visits.components.get(component, 0.0) > 0.0:
            found.append(journey)
    return found


def journeys_through_any(context: Context, elements: Iterable[str]) -> list[Journey]:
    """Return the journeys that depend on any of the elements, each once."""
    found = {j.id: j for element in elements for j in context.journeys_through(element)}
    return list(found.values())


def severity_by_use(context: Context, base: Severity, component: str) -> Severity:
    """Return the severity for a component whose content matters also where no journey waits for it.

    On a path it is `base` for the most important journey; reached by load only, one step lower;
    not reached at all, at most "low".
    """
    journeys = context.journeys_through(component)
    if journeys:
        return context.severity(base, journeys)
    lower = SEVERITIES[min(SEVERITIES.index(base) + 1, len(SEVERITIES) - 1)]
    return context.severity(lower, fed_by(context, component))


def calls_in(context: Context, connection: Connection) -> list[str]:
    """Return the ids of the journeys whose load passes a connection; only "" where none does."""
    found = []
    for journey in context.design.journeys:
        visits = context.load.journeys[journey.id].visits
        if visits is not None and visits.connections.get(connection.id, 0.0) > 0.0:
            found.append(journey.id)
    return found or [""]
