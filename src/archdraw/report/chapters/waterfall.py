"""What the downtime of a journey is made of, as parts that sum to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import downtime_text
from archdraw.report.document import Bar, Figure, Waterfall
from archdraw.report.judging import allowed_downtime_s, contributors, target_of

if TYPE_CHECKING:
    from archdraw.core.analysis.result import JourneyResult, Measure
    from archdraw.report.context import ReportContext
    from archdraw.report.judging import Contributor

MOST_STEPS = 8


def part_of(part: Contributor, measure: Measure) -> float:
    """Return the part of a contributor in the downtime, in seconds a year: all parts sum to the whole.

    What each saves by itself overlaps where elements stand in for each other; the whole is divided in
    proportion to it.
    """
    saved = sum(one.minutes_year for one in measure.importance.values() if one.minutes_year > 0)
    return measure.downtime_s_year * part.minutes_year / saved if saved > 0 else 0.0


def waterfall(context: ReportContext, journey: JourneyResult, measure: Measure) -> Figure:
    """Return the figure: the largest parts, the others as one, then the whole beside what is allowed."""
    found = contributors(measure)
    most = len(found) if len(found) <= MOST_STEPS else MOST_STEPS - 1
    steps = []
    for part in found[:most]:
        seconds = part_of(part, measure)
        name, row = context.names.event(part.event), context.row_of(part.event)
        steps.append(Bar(name, seconds, downtime_text(seconds), "accent", row))
    rest = sum(part_of(part, measure) for part in found[most:])
    if rest > 0:
        steps.append(Bar(f"{len(found) - most} others", rest, downtime_text(rest), "quiet"))
    target = target_of(journey)
    allowed = allowed_downtime_s(context, target[0]) if target is not None else None
    text = f"allowed {downtime_text(allowed)}" if allowed is not None else ""
    whole = downtime_text(measure.downtime_s_year)
    first = context.names.event(found[0].event)
    largest = downtime_text(part_of(found[0], measure))
    caption = (
        f"{first} is {largest} of the {whole} that the journey is down a year; the parts sum to the whole."
    )
    return Figure(
        f"waterfall:{journey.id}", caption, Waterfall(tuple(steps), "down a year", whole, allowed, text)
    )
