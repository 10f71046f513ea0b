"""What the system costs a month, component by component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import money_text, percent_text
from archdraw.report.document import (
    AmountChart,
    Bar,
    Block,
    Column,
    Figure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext

MOST_BARS = 16
MOST_ROWS = 40
_MARKS = {"measured": "M", "published": "S", "rule-of-thumb": "R", "assumed": "A", "derived": "D"}


def cost(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where no price is known."""
    results = context.analysis.components
    priced = sorted(
        ((one.cost_month, one.id) for one in results if one.cost_month), key=lambda one: (-one[0], one[1])
    )
    if not priced:
        return ()
    total = sum(amount for amount, _ in priced)
    bars = tuple(
        Bar(
            context.names.element(name),
            amount,
            f"{money_text(amount)}  {percent_text(amount / total)}",
            "accent",
            context.row_of(name),
        )
        for amount, name in priced[:MOST_BARS]
    )
    first = context.names.element(priced[0][1])
    caption = f"{first} takes {percent_text(priced[0][0] / total)} of {money_text(total)} a month."
    if len(priced) > MOST_BARS:
        caption += f" The {MOST_BARS} dearest."
    blocks: list[Block] = [Figure("costs", caption, AmountChart(bars)), _table(context, priced, total)]
    unknown = sum(1 for one in results if one.cost_month is None)
    if unknown:
        have = "has" if unknown == 1 else "have"
        text = f"{counted(unknown, 'component').capitalize()} {have} no price: the sum leaves them out."
        blocks.append(Paragraph((Run(text),), "note"))
    return (Section("cost", "Cost", 1, tuple(blocks)),)


def _table(context: ReportContext, priced: list[tuple[float, str]], total: float) -> Table:
    origins = {one.element: one for one in context.analysis.assumptions if one.field == "cost_month"}
    rows = []
    for amount, name in priced[:MOST_ROWS]:
        origin = origins.get(name)
        basis = (
            f"{_MARKS.get(origin.confidence, '')} {origin.source}".strip()
            if origin
            else "stated in the design"
        )
        rows.append(
            Row(
                (
                    cell(context.names.element(name), link=context.row_of(name)),
                    cell(money_text(amount), style="strong"),
                    cell(money_text(amount * 12)),
                    cell(percent_text(amount / total)),
                    cell(basis, tone="quiet"),
                )
            )
        )
    columns = (
        Column("Component", 2.4),
        Column("A month", 1.0, "right"),
        Column("A year", 1.0, "right"),
        Column("Share", 0.8, "right"),
        Column("Mark and source", 3.0),
    )
    caption = f"{counted(len(priced), 'component')} with a price cost {money_text(total * 12)} a year."
    if len(priced) > MOST_ROWS:
        caption += f" The {MOST_ROWS} dearest."
    return Table("table-costs", caption, columns, tuple(rows))
