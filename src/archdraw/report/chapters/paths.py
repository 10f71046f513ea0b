"""What each journey needs, in the drawing: a figure for each, and where its figures are discussed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import listed
from archdraw.report.context import journey_section, path_id
from archdraw.report.document import Diagram, Figure, Paragraph, Run, Section
from archdraw.report.judging import verdict

if TYPE_CHECKING:
    from archdraw.core.analysis.result import JourneyResult, Measure
    from archdraw.core.drawing import DisplayList
    from archdraw.report.context import ReportContext

_MOST_DOMAINS = 3


def paths(context: ReportContext) -> tuple[Section, ...]:
    """Return a section for each journey that needs something; they belong to the chapter before."""
    drawn = context.drawings[0].paths if context.drawings else {}
    return tuple(
        _section(context, journey, measure, drawn[journey.id])
        for journey, measure in context.served
        if journey.id in drawn
    )


def _section(
    context: ReportContext, journey: JourneyResult, measure: Measure, display: DisplayList
) -> Section:
    judged = verdict(context, journey, measure)
    runs = (
        Run(f"{judged.word.capitalize()}: ", "strong", tone=judged.tone),
        Run(f"{judged.text}. What stops it: "),
        Run("", link=journey_section(journey.id)),
        Run("."),
    )
    figure = Figure(path_id(journey.id), _caption(context, journey), Diagram(display, context.rows))
    title = f"Path of “{context.names.journey(journey)}”"
    return Section(f"path-section:{journey.id}", title, 2, (Paragraph(runs), figure))


def _caption(context: ReportContext, journey: JourneyResult) -> str:
    design = context.design
    owners = dict.fromkeys(context.names.owner(event) for event in journey.path)
    components = [one for one in owners if one in design.component_by_id]
    domains = [context.names.element(one) for one in owners if one in design.group_by_id]
    total = len(design.components)
    text = f"“{context.names.journey(journey)}” depends on {len(components)} of {total} components"
    return f"{text} and stands in {listed(domains, _MOST_DOMAINS)}." if domains else f"{text}."
