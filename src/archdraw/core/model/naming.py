"""How elements, and the events that the analysis makes of them, are called: by name, never by id alone.

Events are named after their element: "web#2" is an instance, "web!ccf" a common cause, "db!failover" a
failover (semantics §1).
"""

from __future__ import annotations

from collections.abc import Iterable

from archdraw.core.model.design import Design

_SUFFIXES = {"!ccf": "common cause of all instances", "!failover": "failover"}


def element_name(design: Design, element_id: str) -> str:
    """Return the name of a component, group, connection or journey; its id where it has none."""
    found = (
        design.component_by_id.get(element_id)
        or design.group_by_id.get(element_id)
        or design.journey_by_id.get(element_id)
    )
    if found is not None:
        return one_line(found.name) or element_id
    connection = design.connection_by_id.get(element_id)
    if connection is None:
        return element_id
    return f"{element_name(design, connection.source)} → {element_name(design, connection.target)}"


def one_line(name: str) -> str:
    """Return a name without the line break that it may have on its card."""
    return " ".join(name.split()) if "\n" in name else name


def element_of_event(design: Design, event: str) -> str:
    """Return the element that an event belongs to; an unknown event comes back as it is."""
    if _is_element(design, event):
        return event
    for mark in ("!", "#"):
        stem, found, _ = event.rpartition(mark)
        if found and _is_element(design, stem):
            return stem
    return event


def event_name(design: Design, event: str) -> str:
    """Return how an event reads: "web#2" is "Web #2", "db!failover" is "Database (failover)"."""
    owner = element_of_event(design, event)
    if owner == event:
        return element_name(design, event)
    rest = event[len(owner) :]
    if rest in _SUFFIXES:
        return f"{element_name(design, owner)} ({_SUFFIXES[rest]})"
    return f"{element_name(design, owner)}\u00a0{rest}"


def listed(names: Iterable[str], most: int = 0) -> str:
    """Return "A", "A and B", "A, B and C"; with `most`, "A, B and 4 more".

    One more than `most` is still named: "and 1 more" takes as much room and says less.
    """
    known = list(names)
    if most and len(known) > most + 1:
        return f"{', '.join(known[:most])} and {len(known) - most} more"
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} and {known[-1]}"


def _is_element(design: Design, element_id: str) -> bool:
    return (
        element_id in design.component_by_id
        or element_id in design.group_by_id
        or element_id in design.connection_by_id
    )
