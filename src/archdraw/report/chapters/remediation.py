"""What to do first: what people planned, then fixes that can be computed, by what they save."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.remediation import (
    MOST_PREVIEWS,
    Allowance,
    candidates,
    effort_word,
    fixed,
    plan_steps,
)
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.wording import downtime_text
from archdraw.report.chapters.planned_steps import (
    change_cell,
    cost_text,
    planned_matrix,
    planned_table,
    saved_text,
)
from archdraw.report.document import Block, Cell, Column, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.remediation import Fixed
    from archdraw.core.analysis.result import Finding
    from archdraw.report.context import ReportContext

MOST_FURTHER = 20


class _Step(NamedTuple):
    number: int
    finding: Finding
    fixed: Fixed


def remediation(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where nothing is planned and no open finding has a fix to draw."""
    steps = plan_steps(context.design, context.analysis)
    planned = {one.record.id: one.finding for one in steps if one.finding is not None and not one.accepted}
    taken = {one.identity for one in planned.values()}
    rest = [entry for entry in candidates(context.design, context.analysis) if entry[1].identity not in taken]
    if not steps and not rest:
        return ()

    def given_up() -> bool:
        context.check_stop()
        return False

    allowance = Allowance(should_stop=given_up)
    wanted = [one for one in planned.values() if one.fix]
    known = _computed(context, wanted, allowance)
    blocks: list[Block] = [Paragraph((Run(_INTRO),))]
    if steps:
        results = {key: known[one.identity] for key, one in planned.items() if one.identity in known}
        blocks += [planned_table(context, steps, results), planned_matrix(steps, results)]
    blocks += _proposed(context, rest, allowance, MOST_PREVIEWS - len(known))
    undrawn = sum(
        1
        for one in context.analysis.findings
        if one.suppressed is None and not one.fix and one.identity not in taken
    )
    if undrawn:
        said = counted(undrawn, "further finding").capitalize()
        need = "needs" if undrawn == 1 else "need"
        blocks.append(Paragraph((Run(f"{said} {need} a decision: no fix can be drawn by machine."),), "note"))
    return (Section("remediation", "Remediation plan", 1, tuple(blocks)),)


_INTRO = (
    "Each fix is computed by itself on a copy of the drawing, the gravest first, and ranked by the downtime "
    "that it saves for its effort. Savings do not add up: a second fix starts from less. Effort counts what "
    "changes in the drawing, a new component three times; work on code and releases is not in it unless "
    "somebody has stated the effort."
)


def _proposed(
    context: ReportContext, rest: list[tuple[int, Finding]], allowance: Allowance, most: int
) -> list[Block]:
    """Return the tables of fixes that nobody has planned: those that were computed, then the others."""
    known = _computed(context, [one for _, one in rest[: max(most, 0)]], allowance)
    steps = sorted(
        (_Step(number, one, known[one.identity]) for number, one in rest if one.identity in known),
        key=lambda one: (-round(one.fixed.value, 6), SEVERITIES.index(one.finding.severity), one.number),
    )
    further = [(number, one) for number, one in rest if one.identity not in known]
    blocks: list[Block] = []
    if steps:
        blocks.append(_table(context, steps))
    if further:
        blocks.append(_further(context, further))
    return blocks


def _computed(
    context: ReportContext, findings: list[Finding], allowance: Allowance
) -> dict[tuple[str, tuple[str, ...]], Fixed]:
    """Return what the fixes of findings bring, by their identity, as far as the allowance reaches."""
    from archdraw.core.analysis.structure.cancelling import AnalysisCancelled

    found: dict[tuple[str, tuple[str, ...]], Fixed] = {}
    for finding in findings[:MOST_PREVIEWS]:
        try:
            made = fixed(
                context.design,
                context.catalog,
                context.analysis,
                finding,
                allowance,
                today=context.options.date,
            )
        except AnalysisCancelled:
            break
        if made is not None:
            found[finding.identity] = made
    return found


def _table(context: ReportContext, steps: list[_Step]) -> Table:
    rows = tuple(_row(context, rank, one) for rank, one in enumerate(steps, 1))
    best = max(steps, key=lambda one: one.fixed.saved_s)
    if best.fixed.saved_s >= 1.0:
        saved = downtime_text(best.fixed.saved_s)
        caption = f"“{best.fixed.preview.title}” for F{best.number} saves most: {saved} a year "
        caption += "over all journeys."
    else:
        caption = f"None of {counted(len(steps), 'fix', 'fixes')} saves downtime; they close findings."
    columns = (
        Column("", 0.4, "right"),
        Column("Fix", 2.6),
        Column("What changes most", 2.6),
        Column("Saved a year", 1.2, "right"),
        Column("Effort", 1.0),
        Column("A month", 0.9, "right"),
        Column("Findings", 1.1),
    )
    return Table("table-remediation", caption, columns, rows)


def _row(context: ReportContext, rank: int, step: _Step) -> Row:
    made = step.fixed.preview
    subject = [context.names.element(one) for one in step.finding.elements[:1]]
    fix = (
        Run(made.title, "strong"),
        Run(f"\n{subject[0]}, " if subject else "\n", "quiet"),
        Run(f"F{step.number}", link=f"finding:{step.number}"),
    )
    said = f"{len(made.closed)} fewer" if made.closed else "none fewer"
    if made.opened:
        said += f", {len(made.opened)} new"
    return Row(
        (
            cell(str(rank)),
            Cell(fix),
            change_cell(context, made.journeys),
            cell(saved_text(step.fixed.saved_s), style="strong"),
            cell(f"{effort_word(step.fixed.effort)} ({step.fixed.effort})"),
            cell(cost_text(made.cost_month)),
            cell(said),
        )
    )


def _further(context: ReportContext, rest: list[tuple[int, Finding]]) -> Table:
    rows = tuple(
        Row(
            (
                Cell((Run(f"F{number}", link=f"finding:{number}"),)),
                cell(one.severity, one.severity),
                cell(", ".join(context.names.element(element) for element in one.elements[:2]) or "–"),
                cell(one.remedy or "–"),
            )
        )
        for number, one in rest[:MOST_FURTHER]
    )
    caption = (
        f"{counted(len(rest), 'further fix', 'further fixes').capitalize()} can be drawn, not computed here."
    )
    if len(rest) > MOST_FURTHER:
        caption += f" The {MOST_FURTHER} gravest."
    columns = (Column("", 0.5), Column("Severity", 1), Column("Of", 2), Column("Remedy", 4.4))
    return Table("table-further-fixes", caption, columns, rows)
