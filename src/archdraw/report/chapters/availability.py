"""How often each journey works: method, figures and the chart of allowed against expected down time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.cut_set_words import ends_text, is_most
from archdraw.core.analysis.wording import availability_text, downtime_text, nines_text, requests_text
from archdraw.core.model import listed
from archdraw.report.chapters.outages import outages
from archdraw.report.context import journey_section
from archdraw.report.document import (
    Block,
    Cell,
    Column,
    Figure,
    NinesChart,
    NinesRow,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.judging import allowed_downtime_s, method_of, target_of, year_of
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext

_METHOD = (
    "Every instance, managed service, failure domain and failover is an event that is down with a stated or "
    "assumed probability, independent of the others. A journey is served while everything on its critical "
    "synchronous path works. The availability is computed exactly from all combinations of these events, in "
    "failure space, unless the method column says otherwise. It is a statement about this drawing: faulty "
    "releases, operating errors and overload are not in it, and an SLA that a figure comes from is a "
    "promise, not a measurement."
)
_COLUMNS = (
    Column("Journey", 2.6),
    Column("Availability", 1.5, "right"),
    Column("Nines", 0.8, "right"),
    Column("Down a year", 1.4, "right"),
    Column("Down a month", 1.4, "right"),
    Column("Target", 1.2, "right"),
    Column("Verdict", 1.0),
    Column("Method", 0.9),
)


def availability(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter."""
    if not context.served:
        text = (
            "No journey is drawn. A journey names what users do and where it enters the system; without one "
            "there is no availability to compute."
        )
        return (Section("availability", "Availability", 1, (Paragraph((Run(text),)),)),)
    method = Paragraph(
        (
            Run(_METHOD),
            Run(" Conventions are in "),
            Run("", link="conventions"),
            Run(", every figure assumed in "),
            Run("", link="assumptions"),
            Run("."),
        )
    )
    blocks: tuple[Block, ...] = (
        method,
        _table(context),
        *_requests(context),
        _chart(context),
        *outages(context),
    )
    return (Section("availability", "Availability", 1, blocks),)


def _table(context: ReportContext) -> Table:
    rows = []
    for journey, measure in context.served:
        target = target_of(journey)
        wanted = availability_text(target[0]) if target else "not stated"
        most = "≤ " if is_most(measure) else ""
        rows.append(
            Row(
                (
                    cell(context.names.journey(journey), link=journey_section(journey.id)),
                    cell(ends_text(measure), style="strong"),
                    cell(nines_text(measure.unavailability).removesuffix(" nines")),
                    cell(f"{most}{downtime_text(measure.downtime_s_year)}"),
                    cell(f"{most}{downtime_text(measure.downtime_s_month)}"),
                    cell(wanted),
                    _verdict_cell(target[1] if target else None),
                    cell(method_of(measure)),
                ),
                id=f"availability:{journey.id}",
            )
        )
    return Table("table-availability", _conclusion(context), _COLUMNS, tuple(rows))


def _requests(context: ReportContext) -> tuple[Paragraph, ...]:
    """Return a sentence for each journey of which caches hold answers."""
    return tuple(
        Paragraph((Run(f"{context.names.journey(journey)}: {requests_text(journey.request_weighted)}"),))
        for journey, _ in context.served
        if journey.request_weighted is not None
    )


def _verdict_cell(met: bool | None) -> Cell:
    if met is None:
        return cell("no target", "unknown", tone="quiet")
    return cell("met", "met", tone="good") if met else cell("missed", "missed", tone="danger")


def _conclusion(context: ReportContext) -> str:
    judged = [
        (journey, target) for journey, _ in context.served if (target := target_of(journey)) is not None
    ]
    missed = [context.names.journey(journey) for journey, target in judged if not target[1]]
    if not judged:
        return f"No availability target is stated for {counted(len(context.served), 'journey')}."
    if not missed:
        return "Every journey with a target meets it." if len(judged) > 1 else "The journey meets its target."
    return f"{len(judged) - len(missed)} of {len(judged)} targets are met; missed by {listed(missed, 3)}."


def _chart(context: ReportContext) -> Figure:
    rows = []
    over: list[tuple[float, str]] = []
    for journey, measure in context.served:
        target = target_of(journey)
        allowed = allowed_downtime_s(context, target[0]) if target else None
        expected = measure.downtime_s_year
        name = context.names.journey(journey)
        if allowed:
            over.append((expected / allowed, name))
        rows.append(
            NinesRow(
                name,
                allowed,
                expected,
                downtime_text(allowed) if allowed is not None else "no target",
                downtime_text(expected),
                target[1] if target else None,
            )
        )
    if not over:
        caption = f"Expected downtime is longest for “{max(rows, key=lambda row: row.expected_s).label}”."
    else:
        factor, name = max(over)
        share = f"{factor:,.1f} times" if factor >= 1.05 else f"{factor * 100:.0f}\u2009% of"
        caption = f"“{name}” is expected to be down {share} the time its target allows."
    return Figure("nines", caption, NinesChart(tuple(rows), year_of(context)))
