"""What the rules found, worst first, each with its evidence, its remedy and the figures it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.model import listed
from archdraw.report.context import drawing_id, journey_section
from archdraw.report.document import Block, Callout, Column, Paragraph, Row, Run, Section, Table, Tone, cell
from archdraw.report.evidence import evidence_text
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding
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
        sections.append(Section("ledger", "All rules", 2, (_ledger(context),)))
    return tuple(sections)


def _callout(context: ReportContext, number: int, finding: Finding) -> Block:
    runs = [Run(f"{finding.message} ")]
    if finding.evidence:
        said = evidence_text(finding.evidence, context.names)
        runs += [Run("Evidence: ", "strong"), Run(f"{said}. ")]
    if finding.remedy:
        runs += [Run("Remedy: ", "strong"), Run(f"{finding.remedy} ")]
    if finding.suppressed is not None:
        runs += [Run("Accepted: ", "strong"), Run(f"{finding.suppressed} ")]
    if finding.source:
        runs += [Run("Source: ", "strong"), Run(f"{finding.source.rstrip('. ')}. ", "quiet")]
    runs += _links(context, finding)
    title = f"F{number} · {finding.rule} · {finding.title}"
    return Callout(
        title, tuple(runs), _TONES[finding.severity], finding.severity, f"finding:{number}", f"F{number}"
    )


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


def _ledger(context: ReportContext) -> Table:
    titles = {rule.id: rule.title for rule in ALL_RULES}
    titles |= {finding.rule: finding.title for finding in context.analysis.findings}
    counts: dict[str, int] = {}
    for finding in context.analysis.findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
    rows = tuple(
        Row(
            (
                cell(entry.rule, style="code"),
                cell(titles.get(entry.rule, "")),
                cell({"not-applicable": "does not apply"}.get(entry.status, entry.status)),
                cell(str(counts[entry.rule]) if entry.rule in counts else "–"),
            )
        )
        for entry in context.analysis.ledger
    )
    passed = sum(1 for entry in context.analysis.ledger if entry.status == "passed")
    failed = sum(1 for entry in context.analysis.ledger if entry.status == "failed")
    caption = f"{passed} of {counted(len(rows), 'rule')} passed, {failed} failed"
    caption += "; the others do not apply or are switched off."
    columns = (
        Column("Rule", 0.8),
        Column("Looks for", 4),
        Column("Status", 1.2),
        Column("Findings", 0.8, "right"),
    )
    return Table("table-ledger", caption, columns, rows)
