"""What a measure says in words: its ends, how far to trust them, how often it is down, its cut sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.analysis.wording import (
    THIN,
    availability_text,
    downtime_text,
    interval_text,
    number_text,
)

if TYPE_CHECKING:
    from archdraw.core.analysis.result import CutSets, Measure, MeasureName, Method, SinglePoints

PointList = Literal["events", "managed", "domains", "components"]
MEASURE_MEANINGS: dict[MeasureName, str] = {
    "served": "Served: everything that is critical and waited for works.",
    "full": "Full: also what is waited for without being critical works, nothing is left out.",
    "done": "Done: also what happens afterwards, through queues and streams, gets done.",
}
# The four lists of single points: the field of `SinglePoints`, a word for one point, a heading for all,
# and what the points of a list have in common.
SINGLE_POINT_LISTS: tuple[tuple[PointList, str, str, str], ...] = (
    ("events", "One failure", "Instances", "one failure stops the journey"),
    ("managed", "Managed", "Managed services", "bought as one piece; redundancy of its own is in its figure"),
    ("domains", "Domain", "Failure domains", "everything the journey needs of something stands inside"),
    (
        "components",
        "All instances",
        "Whole components",
        "redundant, but losing all instances at once stops the journey",
    ),
)
_MEANINGS: dict[Method, str] = {
    "exact": "Exact: computed from the whole structure, right to nine digits for the figures stated.",
    "bounded": "Bounded: the exact value is out of reach; it certainly lies in this interval, and the side "
    "with more downtime is shown.",
    "estimated": "Estimated: drawn at random; with 95 % certainty the value lies in this interval.",
    "simulated": "Simulated: counted in simulated time; with 95 % certainty the value lies in this interval.",
}
_ORDERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def method_tag(measure: Measure) -> str:
    """Return how a figure came about, with its interval: "exact", "bounded 99.9 % – 99.95 %".

    Where inputs are stated as ranges their 5 and 95 % points follow.
    """
    text: str = measure.method
    if measure.interval is not None:
        text += f" {interval_text(measure.interval)}"
    if measure.uncertainty is not None:
        text += f" · 5–95{THIN}%: {interval_text(measure.uncertainty)}"
    return text


def method_meaning(measure: Measure) -> str:
    """Return what the tag of a figure means, in a sentence or two."""
    text = _MEANINGS[measure.method]
    if measure.uncertainty is not None:
        text += " 5–95 %: where it lies, with 90 % certainty, given the ranges that are stated for inputs."
    return text


def ends_text(measure: Measure) -> str:
    """Return the availability with what it lies between where it is not exact.

    "99.95 %" exactly or where both ends read alike, "99.9 % – 99.95 %" between bounds, an estimate with its
    95 % interval after it.
    """
    middle = availability_text(measure.availability, measure.unavailability)
    if measure.interval is None or len({availability_text(end) for end in measure.interval}) == 1:
        return middle
    if measure.method == "bounded":
        return interval_text(measure.interval)
    return f"{middle} ({interval_text(measure.interval)})"


def is_most(measure: Measure) -> bool:
    """Tell whether the downtime of a measure is the most that it can be, not what it is."""
    return measure.method == "bounded"


def lacks_repair_times(measure: Measure) -> bool:
    """Tell whether times to repair would tell how often a journey is down."""
    sometimes = 0.0 < measure.unavailability < 1.0
    return sometimes and measure.outages_year is None and measure.method == "exact"


def outages_text(measure: Measure) -> str:
    """Return how often a journey is down and for how long, without a full stop.

    "5.2 outages a year, 50 min each on average", "one outage in 20 years …".
    """
    if measure.unavailability <= 0.0:
        return "never down"
    if measure.unavailability >= 1.0:
        return "always down"
    often, lasts = measure.outages_year, measure.mean_outage_s
    if lacks_repair_times(measure):
        return "how often is not known: times to repair are missing"
    if often is None or lasts is None or often <= 0.0:
        return "how often it is down is known only where the availability is exact"
    if often >= 1.05:
        return f"{number_text(often, 3)} outages a year, {downtime_text(lasts)} each on average"
    if often >= 0.95:
        return f"one outage a year, {downtime_text(lasts)} long on average"
    return f"one outage in {number_text(1.0 / often, 3)} years, {downtime_text(lasts)} long on average"


def counts_text(found: CutSets) -> str:
    """Return how many sets there are by the number of their events: "2 of one, 45 of two event(s)…"

    Orders without any set are left out; where not all are listed it says which are.
    """
    if not found.count and not found.list:
        return "None." if found.complete else f"None of up to {_order(found.max_order)}; more not counted"
    parts = [f"{count:,} of {_order(order)}" for order, count in sorted(found.by_order.items()) if count]
    text = ", ".join(parts)
    if not found.complete:
        text += f"; not counted: those of more than {_order(found.max_order)}"
    if found.count > len(found.list):
        text += f"; listed: the {len(found.list):,} most probable"
    return text


def alone_text(found: SinglePoints) -> str:
    """Return how many things stop a journey alone, and how: the cut sets of one event, and larger losses.

    "2 by one failure, 1 by losing all instances at once".
    """
    parts = [f"{len(found.failures):,} by one failure"] if found.failures or not found.components else []
    if found.components:
        parts.append(f"{len(found.components):,} by losing all instances at once")
    return ", ".join(parts)


def nothing_listed_text(measure: Measure) -> str:
    """Return why no set is listed, in a sentence: nothing stops it, it never works, or all are larger."""
    if measure.unavailability >= 1.0:
        return "This journey never works: too little is there even while nothing has failed."
    if measure.cut_sets.complete:
        return "Nothing stops this journey: no set of failures in it leads to an outage."
    if measure.cut_sets.max_order < 1:
        return "What stops this journey are too many sets of failures to be counted."
    number = _order(measure.cut_sets.max_order)
    return f"No set of up to {number} failures stops this journey; larger ones are too many to be counted."


def share_text(share: float | None) -> str:
    """Return a share of the downtime in percent: "78 %", "0.04 %", "< 0.01 %"; "–" where it is not known."""
    if share is None:
        return "–"
    percent = share * 100.0
    if 0.0 < percent < 0.01:
        return f"<{THIN}0.01{THIN}%"
    decimals = 0 if percent >= 99.95 or percent == 0.0 else 1 if percent >= 10.0 else 2
    return f"{percent:.{decimals}f}{THIN}%"


def _order(number: int) -> str:
    return _ORDERS[number] if number < len(_ORDERS) else str(number)
