"""Which elements would have to state a time to repair, so that it is known how often a journey is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.cut_set_words import lacks_repair_times
from archdraw.core.model import element_name, element_of_event, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.result import Measure
    from archdraw.core.model import Design

_NAMED = 3


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
