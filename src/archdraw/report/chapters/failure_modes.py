"""Failure modes and effects: what fails, what that does, how often, who notices, what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.failure_modes import (
    GRAVE_PRIORITY,
    LOSSES,
    effect_words,
    mode_rows,
    proposed_modes,
)
from archdraw.core.analysis.likelihood import LIKELIHOODS, likelihood_of
from archdraw.core.analysis.wording import downtime_text
from archdraw.report.document import Cell, Column, Mark, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.judging import year_of
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.failure_modes import ModeRow, Watched
    from archdraw.core.analysis.result import Finding
    from archdraw.report.context import ReportContext

MOST_MODES = 60
_WATCHED: dict[Watched, tuple[Mark, str]] = {
    "alarmed": ("met", "alarmed"),
    "monitored": ("degraded", "monitored, no alarm stated"),
    "unwatched": ("missed", "nobody watches"),
    "unstated": ("unknown", "not stated"),
}
_STATES = {"open": "", "planned": "planned", "done": "done", "accepted": "accepted"}


def failure_modes(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter, worst first; losses that no journey feels are only counted."""
    known = bool(context.analysis.loss_matrix and context.served)
    proposals = proposed_modes(context.design, context.catalog, context.analysis) if known else ()
    rows = mode_rows(context.design, proposals)
    if not known and not rows:
        return ()
    felt = sum(one.loss != "instance" for one in proposals)
    unfelt = sum(one.kind != "instance" for one in context.analysis.loss_matrix) - felt if known else 0
    text = (
        "One loss at a time. How often comes from the availability of the element: "
        + "; ".join(f"{one.word} is {one.limit}" for one in LIKELIHOODS)
        + ". An outage that nobody is told of lasts longer than its repair: detection says whether the "
        "element states that it is monitored and alarmed. Severity, occurrence and detection are rated from "
        "1 to 10, their product is the priority; ratings marked “≈” are proposed by the analysis, the others "
        "were made by people."
    )
    if unfelt > 0:
        text += f" {counted(unfelt, 'further loss', 'further losses').capitalize()} would not be felt."
    intro = Paragraph((Run(text),))
    if not rows:
        return (Section("failure-modes", "Failure modes and effects", 1, (intro,)),)
    return (Section("failure-modes", "Failure modes and effects", 1, (intro, _table(context, rows))),)


def _table(context: ReportContext, rows: tuple[ModeRow, ...]) -> Table:
    remedies = _remedies(context)
    ranked = sorted(rows, key=lambda row: (row.gone, -(row.priority or 0)))
    stopping = sum(1 for row in rows if row.proposal is not None and row.proposal.down)
    grave = sum(1 for row in rows if (row.priority or 0) >= GRAVE_PRIORITY and not row.gone and _open(row))
    caption = f"{stopping} of {counted(len(rows), 'failure mode')} stop a journey; "
    caption += f"{grave} {'has' if grave == 1 else 'have'} a priority of {GRAVE_PRIORITY} or more"
    caption += " and no answer yet." if grave else "."
    if len(rows) > MOST_MODES:
        caption += f" The {MOST_MODES} with the highest priority."
    columns = (
        Column("What fails", 1.7),
        Column("Effect", 1.9),
        Column("How often", 1.1),
        Column("Detection", 1.2),
        Column("S · O · D", 1.2),
        Column("Priority", 0.75, "right"),
        Column("What is done", 2.5),
    )
    shown = tuple(_row(context, row, remedies) for row in ranked[:MOST_MODES])
    return Table("table-failure-modes", caption, columns, shown)


def _open(row: ModeRow) -> bool:
    return row.record is None or row.record.state == "open"


def _row(context: ReportContext, row: ModeRow, remedies: dict[str, tuple[int, Finding]]) -> Row:
    priority = row.priority
    return Row(
        (
            _what(context, row),
            _effect(context, row),
            _often(context, row),
            _detection(row),
            cell(_ratings(row)),
            cell("–" if priority is None else str(priority), style="strong"),
            _done(row, remedies),
        ),
        id=f"failure-mode:{row.record.id}" if row.record is not None else "",
    )


def _what(context: ReportContext, row: ModeRow) -> Cell:
    record, proposal = row.record, row.proposal
    if not row.element:
        return cell((record.title if record is not None else "") or "not described")
    loss = proposal.loss if proposal is not None else record.loss if record is not None else "own"
    said = (record.title if record is not None else "") or LOSSES.get(loss, "")
    runs = [Run(context.names.element(row.element), link=context.row_of(row.element))]
    if said:
        runs.append(Run(f"\n{said}", "quiet"))
    if row.gone:
        runs.append(Run("\nno journey feels it any more", "quiet"))
    return Cell(tuple(runs))


def _effect(context: ReportContext, row: ModeRow) -> Cell:
    own = row.record.effect if row.record is not None else ""
    if row.proposal is None:
        return cell(own or "–")
    said = effect_words(context.design, context.analysis, row.proposal)
    runs = (Run(said), *((Run(f"\n{own}", "quiet"),) if own else ()))
    return Cell(runs, "down" if row.proposal.down else "degraded")


def _often(context: ReportContext, row: ModeRow) -> Cell:
    outage = row.proposal.outage if row.proposal is not None else None
    if outage is None:
        return cell("not computed" if row.proposal is not None else "–", tone="quiet")
    if outage == 0.0:
        return cell("never, by its availability")
    words = f"\n{downtime_text(outage * year_of(context))} a\u00a0year"
    return Cell((Run(likelihood_of(outage).word), Run(words, "quiet")))


def _detection(row: ModeRow) -> Cell:
    if row.proposal is None:
        return cell("–")
    mark, words = _WATCHED[row.proposal.watched]
    return cell(words, mark)


def _ratings(row: ModeRow) -> str:
    record = row.record

    def said(stated: int | None, used: int | None) -> str:
        if used is None:
            return "–"
        return str(used) if stated is not None else f"≈{used}"

    return "\u00a0·\u00a0".join(
        (
            said(record.severity if record is not None else None, row.severity),
            said(record.occurrence if record is not None else None, row.occurrence),
            said(record.detection if record is not None else None, row.detection),
        )
    )


def _remedies(context: ReportContext) -> dict[str, tuple[int, Finding]]:
    """Return the gravest open finding about each element that a remedy can come from."""
    found: dict[str, tuple[int, Finding]] = {}
    for number, finding in enumerate(context.analysis.findings, 1):
        if finding.suppressed is None and finding.remedy and len(finding.elements) == 1:
            found.setdefault(finding.elements[0], (number, finding))
    return found


def _done(row: ModeRow, remedies: dict[str, tuple[int, Finding]]) -> Cell:
    """Return what people wrote, else what the rules advise, with owner, day and state below."""
    record = row.record
    beside = ""
    if record is not None:
        said = (record.owner, f"due {record.due}" if record.due else "", _STATES[record.state])
        beside = ", ".join(part for part in said if part)
    runs: list[Run] = []
    if record is not None and record.mitigation:
        runs.append(Run(record.mitigation))
    elif row.element in remedies:
        number, finding = remedies[row.element]
        runs += [Run(f"F{number}", link=f"finding:{number}"), Run(f"  {finding.remedy}")]
    elif record is None:
        return cell("nothing found by the rules", tone="quiet")
    if beside:
        runs.append(Run(f"\n{beside}" if runs else beside, "quiet"))
    return Cell(tuple(runs) or (Run("–"),))
