"""Data: consistency of each store, its copies, what a failover or a loss costs, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.classing import MEANINGS
from archdraw.core.analysis.consistency.wording import (
    backup_text,
    copies_text,
    input_text,
    loss_text,
    lost_writes_text,
    mode_text,
    stale_text,
    takeover_text,
    tolerated_text,
)
from archdraw.core.analysis.wording import downtime_text
from archdraw.core.model import listed
from archdraw.report.chapters.partition import partition_sections
from archdraw.report.context import journey_section
from archdraw.report.document import (
    Cell,
    Column,
    Definition,
    Definitions,
    Mark,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.store_consistency import StoreConsistency
    from archdraw.core.model import Journey
    from archdraw.report.context import ReportContext


def data(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; none where nothing stores or changes data and no network can be cut."""
    stores = context.analysis.consistency
    more = partition_sections(context)
    if not stores and not more:
        return ()
    if not stores:
        said = Paragraph((Run("Nothing that is drawn keeps data of its own."),))
        return (Section("stores", "Data", 1, (said,)), *more)
    intro = Paragraph(
        (
            Run(
                "While the network is split a store either stays right and refuses (PC) or goes on and may "
                "give old answers (PA); while it is whole it either waits for its copies (EC) or does not "
                "(EL). The class follows from copies and quorums where they are stated: of N copies, R "
                "answer a read and W confirm a write."
            ),
        )
    )
    sections = [Section("stores", "Data", 1, (intro, _classes(context, stores), _copies(context, stores)))]
    targets = _targets(context, stores)
    if targets is not None:
        sections.append(Section("stores-loss", "What may be lost", 2, (targets,)))
    sections.extend(more)
    sections.append(Section("stores-reasons", "What this rests on", 2, (_reasons(context, stores),)))
    return tuple(sections)


def _name(context: ReportContext, store: str) -> Cell:
    return cell(context.names.element(store), link=context.row_of(store))


def _classes(context: ReportContext, stores: tuple[StoreConsistency, ...]) -> Table:
    rows = tuple(
        Row(
            (
                _name(context, one.store),
                cell(one.pacelc or "not known", style="strong" if one.pacelc else "quiet"),
                cell(MEANINGS.get(one.pacelc, "")),
                cell(one.basis if one.pacelc else "–"),
                cell(listed(map(context.names.element, one.journeys), 3) or "none"),
            )
        )
        for one in stores
    )
    columns = (
        Column("Store", 1.4),
        Column("Class", 0.7),
        Column("What it means", 3),
        Column("Basis", 0.8),
        Column("Journeys", 1.4),
    )
    refusing = sum(one.pacelc.startswith("PC") for one in stores)
    serving = sum(one.pacelc.startswith("PA") for one in stores)
    caption = f"{counted(len(stores), 'store')}: {refusing} refuse in a partition, {serving} go on"
    return Table("table-consistency", f"{caption}.", columns, rows)


def _copies(context: ReportContext, stores: tuple[StoreConsistency, ...]) -> Table:
    rows = []
    for one in stores:
        lost = lost_writes_text(one)
        rows.append(
            Row(
                (
                    _name(context, one.store),
                    cell(f"{copies_text(one)}, {mode_text(one)}" if one.copies > 1 else mode_text(one)),
                    cell(tolerated_text(one)),
                    cell(stale_text(one)),
                    cell(f"{loss_text(one)}, {lost}" if lost else loss_text(one)),
                    cell(takeover_text(one)),
                    cell(backup_text(one)),
                )
            )
        )
    columns = (
        Column("Store", 1.4),
        Column("Copies", 1.3),
        Column("May fail: R · W", 0.9),
        Column("Reads old by", 1.1),
        Column("A failover loses", 1.6),
        Column("It takes", 0.8),
        Column("Backup", 1),
    )
    caption = "Copies that may be down for reads (N − R) and writes (N − W), and what is lost or late."
    return Table("table-copies", caption, columns, tuple(rows))


def _targets(context: ReportContext, stores: tuple[StoreConsistency, ...]) -> Table | None:
    """Return the recovery points that journeys ask for beside what their stores may lose."""
    rows: list[Row] = []
    for journey in context.design.journeys:
        if journey.targets.rpo_s is None and journey.targets.rto_s is None:
            continue
        rows.extend(
            _target_row(context, journey, one)
            for one in stores
            if journey.id in one.journeys and one.follows is None
        )
    if not rows:
        return None
    columns = (
        Column("Journey", 1.4),
        Column("Store", 1.4),
        Column("May lose", 1),
        Column("Loses", 1.6),
        Column("May take", 1),
        Column("Takes", 1),
    )
    missed = sum(any(part.mark == "missed" for part in row.cells) for row in rows)
    caption = f"Recovery point and recovery time asked for and drawn: {missed} of {len(rows)} not kept."
    return Table("table-recovery", caption, columns, tuple(rows))


def _target_row(context: ReportContext, journey: Journey, one: StoreConsistency) -> Row:
    rpo, rto = journey.targets.rpo_s, journey.targets.rto_s
    lost = one.backup_s if one.mode == "none" else one.rpo_s
    linked = any(known.id == journey.id for known, _ in context.served)
    return Row(
        (
            cell(context.names.element(journey.id), link=journey_section(journey.id) if linked else ""),
            _name(context, one.store),
            cell("–" if rpo is None else downtime_text(rpo)),
            cell("not known" if lost is None else downtime_text(lost), _mark(rpo, lost)),
            cell("–" if rto is None else downtime_text(rto)),
            cell("not known" if one.rto_s is None else downtime_text(one.rto_s), _mark(rto, one.rto_s)),
        )
    )


def _mark(wanted: float | None, found: float | None) -> Mark:
    if wanted is None:
        return ""
    return "unknown" if found is None else "met" if found <= wanted else "missed"


def _reasons(context: ReportContext, stores: tuple[StoreConsistency, ...]) -> Definitions:
    return Definitions(
        tuple(
            Definition(
                context.names.element(one.store),
                (
                    Run(" ".join(one.reasons)),
                    Run(f" Inputs: {'; '.join(map(input_text, one.inputs))}." if one.inputs else "", "quiet"),
                ),
            )
            for one in stores
        )
    )
