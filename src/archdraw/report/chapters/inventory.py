"""Everything drawn: components, groups and connections with the figures that were used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import (
    THIN,
    availability_text,
    money_text,
    number_text,
    own_availability_text,
    percent_text,
    rate_text,
)
from archdraw.core.model import one_line
from archdraw.report.context import row_id
from archdraw.report.document import Block, Cell, Column, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import ComponentResult
    from archdraw.core.model import Component, Connection
    from archdraw.report.context import ReportContext

_COMPONENT_COLUMNS = (
    Column("Component", 2.6),
    Column("Instances", 0.9, "right"),
    Column("Stands in", 1.6),
    Column("Availability", 1.25, "right"),
    Column("Capacity", 1.25, "right"),
    Column("Load", 0.85, "right"),
    Column("A month", 0.95, "right"),
    Column("Owner", 1.3),
)
_CONNECTION_COLUMNS = (
    Column("From", 1.8),
    Column("To", 1.8),
    Column("How", 1.9),
    Column("Rate", 1.0, "right"),
    Column("Timeout", 1.0, "right"),
    Column("Retries", 0.8, "right"),
    Column("Guards", 1.3),
)


def inventory(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter."""
    design = context.design
    if not design.components:
        return ()
    sections = [
        Section("inventory", "Inventory", 1, ()),
        Section("components", "Components", 2, (_components(context),)),
    ]
    if design.groups:
        sections.append(Section("groups", "Groups and failure domains", 2, (_groups(context),)))
    if design.connections:
        sections.append(Section("connections", "Connections", 2, (_connections(context),)))
    notes = _notes(context)
    if notes:
        sections.append(Section("element-notes", "Notes on components", 2, notes))
    return tuple(sections)


def _components(context: ReportContext) -> Table:
    results = context.analysis.components
    by_id = {one.id: one for one in results}
    rows = tuple(_component_row(context, one, by_id.get(one.id)) for one in context.design.components)
    redundant = sum(1 for component in context.design.components if component.replicas > 1)
    priced = [one.cost_month for one in results if one.cost_month is not None]
    have = "has" if redundant == 1 else "have"
    caption = f"{redundant} of {counted(len(rows), 'component')} {have} more than one instance"
    caption += f"; the known prices sum to {money_text(sum(priced))} a month." if priced else "."
    return Table("table-components", caption, _COMPONENT_COLUMNS, rows)


def _component_row(context: ReportContext, component: Component, result: ComponentResult | None) -> Row:
    kind = context.catalog.kind(component.kind).label
    name = one_line(component.name) or component.id
    first = [Run(name, "strong")]
    if kind.casefold() != name.casefold():
        first.append(Run(f"\n{kind}", "quiet"))
    return Row(
        (
            Cell(tuple(first)),
            cell(_instances(context, component)),
            cell(_places(context, component)),
            cell((own_availability_text(result) if result else "") or "–"),
            cell(rate_text(result.capacity_rps) if result and result.capacity_rps is not None else "–"),
            cell(percent_text(result.utilisation) if result and result.utilisation is not None else "–"),
            cell(money_text(result.cost_month) if result and result.cost_month is not None else "–"),
            cell(component.owner or "–"),
        ),
        id=row_id("component", component.id),
    )


def _instances(context: ReportContext, component: Component) -> str:
    kind = context.catalog.kind(component.kind)
    managed = kind.managed if component.managed is None else component.managed
    if component.replicas == 1:
        return "managed" if managed else "1"
    # What follows from the load or from a quorum stands among the assumptions.
    derived = (one for one in context.analysis.assumptions if one.element == component.id)
    needed: object = next((one.value for one in derived if one.field == "required"), component.required)
    if needed == "load":
        needed = "the load"
    said = f"{needed:g}" if isinstance(needed, int | float) else str(needed)
    return f"{component.replicas}\nneeds {said}"


def _places(context: ReportContext, component: Component) -> str:
    if component.domains:
        return ", ".join(context.names.element(domain) for domain in dict.fromkeys(component.domains))
    return context.names.element(component.parent) if component.parent else "–"


def _groups(context: ReportContext) -> Table:
    design = context.design
    rows = []
    for group in design.groups:
        kind = context.catalog.group(group.kind)
        inside = sum(
            1
            for component in design.components
            if component.parent == group.id or group.id in component.domains
        )
        value = group.availability if group.availability is not None else kind.availability.value
        rows.append(
            Row(
                (
                    cell(group.name or group.id, style="strong"),
                    cell(kind.label),
                    cell("failure domain" if kind.failure_domain else "logical boundary"),
                    cell(context.names.element(group.parent) if group.parent else "–"),
                    cell(availability_text(value) if kind.failure_domain and value is not None else "–"),
                    cell(str(inside)),
                ),
                id=row_id("group", group.id),
            )
        )
    domains = sum(1 for group in design.groups if context.catalog.group(group.kind).failure_domain)
    caption = f"{domains} of {counted(len(rows), 'group')} can take everything inside down."
    columns = (
        Column("Group", 2),
        Column("Kind", 1.6),
        Column("Meaning", 1.5),
        Column("Inside", 1.5),
        Column("Availability", 1.2, "right"),
        Column("Components", 1.1, "right"),
    )
    return Table("table-groups", caption, columns, tuple(rows))


def _connections(context: ReportContext) -> Table:
    rows = tuple(_connection_row(context, connection) for connection in context.design.connections)
    calls = [one for one in context.design.connections if one.synchronous]
    bare = sum(1 for one in calls if one.timeout_ms is None)
    caption = f"{len(calls)} of {counted(len(rows), 'connection')} wait for an answer"
    caption += (
        f"; {bare} of these state no timeout."
        if bare
        else "; all of these state a timeout."
        if calls
        else "."
    )
    return Table("table-connections", caption, _CONNECTION_COLUMNS, rows)


def _connection_row(context: ReportContext, connection: Connection) -> Row:
    rate = context.analysis.rates.get(connection.id)
    how = [connection.kind, "sync" if connection.synchronous else "async"]
    runs = [Run(" · ".join(how))]
    said = " · ".join(part for part in (connection.protocol, connection.name) if part)
    if said:
        runs.append(Run(f"\n{said}", "quiet"))
    guards = [
        word
        for word, on in (("breaker", connection.circuit_breaker), ("fallback", connection.fallback))
        if on
    ]
    return Row(
        (
            cell(context.names.element(connection.source), link=context.row_of(connection.source)),
            cell(context.names.element(connection.target), link=context.row_of(connection.target)),
            Cell(tuple(runs)),
            cell(rate_text(rate) if rate is not None else "–"),
            cell(
                f"{number_text(connection.timeout_ms)}{THIN}ms" if connection.timeout_ms is not None else "–"
            ),
            cell(str(connection.retries) if connection.retries else "–"),
            cell(", ".join(guards) or "–"),
        ),
        id=row_id("connection", connection.id),
    )


def _notes(context: ReportContext) -> tuple[Block, ...]:
    return tuple(
        Paragraph((Run(f"{one_line(component.name) or component.id}: ", "strong"), Run(component.notes)))
        for component in context.design.components
        if component.notes.strip()
    )
