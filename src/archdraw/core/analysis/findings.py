"""Runs the rules over a computed design: findings, and the ledger of what became of each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES, Finding, LedgerEntry
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.analysis.rules.rule import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.rules.rule import Rule
    from archdraw.core.model import Suppression


def collect(
    context: Context, rules: Sequence[Rule] = ALL_RULES, *, today: date | None = None
) -> tuple[tuple[Finding, ...], tuple[LedgerEntry, ...]]:
    """Return what the rules found, worst first, and one ledger entry for each rule.

    `settings.severity` of the document replaces a rule's severity ("SPF-01": "low"); "off" there, or
    false in `settings.rules`, switches the rule off. A suppression names the rule and an element or
    journey (none: all of them) and counts up to and on its last day; one whose day can't be read has
    ended, so that nothing stays hidden by mistake. `today` defaults to the day of the run.
    """
    settings = context.design.settings
    suppressions = _current(context.design.suppressions, today or date.today())  # noqa: DTZ011 - a calendar day
    findings: list[Finding] = []
    ledger: list[LedgerEntry] = []
    for rule in rules:
        if settings.rules.get(rule.id) is False or settings.severity.get(rule.id) == "off":
            ledger.append(LedgerEntry(rule.id, "suppressed"))
            continue
        outcome = rule.check(context)
        if isinstance(outcome, NotApplicable):
            ledger.append(LedgerEntry(rule.id, "not-applicable"))
            continue
        found = [_settled(finding, settings.severity.get(rule.id), suppressions) for finding in outcome]
        findings.extend(found)
        if not found:
            ledger.append(LedgerEntry(rule.id, "passed"))
        elif all(finding.suppressed is not None for finding in found):
            ledger.append(LedgerEntry(rule.id, "suppressed"))
        else:
            ledger.append(LedgerEntry(rule.id, "failed"))
    findings.sort(key=lambda finding: (finding.suppressed is not None, SEVERITIES.index(finding.severity)))
    return tuple(findings), tuple(ledger)


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
