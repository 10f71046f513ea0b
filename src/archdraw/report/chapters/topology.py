"""What the system is: the drawing of each view."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archdraw.report.document import Diagram, Figure, Paragraph, Run, Section
from archdraw.report.naming import counted, listed

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext, ViewDrawing


def topology(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter: one section a view."""
    if not context.design.components or not context.drawings:
        note = Paragraph((Run("Nothing is drawn yet."),))
        return (Section("topology", "Topology", 1, (note,)),)
    first, *others = context.drawings
    sections = [_section(context, first, "topology", "Topology", 1)]
    sections += [_section(context, view, f"view:{view.id}", view.name or view.id, 2) for view in others]
    return tuple(sections)


def _section(context: ReportContext, view: ViewDrawing, section_id: str, title: str, level: int) -> Section:
    description = context.design.description if level == 1 else ""
    blocks = [Paragraph((Run(line),)) for line in description.splitlines() if line.strip()][:4]
    figure = Figure(f"diagram:{view.id}", _caption(context), Diagram(view.display, context.rows))
    return Section(section_id, title, level, (*blocks, figure))


def _caption(context: ReportContext) -> str:
    design, catalog = context.design, context.catalog
    kinds = Counter(catalog.kind(component.kind).label for component in design.components)
    domains = Counter(
        catalog.group(group.kind).label.lower()
        for group in design.groups
        if catalog.group(group.kind).failure_domain
    )
    commonest = listed((f"{count} × {label.lower()}" for label, count in kinds.most_common(3)), 0)
    text = f"{counted(len(design.components), 'component')} with {counted(len(design.connections), 'connection')}"
    if domains:
        text += f" stand in {listed(counted(count, label) for label, count in domains.most_common())}"
    return f"{text}; most often {commonest}." if len(kinds) > 3 else f"{text}: {commonest}."
