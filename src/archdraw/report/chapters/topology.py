"""What the system is: the drawing of each view."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archdraw.core.model import listed
from archdraw.report.context import drawing_id
from archdraw.report.document import Diagram, Figure, Paragraph, Run, Section
from archdraw.report.judging import single_points_sentence
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext, ViewDrawing


def topology(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter: one section a view."""
    if not context.design.components or not context.drawings:
        note = Paragraph((Run("Nothing is drawn yet."),))
        return (Section("topology", "Topology", 1, (note,)),)
    first, *others = context.drawings
    sections = [_section(context, first, "topology", "Topology", 1)]
    if "single-points" in context.figures and first.marked is not None:
        marked = Figure("single-points", single_points_sentence(context), Diagram(first.marked, context.rows))
        sections.append(Section("marked", "Where one failure is enough", 2, (marked,)))
    sections += [_section(context, view, f"view:{view.id}", view.name or view.id, 2) for view in others]
    return tuple(sections)


def _section(context: ReportContext, view: ViewDrawing, section_id: str, title: str, level: int) -> Section:
    description = context.design.description if level == 1 else ""
    blocks = [Paragraph((Run(line),)) for line in description.splitlines() if line.strip()][:4]
    if not view.display.elements:
        blocks.append(Paragraph((Run("This view shows nothing yet."),)))
        return Section(section_id, title, level, tuple(blocks))
    caption = _caption(context, view)
    if view.display.hidden:
        are = "is" if view.display.hidden == 1 else "are"
        left_out = counted(view.display.hidden, "element")
        caption += f" {left_out} {are} not drawn here, but counted in every figure."
    figure = Figure(drawing_id(view.id), caption, Diagram(view.keyed or view.display, context.rows))
    return Section(section_id, title, level, (*blocks, figure))


def _caption(context: ReportContext, view: ViewDrawing) -> str:
    """Say how much a view shows: all of the design, or how much of it."""
    design, catalog = context.design, context.catalog
    record = design.view_by_id.get(view.id)
    if record is not None and record.shows != "all":
        named = sum(1 for one in record.shows if one in design.component_by_id)
        drawn = sum(1 for one in view.display.elements if one.role == "connection")
        if named < len(design.components):
            text = f"{named} of {counted(len(design.components), 'component')}"
            return f"{text} and {counted(drawn, 'connection')} between them."
    text = counted(len(design.components), "component")
    text += f" and {counted(len(design.connections), 'connection')}"
    domains = Counter(
        catalog.group(group.kind).label.lower()
        for group in design.groups
        if catalog.group(group.kind).failure_domain
    )
    if domains:
        text += f" in {listed(counted(count, label) for label, count in domains.most_common())}"
    reach = [
        (len({owner for event in journey.path if (owner := context.names.owner(event)) in known}), journey)
        for journey, _ in context.served
        if (known := design.component_by_id)
    ]
    if not reach:
        return f"{text}."
    most, widest = max(reach, key=lambda pair: pair[0])
    return f"{text}; “{context.names.journey(widest)}” depends on {most} of the components."
