"""From the result of an analysis to marks on the drawing, for figures and exported pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing import NO_OVERLAY, LoadMark, Overlay
from archdraw.report.naming import Names

if TYPE_CHECKING:
    from archdraw.core.analysis import Analysis
    from archdraw.core.model import Design

OVERLAY_NAMES = ("none", "single-points", "utilisation", "journey")


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
    if name == "none" or analysis is None:
        return NO_OVERLAY
    target = design.settings.target_utilisation
    if name == "single-points":
        return Overlay(
            name="Single points of failure", single_points=_single_points(design, analysis, journey_id)
        )
    if name == "utilisation":
        load = {
            component.id: LoadMark(component.utilisation, component.rate_rps)
            for component in analysis.components
            if component.utilisation is not None or component.rate_rps is not None
        }
        return Overlay(name="Load", load=load, rates=dict(analysis.rates), target_utilisation=target)
    names = Names(design)
    path = {
        names.owner(event)
        for journey in analysis.journeys
        if journey_id in (None, journey.id)
        for event in journey.path
    }
    return Overlay(name="Journey", highlighted=frozenset(path))


def _single_points(design: Design, analysis: Analysis, journey_id: str | None) -> dict[str, str]:
    names = Names(design)
    stopped: dict[str, list[str]] = {}
    for journey in analysis.journeys:
        measure = journey.measures.get("served")
        if measure is None or journey_id not in (None, journey.id):
            continue
        points = measure.single_points
        for event in (*points.events, *points.managed, *points.domains):
            labels = stopped.setdefault(names.owner(event), [])
            if names.journey(journey) not in labels:
                labels.append(names.journey(journey))
    return {element: f"Stops {', '.join(labels)}." for element, labels in stopped.items()}
