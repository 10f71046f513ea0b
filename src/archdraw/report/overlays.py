"""From the result of an analysis to what is drawn over the diagram, on the screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing import NO_OVERLAY, LoadMark, Overlay
from archdraw.core.model import element_name, element_of_event, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.analysis.result import Analysis, JourneyResult
    from archdraw.core.drawing.display import FigureKey, FigureMark
    from archdraw.core.model import Design

FIGURE_OVERLAYS = ("availability", "downtime", "cost", "owner", "tag")
OVERLAY_NAMES = ("none", "single-points", "utilisation", "journey", *FIGURE_OVERLAYS)
_TITLES = {
    "single-points": "Single points of failure",
    "utilisation": "Load",
    "journey": "Path of the journey",
    "availability": "Availability of each component",
    "downtime": "Downtime by component",
    "cost": "Cost a month",
    "owner": "Owners",
    "tag": "Tags",
}
_REASONS = {
    "events": "when it fails: nothing stands in for it",
    "managed": "when this service fails: it is bought as one piece and nothing stands in for it",
    "domains": "when this failure domain is lost: all instances that are needed stand in it",
}
_TOTAL_LOSS = {"components": "only when all its instances are lost at once"}


def overlay_of(
    design: Design, analysis: Analysis | None, name: str, journey_id: str | None = None
) -> Overlay:
    """Return an overlay by name, for one journey or for all of them.

    Raises
    ------
    ValueError
        When there is no overlay of that name.
    """
    if name not in OVERLAY_NAMES:
        raise ValueError(f'There is no overlay "{name}"; there are: {", ".join(OVERLAY_NAMES)}.')
    if name in FIGURE_OVERLAYS:
        marks, keys = _figures(design, analysis, name, journey_id)
        return Overlay(name=_TITLES[name], figures=marks, keys=keys) if keys else NO_OVERLAY
    if name == "none" or analysis is None:
        return NO_OVERLAY
    journeys = chosen_journeys(analysis, journey_id)
    loaded = name == "utilisation"
    path = {element_of_event(design, event) for journey in journeys for event in journey.path}
    return Overlay(
        name=_TITLES[name],
        single_points=single_points(design, journeys) if name == "single-points" else None,
        load=load_marks(analysis) if loaded else None,
        rates=dict(analysis.rates) if loaded else None,
        highlighted=frozenset(path) if name == "journey" else frozenset(),
        chosen="Needed by the journey" if len(journeys) == 1 else "Needed by one of the journeys",
        target_utilisation=design.settings.target_utilisation,
    )


def _figures(
    design: Design, analysis: Analysis | None, name: str, journey_id: str | None
) -> tuple[dict[str, FigureMark], tuple[FigureKey, ...]]:
    from archdraw.report import figure_overlays as made

    if name == "owner":
        return made.owner_marks(design)
    if name == "tag":
        return made.tag_marks(design)
    if name == "cost":
        return made.cost_marks(design, analysis)
    if analysis is None:
        return {}, ()
    if name == "downtime":
        return made.downtime_marks(design, chosen_journeys(analysis, journey_id))
    return made.availability_marks(analysis)


def chosen_journeys(analysis: Analysis, journey_id: str | None) -> tuple[JourneyResult, ...]:
    """Return the chosen journey, or all where none is chosen."""
    chosen = analysis.journey(journey_id) if journey_id is not None else None
    return (chosen,) if chosen is not None else analysis.journeys


def single_points(design: Design, journeys: Iterable[JourneyResult]) -> dict[str, str]:
    """Return a sentence for each element that is a single point of failure, naming the journeys.

    Redundant components whose total loss stops a journey are no such points: see `total_losses`.
    """
    return _sentences(design, journeys, _REASONS)


def total_losses(design: Design, journeys: Iterable[JourneyResult]) -> dict[str, str]:
    """Return a sentence for each redundant component that a journey can't do without altogether."""
    return _sentences(design, journeys, _TOTAL_LOSS)


def load_marks(analysis: Analysis) -> dict[str, LoadMark]:
    """Return utilisation and rate of every component that has any."""
    return {
        component.id: LoadMark(component.utilisation, component.rate_rps)
        for component in analysis.components
        if component.utilisation is not None or component.rate_rps is not None
    }


def _sentences(
    design: Design, journeys: Iterable[JourneyResult], reasons: Mapping[str, str]
) -> dict[str, str]:
    stopped: dict[str, dict[str, list[str]]] = {}
    for journey in journeys:
        measure = journey.measures.get("served")
        if measure is None:
            continue
        label = f"“{element_name(design, journey.id)}”"
        for field, reason in reasons.items():
            for event in getattr(measure.single_points, field):
                named = stopped.setdefault(element_of_event(design, event), {}).setdefault(reason, [])
                if label not in named:
                    named.append(label)
    return {
        element_id: " ".join(
            f"{listed(labels)} {'stops' if len(labels) == 1 else 'stop'} {reason}."
            for reason, labels in found.items()
        )
        for element_id, found in stopped.items()
    }
