"""What the slowest requests of a journey spend their time on, as parts that sum to p99."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import time_text
from archdraw.report.document import Bar, Figure, Waterfall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.result import JourneyResult, Latency
    from archdraw.report.context import ReportContext

_MOST_STEPS, _MOST_JOURNEYS = 8, 4
# Parts of less than this are summed up; a rest of less is rounding.
_LEAST = 0.005


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
