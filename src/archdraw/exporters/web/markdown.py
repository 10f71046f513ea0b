"""Writes the review document as Markdown: headings, text and tables; figures are files beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from archdraw.report.document import (
    Callout,
    Definitions,
    Figure,
    KeyFigures,
    Paragraph,
    Table,
)
from archdraw.report.marks import MARK_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.report.document import Block, Cell, ReviewDocument, Run

# What means something to a reader of Markdown, within a line and at its start.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|!&~$@:]")
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ALIGN = {"left": ":--", "right": "--:", "center": ":-:"}


def write_markdown(document: ReviewDocument, pictures: Mapping[str, str] | None = None) -> str:
    """Return the document as Markdown with tables; every text of the user is escaped.

    Parameters
    ----------
    pictures
        Where the picture of each figure is found, by the figure's id, relative to the document; figures
        without one are only named.
    """
    shown = pictures or {}
    meta = document.meta
    parts = [f"# {_safe(meta.title)}", f"{_safe(meta.subtitle)}, {meta.date.isoformat()}"]
    if meta.description.strip():
        parts.append(_safe(meta.description))
    parts += [_definition(one.term, one.runs, document.labels) for one in document.cover.facts]
    for section in document.sections:
        parts.append(f"{'#' * (section.level + 1)} {section.number} {_safe(section.title)}")
        for block in section.blocks:
            if isinstance(block, Figure) and block.id in shown:
                parts.append(f"![{_line_of(block.caption)}]({quote(shown[block.id])})")
            text = _block(block, document.labels)
            if text:
                parts.append(text)
    return "\n\n".join(parts) + "\n"


def _block(block: Block, labels: Mapping[str, str]) -> str:
    if isinstance(block, Paragraph):
        return _said(block.runs, labels)
    if isinstance(block, Table):
        return _table(block, labels)
    if isinstance(block, Figure):
        return f"*{_safe(labels.get(block.id, ''))}: {_safe(block.caption)}*"
    if isinstance(block, Callout):
        title = f"{MARK_SIGNS[block.mark]} {_safe(block.title)}".strip()
        lines = [f"**{title}**", "", *_said(block.runs, labels).split("\n")]
        return "\n".join(f"> {line}".rstrip() for line in lines)
    if isinstance(block, Definitions):
        return "\n".join(_definition(one.term, one.runs, labels) for one in block.items)
    if isinstance(block, KeyFigures):
        return "\n".join(
            f"- **{_safe(one.value)}** {_safe(one.label)} {_safe(one.note)}".rstrip() for one in block.figures
        )
    return "\n".join(
        f"- {MARK_SIGNS[one.mark]} **{_safe(one.title)}**: {one.word}. {_safe(one.text)}"
        for one in block.verdicts
    )


def _definition(term: str, runs: Iterable[Run], labels: Mapping[str, str]) -> str:
    return f"- **{_safe(term)}**: {_said(runs, labels)}".replace("\n", "  \n  ")


def _table(table: Table, labels: Mapping[str, str]) -> str:
    lines = [f"**{_safe(labels.get(table.id, ''))}** {_safe(table.caption)}", ""]
    lines.append(_line(_safe(column.title) or " " for column in table.columns))
    lines.append(_line(_ALIGN[column.align] for column in table.columns))
    for row in table.rows:
        cells = [_cell(one, labels) for one in row.cells]
        if row.heading:
            cells = [f"**{cells[0]}**", *[" "] * (len(table.columns) - 1)]
        lines.append(_line(cells))
    return "\n".join(lines)


def _cell(one: Cell, labels: Mapping[str, str]) -> str:
    return f"{MARK_SIGNS[one.mark]} {_said(one.runs, labels)}".strip().replace("\n", "<br>") or " "


def _line_of(text: str) -> str:
    return " ".join(_safe(text).split())


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(runs: Iterable[Run], labels: Mapping[str, str]) -> str:
    return _START.sub(r"\1\\\2", "".join(_safe(run.text or labels.get(run.link, "")) for run in runs))


def _safe(text: str) -> str:
    """Return text that shows as typed: no markup, no link, no HTML comes out of it."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", _FORBIDDEN.sub("\ufffd", text.replace("\t", " ")))
