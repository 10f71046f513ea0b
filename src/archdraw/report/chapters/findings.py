"""What the rules found, worst first, each with its evidence, its remedy and the figures it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.wording import number_text
from archdraw.report.context import journey_section
from archdraw.report.document import Block, Callout, Column, Paragraph, Row, Run, Section, Table, Tone, cell
from archdraw.report.naming import counted, listed

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
        said = "; ".join(
            f"{key.replace('_', ' ')} {_value(value)}" for key, value in finding.evidence.items()
        )
        runs += [Run("Evidence: ", "strong"), Run(f"{said}. ")]
    if finding.remedy:
        runs += [Run("Remedy: ", "strong"), Run(f"{finding.remedy} ")]
    if finding.suppressed is not None:
        runs += [Run("Accepted: ", "strong"), Run(f"{finding.suppressed} ")]
    if finding.source:
        runs += [Run("Source: ", "strong"), Run(f"{finding.source.rstrip('. ')}. ", "quiet")]
    runs += _links(context, finding)
    title = f"F{number} · {finding.rule} · {finding.title}"
    return Callout(title, tuple(runs), _TONES[finding.severity], finding.severity, f"finding:{number}")


def _links(context: ReportContext, finding: Finding) -> list[Run]:
    runs = [Run("See ")]
    places = [_FIGURES.get(finding.rule.partition("-")[0], "")]
    if places == ["single-points"] and not (context.drawings and context.drawings[0].marked is not None):
        places = []
    if not places or not places[0]:
        places = [f"diagram:{context.drawings[0].id}"] if context.drawings else []
    links = [Run("", link=place) for place in places]
    if finding.journey is not None and any(one.id == finding.journey for one, _ in context.served):
        links.append(Run(context.names.element(finding.journey), link=journey_section(finding.journey)))
    for element in finding.elements[:6]:
        row = context.row_of(element)
        if row:
            links.append(Run(context.names.element(element), link=row))
    for index, link in enumerate(links):
        runs += [Run(", ")] * (index > 0) + [link]
    return [*runs, Run(".")] if links else []


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(float(value))
    if isinstance(value, list | tuple):
        return listed([_value(entry) for entry in value], 6)
    if isinstance(value, dict):
        return listed([f"{key} {_value(entry)}" for key, entry in value.items()], 6)
    return "none" if value is None else str(value)


def _ledger(context: ReportContext) -> Table:
    titles = {finding.rule: finding.title for finding in context.analysis.findings}
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
    caption = f"{passed} of {counted(len(rows), 'rule')} passed, {failed} failed; the others do not apply or are switched off."
    columns = (
        Column("Rule", 0.8),
        Column("Found", 4),
        Column("Status", 1.2),
        Column("Findings", 0.8, "right"),
    )
    return Table("table-ledger", caption, columns, rows)
