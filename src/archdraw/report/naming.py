"""How elements and events of the analysis are called in the document: by name, never by id alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archdraw.core.model import element_name, element_of_event, event_name

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


@dataclass(frozen=True, slots=True)
class Names:
    """Looks up names in one design."""

    design: Design

    def element(self, element_id: str) -> str:
        """Return the name of an element; its id where it has none."""
        return element_name(self.design, element_id)

    def event(self, event: str) -> str:
        """Return how an event reads: "web#2" is "Web #2"."""
        return event_name(self.design, event)

    def owner(self, event: str) -> str:
        """Return the element an event belongs to."""
        return element_of_event(self.design, event)

    def events(self, events: Iterable[str]) -> str:
        """Return names of events, joined with plus signs."""
        return " + ".join(self.event(event) for event in events)

    def journey(self, journey: JourneyResult) -> str:
        """Return the name of a journey."""
        return self.element(journey.id)


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
