"""Gives sections, figures and tables their numbers, and every id the label that text refers to it by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.report.document import Callout, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.report.document import Section


NBSP = "\u00a0"


def numbered(sections: Iterable[Section]) -> tuple[tuple[Section, ...], dict[str, str]]:
    """Return the sections with numbers ("3", "3.1"), and labels by id ("Figure 2", "section 3.1").

    Rows of tables carry the label of their table.
    """
    labels: dict[str, str] = {}
    done: list[Section] = []
    chapter = part = figures = tables = 0
    for section in sections:
        if section.level == 1:
            chapter, part = chapter + 1, 0
            number = str(chapter)
        else:
            part += 1
            number = f"{chapter}.{part}"
        labels[section.id] = f"section{NBSP}{number}"
        for block in section.blocks:
            if isinstance(block, Figure):
                figures += 1
                labels[block.id] = f"Figure{NBSP}{figures}"
            elif isinstance(block, Table):
                tables += 1
                labels[block.id] = f"Table{NBSP}{tables}"
                labels.update({row.id: labels[block.id] for row in block.rows if row.id})
            elif isinstance(block, Callout) and block.id:
                labels[block.id] = block.label or block.title
        done.append(replace(section, number=number))
    return tuple(done), labels
