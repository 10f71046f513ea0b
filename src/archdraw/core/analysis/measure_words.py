"""What a measure says in words: the availability with its ends, how often and for how long it is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import availability_text, downtime_text, interval_text, number_text
from archdraw.core.model import element_name, element_of_event, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.result import Measure
    from archdraw.core.model import Design

_NAMED = 3


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
        return "how often is worked out only where the availability is exact"
    if often >= 1.05:
        return f"{number_text(often, 3)} outages a year, {downtime_text(lasts)} each on average"
    if often >= 0.95:
        return f"one outage a year, {downtime_text(lasts)} long on average"
    return f"one outage in {number_text(1.0 / often, 3)} years, {downtime_text(lasts)} long on average"


def missing_repair_text(design: Design, elements: Sequence[str]) -> str:
    """Return who states no time to repair, in a sentence."""
    names = listed((element_name(design, one) for one in elements), _NAMED)
    verb = "states" if len(elements) == 1 else "state"
    return f"{names} {verb} no time to repair, so how often the journey is down is not known."


def without_repair_time(design: Design, measure: Measure) -> tuple[str, ...]:
    """Return the elements that cost downtime and state no time to repair, the costliest first.

    None where how often it is down is known, or would not follow from them.
    """
    if not lacks_repair_times(measure):
        return ()
    costs: dict[str, float] = {}
    for event, importance in measure.importance.items():
        if importance.minutes_year > 0.0:
            element = element_of_event(design, event)
            costs[element] = max(costs.get(element, 0.0), importance.minutes_year)
    missing = [element for element in costs if not _has_repair_time(design, element)]
    return tuple(sorted(missing, key=lambda element: -costs[element]))


def _has_repair_time(design: Design, element: str) -> bool:
    component = design.component_by_id.get(element)
    if component is not None:
        return component.mttr_hours is not None or component.mtbf_hours is not None
    found = design.group_by_id.get(element) or design.connection_by_id.get(element)
    return found is not None and "mttr_hours" in found.attributes
