"""The estimates behind the loads: what they start from, each formula with its steps, and what is doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import THIN, number_text
from archdraw.core.estimate.against_document import is_behind
from archdraw.core.estimate.arithmetic import precise_text, way_texts
from archdraw.core.estimate.beside_drawing import sheet_beside_drawing
from archdraw.core.estimate.bindings import place_of
from archdraw.core.estimate.plausibility import warnings_of
from archdraw.core.estimate.sheet import compute_design
from archdraw.report.document import Block, Callout, Column, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.estimate.beside_drawing import Beside
    from archdraw.core.estimate.sheet import Sheet
    from archdraw.core.model import Estimate
    from archdraw.report.context import ReportContext


def estimates(context: ReportContext) -> Section:
    """Return the section on the sheet; the design has one."""
    design = context.design
    sheet = compute_design(design)
    warnings = warnings_of(design, sheet)
    blocks: list[Block] = [_method(sheet)]
    if design.inputs:
        blocks.append(_inputs(context))
    if design.estimates:
        blocks.append(_results(context, sheet))
        blocks.append(_arithmetic(context, sheet))
    beside = sheet_beside_drawing(design, sheet)
    if beside:
        blocks.append(_beside(context, sheet, beside))
    doubts = _doubts(context, sheet, warnings)
    if doubts is not None:
        blocks.append(doubts)
    return Section("estimates", "Estimates", 2, tuple(blocks))


def _method(sheet: Sheet) -> Paragraph:
    how = (
        "The results are exact arithmetic from the inputs."
        if sheet.rounding == "exact"
        else "The results are estimated as at a whiteboard; beside each stands what exact arithmetic gives."
    )
    return Paragraph((Run(f"{how} {sheet.conventions}"),), "note")


def _inputs(context: ReportContext) -> Table:
    inputs = context.design.inputs
    rows = tuple(
        Row(
            (
                cell(one.name or one.id),
                cell(one.id, style="code"),
                cell(_amount(one.value, one.unit)),
                cell(one.source or "no source stated"),
            ),
            id=f"input:{one.id}",
        )
        for one in inputs
    )
    unsourced = sum(1 for one in inputs if not one.source)
    caption = f"{counted(len(inputs), 'number')} the estimates start from"
    caption += f"; {unsourced} without a source." if unsourced else ", all with a source."
    columns = (
        Column("Input", 2.4),
        Column("In formulas", 1.5),
        Column("Value", 1.6, "right"),
        Column("Source", 3),
    )
    return Table("table-inputs", caption, columns, rows)


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{number_text(value, 12)}{THIN}{unit}" if unit else number_text(value, 12)


def _results(context: ReportContext, sheet: Sheet) -> Table:
    found = context.design.estimates
    rows = tuple(
        Row(
            (
                cell(one.name or one.id),
                cell(one.formula or "–", style="code"),
                cell(sheet.outcomes[one.id].text or "no result"),
                cell(_feeding(context, one)),
            ),
            id=f"estimate:{one.id}",
        )
        for one in found
    )
    feeding = sum(1 for one in found if one.feeds)
    columns = (
        Column("Estimate", 1.8),
        Column("Formula", 3),
        Column("Result", 1.4, "right"),
        Column("Feeds", 2),
    )
    verb = "feeds" if feeding == 1 else "feed"
    caption = f"{feeding} of {counted(len(rows), 'estimate')} {verb} the analysis."
    return Table("table-estimates", caption, columns, rows)


def _feeding(context: ReportContext, one: Estimate) -> str:
    place = place_of(one.feeds)
    if place is None:
        return one.feeds or "–"
    return f"{place.label} of {context.names.element(place.record)}"


def _arithmetic(context: ReportContext, sheet: Sheet) -> Table:
    """Return every step with its unit, so that a reader can check it with a pencil."""
    rows: list[Row] = []
    for one in context.design.estimates:
        outcome = sheet.outcomes[one.id]
        if outcome.quantity is None:
            continue
        lines = way_texts(outcome, sheet.book)
        exactly = precise_text(outcome)
        *steps, last = lines[:-1] if exactly else lines
        rows.append(Row((cell(f"{one.name or one.id} = {one.formula}"),), heading=True))
        rows += [Row((cell(line), cell(""))) for line in steps]
        rows.append(Row((cell(last), cell(sheet.method))))
        if exactly:
            rows.append(Row((cell(exactly), cell("exact"))))
    caption = f"{counted(len(context.design.estimates), 'formula')}, step by step."
    return Table("table-arithmetic", caption, (Column("Step", 6), Column("Method", 1)), tuple(rows))


def _beside(context: ReportContext, sheet: Sheet, found: Sequence[Beside]) -> Table:
    """Return what the drawing states about what the rows speak of, apart or not."""
    rows = tuple(
        Row(
            (
                cell(sheet.outcomes[one.row].row.label, link=f"estimate:{one.row}"),
                cell(one.sheet),
                cell(one.stated),
                cell(
                    f"{one.subject[:1].upper()}{one.subject[1:]}",
                    link=context.row_of(one.element) if one.element is not None else "",
                ),
                cell(one.verdict, "met" if one.agrees else "missed"),
            )
        )
        for one in found
    )
    columns = (
        Column("Estimate", 1.8),
        Column("Sheet", 1.3, "right"),
        Column("Drawing", 1.3, "right"),
        Column("What the drawing states", 2.2),
        Column("", 1.9),
    )
    agreeing = sum(1 for one in found if one.agrees)
    caption = f"{agreeing} of {counted(len(found), 'figure')} are the same in the sheet and in the drawing."
    if agreeing == len(found):
        caption = "The drawing states what the sheet says."
    return Table("table-beside", caption, columns, rows)


def _doubts(context: ReportContext, sheet: Sheet, warnings: Mapping[str, tuple[str, ...]]) -> Callout | None:
    runs: list[Run] = []
    for key, outcome in sheet.outcomes.items():
        said = [outcome.problem.sentence] if outcome.problem is not None else list(warnings.get(key, ()))
        if said:
            runs += [Run(f"{outcome.row.label}: ", "strong"), Run(f"{' '.join(said)} ")]
    if not runs:
        return None
    behind = is_behind(context.design, sheet)
    title = "The drawing has other figures than its estimates" if behind else "Estimates to look at again"
    return Callout(title, tuple(runs), "warning", "", "estimate-doubts")
