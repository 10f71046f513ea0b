"""Pictures of latency: percentiles beside their targets, and the parts that sum to p99."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import time_text
from archdraw.report.document import Bar, Figure, Timeline, TimelineRow, Waterfall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.result import JourneyResult, Latency
    from archdraw.report.context import ReportContext

_MOST_STEPS, _MOST_JOURNEYS, _MOST_ROWS = 8, 4, 24
# Parts of less than this are summed up; a rest of less is rounding.
_LEAST = 0.005


def percentiles_chart(
    context: ReportContext, stable: Sequence[tuple[JourneyResult, Latency]]
) -> tuple[Figure, ...]:
    """Return p50, p95 and p99 of the journeys with the p99 they aim at, the most strained first."""
    rows = [_percentiles(context, journey, latency) for journey, latency in stable]
    known = sorted((row for row in rows if row is not None), key=_strain, reverse=True)
    if not known:
        return ()
    worst = known[0]
    whole = time_text(sum(worst.phases))
    if worst.limit is None:
        caption = f"“{worst.label}” is slowest: 99 of 100 requests take up to {whole}."
    elif _strain(worst)[1] > 1.0:
        caption = f"“{worst.label}” is furthest beyond its target: p99 is {whole}, not {worst.limit_text}."
    else:
        caption = f"“{worst.label}” comes closest to its target: p99 is {whole} of {worst.limit_text}."
    if len(known) > _MOST_ROWS:
        caption += f" The first {_MOST_ROWS} of {len(known)} journeys."
    phases = ("half of the requests (p50)", "95 of 100 (p95)", "99 of 100 (p99)")
    return (Figure("percentiles", caption, Timeline(tuple(known[:_MOST_ROWS]), phases, "target for p99")),)


def _strain(row: TimelineRow) -> tuple[bool, float]:
    """Return what orders rows: with a target before those without, then by how much of it is used."""
    whole = sum(row.phases)
    return row.limit is not None, whole / row.limit if row.limit else whole


def _percentiles(context: ReportContext, journey: JourneyResult, latency: Latency) -> TimelineRow | None:
    highest = []
    for ends in (latency.p50_ms, latency.p95_ms, latency.p99_ms):
        if ends is None:
            return None
        highest.append(ends[1] if ends[1] is not None else ends[0])
    p50, p95, p99 = highest
    wanted = next((check.wanted for check in journey.targets if check.target == "p99_ms"), None)
    return TimelineRow(
        context.names.journey(journey),
        (p50, max(0.0, p95 - p50), max(0.0, p99 - max(p50, p95))),
        time_text(p99),
        wanted,
        time_text(wanted) if wanted is not None else "",
        "danger" if wanted is not None and p99 > wanted else "accent",
    )


def tail_charts(
    context: ReportContext, stable: Sequence[tuple[JourneyResult, Latency]]
) -> tuple[Figure, ...]:
    """Return a picture for each of the first journeys in which several hops make up p99."""
    found = [_tail(context, journey, latency) for journey, latency in stable]
    return tuple(one for one in found if one is not None)[:_MOST_JOURNEYS]


def _tail(context: ReportContext, journey: JourneyResult, latency: Latency) -> Figure | None:
    ends = latency.p99_ms
    shares = ((hop.element, hop.tail_share or 0.0) for hop in latency.hops)
    parts = [(element, share) for element, share in shares if share >= _LEAST]
    if ends is None or len(parts) < 2:
        return None
    whole = ends[1] if ends[1] is not None else ends[0]
    kept = {element for element, _ in sorted(parts, key=lambda one: -one[1])[: _MOST_STEPS - 1]}
    shown = [(element, share) for element, share in parts if element in kept]
    steps = [
        Bar(
            context.names.element(element),
            share * whole,
            time_text(share * whole),
            "accent",
            context.row_of(element),
        )
        for element, share in shown
    ]
    rest = 1.0 - sum(share for _, share in shown)
    if rest >= _LEAST:
        # What timeouts cut off falls to nobody in particular.
        steps.append(Bar("everything else", rest * whole, time_text(rest * whole), "quiet"))
    wanted = next((check.wanted for check in journey.targets if check.target == "p99_ms"), None)
    first, share = max(parts, key=lambda one: one[1])
    caption = (
        f"{context.names.element(first)} is {time_text(share * whole)} of the p99 of "
        f"“{context.names.journey(journey)}”, {time_text(whole)} ({latency.method}): each part is what p99 "
        "falls by as that hop gets faster, and all of them sum to it."
    )
    text = f"target {time_text(wanted)}" if wanted is not None else ""
    chart = Waterfall(tuple(steps), "p99", time_text(whole), wanted, text)
    return Figure(f"latency-tail:{journey.id}", caption, chart)
