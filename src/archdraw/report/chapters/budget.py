"""What platform, code, configuration and operations take of the time that a target allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.wording import downtime_text, percent_text
from archdraw.report.document import Cell, Column, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.judging import allowed_downtime_s, method_of, target_of, year_of
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import JourneyResult, Measure
    from archdraw.report.context import ReportContext

_PARTS = ("code", "configuration", "operations")


class _Line(NamedTuple):
    """Down time of a journey a year in s: allowed, by the platform, by each other part, by all together."""

    name: str
    allowed: float
    platform: float
    method: str
    parts: tuple[float | None, ...]
    together: float

    @property
    def left(self) -> float:
        return self.allowed - self.together


def budget(context: ReportContext) -> tuple[Section, ...]:
    """Return a part of the chapter on availability; nothing where no journey has a target."""
    lines = [
        _line(context, journey, measure, target[0])
        for journey, measure in context.served
        if (target := target_of(journey)) is not None
    ]
    if not lines:
        return ()
    text = (
        "A target is used up by four parts: the platform as drawn, faults of the code, wrong settings, and "
        "operations. The platform is computed above; the other three are shares of time that somebody states "
        "for the whole document, taken as independent of each other."
    )
    lacking = [name for name, stated in zip(_PARTS, lines[0].parts, strict=True) if stated is None]
    if lacking:
        text += f" Not stated: {', '.join(lacking)}; what is left has to do for them."
    blocks = (Paragraph((Run(text),)), _table(lines, lacking))
    return (Section("budget", "Budget in four parts", 2, blocks),)


def _line(context: ReportContext, journey: JourneyResult, measure: Measure, target: float) -> _Line:
    settings, year = context.design.settings, year_of(context)
    stated = (settings.budget_code, settings.budget_configuration, settings.budget_operations)
    down = [None if share is None else 1.0 - share for share in stated]
    up = 1.0 - measure.unavailability
    # In failure space: what the parts take of what still works is added, nothing is taken from 1.
    together = measure.unavailability
    for share in down:
        if share is not None:
            together += up * share
            up *= 1.0 - share
    return _Line(
        context.names.journey(journey),
        allowed_downtime_s(context, target),
        measure.downtime_s_year,
        method_of(measure),
        tuple(None if share is None else share * year for share in down),
        together * year,
    )


def _table(lines: list[_Line], lacking: list[str]) -> Table:
    rows = tuple(
        Row(
            (
                cell(line.name),
                cell(downtime_text(line.allowed)),
                cell(f"{downtime_text(line.platform)} ({line.method})"),
                *(cell(downtime_text(part) if part is not None else "–") for part in line.parts),
                cell(downtime_text(line.together), style="strong"),
                _left(line),
            )
        )
        for line in lines
    )
    columns = (
        Column("Journey", 2.0),
        Column("Allowed a year", 1.2, "right"),
        Column("Platform", 1.6, "right"),
        *(Column(name.capitalize(), 1.1, "right") for name in _PARTS),
        Column("Together", 1.2, "right"),
        Column("Left", 1.4),
    )
    return Table("table-budget", _caption(lines, lacking), columns, rows)


def _left(line: _Line) -> Cell:
    if line.left >= 0.0:
        return cell(downtime_text(line.left), "met")
    return cell(f"{downtime_text(-line.left)} too much", "missed", tone="danger")


def _caption(lines: list[_Line], lacking: list[str]) -> str:
    over = [line for line in lines if line.left < 0.0]
    parts = "The platform alone" if len(lacking) == len(_PARTS) else "The parts that are known"
    if over:
        worst = min(over, key=lambda line: line.left)
        verb = "takes" if len(lacking) == len(_PARTS) else "take"
        more = f"; {len(over)} of {counted(len(lines), 'target')} are used up" if len(over) > 1 else ""
        over_by = downtime_text(-worst.left)
        return f"{parts} {verb} {over_by} a year more than “{worst.name}” is allowed{more}."
    least = min(lines, key=lambda line: line.left / line.allowed if line.allowed else 0.0)
    share = percent_text(least.left / least.allowed) if least.allowed else "nothing"
    return f"“{least.name}” has least left: {downtime_text(least.left)} a year, {share} of what is allowed."
