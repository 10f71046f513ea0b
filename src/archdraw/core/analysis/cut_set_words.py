"""What is said over a list of cut sets: how many there are, and how far the figure can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import THIN, interval_text

if TYPE_CHECKING:
    from archdraw.core.analysis.result import CutSets, Measure, MeasureName, Method

MEASURE_MEANINGS: dict[MeasureName, str] = {
    "served": "Served: everything that is critical and waited for works.",
    "full": "Full: also what is waited for without being critical works, nothing is left out.",
    "done": "Done: also what happens afterwards, through queues and streams, gets done.",
}
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
