"""Verdicts and the figures they rest on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.cut_set_words import ends_text, is_most
from archdraw.core.analysis.wording import THIN, availability_text, downtime_text, percent_text
from archdraw.core.model import listed
from archdraw.report.context import journey_section
from archdraw.report.document import Verdict
from archdraw.report.naming import counted, in_words

if TYPE_CHECKING:
    from archdraw.core.analysis.result import JourneyResult, Measure
    from archdraw.report.context import ReportContext

_DAY_S = 86_400.0
_METHODS = {
    "exact": "exact",
    "bounded": "between bounds",
    "estimated": "estimated",
    "simulated": "simulated",
}


class Contributor(NamedTuple):
    """An event and the down time that would go if it never failed: minutes a year, share of the whole."""

    event: str
    minutes_year: float
    share: float


def method_of(measure: Measure) -> str:
    """Return how a figure was obtained, in words."""
    return _METHODS[measure.method]


def target_of(journey: JourneyResult) -> tuple[float, bool | None] | None:
    """Return the wanted availability and whether it is met, or None where no target is stated."""
    check = next((check for check in journey.targets if check.target == "availability"), None)
    return None if check is None else (check.wanted, check.met)


def year_of(context: ReportContext) -> float:
    """Return the seconds of a year, as long as the document takes it to be."""
    return context.design.settings.year_days * _DAY_S


def allowed_downtime_s(context: ReportContext, wanted: float) -> float:
    """Return the seconds of down time a year that an availability allows."""
    return (1.0 - wanted) * year_of(context)


def contributors(measure: Measure, most: int = 0) -> tuple[Contributor, ...]:
    """Return what the down time is made of, largest part first.

    The part of an event is what would be saved if it never failed (improvement potential); parts of
    redundant elements overlap and need not sum to the whole.
    """
    total = measure.downtime_s_year / 60.0
    found = sorted(
        (
            Contributor(event, one.minutes_year, one.minutes_year / total if total > 0 else 0.0)
            for event, one in measure.importance.items()
            if one.minutes_year > 0
        ),
        key=lambda part: (-part.minutes_year, part.event),
    )
    return tuple(found[:most] if most else found)


def verdict(context: ReportContext, journey: JourneyResult, measure: Measure) -> Verdict:
    """Return the verdict on one journey: target against computed availability."""
    link = journey_section(journey.id)
    title = context.names.journey(journey)
    lost = f"{'at most ' * is_most(measure)}{downtime_text(measure.downtime_s_year)}"
    how = "" if measure.method == "exact" else f" ({method_of(measure)})"
    down = f"{ends_text(measure)}{how}, {lost} down a year"
    target = target_of(journey)
    if target is None:
        return Verdict("unknown", "no target", title, f"{down}; no target is stated", link, "quiet")
    wanted, met = target
    allowed = downtime_text(allowed_downtime_s(context, wanted))
    text = f"{down}; target {availability_text(wanted)}, {allowed}"
    if met:
        return Verdict("met", "met", title, text, link, "good")
    return Verdict("missed", "missed", title, text, link, "danger")


def share_sentence(context: ReportContext, measure: Measure) -> str:
    """Return what gives most of the down time: "The database gives 78 % of the downtime."""
    parts = contributors(measure)
    if not parts:
        return "Nothing in the drawing gives any downtime."
    share = percent_text(min(parts[0].share, 1.0))
    equal = [context.names.event(part.event) for part in parts if part.share > 0.995 * parts[0].share]
    if len(equal) == 1:
        return f"{equal[0]} gives {share} of the downtime."
    return f"{listed(equal, 3)} each give {share} of the downtime."


def ratio_text(value: float) -> str:
    """Return a share in percent, small ones as "< 0.1 %"."""
    return percent_text(value) if value >= 0.001 or value <= 0 else f"<{THIN}0.1{THIN}%"


def single_points_sentence(context: ReportContext) -> str:
    """Return how many elements stop a journey by themselves, and which of them stops most."""
    stopped: dict[str, int] = {}
    for _, measure in context.served:
        stopping = measure.single_points.failures
        for owner in dict.fromkeys(context.names.owner(event) for event in stopping):
            stopped[owner] = stopped.get(owner, 0) + 1
    if not stopped:
        return "No single failure stops a journey."
    worst = max(stopped.values())
    names = listed((context.names.element(one) for one, count in stopped.items() if count == worst), 3)
    journeys = len(context.served)
    scope = (
        "the journey"
        if journeys == 1
        else "all journeys"
        if worst == journeys
        else f"{in_words(worst)} journey{'' if worst == 1 else 's'}"
    )
    verb = "stops" if sum(1 for count in stopped.values() if count == worst) == 1 else "each stop"
    are = "is a single point" if len(stopped) == 1 else "are single points"
    total = f"{counted(len(stopped), 'element')} {are} of failure"
    return f"{total}; {names} {verb} {scope}."
