"""How often each journey is down and for how long, in each measure, and between what it lies given ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.cut_set_words import MEASURE_MEANINGS, ends_text, is_most, lacks_repair_times
from archdraw.core.analysis.repair_times import without_repair_time
from archdraw.core.analysis.wording import downtime_text, interval_text, number_text
from archdraw.core.model import listed
from archdraw.report.document import Block, Column, Paragraph, Row, Run, Table, cell
from archdraw.report.judging import method_of
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import JourneyResult, Measure, MeasureName
    from archdraw.report.context import ReportContext

_NAMED = 6
_FEW = 3


def outages(context: ReportContext) -> tuple[Block, ...]:
    """Return a table of the three measures, what they mean, and what is missing to say how often."""
    rows = []
    for journey, _ in context.served:
        for index, (names, measure) in enumerate(_told(journey)):
            title = "" if index else context.names.journey(journey)
            rows.append(Row((cell(title), cell(", ".join(names)), *map(cell, _figures(measure)))))
    columns = [
        Column("Journey", 2.4),
        Column("Measure", 1.3),
        Column("Availability", 1.8, "right"),
        Column("Down a year", 1.3, "right"),
        Column("Outages a year", 1.1, "right"),
        Column("Each lasts", 1.1, "right"),
        Column("5–95\u2009%", 1.8, "right"),
        Column("Method", 1.0),
    ]
    blocks: list[Block] = [
        Table("table-outages", _conclusion(context), tuple(columns), tuple(rows)),
        Paragraph((Run(" ".join(MEASURE_MEANINGS.values())),), "note"),
    ]
    missing = _missing(context)
    if missing:
        blocks.append(Paragraph((Run(missing),), "note"))
    return tuple(blocks)


def _figures(measure: Measure) -> tuple[str, ...]:
    down = f"{'≤ ' * is_most(measure)}{downtime_text(measure.downtime_s_year)}"
    often, lasts = measure.outages_year, measure.mean_outage_s
    known = often is not None and lasts is not None
    return (
        ends_text(measure),
        down,
        number_text(often, 3) if known and often is not None else "–",
        downtime_text(lasts) if known and lasts is not None else "–",
        interval_text(measure.uncertainty) if measure.uncertainty is not None else "–",
        method_of(measure),
    )


def _told(journey: JourneyResult) -> list[tuple[list[MeasureName], Measure]]:
    """Return the measures of a journey, those that are worth the same together."""
    found: list[tuple[list[MeasureName], Measure]] = []
    for name in MEASURE_MEANINGS:
        measure = journey.measures.get(name)
        if measure is None:
            continue
        same = next((names for names, one in found if _alike(measure, one)), None)
        if same is None:
            found.append(([name], measure))
        else:
            same.append(name)
    return found


def _alike(one: Measure, other: Measure) -> bool:
    return one.unavailability == other.unavailability and one.method == other.method


def _conclusion(context: ReportContext) -> str:
    known = [
        (served.outages_year, served.mean_outage_s, journey)
        for journey, served in context.served
        if served.outages_year and served.mean_outage_s is not None
    ]
    if not known:
        return "How often a journey is down is not known; its downtime is."
    often, lasts, journey = max(known, key=lambda one: one[0])
    name = context.names.journey(journey)
    most = f"“{name}” is down {number_text(often, 3)} times a year, {downtime_text(lasts)} on average"
    return f"{most}, most often of all." if len(known) > 1 else f"{most}."


def _missing(context: ReportContext) -> str:
    """Return which elements would have to state a time to repair, costliest first over all journeys."""
    lacking: dict[str, None] = {}
    journeys: list[JourneyResult] = []
    for journey, served in context.served:
        if lacks_repair_times(served):
            journeys.append(journey)
            lacking.update(dict.fromkeys(without_repair_time(context.design, served)))
    if not lacking:
        return ""
    names = listed((context.names.element(one) for one in lacking), _NAMED)
    of = listed((f"“{context.names.journey(journey)}”" for journey in journeys), _FEW)
    verb = "states" if len(lacking) == 1 else "state"
    return (
        f"Outages a year follow from times to repair. {counted(len(lacking), 'element')} {verb} none, so "
        f"they are not known for {of}: {names}."
    )
