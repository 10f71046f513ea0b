"""A document with what the rules say about it, and where in its file each element stands."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis, Finding, Severity
    from archdraw.core.model import Design


@frozen
class Unusable:
    """A file that could not be checked: how it is called in reports, and one sentence that says why."""

    name: str
    reason: str


class Checked:
    """One document that was checked.

    Attributes
    ----------
    name
        How the file is called in reports: relative, with slashes.
    text
        The file's text, to find lines in.
    known
        The identities that a baseline accepts, whatever they say now.
    """

    def __init__(
        self,
        name: str,
        text: str,
        design: Design,
        analysis: Analysis,
        known: frozenset[tuple[str, tuple[str, ...]]] = frozenset(),
    ) -> None:
        self.name = name
        self.text = text
        self.design = design
        self.analysis = analysis
        self.known = known

    def is_old(self, finding: Finding) -> bool:
        """Return whether the baseline has the finding."""
        return finding.identity in self.known

    @property
    def open(self) -> list[Finding]:
        """Findings that nobody has accepted: not suppressed, not in the baseline."""
        return [one for one in self.analysis.findings if one.suppressed is None and not self.is_old(one)]

    def at_or_above(self, severity: Severity | None) -> list[Finding]:
        """Return the open findings that are as bad as a severity or worse; None: none are."""
        if severity is None:
            return []
        limit = SEVERITIES.index(severity)
        return [one for one in self.open if SEVERITIES.index(one.severity) <= limit]

    def line_of(self, finding: Finding) -> int:
        """Return the line (from 1) where the first element of a finding is described, else its journey's."""
        for element in (*finding.elements, *([finding.journey] if finding.journey else [])):
            line = self._lines.get(element)
            if line is not None:
                return line
        return 1

    @cached_property
    def _lines(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(self.text.split("\n"), 1):
            match = re.match(r'\s*"id":\s*("(?:[^"\\]|\\.)*")', line)
            if match:
                found.setdefault(json.loads(match[1]), number)
        return found


def name_of(design: Design, element: str) -> str:
    """Return how an element is called, else its id."""
    record = (
        design.component_by_id.get(element)
        or design.group_by_id.get(element)
        or design.connection_by_id.get(element)
        or design.journey_by_id.get(element)
    )
    return record.name if record is not None and record.name else element
