"""Runs the rules over a computed design: findings, and the ledger of what became of each rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.acceptance import Acceptances, accepted_until
from archdraw.core.analysis.result import SEVERITIES, Finding, LedgerEntry
from archdraw.core.analysis.rules import every_rule
from archdraw.core.analysis.rules.rule import NotApplicable
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.giving_way import give_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Analysis, Severity
    from archdraw.core.analysis.rules.rule import Rule
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.model import Design

# What the ledger says of a rule that the document has switched off.
SWITCHED_OFF = "switched off"
# Rules that are looked at between two questions whether to go on: a few milliseconds of a large design.
_BETWEEN_CHECKS = 16
# How much a journey matters, most first.
_CRITICALITIES = ("critical", "high", "medium", "low")


def collect(
    context: Context,
    rules: Sequence[Rule] | None = None,
    *,
    today: date | None = None,
    should_stop: Stop | None = None,
) -> tuple[tuple[Finding, ...], tuple[LedgerEntry, ...]]:
    """Return what the rules found, worst first, and one ledger entry for each rule.

    `settings.severity` of the document replaces a rule's severity ("SPF-01": "low"); "off" there, or
    false in `settings.rules`, switches the rule off. `Acceptances` says which suppressions hold; `today`
    defaults to the day of the run, `rules` to ours and those of plug-ins.

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    judge = _Judge(context.design, today)
    findings: list[Finding] = []
    ledger: list[LedgerEntry] = []
    for place, rule in enumerate(every_rule() if rules is None else rules):
        if place % _BETWEEN_CHECKS == 0:
            check(should_stop)
        give_way()
        if judge.is_off(rule.id):
            ledger.append(LedgerEntry(rule.id, "suppressed", SWITCHED_OFF))
            continue
        found, entry = judge.settle(rule.id, rule.check(context))
        findings.extend(found)
        ledger.append(entry)
    return judge.ordered(findings), tuple(ledger)


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
    return judge.ordered([*kept, *found]), ledger


class _Judge:
    """Applies what the document says about rules: overrides, suppressions, what is off."""

    def __init__(self, design: Design, today: date | None) -> None:
        self._design = design
        self._settings = design.settings
        self._accepted = Acceptances(design.suppressions, today)

    def is_off(self, rule: str) -> bool:
        """Return whether the document switches a rule off."""
        return self._settings.rules.get(rule) is False or self._settings.severity.get(rule) == "off"

    def settle(
        self, rule: str, outcome: Iterable[Finding] | NotApplicable
    ) -> tuple[list[Finding], LedgerEntry]:
        """Return the findings with their final severity, and what the ledger says."""
        if isinstance(outcome, NotApplicable):
            return [], LedgerEntry(rule, "not-applicable", outcome.reason)
        stated = self._settings.severity.get(rule)
        override = next((name for name in SEVERITIES if name == stated), None)
        found = [self._settled(finding, override) for finding in outcome]
        if not found:
            return found, LedgerEntry(rule, "passed")
        if all(finding.suppressed is not None for finding in found):
            return found, LedgerEntry(rule, "suppressed", "accepted")
        return found, LedgerEntry(rule, "failed")

    def _settled(self, finding: Finding, override: Severity | None) -> Finding:
        give_way()
        if override is not None:
            finding = replace(finding, severity=override)
        entry = self._accepted.of(finding)
        if entry is not None:
            return replace(finding, suppressed=entry.reason or "accepted")
        ended = self._accepted.ended(finding)
        return finding if ended is None else replace(finding, lapsed=f"accepted {accepted_until(ended)}")

    def ordered(self, findings: list[Finding]) -> tuple[Finding, ...]:
        """Return findings worst first, of equals those of the most important journey; accepted ones last."""
        ranks = {one.id: _CRITICALITIES.index(one.criticality) for one in self._design.journeys}

        def rank(finding: Finding) -> int:
            give_way()
            named = finding.evidence.get("journeys")
            journeys = (finding.journey, *(named if isinstance(named, list | tuple) else ()))
            known = (ranks.get(one, len(_CRITICALITIES)) for one in journeys if isinstance(one, str))
            return min(known, default=len(_CRITICALITIES))

        return tuple(
            sorted(
                findings,
                key=lambda one: (one.suppressed is not None, SEVERITIES.index(one.severity), rank(one)),
            )
        )
