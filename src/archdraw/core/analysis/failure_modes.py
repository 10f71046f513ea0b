"""Failure modes and effects: rows that the analysis proposes, with what people rated and wrote over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.analysis.likelihood import instance_unavailabilities, likelihood_of, unavailabilities
from archdraw.core.model import element_name, element_of_event, listed
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis, LossRow
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design, FailureMode

Loss = Literal["component", "domain", "instance"]
Watched = Literal["alarmed", "monitored", "unwatched", "unstated"]
LOSSES: dict[str, str] = {
    "component": "all of it is down",
    "domain": "the whole domain is lost",
    "instance": "one instance is down",
}
# Proposed ratings. Severity: what of the journeys stops or gets worse; occurrence: two for each class of
# likelihood; detection: whether somebody is told.
_ALL_STOP, _IMPORTANT_STOPS, _ONE_STOPS, _DEGRADES = 10, 9, 7, 4
_UNKNOWN_OCCURRENCE = 6
_DETECTIONS: dict[Watched, int] = {"alarmed": 2, "monitored": 5, "unstated": 8, "unwatched": 10}
_MOST_NAMED = 3
_IMPORTANT = ("critical", "high")
# From this priority (severity × occurrence × detection, of 1,000) on a mode needs an answer: a habit of those
# who rate failure modes, not a law.
GRAVE_PRIORITY = 100


@frozen
class ProposedMode:
    """A loss that some journey feels: what stops, what gets worse, how much it is down, who is told.

    `outage` is its unavailability (0..1; 0 where it is said to be there always), None where nothing is known
    of it: then `occurrence` is assumed. Ratings run from 1 to 10.
    """

    element: str
    loss: Loss
    down: tuple[str, ...]
    degraded: tuple[str, ...]
    outage: float | None
    watched: Watched
    severity: int
    occurrence: int
    detection: int


@frozen
class ModeRow:
    """A row of the table: a record of the document, a proposal of the analysis, or both of them."""

    record: FailureMode | None
    proposal: ProposedMode | None

    @property
    def gone(self) -> bool:
        """Whether it speaks of a loss that no journey feels any more."""
        return self.proposal is None and self.record is not None and self.record.loss != "own"

    @property
    def element(self) -> str:
        """The element that fails; empty where it is a matter of its own."""
        if self.proposal is not None:
            return self.proposal.element
        return (self.record.element if self.record is not None else None) or ""

    @property
    def severity(self) -> int | None:
        """How bad: as rated, else as proposed."""
        stated = self.record.severity if self.record is not None else None
        return stated if stated is not None else self.proposal.severity if self.proposal else None

    @property
    def occurrence(self) -> int | None:
        """How often: as rated, else as proposed."""
        stated = self.record.occurrence if self.record is not None else None
        return stated if stated is not None else self.proposal.occurrence if self.proposal else None

    @property
    def detection(self) -> int | None:
        """How late it is noticed: as rated, else as proposed."""
        stated = self.record.detection if self.record is not None else None
        return stated if stated is not None else self.proposal.detection if self.proposal else None

    @property
    def priority(self) -> int | None:
        """Severity × occurrence × detection; None while one of them is not rated."""
        if self.severity is None or self.occurrence is None or self.detection is None:
            return None
        return self.severity * self.occurrence * self.detection


def proposed_modes(design: Design, catalog: Kinds, analysis: Analysis) -> tuple[ProposedMode, ...]:
    """Return the losses that journeys feel, the gravest first; equal instances are one row."""
    outages = {**dict.fromkeys(_always_there(analysis), 0.0), **unavailabilities(design, catalog, analysis)}
    instances = instance_unavailabilities(design, analysis)
    served = {one.id for one in analysis.journeys if "served" in one.measures}
    found: list[ProposedMode] = []
    seen: set[tuple[str, str]] = set()
    for row in analysis.loss_matrix:
        element = element_of_event(design, row.lost)
        component = design.component_by_id.get(element)
        # Of equal instances one speaks for all, and that of a single one is the whole component.
        single = row.kind == "instance"
        if single and (component is None or component.replicas == 1):
            continue
        outage = (instances if single else outages).get(element)
        mode = _proposed(design, row, element, outage, served)
        if mode is not None and (row.kind, element) not in seen:
            seen.add((row.kind, element))
            found.append(mode)
    return tuple(sorted(found, key=_gravity))


def mode_rows(design: Design, proposals: tuple[ProposedMode, ...]) -> tuple[ModeRow, ...]:
    """Return the rows of the document in its order, then the proposals that nobody has taken up."""
    known = {(one.loss, one.element): one for one in proposals}
    rows = [
        ModeRow(
            record, known.pop((record.loss, record.element or ""), None) if record.loss != "own" else None
        )
        for record in design.failure_modes
    ]
    return (*rows, *(ModeRow(None, one) for one in known.values()))


def mode_words(design: Design, row: ModeRow) -> str:
    """Return what fails, in a few words: "Database: all of it is down"."""
    record, proposal = row.record, row.proposal
    loss = proposal.loss if proposal is not None else record.loss if record is not None else "own"
    said = record.title if record is not None else ""
    if loss == "own" or not row.element:
        return said or "nothing written yet"
    return f"{element_name(design, row.element)}: {said or LOSSES[loss]}"


def effect_words(design: Design, analysis: Analysis, mode: ProposedMode) -> str:
    """Return what a loss does to the journeys: "stops Checkout and Search; degrades 1 more"."""
    served = sum("served" in one.measures for one in analysis.journeys)
    names = [element_name(design, one) for one in mode.down or mode.degraded]
    who = "all journeys" if len(names) == served > 1 else listed(names, _MOST_NAMED)
    said = f"{'stops' if mode.down else 'degrades'} {who}"
    return f"{said}; degrades {len(mode.degraded)} more" if mode.down and mode.degraded else said


def _proposed(
    design: Design,
    row: LossRow,
    element: str,
    outage: float | None,
    served: set[str],
) -> ProposedMode | None:
    down = tuple(one for one, impact in row.journeys.items() if impact == "down" and one in served)
    degraded = tuple(one for one, impact in row.journeys.items() if impact == "degraded" and one in served)
    if not (down or degraded):
        return None
    watched = _watched(design, element)
    occurrence = 2 * likelihood_of(outage).level if outage is not None else _UNKNOWN_OCCURRENCE
    severity = _severity(design, down, len(served))
    return ProposedMode(
        element, row.kind, down, degraded, outage, watched, severity, occurrence, _DETECTIONS[watched]
    )


def _always_there(analysis: Analysis) -> set[str]:
    """Return the components said to be never down, not only because nothing is known of their kind."""
    supposed = {
        one.element
        for one in analysis.assumptions
        if one.field == "availability" and one.confidence == "assumed"
    }
    return {one.id for one in analysis.components if one.availability == 1.0} - supposed


def _severity(design: Design, down: tuple[str, ...], served: int) -> int:
    if not down:
        return _DEGRADES
    if len(down) == served:
        return _ALL_STOP
    known = design.journey_by_id
    important = any(one in known and known[one].criticality in _IMPORTANT for one in down)
    return _IMPORTANT_STOPS if important else _ONE_STOPS


def _watched(design: Design, element: str) -> Watched:
    """Return whether somebody is told of the outage, as far as the component states it."""
    component = design.component_by_id.get(element)
    if component is None:
        return "unstated"
    stated = component.attributes
    if stated.get("alarmed") is True:
        return "alarmed"
    if stated.get("monitored") is True or "monitored" in component.tags:
        return "monitored"
    return "unwatched" if stated.get("monitored") is False else "unstated"


def _gravity(mode: ProposedMode) -> tuple[float, ...]:
    level = likelihood_of(mode.outage).level if mode.outage is not None and mode.loss != "instance" else 0
    priority = mode.severity * mode.occurrence * mode.detection
    return (
        -priority,
        -len(mode.down) * level,
        -len(mode.down),
        -level,
        -len(mode.degraded),
        -(mode.outage or 0.0),
    )
