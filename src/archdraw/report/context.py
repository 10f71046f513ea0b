"""What every chapter is written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.likelihood import unavailabilities
from archdraw.report.naming import Names

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis import Analysis
    from archdraw.core.analysis.result import JourneyResult, Measure
    from archdraw.core.catalog import Catalog
    from archdraw.core.comparing import Comparison
    from archdraw.core.drawing import DisplayList
    from archdraw.core.model import Design, Journey
    from archdraw.report.deployment import Deployment
    from archdraw.report.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the document says about itself; nothing here is looked up, so that it can be fixed.

    `date` is the day of the review, `version` a word for the state of the document, `file_digest` the
    SHA-256 of the file the design was read from (empty: not saved), `tool` name and version of ours, `logo` a
    PNG or plain SVG for the first page.
    """

    date: date
    version: str = ""
    file_name: str = ""
    file_digest: str = ""
    tool: str = "ArchDraw"
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class ViewDrawing:
    """A view to show: its name and what to paint.

    `marked` is the same with single points marked, `paths` with what each journey needs, by its id; `keyed`
    with a key of what its lines, borders and chips mean.
    """

    id: str
    name: str
    display: DisplayList
    marked: DisplayList | None = None
    paths: dict[str, DisplayList] = field(default_factory=dict)
    keyed: DisplayList | None = None


@dataclass(frozen=True, slots=True)
class DeploymentDrawing:
    """Where everything stands, and its drawing."""

    deployment: Deployment
    display: DisplayList


@dataclass(frozen=True, slots=True)
class ContextDrawing:
    """What stands around the system, and its drawing."""

    surroundings: Surroundings
    display: DisplayList


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since an earlier version, and its drawing; `name` is what that version is called."""

    comparison: Comparison
    display: DisplayList | None = None
    name: str = ""


class OtherDrawings(NamedTuple):
    """What is drawn besides the views, each with a chapter of its own; None: there is no such chapter."""

    deployed: DeploymentDrawing | None = None
    around: ContextDrawing | None = None
    since: Since | None = None


def go_on() -> None:
    """Never give up."""


@dataclass(frozen=True)
class ReportContext:
    """Design, result, catalogue and drawings together, with the look-ups that chapters share.

    `since` is there where the review is to say what has changed since an earlier version, `deployed` where
    it is to show what stands where, `around` where it is to show what stands around the system. `check_stop`
    raises where the review is not wanted any more: what takes long calls it now and then.
    """

    design: Design
    analysis: Analysis
    catalog: Catalog
    drawings: tuple[ViewDrawing, ...]
    options: ReportOptions
    since: Since | None = None
    deployed: DeploymentDrawing | None = None
    around: ContextDrawing | None = None
    check_stop: Callable[[], None] = go_on

    @cached_property
    def names(self) -> Names:
        """Names of everything in the design."""
        return Names(self.design)

    @cached_property
    def rows(self) -> dict[str, str]:
        """The id of the inventory row of each component and group, by element id."""
        components = {component.id: row_id("component", component.id) for component in self.design.components}
        return components | {group.id: row_id("group", group.id) for group in self.design.groups}

    @cached_property
    def figures(self) -> frozenset[str]:
        """Ids of the drawings that the document shows."""
        if not self.design.components:
            return frozenset()
        shown = {drawing_id(view.id) for view in self.drawings}
        if self.served and any(view.marked is not None for view in self.drawings[:1]):
            shown.add("single-points")
        shown.update(path_id(journey) for view in self.drawings[:1] for journey in view.paths)
        if self.deployed is not None:
            shown.add("deployment-drawing")
        if self.around is not None:
            shown.add("context-drawing")
        return frozenset(shown)

    @cached_property
    def served(self) -> tuple[tuple[JourneyResult, Measure], ...]:
        """Journeys with their served measure, in the order of the document."""
        found = ((journey, journey.measures.get("served")) for journey in self.analysis.journeys)
        return tuple((journey, measure) for journey, measure in found if measure is not None)

    @cached_property
    def unavailabilities(self) -> dict[str, float]:
        """Unavailability of each component and failure domain that can be down at all, by id."""
        return unavailabilities(self.design, self.catalog, self.analysis)

    def journey_record(self, journey_id: str) -> Journey | None:
        """Return the journey as drawn, with its load and targets."""
        return self.design.journey_by_id.get(journey_id)

    def row_of(self, element_id: str) -> str:
        """Return the id of the inventory row that an element or event belongs to, or nothing."""
        return self.rows.get(self.names.owner(element_id), "")


def row_id(table: str, element_id: str) -> str:
    """Return the id of the row that tells about an element."""
    return f"{table}:{element_id}"


def drawing_id(view_id: str) -> str:
    """Return the id of the figure that shows a view."""
    return f"diagram:{view_id}"


def path_id(journey_id: str) -> str:
    """Return the id of the figure that shows what a journey needs."""
    return f"path:{journey_id}"


def journey_section(journey_id: str) -> str:
    """Return the id of the section about one journey."""
    return f"journey:{journey_id}"
