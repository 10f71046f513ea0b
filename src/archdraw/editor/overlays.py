"""From the result of an analysis to what is drawn over the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing import NO_OVERLAY, LoadMark, Overlay
from archdraw.editor.workspace import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.analysis.result import Analysis, JourneyResult
    from archdraw.core.model import Design
    from archdraw.editor.workspace import Workspace

_REASONS = {
    "events": "when it fails: nothing stands in for it",
    "managed": "when this service fails: it is bought as one piece and nothing stands in for it",
    "domains": "when this failure domain is lost: all instances that are needed stand in it",
}
_TOTAL_LOSS = {"components": "only when all its instances are lost at once"}
TITLES = {
    "single-points": "Single points of failure",
    "utilisation": "Load",
    "journey": "Path of the journey",
}


def build_overlay(desk: Workspace) -> Overlay:
    """Return the overlay chosen in the workspace, with what the what-if adds to it."""
    failed, degraded = lost_elements(desk)
    name, analysis = desk.overlay_name, desk.analysis
    highlighted = desk.highlighted
    if analysis is None or name == "none":
        if not (failed or highlighted):
            return NO_OVERLAY
        return Overlay(
            name="What if" if failed else "", failed=failed, degraded=degraded, highlighted=highlighted
        )
    journeys = chosen_journeys(analysis, desk.journey_id)
    if name == "journey":
        highlighted |= {element_of(desk.design, event) for journey in journeys for event in journey.path}
    loaded = name == "utilisation"
    return Overlay(
        name=TITLES.get(name, name),
        single_points=single_points(desk.design, journeys) if name == "single-points" else None,
        load=load_marks(analysis) if loaded else None,
        rates=dict(analysis.rates) if loaded else None,
        failed=failed,
        degraded=degraded,
        highlighted=highlighted,
        target_utilisation=desk.design.settings.target_utilisation,
    )


def lost_elements(desk: Workspace) -> tuple[frozenset[str], frozenset[str]]:
    """Return what fails and what is degraded when the elements of the what-if are lost."""
    if not desk.failed:
        return EMPTY, EMPTY
    from archdraw.core.analysis import lose  # the engine is loaded when it is first needed

    effect = lose(desk.design, desk.catalog, desk.failed)
    return frozenset(effect.failed) | desk.failed, frozenset(effect.degraded) - desk.failed


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


def _sentences(
    design: Design, journeys: Iterable[JourneyResult], reasons: Mapping[str, str]
) -> dict[str, str]:
    stopped: dict[str, dict[str, list[str]]] = {}
    for journey in journeys:
        measure = journey.measures.get("served")
        if measure is None:
            continue
        record = design.journey_by_id.get(journey.id)
        label = f"“{record.name if record is not None and record.name else journey.id}”"
        for field, reason in reasons.items():
            for event in getattr(measure.single_points, field):
                named = stopped.setdefault(element_of(design, event), {}).setdefault(reason, [])
                if label not in named:
                    named.append(label)
    return {
        element_id: " ".join(
            f"{listed(labels)} {'stops' if len(labels) == 1 else 'stop'} {reason}."
            for reason, labels in found.items()
        )
        for element_id, found in stopped.items()
    }


def listed(labels: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def load_marks(analysis: Analysis) -> dict[str, LoadMark]:
    """Return utilisation and rate of every component that has any."""
    return {
        component.id: LoadMark(component.utilisation, component.rate_rps)
        for component in analysis.components
        if component.utilisation is not None or component.rate_rps is not None
    }


def element_of(design: Design, event: str) -> str:
    """Return the element that an event of the analysis belongs to: "web#2", "web!ccf" are events of "web"."""
    if event in design.component_by_id or event in design.group_by_id or event in design.connection_by_id:
        return event
    for mark in ("#", "!"):
        stem, found, _ = event.partition(mark)
        if found and stem in design.component_by_id:
            return stem
    return event
