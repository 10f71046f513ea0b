"""What the rules found, worst first, each with its evidence, its remedy and the figures it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.acceptance import Acceptances
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.rule_pages import family_of
from archdraw.core.analysis.rules import every_rule
from archdraw.core.model import listed
from archdraw.report.context import drawing_id, journey_section
from archdraw.report.document import (
    Block,
    Callout,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    Tone,
    cell,
)
from archdraw.report.evidence import evidence_text
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding, LedgerEntry
    from archdraw.report.context import ReportContext

_TONES: dict[str, Tone] = {
    "critical": "danger",
    "high": "danger",
    "medium": "warning",
    "low": "accent",
    "info": "quiet",
}
# Which picture shows what a family of rules is about, where the document has it.
_FIGURES = {"SPF": "single-points", "ZON": "single-points", "CAP": "utilisation", "SLA": "nines"}
_CHARTS = ("utilisation", "nines")
MOST_ELEMENTS = 6
_WORDS = {
    "failed": "failed",
    "passed": "passed",
    "not-applicable": "does not apply",
    "suppressed": "accepted",
}
_COLUMNS = (
    Column("Rule", 0.8),
    Column("Looks for", 3),
    Column("Status", 2.6),
    Column("Findings", 0.8, "right"),
)


def findings(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter: a section for each severity that occurs, the accepted ones, and the ledger."""
    numbered = list(enumerate(context.analysis.findings, 1))
    live = [(number, finding) for number, finding in numbered if finding.suppressed is None]
    accepted = [(number, finding) for number, finding in numbered if finding.suppressed is not None]
    checked = counted(len(context.analysis.ledger), "rule")
    said = listed(
        f"{sum(1 for _, one in live if one.severity == name)} {name}"
        for name in SEVERITIES
        if any(one.severity == name for _, one in live)
    )
    intro = f"{checked} checked: {said}." if said else f"{checked} checked; none of them found a weakness."
    sections = [Section("findings", "Findings", 1, (Paragraph((Run(intro[:1].upper() + intro[1:]),)),))]
    for severity in SEVERITIES:
        blocks = tuple(_callout(context, number, one) for number, one in live if one.severity == severity)
        if blocks:
            sections.append(Section(f"findings-{severity}", severity.capitalize(), 2, blocks))
    if accepted:
        blocks = tuple(_callout(context, number, one) for number, one in accepted)
        sections.append(Section("findings-accepted", "Accepted", 2, blocks))
    if context.analysis.ledger:
        sections.append(Section("ledger", "All rules", 2, _ledger(context)))
    return tuple(sections)


def _callout(context: ReportContext, number: int, finding: Finding) -> Block:
    runs = [Run(f"{finding.message} ")]
    if finding.evidence:
        said = evidence_text(finding.evidence, context.names)
        runs += [Run("Evidence: ", "strong"), Run(f"{said}. ")]
    runs += _why(context, number, finding)
    if finding.remedy:
        runs += [Run("Remedy: ", "strong"), Run(f"{finding.remedy} ")]
    if finding.suppressed is not None:
        runs += [Run("Accepted: ", "strong"), Run(f"{_accepted(context, finding)} ")]
    if finding.lapsed is not None:
        runs += [Run("Again: ", "strong"), Run(f"{finding.lapsed.rstrip('. ')}. ")]
    runs += _who(context, finding)
    if finding.source:
        runs += [Run("Source: ", "strong"), Run(f"{finding.source.rstrip('. ')}. ", "quiet")]
    runs += _links(context, finding)
    title = f"F{number} · {finding.rule} · {finding.title}"
    return Callout(
        title, tuple(runs), _TONES[finding.severity], finding.severity, f"finding:{number}", f"F{number}"
    )


def _why(context: ReportContext, number: int, finding: Finding) -> list[Run]:
    """Return why the rule looks for it, at the first finding of each rule."""
    if any(one.rule == finding.rule for one in context.analysis.findings[: number - 1]):
        return []
    why = next((rule.rationale for rule in every_rule() if rule.id == finding.rule), "").rstrip(". ")
    return [Run("Why: ", "strong"), Run(f"{why}. ")] if why else []


