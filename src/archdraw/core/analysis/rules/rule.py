"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from sys import intern
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.result import Finding, Severity
from archdraw.core.giving_way import give_way
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context


@frozen
class NotApplicable:
    """The design has nothing the rule is about, or does not state what it needs."""

    reason: str = ""


@frozen
class Rule:
    """One weakness to look for: why it is one, who says so, and the check.

    `check` returns the findings (none: passed) or NotApplicable. `thresholds` are those it judges by, `fixes`
    those that its findings may name; `by_hand` says what has to be decided by people where there is none.
    """

    id: str
    title: str
    severity: Severity
    rationale: str
    source: str
    check: Callable[[Context], Iterable[Finding] | NotApplicable]
    thresholds: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    by_hand: str = ""

    def finding(
        self,
        elements: Iterable[str],
        message: str,
        *,
        remedy: str,
        severity: Severity | None = None,
        evidence: dict[str, Any] | None = None,
        journey: str | None = None,
        fix: str | None = None,
        about: Iterable[str] | None = None,
    ) -> Finding:
        """Return a finding of this rule; `about` says what identifies it, if not just its elements."""
        give_way()
        named = tuple(elements)
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            title=self.title,
            elements=named,
            about=named if about is None else tuple(about),
            message=message,
            evidence=evidence or {},
            # Thousands of findings of one rule say the same: one text for all of them.
            remedy=intern(remedy),
            source=self.source,
            journey=journey,
            fix=fix,
        )
