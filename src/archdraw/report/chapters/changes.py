"""What has changed since an earlier version: a sentence, the drawing, figures, elements and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.comparing.elements import HAPPENINGS
from archdraw.core.comparing.wording import (
    FIGURES,
    counted_happenings,
    field_text,
    figure_text,
    journey_name,
    method_text,
    move_text,
    summary,
)
from archdraw.report.document import (
    Block,
    Column,
    Diagram,
    Figure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
    plain,
)

if TYPE_CHECKING:
    from archdraw.core.comparing import Comparison, ElementChange, FigureChange, FindingChange
    from archdraw.report.context import ReportContext, Since
    from archdraw.report.document import Tone

_TONES: dict[bool | None, Tone] = {True: "good", False: "danger", None: "plain"}
_WORDS = {True: "better", False: "worse", None: ""}
_SIGNS = {"added": "+ added", "removed": "− removed", "changed": "changed", "moved": "moved"}


def changes(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where the review compares with no earlier version."""
    since = context.since
    if since is None:
        return ()
    comparison = since.comparison
    blocks: list[Block] = [
        Paragraph((Run(summary(comparison), "strong"),), "lead"),
        Paragraph(plain(_compared_with(since))),
    ]
    if comparison.changed_figures:
        blocks.append(_figures(comparison))
    if comparison.elements:
        blocks.append(_elements(context, comparison))
    if comparison.findings:
        blocks.append(_findings(comparison.findings))
    chapter = Section("changes", "Change since the last version", 1, tuple(blocks))
    if since.display is None:
        return (chapter,)
    # On its own: a drawing that needs a large page would stretch the tables over it.
    caption = f"{counted_happenings(comparison.elements)} since then; what is gone stands where it stood."
    drawn = Figure("diagram-changes", caption, Diagram(since.display, context.rows))
    return (chapter, Section("changes-drawn", "Drawn over each other", 2, (drawn,)))


def _compared_with(since: Since) -> str:
    old = since.comparison.old.title
    titled = f" (“{old}”)" if old and old != since.comparison.new.title else ""
    where = f"{since.name}{titled}" if since.name else f"an earlier version{titled}"
    return (
        f"Compared with {where}: elements by their identity and field by field, figures by an analysis of "
        "both versions with the same methods."
    )


def _figures(comparison: Comparison) -> Table:
    columns = (
        Column("Journey", 1.4),
        Column("Figure", 1.2),
        Column("Before", 1.1, "right"),
        Column("After", 1.1, "right"),
        Column("", 0.6),
        Column("Method", 0.9),
    )
    rows = tuple(_figure_row(comparison, one) for one in comparison.changed_figures)
    better = sum(one.better is True for one in comparison.changed_figures)
    worse = sum(one.better is False for one in comparison.changed_figures)
    same = len(comparison.figures) - len(rows)
    are = "figure is" if better == 1 else "figures are"
    stay = "stays as it was" if same == 1 else "stay as they were"
    caption = f"{better} {are} better, {worse} worse; {same} {stay}."
    return Table("table-changed-figures", caption, columns, rows)


def _figure_row(comparison: Comparison, one: FigureChange) -> Row:
    return Row(
        (
            cell(journey_name(comparison, one)),
            cell(FIGURES[one.name]),
            cell(figure_text(one, one.old, one.old_down)),
            cell(figure_text(one, one.new, one.new_down)),
            cell(_WORDS[one.better], tone=_TONES[one.better]),
            cell(method_text(one)),
        )
    )


def _elements(context: ReportContext, comparison: Comparison) -> Table:
    columns = (Column("", 0.7), Column("Element", 1.0), Column("Name", 1.5), Column("What", 3.0))
    ordered = sorted(comparison.elements, key=lambda one: HAPPENINGS.index(one.happening))
    rows = tuple(_element_row(context, comparison, one) for one in ordered)
    caption = f"{len(rows):,} {'element differs' if len(rows) == 1 else 'elements differ'}."
    return Table("table-changed-elements", caption, columns, rows)


def _element_row(context: ReportContext, comparison: Comparison, one: ElementChange) -> Row:
    if one.happening == "changed":
        what = "; ".join(field_text(field, comparison) for field in one.fields)
    else:
        what = move_text(one) if one.happening == "moved" else ""
    link = context.row_of(one.id) if one.happening != "removed" else ""
    return Row((cell(_SIGNS[one.happening]), cell(one.noun), cell(one.name, link=link), cell(what)))


def _findings(found: tuple[FindingChange, ...]) -> Table:
    columns = (Column("", 0.7), Column("Severity", 0.8), Column("Rule", 0.7), Column("Finding", 4.0))
    rows = tuple(
        Row(
            (
                cell(one.happening, tone="danger" if one.happening == "opened" else "good"),
                cell(one.finding.severity, one.finding.severity),
                cell(one.finding.rule),
                cell(one.finding.message),
            )
        )
        for one in found
    )
    opened = sum(one.happening == "opened" for one in found)
    were = "finding was" if opened == 1 else "findings were"
    caption = f"{opened} {were} opened, {len(found) - opened} closed."
    return Table("table-changed-findings", caption, columns, rows)