def _who(context: ReportContext, finding: Finding) -> list[Run]:
    """Return what is planned for a finding, else whose the element is."""
    step = next(
        (one for one in context.design.remediation if (one.rule, one.about) == finding.identity), None
    )
    if step is not None:
        said = [step.state, step.owner, f"due {step.due}" if step.due else ""]
        said.append(f"effort {step.effort}" if step.effort else "")
        return [Run("Planned: ", "strong"), Run(f"{', '.join(part for part in said if part)}. ")]
    known = context.design.component_by_id
    owners = dict.fromkeys(known[one].owner.strip() for one in finding.elements if one in known)
    names = listed(name for name in owners if name)
    return [Run("Owner: ", "strong"), Run(f"{names}. ")] if names else []


def _accepted(context: ReportContext, finding: Finding) -> str:
    """Return why, by whom and until when a finding is accepted, as a sentence."""
    entry = Acceptances(context.design.suppressions, context.options.date).of(finding)
    reason = (finding.suppressed or "").rstrip(". ")
    owner = f" ({entry.owner})" if entry is not None and entry.owner else ""
    until = f", until {entry.expires}" if entry is not None and entry.expires else ""
    return f"{reason}{owner}{until}."


def _links(context: ReportContext, finding: Finding) -> list[Run]:
    links: list[Run] = []
    picture = _FIGURES.get(finding.rule.partition("-")[0], "")
    if picture not in context.figures and picture not in _CHARTS:
        picture = drawing_id(context.drawings[0].id) if context.drawings else ""
    if picture:
        links.append(Run("", link=picture))
    if finding.journey is not None and any(one.id == finding.journey for one, _ in context.served):
        links.append(Run(context.names.element(finding.journey), link=journey_section(finding.journey)))
    for element in finding.elements[:MOST_ELEMENTS]:
        row = context.row_of(element)
        if row:
            links.append(Run(context.names.element(element), link=row))
    if not links:
        return []
    runs = [Run("See ")]
    for index, link in enumerate(links):
        runs += [Run(", "), link] if index else [link]
    return [*runs, Run(".")]


def _ledger(context: ReportContext) -> tuple[Block, ...]:
    """Return every rule by its family, what became of it, and why it does not apply."""
    titles = {rule.id: rule.title for rule in every_rule()}
    titles |= {finding.rule: finding.title for finding in context.analysis.findings}
    counts: dict[str, int] = {}
    for finding in context.analysis.findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
    entries = context.analysis.ledger
    said = listed(
        f"{count} {'do not apply' if status == 'not-applicable' and count != 1 else _WORDS[status]}"
        for status in _WORDS
        if (count := sum(1 for entry in entries if entry.status == status))
    )
    families: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        families.setdefault(family_of(entry.rule), []).append(entry)
    rows: list[Row] = []
    for family, found in families.items():
        rows.append(Row((Cell((Run(family), Run(f"  {_count_words(found)}", "quiet"))),), heading=True))
        rows += (_ledger_row(one, titles.get(one.rule, ""), counts.get(one.rule, 0)) for one in found)
    return (Table("table-ledger", f"Of {counted(len(entries), 'rule')}: {said}.", _COLUMNS, tuple(rows)),)


def _ledger_row(entry: LedgerEntry, title: str, count: int) -> Row:
    state = _WORDS[entry.status]
    if entry.reason and entry.reason != "accepted":
        state = entry.reason if entry.status == "suppressed" else f"{state}: {entry.reason}"
    return Row((cell(entry.rule, style="code"), cell(title), cell(state), cell(str(count) if count else "–")))


def _count_words(found: list[LedgerEntry]) -> str:
    failed = sum(1 for entry in found if entry.status == "failed")
    passed = sum(1 for entry in found if entry.status == "passed")
    return f"{failed or 'none'} of {counted(len(found), 'rule')} failed, {passed or 'none'} passed"
