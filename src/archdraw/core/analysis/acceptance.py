"""Which findings somebody has accepted, until when, and which acceptances have ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Suppression


class Acceptances:
    """The suppressions of a document on one day, asked finding by finding.

    One counts up to and on its last day; one whose day can't be read has ended, so that nothing stays hidden
    by mistake. The narrowest that fits a finding answers for it.
    """

    def __init__(self, suppressions: Sequence[Suppression], today: date | None = None) -> None:
        now = today or date.today()  # noqa: DTZ011 - a calendar day
        self._current: dict[str, list[Suppression]] = {}
        self._ended: dict[str, list[Suppression]] = {}
        for entry in sorted(suppressions, key=_width):
            holds = not entry.expires.strip() or (last_day(entry.expires) or date.min) >= now
            (self._current if holds else self._ended).setdefault(entry.rule, []).append(entry)

    def of(self, finding: Finding) -> Suppression | None:
        """Return the acceptance that holds for a finding."""
        return _first(self._current, finding)

    def ended(self, finding: Finding) -> Suppression | None:
        """Return the acceptance that held for a finding until its day passed."""
        return _first(self._ended, finding)


def covers(entry: Suppression, finding: Finding) -> bool:
    """Return whether a suppression is about a finding, whatever its last day.

    With `about`: only about the finding of exactly this identity. With `element`: about all findings of the
    rule that are about this element or journey, not about those that only name it beside others. With
    neither: about all of the rule.
    """
    if entry.rule != finding.rule:
        return False
    if entry.about:
        return entry.about == finding.about
    return entry.element is None or entry.element in subjects(finding)


def subjects(finding: Finding) -> tuple[str, ...]:
    """Return the ids of the elements, and of the journey, that a finding is about."""
    named = {*finding.elements, finding.journey}
    about = tuple(one for one in finding.about if one in named) or finding.elements
    return about if finding.journey is None or finding.journey in about else (*about, finding.journey)


def last_day(text: str) -> date | None:
    """Return the day that an ISO date names, or None where it names none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def accepted_until(entry: Suppression) -> str:
    """Return in words until when, by whom and why something was accepted: "until 2027-03-01 by Ann: why"."""
    day = entry.expires.strip()
    until = f"until {day}" if last_day(day) else f"until “{day}”, which is no day"
    owner = f" by {entry.owner.strip()}" if entry.owner.strip() else ""
    reason = f": {entry.reason.strip()}" if entry.reason.strip() else ""
    return f"{until}{owner}{reason}"


def _width(entry: Suppression) -> int:
    return 0 if entry.about else 1 if entry.element is not None else 2


def _first(table: dict[str, list[Suppression]], finding: Finding) -> Suppression | None:
    return next((entry for entry in table.get(finding.rule, ()) if covers(entry, finding)), None)
