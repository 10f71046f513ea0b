"""How long requests take at peak, against their targets, and what makes up the slowest ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import (
    THIN,
    growing_text,
    likely_text,
    number_text,
    percent_text,
    range_ms_text,
    time_text,
)
from archdraw.core.model import listed
from archdraw.report.chapters.latency_charts import percentiles_chart, tail_charts
from archdraw.report.document import Block, Cell, Column, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Growing, JourneyResult, Latency, LatencyHop, TargetCheck
    from archdraw.report.context import ReportContext

_NAMES = {"p50_ms": "p50", "p95_ms": "p95", "p99_ms": "p99", "p999_ms": "p99.9", "mean_ms": "mean"}
# Hops that make up less than this of both mean and p99 are summed up in one row.
_LEAST_SHARE = 0.01
# Of each sort of remark, so many journeys have a sentence of their own.
MOST_NOTED = 3


def latency(context: ReportContext) -> Section | None:
    """Return the section, None where no latency was computed."""
    timed = [
        (journey, journey.latency) for journey in context.analysis.journeys if journey.latency is not None
    ]
    if not timed:
        return None
    intro = Paragraph(
        (
            Run(
                "Waiting follows from load, service time and the number of servers. Times of one hop after "
                "another are convolved, of parallel calls the longest counts; caches and retries mix times. "
                "Percentiles are never added; each certainly lies between two ends, and where these "
                f"are within 1{THIN}% of each other, the higher one stands. “Until all is done” counts what "
                "nobody waits for as well: messages, until their consumers have dealt with them. Times that "
                "nobody stated are in "
            ),
            Run("", link="assumptions"),
            Run("."),
        )
    )
    blocks: list[Block] = [intro, _percentiles(context, timed)]
    notes = _notes(context, timed)
    if notes:
        blocks.append(Paragraph((Run(" ".join(notes)),), "note"))
    stable = [(journey, found) for journey, found in timed if found.stable and found.hops]
    if stable:
        blocks += [
            *percentiles_chart(context, stable),
            *tail_charts(context, stable),
            _waterfall(context, stable),
        ]
    return Section("latency", "Latency", 2, tuple(blocks))


def _percentiles(context: ReportContext, timed: list[tuple[JourneyResult, Latency]]) -> Table:
    rows, missed, judged = [], [], 0
    for journey, found in timed:
        name = context.names.journey(journey)
        checks = [check for check in journey.targets if check.target in _NAMES]
        judged += bool(checks)
        if any(check.met is False for check in checks):
            missed.append(f"“{name}”")
        rows.append(Row(_cells(name, found, checks)))
        if journey.completion is not None:
            rows.append(Row(_cells("… until all is done", journey.completion, [], aimed=False)))
    columns = (
        Column("Journey", 2.2),
        Column("Mean", 1, "right"),
        Column("p50", 1, "right"),
        Column("p95", 1, "right"),
        Column("p99", 1, "right"),
        Column("p99.9", 1, "right"),
        Column("Target", 1.5),
        Column("Method", 1.1),
    )
    if missed:
        caption = f"{listed(missed, 3)} {'misses' if len(missed) == 1 else 'miss'} a latency target."
    elif judged:
        caption = f"All latency targets of {counted(judged, 'journey')} are met."
    else:
        caption = "How long requests take at peak; no journey states a target for it."
    return Table("table-latency", caption, columns, tuple(rows))


def _cells(name: str, found: Latency, checks: list[TargetCheck], *, aimed: bool = True) -> tuple[Cell, ...]:
    """Return the cells of a row; where nothing can be aimed at, none is missing."""
    if not found.stable:
        times = [cell("no end", tone="danger")] * 5
    else:
        times = [cell(time_text(found.mean_ms) if found.mean_ms is not None else "–")]
        times += [
            cell(range_ms_text(ends), style="strong" if ends is found.p99_ms else "plain")
            for ends in (found.p50_ms, found.p95_ms, found.p99_ms, found.p999_ms)
        ]
    wanted = ", ".join(f"{_NAMES[check.target]} {time_text(check.wanted)}" for check in checks)
    if not aimed:
        verdict = cell("")
    elif not checks:
        verdict = cell("none stated", tone="quiet")
    elif any(check.met is False for check in checks):
        verdict = cell(wanted, "missed", tone="danger")
    elif all(check.met for check in checks):
        verdict = cell(wanted, "met")
    else:
        verdict = cell(wanted, "unknown")
    return (cell(name), *times, verdict, cell(found.method if found.stable else "unstable"))


def _notes(context: ReportContext, timed: list[tuple[JourneyResult, Latency]]) -> list[str]:
    """Return sentences on what the table can't say, of each sort those on the first few journeys."""
    without: list[str] = []
    unending: list[str] = []
    lost: list[tuple[float, str]] = []
    ranged: list[str] = []
    repeated: list[str] = []
    for journey, found in timed:
        name = context.names.journey(journey)
        if found.growing:
            without.append(f"“{name}” has no latency: {_growing(context, found.growing)}.")
        done = journey.completion
        if done is not None and done.growing and not found.growing:
            said = _growing(context, done.growing)
            unending.append(f"What “{name}” hands over is never all done: {said}.")
        if found.failed_share > 1e-5:
            share = percent_text(found.failed_share)
            sentence = f"{share} of the requests of “{name}” are given up or turned away; their time counts."
            lost.append((-found.failed_share, sentence))
        if found.p99_range_ms is not None:
            ends = likely_text(found.p99_range_ms, time_text)
            ranged.append(f"p99 of “{name}” by the ranges that are stated for inputs, {ends}.")
        if "metastable" in journey.warnings:
            repeated.append(f"After a burst, repeated calls can keep “{name}” overloaded (metastable).")
    every = [one for journey, found in timed for one in (found, journey.completion) if one is not None]
    ways = dict.fromkeys(way for one in every for way in one.approximations)
    notes = [
        *_first(without, "has no latency either", "have no latency either"),
        *_first(unending, "is never done either", "are never done either"),
        *_first([text for _, text in sorted(lost)], "loses fewer requests", "lose fewer requests"),
        *_first(ranged, "has such a range too", "have such ranges too"),
        *_first(repeated, "can stay overloaded too", "can stay overloaded too"),
    ]
    return [*notes, f"Estimated means: {listed(list(ways), 6)}."] if ways else notes


