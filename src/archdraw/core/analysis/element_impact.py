"""What an element costs: minutes a year by journey, importance, why it is a single point of failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.result import MeasureName
from archdraw.core.model import element_name, element_of_event, listed
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.analysis.result import Analysis, Importance, JourneyResult, Measure
    from archdraw.core.model import Design

# What each measure of importance answers, for somebody who has never heard of it.
IMPORTANCE_MEANINGS: dict[str, tuple[str, str]] = {
    "birnbaum": (
        "Birnbaum",
        "How much likelier the journey is down when this has failed than when it works, 0 to 1.",
    ),
    "criticality": (
        "Criticality",
        "The part of the downtime that would go if this never failed by itself.",
    ),
    "raw": (
        "Risk achievement (RAW)",
        "How many times more downtime there would be if this were always down.",
    ),
    "rrw": (
        "Risk reduction (RRW)",
        "How many times less downtime there would be if this never failed.",
    ),
    "fussell_vesely": (
        "Fussell–Vesely",
        "In which part of the downtime a cut set with this in it has failed.",
    ),
}


@frozen
class ElementImpact:
    """What an element does to one journey in one measure.

    `minutes_year` is what perfect reliability of it would save, `share` that as a part of the downtime.
    `part` names the event that the figures are about where it is not the element as a whole ("web!ccf").
    """

    journey: str
    importance: Importance
    share: float
    part: str | None = None


def impacts_of(
    design: Design, analysis: Analysis, element_id: str, measure_name: MeasureName = "served"
) -> tuple[ElementImpact, ...]:
    """Return what a component, group or connection costs, by journey, in the order of the document.

    Journeys that do not depend on it are left out.
    """
    found = []
    for journey in design.journeys:
        result = analysis.journey(journey.id)
        measure = result.measures.get(measure_name) if result is not None else None
        if measure is None:
            continue
        key = _weightiest(measure, element_id)
        if key is None:
            continue
        importance = measure.importance[key]
        lost = measure.downtime_s_year / 60.0
        share = min(1.0, importance.minutes_year / lost) if lost > 0.0 else 0.0
        found.append(ElementImpact(journey.id, importance, share, None if key == element_id else key))
    return tuple(found)


def single_point_sentences(design: Design, analysis: Analysis, element_id: str) -> tuple[str, ...]:
    """Return why an element is a single point of failure of *served*: a sentence for each reason.

    Components of which only the loss of all instances stops a journey are no such points.
    """
    by_reason: dict[str, list[str]] = {}
    for result in analysis.journeys:
        for event in _single_events(result):
            if event in result.reasons and element_of_event(design, event) == element_id:
                label = f"“{element_name(design, result.id)}”"
                by_reason.setdefault(result.reasons[event], []).append(label)
    return tuple(why_sentence(design, element_id, labels, reason) for reason, labels in by_reason.items())


def why_sentence(design: Design, element_id: str, journeys: Iterable[str], reason: str) -> str:
    """Return "Without Orders “Buy” can’t be served: it goes … and there is one Orders only."""
    name = element_name(design, element_id)
    rest = reason.removeprefix(f"Without {name} ")
    if rest.startswith(("The ", "Too ")):
        rest = rest[:1].lower() + rest[1:]
    return f"Without {name}, {listed(journeys)} can’t be served: {rest}"


def _single_events(result: JourneyResult) -> tuple[str, ...]:
    measure = result.measures.get("served")
    return () if measure is None else measure.single_points.failures


def _weightiest(measure: Measure, element_id: str) -> str | None:
    """Return the key of the element itself, else of its event that costs most."""
    if element_id in measure.importance:
        return element_id
    own = [key for key in measure.importance if key.startswith((f"{element_id}#", f"{element_id}!"))]
    return max(own, key=lambda key: measure.importance[key].minutes_year, default=None)
