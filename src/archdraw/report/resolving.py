"""References of a document that leaves chapters out: none may lead nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.report.document import (
    AmountChart,
    BarChart,
    Callout,
    Definitions,
    Diagram,
    Figure,
    Paragraph,
    Table,
    Timeline,
    Verdicts,
    Waterfall,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.report.document import Bar, Block, Run, Runs, Section

ELSEWHERE = "the full review"


def resolved(section: Section, known: Collection[str]) -> Section:
    """Return the section with links to known ids only; a bare reference elsewhere says where that is."""
    return replace(section, blocks=tuple(_block(block, known) for block in section.blocks))


def _block(block: Block, known: Collection[str]) -> Block:
    if isinstance(block, Paragraph | Callout):
        return replace(block, runs=_runs(block.runs, known))
    if isinstance(block, Definitions):
        return Definitions(tuple(replace(one, runs=_runs(one.runs, known)) for one in block.items))
    if isinstance(block, Table):
        return replace(
            block,
            rows=tuple(
                replace(row, cells=tuple(replace(one, runs=_runs(one.runs, known)) for one in row.cells))
                for row in block.rows
            ),
        )
    if isinstance(block, Verdicts):
        kept = (replace(one, link=one.link if one.link in known else "") for one in block.verdicts)
        return Verdicts(tuple(kept))
    if isinstance(block, Figure):
        return _figure(block, known)
    return block


def _figure(block: Figure, known: Collection[str]) -> Figure:
    data = block.data
    if isinstance(data, Diagram):
        targets = {element: target for element, target in data.targets.items() if target in known}
        return replace(block, data=Diagram(data.display, targets))
    if isinstance(data, AmountChart | BarChart):
        return replace(block, data=replace(data, bars=_bars(data.bars, known)))
    if isinstance(data, Timeline):
        rows = (replace(row, link=row.link if row.link in known else "") for row in data.rows)
        return replace(block, data=replace(data, rows=tuple(rows)))
    if isinstance(data, Waterfall):
        return replace(block, data=replace(data, steps=_bars(data.steps, known)))
    return block


def _bars(bars: tuple[Bar, ...], known: Collection[str]) -> tuple[Bar, ...]:
    return tuple(replace(bar, link=bar.link if bar.link in known else "") for bar in bars)


def _runs(runs: Runs, known: Collection[str]) -> Runs:
    return tuple(_run(one, known) for one in runs)


def _run(run: Run, known: Collection[str]) -> Run:
    if not run.link or run.link in known:
        return run
    return replace(run, link="", text=run.text or ELSEWHERE)
