"""How long standbys take to serve, beside the time in which journeys have to be back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.rules.thresholds import THRESHOLDS
from archdraw.core.analysis.wording import downtime_text
from archdraw.report.document import (
    Column,
    Figure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    Timeline,
    TimelineRow,
    cell,
)
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext

MOST_ROWS = 24


class _Switch(NamedTuple):
    component: str
    journey: str
    detection_s: float
    failover_s: float
    rto_s: float | None

    @property
    def gap_s(self) -> float:
        return self.detection_s + self.failover_s


def failover(context: ReportContext) -> tuple[Section, ...]:
    """Return a part of the chapter on availability; nothing where nothing fails over."""
    found = _switches(context)
    if not found:
        return ()
    shown = found[:MOST_ROWS]
    rows = tuple(
        TimelineRow(
            context.names.element(one.component),
            (one.detection_s, one.failover_s),
            downtime_text(one.gap_s),
            one.rto_s,
            f"RTO {downtime_text(one.rto_s)}" if one.rto_s is not None else "",
            "danger" if one.rto_s is not None and one.gap_s > one.rto_s else "accent",
            context.row_of(one.component),
        )
        for one in shown
    )
    drawn = Timeline(rows, ("until it is noticed", "until the standby serves"), "back by then (RTO)")
    late = [one for one in found if one.rto_s is not None and one.gap_s > one.rto_s]
    worst = max(found, key=lambda one: one.gap_s)
    caption = f"{context.names.element(worst.component)} is away longest when it fails over: "
    caption += f"{downtime_text(worst.gap_s)} from the failure on."
    text = (
        "From the failure on, it takes the time until it is noticed, then that until the standby serves. "
        f"Both together have to fit into the shortest recovery time of the journeys: {_verdict(found, late)}."
    )
    blocks = (
        Paragraph((Run(text),)),
        Figure("failovers", caption, drawn),
        _table(context, found),
    )
    return (Section("failover", "Failover against recovery time", 2, blocks),)


def _verdict(found: list[_Switch], late: list[_Switch]) -> str:
    if all(one.rto_s is None for one in found):
        return "none is stated for them"
    return f"{counted(len(late), 'component')} of {len(found)} would be late"


def _switches(context: ReportContext) -> list[_Switch]:
    """Return components that fail over, each with the journey on its path that must be back soonest."""
    used = {
        one.element: float(one.value)
        for one in context.analysis.assumptions
        if one.field == "failover_s" and isinstance(one.value, int | float)
    }
    limit = context.design.settings.thresholds.get("detection_s")
    notice = float(limit) if isinstance(limit, int | float) else float(THRESHOLDS["detection_s"].default)
    found = []
    for component in context.design.components:
        taken = component.failover_s if component.failover_s is not None else used.get(component.id)
        if taken is None or component.replicas < 2:
            continue
        journeys = [
            (record.targets.rto_s, record.id)
            for one, _ in context.served
            if any(context.names.owner(event) == component.id for event in one.path)
            and (record := context.journey_record(one.id)) is not None
        ]
        if not journeys:
            continue
        stated = [(rto, name) for rto, name in journeys if rto is not None]
        rto, journey = min(stated) if stated else (None, journeys[0][1])
        found.append(_Switch(component.id, journey, notice, taken, rto))
    return sorted(found, key=lambda one: (-one.gap_s, one.component))


def _table(context: ReportContext, found: list[_Switch]) -> Table:
    rows = []
    for one in found[:MOST_ROWS]:
        met = None if one.rto_s is None else one.gap_s <= one.rto_s
        rows.append(
            Row(
                (
                    cell(context.names.element(one.component), link=context.row_of(one.component)),
                    cell(downtime_text(one.detection_s)),
                    cell(downtime_text(one.failover_s)),
                    cell(downtime_text(one.gap_s), style="strong"),
                    cell(downtime_text(one.rto_s) if one.rto_s is not None else "not stated"),
                    cell("", "unknown" if met is None else "met" if met else "missed"),
                    cell(context.names.element(one.journey)),
                )
            )
        )
    columns = (
        Column("Component", 2.0),
        Column("Noticed in", 1.1, "right"),
        Column("Standby serves", 1.2, "right"),
        Column("Away", 1.0, "right"),
        Column("RTO", 1.0, "right"),
        Column("Kept", 0.6, "center"),
        Column("Of journey", 1.8),
    )
    caption = (
        f"{counted(len(found), 'component')} {'fails' if len(found) == 1 else 'fail'} over to a standby."
    )
    if len(found) > MOST_ROWS:
        caption += f" The {MOST_ROWS} that are away longest."
    return Table("table-failovers", caption, columns, tuple(rows))
