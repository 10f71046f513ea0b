"""Runs the rules over a computed design: findings, and the ledger of what became of each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES, Finding, LedgerEntry
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.analysis.rules.rule import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.analysis.rules.rule import Rule
    from archdraw.core.model import Design, Suppression


def collect(
    context: Context, rules: Sequence[Rule] = ALL_RULES, *, today: date | None = None
) -> tuple[tuple[Finding, ...], tuple[LedgerEntry, ...]]:
    """Return what the rules found, worst first, and one ledger entry for each rule.

    `settings.severity` of the document replaces a rule's severity ("SPF-01": "low"); "off" there, or
    false in `settings.rules`, switches the rule off. A suppression names the rule and an element or
    journey (none: all of them) and counts up to and on its last day; one whose day can't be read has
    ended, so that nothing stays hidden by mistake. `today` defaults to the day of the run.
    """
    judge = _Judge(context.design, today)
    findings: list[Finding] = []
    ledger: list[LedgerEntry] = []
    for rule in rules:
        if judge.is_off(rule.id):
            ledger.append(LedgerEntry(rule.id, "suppressed"))
            continue
        found, entry = judge.settle(rule.id, rule.check(context))
        findings.extend(found)
        ledger.append(entry)
    return _sorted(findings), tuple(ledger)


def replaced(
    analysis: Analysis,
    design: Design,
    rule: str,
    outcome: Iterable[Finding] | NotApplicable,
    *,
    today: date | None = None,
) -> tuple[tuple[Finding, ...], tuple[LedgerEntry, ...]]:
    """Return the findings and ledger of an analysis with another outcome of one rule.

    For a rule whose figures are computed after the others are shown.
    """
    judge = _Judge(design, today)
    if judge.is_off(rule):
        return analysis.findings, analysis.ledger
    found, entry = judge.settle(rule, outcome)
    kept = [finding for finding in analysis.findings if finding.rule != rule]
    ledger = tuple(entry if one.rule == rule else one for one in analysis.ledger)
    return _sorted([*kept, *found]), ledger


class _Judge:
    """Applies what the document says about rules: overrides, suppressions, what is off."""

    def __init__(self, design: Design, today: date | None) -> None:
        self._settings = design.settings
        now = today or date.today()  # noqa: DTZ011 - a calendar day
        self._suppressions = _current(design.suppressions, now)

    def is_off(self, rule: str) -> bool:
        """Return whether the document switches a rule off."""
        return self._settings.rules.get(rule) is False or self._settings.severity.get(rule) == "off"

    def settle(
        self, rule: str, outcome: Iterable[Finding] | NotApplicable
    ) -> tuple[list[Finding], LedgerEntry]:
        """Return the findings with their final severity, and what the ledger says."""
        if isinstance(outcome, NotApplicable):
            return [], LedgerEntry(rule, "not-applicable")
        override = self._settings.severity.get(rule)
        found = [_settled(finding, override, self._suppressions) for finding in outcome]
        if not found:
            return found, LedgerEntry(rule, "passed")
        if all(finding.suppressed is not None for finding in found):
            return found, LedgerEntry(rule, "suppressed")
        return found, LedgerEntry(rule, "failed")


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(findings, key=lambda one: (one.suppressed is not None, SEVERITIES.index(one.severity)))
    )


def _current(suppressions: Sequence[Suppression], today: date) -> list[Suppression]:
    return [entry for entry in suppressions if not entry.expires or _last_day(entry.expires) >= today]


def _last_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return date.min


def _settled(finding: Finding, severity: object, suppressions: Sequence[Suppression]) -> Finding:
    for name in SEVERITIES:
        if name == severity:
            finding = replace(finding, severity=name)
    for entry in suppressions:
        if entry.rule == finding.rule and entry.element in (None, finding.journey, *finding.elements):
            return replace(finding, suppressed=entry.reason or "accepted")
    return finding
