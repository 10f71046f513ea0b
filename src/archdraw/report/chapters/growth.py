"""How far the load can grow: what breaks first, what is left after a loss, what piles up in queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import (
    THIN,
    bytes_text,
    downtime_text,
    limit_text,
    number_text,
    percent_text,
    rate_text,
)
from archdraw.report.chapters.growth_charts import limits_chart, storage_chart
from archdraw.report.document import Block, Cell, Column, Row, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.headroom import Backlog, CeilingAfterLoss, Headroom
    from archdraw.report.context import ReportContext

_TIMES = (2.0, 5.0, 10.0)
_MOST_LIMITS, _MOST_LOSSES = 15, 15


def growth(context: ReportContext) -> Section | None:
    """Return the section, None where there is nothing to say."""
    found = context.analysis.headroom
    if found is None:
        return None
    blocks: list[Block] = []
    if found.limits:
        blocks += [limits_chart(context, found.limits), _limits(context, found)]
    losses = [one for one in found.after_loss if one.ceiling_rps > 0.0]
    if losses:
        blocks.append(_losses(context, losses))
    piles = [one for one in found.backlogs if one.messages >= 1.0]
    if piles:
        blocks.append(_backlogs(context, piles))
    if found.storms:
        blocks.append(_storms(context, found))
    if found.storage:
        blocks += [storage_chart(context, found.storage), _storage(context, found)]
    if any(found.bandwidth.values()):
        blocks.append(_bandwidth(context, found))
    return Section("growth", "Growth", 2, tuple(blocks)) if blocks else None


def _limits(context: ReportContext, found: Headroom) -> Table:
    rows = [
        Row(
            (
                cell(context.names.element(one.element), link=context.row_of(one.element)),
                cell(limit_text(one.kind)),
                cell(f"×{THIN}{number_text(one.factor, 3)}", style="strong"),
                cell(rate_text(one.rate_rps)),
                *(cell("", "down" if one.broken_at(times) else "full") for times in _TIMES),
            )
        )
        for one in found.limits[:_MOST_LIMITS]
    ]
    columns = (
        Column("Element", 2.6),
        Column("Limit", 1.6),
        Column("At traffic", 1, "right"),
        Column("Load there", 1.2, "right"),
        *(Column(f"×{THIN}{times:g}", 0.6, "center") for times in _TIMES),
    )
    first = found.limits[0]
    caption = (
        f"{context.names.element(first.element)} breaks first, at {number_text(first.factor, 3)} times the "
        "stated peak of all journeys."
    )
    if len(found.limits) > _MOST_LIMITS:
        caption += f" The first {_MOST_LIMITS} of {len(found.limits)} limits."
    return Table("table-limits", caption, columns, tuple(rows))


def _losses(context: ReportContext, losses: list[CeilingAfterLoss]) -> Table:
    rows = [Row(_loss_cells(context, one)) for one in losses[:_MOST_LOSSES]]
    columns = (
        Column("Without", 2),
        Column("Journey", 2),
        Column("Still carries", 1.2, "right"),
        Column("Peak", 1.2, "right"),
        Column("Enough", 0.8, "center"),
        Column("Bottleneck then", 2),
    )
    short = sum(1 for one in losses if one.enough is False)
    caption = (
        f"{counted(short, 'loss', 'losses')} of one instance or domain would leave less than the peak."
        if short
        else "Without any one instance or domain that a journey survives, the peak is still carried."
    )
    if len(losses) > _MOST_LOSSES:
        caption += f" The {_MOST_LOSSES} that leave least."
    return Table("table-after-loss", caption, columns, tuple(rows))


def _loss_cells(context: ReportContext, one: CeilingAfterLoss) -> tuple[Cell, ...]:
    record = context.journey_record(one.journey)
    bottleneck = one.bottleneck
    return (
        cell(context.names.event(one.lost), link=context.row_of(one.lost)),
        cell(record.name or one.journey if record is not None else one.journey),
        cell(rate_text(one.ceiling_rps), style="strong"),
        cell(rate_text(one.peak_rps) if one.peak_rps is not None else "not stated"),
        cell("", "unknown" if one.enough is None else "met" if one.enough else "missed"),
        cell(context.names.element(bottleneck) if bottleneck is not None else "–"),
    )


def _backlogs(context: ReportContext, piles: list[Backlog]) -> Table:
    rows = [
        Row(
            (
                cell(f"{context.names.element(one.queue)} → {context.names.element(one.consumer)}"),
                cell(downtime_text(one.peak_s)),
                cell(number_text(one.messages, 3), style="strong"),
                cell(bytes_text(one.bytes) if one.bytes is not None else "–"),
                cell(downtime_text(one.oldest_s)),
                cell(downtime_text(one.drained_s) if one.drained_s is not None else "never"),
            )
        )
        for one in piles
    ]
    columns = (
        Column("Queue and consumer", 3),
        Column("Peak lasts", 1, "right"),
        Column("Messages", 1.1, "right"),
        Column("Size", 1, "right"),
        Column("Oldest", 1.1, "right"),
        Column("Drained in", 1.1, "right"),
    )
    worst = piles[0]
    caption = (
        f"In a peak, messages from {context.names.element(worst.queue)} wait up to "
        f"{downtime_text(worst.oldest_s)} for {context.names.element(worst.consumer)}."
    )
    return Table("table-backlogs", caption, columns, tuple(rows))


def _storms(context: ReportContext, found: Headroom) -> Table:
    rows = [
        Row(
            (
                cell(context.names.element(one.component), link=context.row_of(one.component)),
                cell(rate_text(one.rate_rps)),
                cell(rate_text(one.stuck_rps), style="strong"),
                cell(percent_text(one.stuck_utilisation) if one.stuck_utilisation is not None else "–"),
            )
        )
        for one in found.storms[:_MOST_LIMITS]
    ]
    columns = (
        Column("Component", 3),
        Column("As usual", 1.2, "right"),
        Column("Stuck", 1.2, "right"),
        Column("Utilisation then", 1.2, "right"),
    )
    caption = "After a burst, repeated calls can keep these overloaded for good (metastable)."
    return Table("table-storms", caption, columns, tuple(rows))


def _storage(context: ReportContext, found: Headroom) -> Table:
    rows = [
        Row(
            (
                cell(context.names.element(one.component), link=context.row_of(one.component)),
                cell(bytes_text(one.bytes_day), style="strong"),
                cell(f"{'stated' if one.stated else 'from writes'}, {counted(one.copies, 'copy', 'copies')}"),
                cell(bytes_text(one.bytes_now) if one.bytes_now is not None else "–"),
                cell(bytes_text(one.bytes_year)),
                cell(f"{number_text(one.full_in_days, 3)} days" if one.full_in_days is not None else "–"),
            )
        )
        for one in found.storage[:_MOST_LIMITS]
    ]
    columns = (
        Column("Store", 2.4),
        Column("Grows a day", 1.1, "right"),
        Column("Where from", 1.6),
        Column("Holds now", 1.1, "right"),
        Column("In a year", 1.1, "right"),
        Column("Full in", 1, "right"),
    )
    first = found.storage[0]
    caption = f"{context.names.element(first.component)} grows most, by {bytes_text(first.bytes_day)} a day."
    return Table("table-storage", caption, columns, tuple(rows))


def _bandwidth(context: ReportContext, found: Headroom) -> Table:
    connections = context.design.connection_by_id
    busiest = sorted(found.bandwidth.items(), key=lambda entry: -entry[1])[:_MOST_LIMITS]
    rows = []
    for name, rate in busiest:
        link = connections[name]
        ends = f"{context.names.element(link.source)} → {context.names.element(link.target)}"
        size = bytes_text(link.payload_bytes or 0.0)
        rows.append(Row((cell(ends), cell(size), cell(f"{bytes_text(rate)}/s", style="strong"))))
    columns = (Column("Connection", 4), Column("A request", 1, "right"), Column("At peak", 1.2, "right"))
    total = bytes_text(sum(found.bandwidth.values()))
    caption = f"Connections with a stated payload carry {total}/s at peak together."
    return Table("table-bandwidth", caption, columns, tuple(rows))
