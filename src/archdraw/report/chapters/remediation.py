"""What to do first: the fixes that can be computed, by downtime saved for the effort, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.wording import availability_text, downtime_text, money_text
from archdraw.report.document import Block, Cell, Column, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.judging import YEAR_S
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.fixes.preview import JourneyChange, Preview
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Design
    from archdraw.report.context import ReportContext

MOST_PREVIEWS = 8
MOST_FURTHER = 20
# How often the computations may ask whether to go on, together: about a second. Counted, not timed, so that
# the same input gives the same document on every machine.
ALLOWANCE = 1200
# A new component is worth so many changed ones.
_NEW = 3
_EFFORTS = ((1, "small"), (4, "medium"))


class _Step(NamedTuple):
    number: int
    finding: Finding
    preview: Preview
    saved_s: float
    effort: int

    @property
    def value(self) -> float:
        return self.saved_s / self.effort


@dataclass
class _Allowance:
    """Counts how often it is asked, and says stop once the allowance is used up."""

    left: int = ALLOWANCE

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def remediation(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where no open finding has a fix that can be drawn."""
    candidates = _candidates(context)
    if not candidates:
        return ()
    steps = _computed(context, candidates)
    text = (
        "Each fix is computed by itself on a copy of the drawing, the gravest first, and ranked by the "
        "downtime that it saves for its effort. Savings do not add up: a second fix starts from less. Effort "
        "counts what changes in the drawing, a new component three times; work on code and releases is not "
        "in it."
    )
    done = {one.number for one in steps}
    rest = [(number, one) for number, one in candidates if number not in done]
    blocks: list[Block] = [Paragraph((Run(text),))]
    if steps:
        blocks.append(_table(context, steps))
    if rest:
        blocks.append(_further(context, rest))
    undrawn = sum(1 for one in context.analysis.findings if one.suppressed is None and not one.fix)
    if undrawn:
        said = counted(undrawn, "further finding").capitalize()
        need = "needs" if undrawn == 1 else "need"
        blocks.append(Paragraph((Run(f"{said} {need} a decision: no fix can be drawn by machine."),), "note"))
    return (Section("remediation", "Remediation plan", 1, tuple(blocks)),)


def _candidates(context: ReportContext) -> list[tuple[int, Finding]]:
    """Return open findings with a fix, one for each fix of the same elements, the most promising first."""
    minutes: dict[str, float] = {}
    for _, measure in context.served:
        for event, importance in measure.importance.items():
            owner = context.names.owner(event)
            minutes[owner] = minutes.get(owner, 0.0) + importance.minutes_year
    found = [
        (number, one)
        for number, one in enumerate(context.analysis.findings, 1)
        if one.suppressed is None and one.fix
    ]

    def promise(entry: tuple[int, Finding]) -> tuple[int, float, int]:
        number, one = entry
        most = max((minutes.get(element, 0.0) for element in one.elements), default=0.0)
        return SEVERITIES.index(one.severity), -most, number

    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    kept = []
    for number, one in sorted(found, key=promise):
        if (one.fix, one.elements) not in seen:
            seen.add((one.fix, one.elements))
            kept.append((number, one))
    return kept


def _computed(context: ReportContext, candidates: list[tuple[int, Finding]]) -> list[_Step]:
    # Fixes bring the whole engine: loaded when a document is made, not when the program starts.
    from archdraw.core.analysis.fixes.fix import NoFixError
    from archdraw.core.analysis.fixes.preview import preview
    from archdraw.core.analysis.structure.cancelling import AnalysisCancelled

    allowance = _Allowance()
    steps: list[_Step] = []
    for number, finding in candidates[:MOST_PREVIEWS]:
        try:
            made = preview(
                context.design, context.catalog, finding, should_stop=allowance, before=context.analysis
            )
        except NoFixError:
            continue
        except AnalysisCancelled:
            break
        saved = sum(one.unavailability_before - one.unavailability_after for one in made.journeys) * YEAR_S
        steps.append(_Step(number, finding, made, saved, _effort(context.design, made.design)))
    return sorted(
        steps,
        key=lambda one: (-round(one.value, 6), SEVERITIES.index(one.finding.severity), one.number),
    )


def _effort(before: Design, after: Design) -> int:
    """Return how much of the drawing changes, at least 1."""
    old = {one.id: one for one in (*before.components, *before.groups, *before.connections)}
    new = {one.id: one for one in (*after.components, *after.groups, *after.connections)}
    changed = sum(1 for name, one in new.items() if name in old and old[name] != one)
    added = sum(_NEW if name in after.component_by_id else 1 for name in new if name not in old)
    return max(1, changed + added + sum(1 for name in old if name not in new))


def _table(context: ReportContext, steps: list[_Step]) -> Table:
    rows = tuple(_row(context, rank, one) for rank, one in enumerate(steps, 1))
    best = max(steps, key=lambda one: one.saved_s)
    if best.saved_s >= 1.0:
        caption = (
            f"“{best.preview.title}” for F{best.number} saves most: {downtime_text(best.saved_s)} a year "
        )
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
    made = step.preview
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
            _change(context, made.journeys),
            cell(_saved(step.saved_s), style="strong"),
            cell(f"{_word(step.effort)} ({step.effort})"),
            cell(_cost(made.cost_month)),
            cell(said),
        )
    )


def _change(context: ReportContext, journeys: tuple[JourneyChange, ...]) -> Cell:
    moved = [one for one in journeys if abs(one.unavailability_before - one.unavailability_after) > 1e-12]
    if not moved:
        return cell("no availability", tone="quiet")
    most = max(moved, key=lambda one: abs(one.unavailability_before - one.unavailability_after))
    before = availability_text(most.before, most.unavailability_before)
    after = availability_text(most.after, most.unavailability_after)
    return Cell((Run(f"{before} → {after}"), Run(f"\n{context.names.element(most.journey)}", "quiet")))


def _saved(seconds: float) -> str:
    if abs(seconds) < 1.0:
        return "–"
    return downtime_text(seconds) if seconds > 0 else f"−{downtime_text(-seconds)}"


def _word(effort: int) -> str:
    return next((word for limit, word in _EFFORTS if effort <= limit), "large")


def _cost(amount: float | None) -> str:
    if amount is None:
        return "not known"
    if abs(amount) < 0.005:
        return "–"
    return f"{'+' if amount > 0 else '−'}{money_text(abs(amount))}"


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
