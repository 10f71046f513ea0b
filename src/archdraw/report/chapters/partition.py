"""Data, continued: journeys with the network cut, what quorums wait for, changes that span stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.committing import spanning_changes
from archdraw.core.analysis.consistency.partition import isolation, separable
from archdraw.core.analysis.consistency.replication import stores_in
from archdraw.core.analysis.consistency.waiting import quorum_waits
from archdraw.core.analysis.consistency.wording import commit_text, input_text
from archdraw.core.analysis.wording import number_text
from archdraw.core.model import listed
from archdraw.report.document import (
    Block,
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

if TYPE_CHECKING:
    from archdraw.core.analysis.consistency.records import Partition, Side
    from archdraw.core.analysis.result import Impact
    from archdraw.report.context import ReportContext

# Beyond so many the tables would fill the document; what is left out is said.
MOST_CUTS = 12
_MARKS: dict[Impact, Mark] = {"full": "met", "degraded": "unknown", "down": "missed"}


def partition_sections(context: ReportContext) -> tuple[Section, ...]:
    """Return the sections that there is something to say in."""
    return (*_cut_sections(context), *_wait_sections(context), *_commit_sections(context))


def _cut_sections(context: ReportContext) -> tuple[Section, ...]:
    design = context.design
    alone = [
        (one.id, isolation(design, context.catalog, one.id)) for one in separable(design, context.catalog)
    ]
    cuts = [(group, found) for group, found in alone if found is not None]
    if not cuts or not design.journeys:
        return ()
    shown = cuts[:MOST_CUTS]
    left_out = len(cuts) - len(shown)
    intro = (
        "One zone or region is cut off from those beside it, and nothing in it has failed. Whoever stands in "
        "neither, clients among them, reaches both sides. Which side of a store goes on follows from its "
        "copies and quorums above."
    )
    if left_out:
        intro += f" Left out: {left_out} more cuts."
    blocks: list[Block] = [Paragraph((Run(intro),)), _journeys(context, shown)]
    stores = _stores(context, shown)
    if stores is not None:
        blocks.append(stores)
    return (Section("stores-partition", "If the network were cut", 2, tuple(blocks)),)


def _journeys(context: ReportContext, cuts: list[tuple[str, Partition]]) -> Table:
    rows = [
        Row(
            (
                cell(context.names.element(group)),
                cell(context.names.element(journey)),
                *(
                    cell(sentence.partition(": ")[2].rstrip(".") or sentence, _mark(side, journey))
                    for side, sentence in zip(found.sides, sentences, strict=True)
                ),
            )
        )
        for group, found in cuts
        for journey, sentences in found.journeys.items()
    ]
    columns = (
        Column("Cut off", 1),
        Column("Journey", 1.4),
        Column("For those who reach only it", 2.4),
        Column("For those who reach only the rest", 2.4),
    )
    down = sum(any(part.mark == "missed" for part in row.cells) for row in rows)
    caption = f"Of {len(rows)} journeys and cuts, {down} leave one side without an answer."
    return Table("table-cuts", caption, columns, tuple(rows))


def _mark(side: Side, journey: str) -> Mark:
    impact = side.journeys.get(journey)
    return "" if impact is None else _MARKS[impact]


def _stores(context: ReportContext, cuts: list[tuple[str, Partition]]) -> Table | None:
    rows = tuple(
        Row(
            (
                cell(context.names.element(store)),
                cell(context.names.element(group)),
                cell(" ".join(sentences)),
            )
        )
        for store in dict.fromkeys(store for _, found in cuts for store in found.stores)
        for group, found in cuts
        if (sentences := found.stores.get(store, ()))
    )
    if not rows:
        return None
    columns = (Column("Store", 1.2), Column("Cut off", 0.9), Column("What it does then", 4))
    return Table("table-cut-stores", "What each store does on either side.", columns, rows)


def _wait_sections(context: ReportContext) -> tuple[Section, ...]:
    stores = stores_in(context.design, context.catalog)
    waits = [one for store in stores for one in quorum_waits(context.design, context.catalog, store)]
    waits = [one for one in waits if one.copies_waited > 1]
    if not waits:
        return ()
    rows = tuple(
        Row(
            (
                cell(context.names.element(one.store)),
                cell(f"{one.operation}, {one.copies_waited} of {one.copies}"),
                *(
                    cell(number_text(figure, 3))
                    for figure in (one.one_p50_ms, one.p50_ms, one.one_p99_ms, one.p99_ms, one.all_p99_ms)
                ),
            )
        )
        for one in waits
    )
    columns = (
        Column("Store", 1.4),
        Column("Waits for", 1.2),
        *(
            Column(title, 0.8, "right")
            for title in ("One: p50", "Quorum: p50", "One: p99", "Quorum: p99", "All: p99")
        ),
    )
    caption = (
        "Milliseconds (estimated, without queues): a quorum waits for the k-th fastest of its copies, "
        "not for their mean."
    )
    rests = {one.store: "; ".join(map(input_text, one.inputs)) for one in waits}
    said = tuple(Definition(context.names.element(store), (Run(text),)) for store, text in rests.items())
    blocks = (Table("table-quorum-waits", caption, columns, rows), Definitions(said))
    return (Section("stores-waiting", "What a quorum waits for", 2, blocks),)


def _commit_sections(context: ReportContext) -> tuple[Section, ...]:
    known = {one.id: one.availability for one in context.analysis.components if one.availability is not None}
    changes = spanning_changes(context.design, known)
    if not changes:
        return ()
    rows = tuple(
        Row(
            (
                cell(context.names.element(one.source)),
                cell(context.names.element(one.journey)),
                cell(listed(map(context.names.element, one.targets))),
                cell(commit_text(one), "" if one.saga else "missed"),
            )
        )
        for one in changes
    )
    columns = (Column("Who", 1.2), Column("Journey", 1.2), Column("Changes", 1.8), Column("Together", 3))
    caption = "Changes in several places for one request. A commit of all at once works only while all work."
    return (
        Section(
            "stores-commit", "Changes that span stores", 2, (Table("table-commits", caption, columns, rows),)
        ),
    )
