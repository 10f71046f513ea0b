"""What the system must do, the estimates behind its loads, its interfaces, data and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import listed
from archdraw.report.chapters.estimates import estimates
from archdraw.report.document import (
    Callout,
    Cell,
    Column,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.model import Api, Decision
    from archdraw.report.context import ReportContext

_KINDS = {"functional": "functional", "non-functional": "quality", "constraint": "constraint"}


def requirements(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter on requirements, estimates, interfaces and data, as far as they are written."""
    design = context.design
    parts: list[Section] = []
    if design.requirements:
        parts.append(Section("requirements-list", "Requirements", 2, (_requirements(context),)))
    if design.estimates or design.inputs:
        parts.append(estimates(context))
    if design.apis:
        parts.append(Section("interfaces", "Interfaces", 2, (_apis(context),)))
    if design.entities:
        parts.append(Section("data", "Data", 2, (_entities(context),)))
    if not parts:
        return ()
    return (Section("requirements", "Requirements and estimates", 1, ()), *parts)


def decisions(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter on decisions, where any is recorded."""
    found = context.design.decisions
    if not found:
        return ()
    return (Section("decisions", "Decisions", 1, tuple(_decision(context, one) for one in found)),)


def recorded_risks(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter on risks that people wrote down, where there are any."""
    found = context.design.risks
    if not found:
        return ()
    rows = tuple(
        Row(
            (
                cell(one.title or one.id),
                cell(" ".join(part for part in (one.cause, one.effect) if part) or "–"),
                cell(f"{one.likelihood.replace('-', ' ')}, {one.impact}"),
                cell(f"{one.response}: {one.mitigation}" if one.mitigation else one.response),
                cell(", ".join(part for part in (one.owner, one.due, one.status) if part)),
            ),
            id=f"risk:{one.id}",
        )
        for one in found
    )
    columns = (
        Column("Risk", 1.6),
        Column("Cause and effect", 2.2),
        Column("Likelihood, impact", 1.2),
        Column("Response", 1.8),
        Column("Owner, due, status", 1.4),
    )
    opened = sum(1 for one in found if one.status == "open")
    table = Table("table-risks", f"{counted(len(rows), 'risk')} on record, {opened} open.", columns, rows)
    return (Section("risks-on-record", "Risks on record", 1, (table,)),)


def _requirements(context: ReportContext) -> Table:
    sourced = any(one.source for one in context.design.requirements)
    rows = tuple(
        Row(
            (
                cell(one.id, style="code"),
                cell(_KINDS[one.kind]),
                cell(one.text or "–"),
                cell(one.priority),
                cell(context.names.element(one.journey) if one.journey else "–"),
                *(
                    (cell(one.source or "not stated", tone="plain" if one.source else "quiet"),)
                    if sourced
                    else ()
                ),
            ),
            id=f"requirement:{one.id}",
        )
        for one in context.design.requirements
    )
    musts = sum(1 for one in context.design.requirements if one.priority == "must")
    columns = (
        Column("Id", 0.7),
        Column("Kind", 1),
        Column("The system …", 4.4),
        Column("Priority", 0.8),
        Column("Journey", 1.5),
        *((Column("Source", 1.6),) if sourced else ()),
    )
    return Table(
        "table-requirements", f"{musts} of {counted(len(rows), 'requirement')} must be met.", columns, rows
    )


def _apis(context: ReportContext) -> Table:
    rows = tuple(
        Row(
            (
                cell(f"{one.method} {one.path}".strip() or one.id, style="code"),
                _offered(context, one),
                cell(one.request or "–", style="code"),
                cell(one.response or "–", style="code"),
                cell(one.notes or "–"),
            )
        )
        for one in context.design.apis
    )
    columns = (
        Column("Call", 1.6),
        Column("Offered by", 1.4),
        Column("Request", 1.6),
        Column("Response", 1.6),
        Column("Notes", 1.2),
    )
    offering = listed(
        dict.fromkeys(context.names.element(one.component) for one in context.design.apis if one.component), 3
    )
    return Table(
        "table-apis", f"{counted(len(rows), 'call')} offered by {offering or 'nobody yet'}.", columns, rows
    )


def _offered(context: ReportContext, one: Api) -> Cell:
    """Return who offers an interface, and for which journey."""
    if one.component is None:
        return cell("nobody yet", tone="quiet")
    runs = [Run(context.names.element(one.component), link=context.row_of(one.component))]
    if one.journey is not None:
        runs.append(Run(f"\nfor {context.names.element(one.journey)}", "quiet"))
    return Cell(tuple(runs))


def _entities(context: ReportContext) -> Table:
    rows: list[Row] = []
    for entity in context.design.entities:
        kept = f" in {context.names.element(entity.store)}" if entity.store else ""
        split = f", split by {entity.partition_key}" if entity.partition_key else ""
        rows.append(Row((cell(f"{entity.name or entity.id}{kept}{split}"),), heading=True))
        rows += [
            Row((cell(field.name, style="code"), cell(field.type or "–"), cell(field.key or "–")))
            for field in entity.fields
        ]
        if entity.notes:
            rows.append(Row((cell(""), cell(entity.notes), cell(""))))
    count = len(context.design.entities)
    placed = sum(1 for entity in context.design.entities if entity.store)
    columns = (Column("Field", 2), Column("Type", 3), Column("Key", 1.5))
    return Table(
        "table-entities",
        f"{placed} of {counted(count, 'entity', 'entities')} {'has' if placed == 1 else 'have'} a store.",
        columns,
        tuple(rows),
    )


def _decision(context: ReportContext, decision: Decision) -> Callout:
    runs: list[Run] = []
    for term, text in (
        ("Context: ", decision.context),
        ("Options considered: ", decision.alternatives),
        ("Decision: ", decision.decision),
        ("Consequences: ", decision.consequences),
    ):
        if text.strip():
            # Options are written one a line: each part begins on a line of its own.
            runs += [Run(f"\n{term}" if runs else term, "strong"), Run(text.strip())]
    linked = [element for element in decision.elements if context.row_of(element)]
    if linked:
        runs.append(Run("\nConcerns " if runs else "Concerns ", "quiet"))
    for index, element in enumerate(linked):
        runs += [
            Run(", " if index else ""),
            Run(context.names.element(element), link=context.row_of(element)),
        ]
    if linked:
        runs.append(Run("."))
    title = f"{decision.title or decision.id} ({decision.status})"
    return Callout(title, tuple(runs), "accent", "", f"decision:{decision.id}")
