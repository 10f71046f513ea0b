"""What stands where: the drawing by failure domain, and how many instances are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import listed
from archdraw.report.document import Cell, Column, Diagram, Figure, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext
    from archdraw.report.deployment import Deployment

MOST_PLACES = 6
_MOST_NAMED = 4


def deployment(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; the tables in portions of places that fit the page."""
    if context.deployed is None:
        return ()
    found = context.deployed.deployment
    targets = {card: context.rows[owner] for card, owner in found.owners.items() if owner in context.rows}
    targets |= {group.id: context.rows[group.id] for group in found.design.groups}
    intro = Paragraph(
        (
            Run(
                "Each card is what stands of a component in one failure domain, with the number of its "
                "instances there. What stands in none is beside them."
            ),
        )
    )
    figure = Figure(
        "deployment-drawing", _caption(context, found), Diagram(context.deployed.display, targets)
    )
    places = found.places
    portions = [places[at : at + MOST_PLACES] for at in range(0, len(places), MOST_PLACES)]
    tables = tuple(_table(context, found, portion, index) for index, portion in enumerate(portions))
    chapter = Section("deployment", "Deployment", 1, (intro, figure))
    # Where everything stands in one place, a table would say the same in each row.
    return (chapter, Section("places", "Instances by place", 2, tables)) if len(places) > 1 else (chapter,)


def _caption(context: ReportContext, found: Deployment) -> str:
    """Say how many places there are, and what stands in one alone though there are more of its kind."""
    groups = context.design.group_by_id
    kinds = [context.catalog.group(group.kind).label.lower() for group in found.design.groups]
    counts = (counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    text = f"{len(found.counts)} components in {listed(counts)}"
    alike: dict[tuple[str, str | None], int] = {}
    for group in found.design.groups:
        key = group.kind, group.parent
        alike[key] = alike.get(key, 0) + 1
    around = {group.id: (group.kind, group.parent) for group in found.design.groups}
    alone = [
        component
        for component, places in found.counts.items()
        if len(places) == 1 and (place := next(iter(places))) in groups and alike[around[place]] > 1
    ]
    if len(found.design.groups) == 1:
        (only,) = found.design.groups
        lost = sum(only.id in places for places in found.counts.values())
        return f"{text}: {lost} of them are lost with {context.names.element(only.id)}."
    if not alone:
        return f"{text}; nothing stands in one of several alone."
    names = listed((context.names.element(one) for one in alone), _MOST_NAMED)
    return f"{text}; in one of several alone: {names}."


def _table(context: ReportContext, found: Deployment, places: tuple[str, ...], index: int) -> Table:
    columns = (
        Column("Component", 2.2),
        *(Column(context.names.element(place), 1.0, "right") for place in places),
        Column("Outside", 0.9, "right"),
    )
    rows = tuple(
        Row(
            (
                cell(context.names.element(component), link=context.row_of(component)),
                *(_count(held.get(place, 0)) for place in places),
                _count(held.get("", 0)),
            )
        )
        for component, held in found.counts.items()
    )
    fullest = max(places, key=lambda place: sum(place in held for held in found.counts.values()))
    most = sum(fullest in held for held in found.counts.values())
    caption = f"{context.names.element(fullest)} has instances of {counted(most, 'component')}."
    return Table(f"table-places-{index + 1}", caption, columns, rows)


def _count(number: int) -> Cell:
    return cell(f"{number:,}") if number else cell("–", tone="quiet")
