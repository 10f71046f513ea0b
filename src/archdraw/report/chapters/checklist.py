"""Security and operability as a checklist: what the rules say, and what each component states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.rule_pages import FAMILIES
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.report.document import Block, Cell, Column, Mark, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import LedgerEntry
    from archdraw.core.model import Component
    from archdraw.report.context import ReportContext

_FAMILIES = ("SEC", "OBS")
_ANSWERS: dict[str, tuple[Mark, str]] = {
    "passed": ("met", "in order"),
    "failed": ("missed", "open"),
    "suppressed": ("degraded", "accepted"),
    "not-applicable": ("unknown", "does not apply"),
}
_ASKED = (
    ("encryption_at_rest", "Encrypted"),
    ("monitored", "Monitored"),
    ("alarmed", "Alarmed"),
    ("logged", "Logged"),
    ("traced", "Traced"),
    ("health_check", "Health check"),
)
# Rows of components that a reader still goes through.
MOST_COMPONENTS = 80


def checklist(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter: one table of rules, one of components that state anything."""
    entries = [one for one in context.analysis.ledger if one.rule.partition("-")[0] in _FAMILIES]
    blocks: list[Block] = []
    if entries and context.design.components:
        blocks.append(_rules(context, entries))
    if context.design.components:
        blocks += _components(context)
    if not blocks:
        return ()
    return (Section("checklist", "Security and operability", 1, tuple(blocks)),)


def _rules(context: ReportContext, entries: list[LedgerEntry]) -> Table:
    titles = {rule.id: rule.title for rule in ALL_RULES}
    where: dict[str, list[int]] = {}
    for number, finding in enumerate(context.analysis.findings, 1):
        where.setdefault(finding.rule, []).append(number)
    rows: list[Row] = []
    for family in _FAMILIES:
        found = [one for one in entries if one.rule.startswith(f"{family}-")]
        if found:
            rows.append(Row((cell(FAMILIES[family]),), heading=True))
        for one in found:
            mark, word = _ANSWERS[one.status]
            numbers = where.get(one.rule, [])
            links = [Run(f"F{number}", link=f"finding:{number}") for number in numbers[:4]]
            seen = [part for link in links for part in (Run(", "), link)][1:]
            if len(numbers) > len(links):
                seen.append(Run(f" and {len(numbers) - len(links)} more"))
            why = one.reason if one.status == "not-applicable" and one.reason else ""
            rows.append(
                Row(
                    (
                        cell(titles.get(one.rule, one.rule)),
                        cell(word, mark),
                        Cell(tuple(seen) or ((Run(why, "quiet"),) if why else (Run("–"),))),
                    )
                )
            )
    open_ones = sum(1 for one in entries if one.status == "failed")
    judged = sum(1 for one in entries if one.status != "not-applicable")
    caption = f"{open_ones} of the {counted(judged, 'question')} that apply are open."
    columns = (Column("What must not be so", 3.4), Column("Answer", 1.3), Column("Findings, or why not", 2.6))
    return Table("table-checklist", caption, columns, tuple(rows))


def _components(context: ReportContext) -> list[Block]:
    design = context.design
    stating = [one for one in design.components if any(name in one.attributes for name, _ in _ASKED)]
    silent = len(design.components) - len(stating)
    said = (
        f"{counted(silent, 'component')[:1].upper()}{counted(silent, 'component')[1:]} "
        f"{'states' if silent == 1 else 'state'} nothing about encryption at rest, monitoring, alarms, logs, "
        "traces or health checks."
    )
    note: list[Block] = [Paragraph((Run(said),))] if silent else []
    if not stating:
        return note
    rows = tuple(
        Row(
            (
                cell(context.names.element(one.id), link=context.row_of(one.id)),
                *(_answer(one, name) for name, _ in _ASKED),
            )
        )
        for one in stating[:MOST_COMPONENTS]
    )
    watched = sum(1 for one in stating if one.attributes.get("monitored") is True)
    alarmed = sum(1 for one in stating if one.attributes.get("alarmed") is True)
    caption = (
        f"Of {counted(len(design.components), 'component')}, {watched} are monitored and {alarmed} alarmed."
    )
    if len(stating) > MOST_COMPONENTS:
        caption += f" The first {MOST_COMPONENTS} that state anything."
    columns = (Column("Component", 2.4), *(Column(title, 0.9) for _, title in _ASKED))
    return [Table("table-operability", caption, columns, rows), *note]


def _answer(component: Component, name: str) -> Cell:
    value = component.attributes.get(name)
    if value is None:
        return cell("not stated", tone="quiet")
    return (
        cell("yes", "met") if value is True else cell("no", "missed") if value is False else cell(str(value))
    )
