"""The steps that people have planned: what each brings, recomputed; by importance and effort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.remediation import effort_word
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.wording import availability_text, downtime_text, money_text
from archdraw.core.model import listed
from archdraw.report.document import Cell, Column, Mark, Row, Run, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.fixes.preview import JourneyChange
    from archdraw.core.analysis.remediation import Fixed, PlanStep
    from archdraw.report.context import ReportContext

EFFORTS = ("small", "medium", "large")
_MARKS: dict[str, Mark] = {"critical": "critical", "high": "high", "medium": "medium", "low": "low"}


def planned_table(context: ReportContext, steps: Sequence[PlanStep], results: Mapping[str, Fixed]) -> Table:
    """Return the plan in its order; `results` holds what the fixes bring, by the id of the step."""
    rows = tuple(_row(context, place, one, results.get(one.record.id)) for place, one in enumerate(steps, 1))
    done = sum(one.record.state == "done" for one in steps)
    ownerless = sum(not one.record.owner.strip() and one.record.state != "done" for one in steps)
    caption = f"{done} of {counted(len(steps), 'planned step')} {'is' if done == 1 else 'are'} done, "
    caption += f"{ownerless} open without an owner."
    columns = (
        Column("", 0.4, "right"),
        Column("Step", 2.8),
        Column("What changes most", 1.9),
        Column("Saved a year", 1.0, "right"),
        Column("Importance", 0.9),
        Column("Effort", 0.8),
        Column("Owner, due", 1.1),
        Column("State", 0.8),
    )
    return Table("table-plan", caption, columns, rows)


def planned_matrix(steps: Sequence[PlanStep], results: Mapping[str, Fixed]) -> Table:
    """Return which steps are important and small, which neither, by their places in the plan."""
    cells: dict[tuple[str, str], list[str]] = {}
    for place, one in enumerate(steps, 1):
        key = one.importance, _effort(one, results.get(one.record.id))
        cells.setdefault(key, []).append(str(place))
    efforts = [*EFFORTS, *(("",) if any(effort == "" for _, effort in cells) else ())]
    used = [name for name in (*SEVERITIES, "") if any(importance == name for importance, _ in cells)]
    first = [
        place
        for effort in EFFORTS[:1]
        for name in ("critical", "high")
        for place in cells.get((name, effort), ())
    ]
    rows = tuple(
        Row(
            (
                cell(name or "not stated", _MARKS.get(name, ""), style="strong"),
                *(cell(", ".join(cells.get((name, effort), ())) or "–") for effort in efforts),
            )
        )
        for name in used
    )
    columns = (
        Column("Importance", 1.4),
        *(Column(f"{effort or 'not stated'} effort".capitalize(), 1.5) for effort in efforts),
    )
    caption = "No step is important and small at once."
    if first:
        caption = (
            f"Important and small, so first: {'step' if len(first) == 1 else 'steps'} {listed(first, 6)}."
        )
    return Table("table-plan-matrix", caption, columns, rows)


def _row(context: ReportContext, place: int, step: PlanStep, found: Fixed | None) -> Row:
    record = step.record
    importance = step.importance
    effort = _effort(step, found)
    owner = [Run(record.owner or "nobody", tone="plain" if record.owner else "quiet")]
    if record.due:
        owner.append(Run(f"\n{record.due}", "quiet"))
    return Row(
        (
            cell(str(place)),
            _what(context, step, found),
            change_cell(context, found.preview.journeys)
            if found is not None
            else cell(_why_not(step), tone="quiet"),
            cell(saved_text(found.saved_s) if found is not None else "–", style="strong"),
            cell(importance or "–", _MARKS.get(importance, "")),
            cell((f"{effort}" if record.effort is not None else f"≈ {effort}") if effort else "–"),
            Cell(tuple(owner)),
            cell(record.state, "met" if record.state == "done" else ""),
        ),
        id=f"plan:{record.id}",
    )


def _what(context: ReportContext, step: PlanStep, found: Fixed | None) -> Cell:
    record = step.record
    title = record.title or (found.preview.title if found is not None else "")
    if not title:
        title = step.finding.remedy if step.finding is not None else "not described"
    runs = [Run(title, "strong")]
    subject = [context.names.element(one) for one in record.elements[:2]]
    words = ", ".join(subject)
    if step.number is not None:
        runs += [
            Run(f"\n{words}, " if words else "\n", "quiet"),
            Run(f"F{step.number}", link=f"finding:{step.number}"),
        ]
    elif words:
        runs.append(Run(f"\n{words}", "quiet"))
    if step.gone:
        runs.append(Run(f"\n{record.rule}: the finding is gone", "quiet"))
    if record.notes:
        runs.append(Run(f"\n{record.notes}", "quiet"))
    return Cell(tuple(runs))


def _why_not(step: PlanStep) -> str:
    if step.gone:
        return "the finding is gone"
    if step.accepted:
        return "accepted"
    if step.finding is None or not step.finding.fix:
        return "not computed: no fix can be drawn by machine"
    return "not computed here"


def _effort(step: PlanStep, found: Fixed | None) -> str:
    if step.record.effort is not None:
        return step.record.effort
    return effort_word(found.effort) if found is not None else ""


def change_cell(context: ReportContext, journeys: tuple[JourneyChange, ...]) -> Cell:
    """Return availability before and after of the journey that a fix changes most."""
    moved = [one for one in journeys if abs(one.unavailability_before - one.unavailability_after) > 1e-12]
    if not moved:
        return cell("no availability", tone="quiet")
    most = max(moved, key=lambda one: abs(one.unavailability_before - one.unavailability_after))
    before = availability_text(most.before, most.unavailability_before)
    after = availability_text(most.after, most.unavailability_after)
    how = "" if most.method == "exact" else f" ({most.method})"
    return Cell((Run(f"{before} → {after}{how}"), Run(f"\n{context.names.element(most.journey)}", "quiet")))


def saved_text(seconds: float) -> str:
    """Return downtime saved in words; a dash where there is none."""
    if abs(seconds) < 1.0:
        return "–"
    return downtime_text(seconds) if seconds > 0 else f"−{downtime_text(-seconds)}"


def cost_text(amount: float | None) -> str:
    """Return what a fix costs a month more or less."""
    if amount is None:
        return "not known"
    if abs(amount) < 0.005:
        return "–"
    return f"{'+' if amount > 0 else '−'}{money_text(abs(amount))}"
