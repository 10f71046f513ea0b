"""How elements and events of the analysis are called in the document: by name, never by id alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from archdraw.core.analysis.result import JourneyResult
    from archdraw.core.model import Design

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SUFFIXES = {"!ccf": "common cause of all instances", "!failover": "failover"}


@dataclass(frozen=True, slots=True)
class Names:
    """Looks up names in one design."""

    design: Design

    def element(self, element_id: str) -> str:
        """Return the name of a component, group, connection or journey; its id where it has none."""
        design = self.design
        found = (
            design.component_by_id.get(element_id)
            or design.group_by_id.get(element_id)
            or design.journey_by_id.get(element_id)
        )
        if found is not None:
            return found.name or element_id
        connection = design.connection_by_id.get(element_id)
        if connection is None:
            return element_id
        return f"{self.element(connection.source)} → {self.element(connection.target)}"

    def event(self, event: str) -> str:
        """Return how an event reads: "web#2" is "Web #2", "db!failover" is "Database (failover)"."""
        owner = self.owner(event)
        if owner == event:
            return self.element(event)
        rest = event[len(owner) :]
        if rest in _SUFFIXES:
            return f"{self.element(owner)} ({_SUFFIXES[rest]})"
        return f"{self.element(owner)}\u00a0{rest}"

    def owner(self, event: str) -> str:
        """Return the element an event belongs to."""
        if self.is_element(event):
            return event
        for mark in ("!", "#"):
            stem, found, _ = event.rpartition(mark)
            if found and self.is_element(stem):
                return stem
        return event

    def is_element(self, element_id: str) -> bool:
        """Tell whether the design has an element with this id."""
        design = self.design
        return (
            element_id in design.component_by_id
            or element_id in design.group_by_id
            or element_id in design.connection_by_id
        )

    def events(self, events: Iterable[str]) -> str:
        """Return names of events, joined with plus signs."""
        return " + ".join(self.event(event) for event in events)

    def journey(self, journey: JourneyResult) -> str:
        """Return the name of a journey."""
        return self.element(journey.id)


def listed(names: Iterable[str], most: int = 0) -> str:
    """Return "A", "A and B", "A, B and C"; with `most`, "A, B and 4 more"."""
    known = list(names)
    if most and len(known) > most + 1:
        return f"{', '.join(known[:most])} and {len(known) - most} more"
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} and {known[-1]}"


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return "1 zone", "3 zones", "no zones"."""
    word = singular if count == 1 else plural or f"{singular}s"
    return f"{count:,} {word}" if count else f"no {word}"


def in_words(count: int) -> str:
    """Return a small number as a word, for the start of a sentence."""
    return _COUNTS[count] if 0 <= count < len(_COUNTS) else f"{count:,}"


def long_date(day: date) -> str:
    """Return "23 November 2026", the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
