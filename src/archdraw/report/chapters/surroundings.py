"""Who uses the system, and which systems of others it stands among."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import listed
from archdraw.report.document import Column, Diagram, Figure, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.model import Connection
    from archdraw.report.context import ReportContext
    from archdraw.report.surroundings import Surroundings

_MOST_NAMED = 4


def surroundings(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where nothing stands around the system."""
    if context.around is None:
        return ()
    found = context.around.surroundings
    targets = {one: context.rows[one] for one in found.neighbours if one in context.rows}
    inside = len(context.design.components) - len(found.neighbours)
    intro = Paragraph(
        (
            Run(
                f"The system is what this review is about: {counted(inside, 'component')}, here as one card. "
                "Around it stand those who use it and the systems that somebody else runs."
            ),
        )
    )
    figure = Figure("context-drawing", _caption(context, found), Diagram(context.around.display, targets))
    return (Section("context", "Context", 1, (intro, figure, _table(context, found))),)


def _caption(context: ReportContext, found: Surroundings) -> str:
    title = context.design.title or "The system"
    users = f"{counted(len(found.clients), 'sort')} of clients"
    if not found.others:
        return f"{title} serves {users} and needs no system of others."
    others = counted(len(found.others), "system")
    if not found.clients:
        return f"{title} stands beside {others} of others; no client is drawn."
    return f"{title} serves {users} and stands beside {others} of others."


def _table(context: ReportContext, found: Surroundings) -> Table:
    outside = set(found.neighbours)
    rows = []
    for name in found.neighbours:
        links = [
            one
            for one in context.design.connections_at.get(name, ())
            if (one.target if one.source == name else one.source) not in outside
        ]
        component = context.design.component_by_id[name]
        rows.append(
            Row(
                (
                    cell(context.names.element(name), link=context.row_of(name)),
                    cell(context.catalog.kind(component.kind).label),
                    cell(_relation(name, links)),
                    cell(_through(context, name, links)),
                    cell(_journeys(context, name)),
                )
            )
        )
    columns = (
        Column("Beside the system", 1.6),
        Column("Kind", 1.4),
        Column("How", 1.6),
        Column("Through", 1.8),
        Column("Journeys", 2.0),
    )
    alone = sum(1 for row in rows if row.cells[2].runs[0].text == "not connected")
    caption = f"{counted(len(rows), 'neighbour')} of the system"
    caption += f"; {alone} not connected to it." if alone else "."
    return Table("table-context", caption, columns, tuple(rows))


def _relation(name: str, links: list[Connection]) -> str:
    """Return who calls whom, and whether the caller waits."""
    words = []
    for towards, verb in ((True, "calls it"), (False, "is called by it")):
        found = [one for one in links if (one.source == name) is towards]
        if found:
            waits = any(one.synchronous for one in found)
            words.append(f"{verb}, {'waits' if waits else 'does not wait'}")
    return "; ".join(words) or "not connected"


def _through(context: ReportContext, name: str, links: list[Connection]) -> str:
    ends = dict.fromkeys(one.target if one.source == name else one.source for one in links)
    spoken = dict.fromkeys(one.protocol for one in links if one.protocol)
    names = listed((context.names.element(one) for one in ends), _MOST_NAMED) or "–"
    return f"{names} ({listed(spoken, _MOST_NAMED)})" if spoken else names


def _journeys(context: ReportContext, name: str) -> str:
    """Return the journeys that begin at a neighbour or need it."""
    entered = [one for one in context.design.journeys if one.entry == name]
    begun = {one.id for one in entered}
    needing = [
        journey
        for journey, _ in context.served
        if journey.id not in begun and any(context.names.owner(event) == name for event in journey.path)
    ]
    words = [one.name or one.id for one in entered] + [context.names.journey(one) for one in needing]
    return listed(words, _MOST_NAMED) or "–"
