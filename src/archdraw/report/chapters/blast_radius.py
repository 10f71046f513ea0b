"""What the loss of one thing does to each journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import listed
from archdraw.report.document import Cell, Column, Mark, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Impact, LossRow
    from archdraw.report.context import ReportContext

MOST_JOURNEYS = 6
# Of more losses that nobody feels a row for each would bury the others.
MOST_UNFELT = 20
_NAMED = 8
_SHOWN: dict[Impact, tuple[Mark, str]] = {
    "full": ("full", "works"),
    "degraded": ("degraded", "degraded"),
    "down": ("down", "down"),
}
_HEADINGS = {
    "domain": "A failure domain is lost",
    "component": "A component is lost with all its instances",
    "instance": "One instance is lost",
}


def blast_radius(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; journeys in portions that fit the page, instances of the same effect in one row."""
    if not context.analysis.loss_matrix or not context.served:
        return ()
    intro = Paragraph(
        (
            Run(
                "Each row takes one thing away and says what is left of each journey: it works, it is "
                "degraded "
                "because something that is not critical fails, or it is down. Single instances are "
                "listed where "
                "their loss is felt."
            ),
        )
    )
    journeys = [journey.id for journey, _ in context.served]
    portions = [journeys[at : at + MOST_JOURNEYS] for at in range(0, len(journeys), MOST_JOURNEYS)]
    tables = tuple(_table(context, portion, index) for index, portion in enumerate(portions))
    return (Section("blast-radius", "Blast radius", 1, (intro, *tables)),)


def _table(context: ReportContext, journeys: list[str], index: int) -> Table:
    columns = (
        Column("Lost", 2.4),
        *(Column(context.names.element(journey), 1.2) for journey in journeys),
    )
    rows: list[Row] = []
    for kind, heading in _HEADINGS.items():
        found = [row for row in context.analysis.loss_matrix if row.kind == kind]
        entries = _instances(context, found) if kind == "instance" else _singles(context, found)
        if not entries:
            continue
        rows.append(Row((cell(heading),), heading=True))
        for name, row in entries:
            effects = tuple(_effect(row.journeys.get(journey)) for journey in journeys)
            rows.append(Row((cell(name, link=context.row_of(row.lost)), *effects)))
    return Table(f"table-losses-{index + 1}", _caption(context, journeys), columns, tuple(rows))


def _effect(impact: Impact | None) -> Cell:
    if impact is None:
        return cell("not used", tone="quiet")
    mark, word = _SHOWN[impact]
    return cell(word, mark, tone="quiet" if impact == "full" else "plain")


def _singles(context: ReportContext, rows: list[LossRow]) -> list[tuple[str, LossRow]]:
    """Return a row for each loss; of many that no journey feels, one row for all that are alike."""
    unfelt: dict[tuple[str, ...], list[LossRow]] = {}
    for row in rows:
        if all(impact == "full" for impact in row.journeys.values()):
            unfelt.setdefault(tuple(sorted(row.journeys)), []).append(row)
    many = {on: alike for on, alike in unfelt.items() if len(alike) > MOST_UNFELT}
    merged = {row.lost for alike in many.values() for row in alike}
    entries = [(context.names.element(row.lost), row) for row in rows if row.lost not in merged]
    for alike in many.values():
        names = listed((context.names.element(row.lost) for row in alike), _NAMED)
        entries.append((f"Any one of {len(alike):,} others: {names}", alike[0]))
    return entries


def _instances(context: ReportContext, rows: list[LossRow]) -> list[tuple[str, LossRow]]:
    felt = [row for row in rows if any(impact != "full" for impact in row.journeys.values())]
    grouped: dict[tuple[str, tuple[tuple[str, str], ...]], list[LossRow]] = {}
    for row in felt:
        key = (context.names.owner(row.lost), tuple(sorted(row.journeys.items())))
        grouped.setdefault(key, []).append(row)
    entries = []
    for (owner, _), same in grouped.items():
        name = (
            context.names.event(same[0].lost)
            if len(same) == 1
            else f"{context.names.element(owner)}, any of {len(same)}"
        )
        entries.append((name, same[0]))
    return entries


def _caption(context: ReportContext, journeys: list[str]) -> str:
    rows = [row for row in context.analysis.loss_matrix if row.kind != "instance"]
    fatal = [row for row in rows if all(row.journeys.get(journey) == "down" for journey in journeys)]
    stopping = sum(1 for row in rows if any(row.journeys.get(journey) == "down" for journey in journeys))
    scope = "the journey" if len(journeys) == 1 else f"all {len(journeys)} journeys"
    losses = counted(len(rows), "loss", "losses")
    text = f"{stopping} of {losses} {'stops' if stopping == 1 else 'stop'} at least one journey"
    if not fatal or len(journeys) == 1:
        return f"{text}."
    worst = listed((context.names.element(row.lost) for row in fatal), 4)
    return f"{text}; {worst} {'stops' if len(fatal) == 1 else 'stop'} {scope}."