def _growing(context: ReportContext, queues: tuple[Growing, ...]) -> str:
    """Return where requests pile up, and how fast."""
    said = "; ".join(growing_text(context.names.element(one.element), one) for one in queues[:MOST_NOTED])
    more = len(queues) - MOST_NOTED
    return f"{said}; so {'does 1 other' if more == 1 else f'do {more} others'}" if more > 0 else said


def _first(sentences: list[str], one: str, many: str) -> list[str]:
    """Return the first few sentences and one on how many journeys more they hold for."""
    more = len(sentences) - MOST_NOTED
    if more <= 0:
        return sentences
    return [*sentences[:MOST_NOTED], f"{counted(more, 'further journey')} {one if more == 1 else many}."]


def _waterfall(context: ReportContext, stable: list[tuple[JourneyResult, Latency]]) -> Table:
    rows: list[Row] = []
    most: tuple[float, str, str] = (0.0, "", "")
    for journey, found in stable:
        name = context.names.journey(journey)
        rows.append(Row((cell(name, style="strong"),), heading=True))
        total = found.mean_ms or 1.0
        shown = [
            hop
            for hop in found.hops
            if hop.mean_ms / total >= _LEAST_SHARE or (hop.tail_share or 0.0) >= _LEAST_SHARE
        ]
        rows.extend(Row(_hop_cells(context, hop)) for hop in shown)
        rest = len(found.hops) - len(shown)
        if rest:
            others = [hop for hop in found.hops if hop not in shown]
            mean = time_text(sum(hop.mean_ms for hop in others))
            share = percent_text(sum(hop.tail_share or 0.0 for hop in others))
            texts = (counted(rest, "smaller one"), "", "", "", mean, share)
            rows.append(Row(tuple(cell(text, tone="quiet") for text in texts)))
        for hop in found.hops:
            most = max(most, (hop.tail_share or 0.0, context.names.element(hop.element), name))
    columns = (
        Column("Hop", 3),
        Column("Calls", 0.8, "right"),
        Column("Waits", 1, "right"),
        Column("Works", 1, "right"),
        Column("Adds to the mean", 1.3, "right"),
        Column("Part of p99", 1.1, "right"),
    )
    caption = f"{most[1]} makes up {percent_text(most[0])} of p99 of “{most[2]}”, the largest part of all."
    return Table("table-waterfall", caption, columns, tuple(rows))


def _hop_cells(context: ReportContext, hop: LatencyHop) -> tuple[Cell, ...]:
    return (
        cell(context.names.element(hop.element), link=context.row_of(hop.element)),
        cell(number_text(hop.calls, 3)),
        cell(time_text(hop.waiting_ms) if hop.waiting_ms > 0.0005 else "–"),
        cell(time_text(hop.service_ms)),
        cell(time_text(hop.mean_ms)),
        cell(percent_text(hop.tail_share) if hop.tail_share is not None else "–", style="strong"),
    )
