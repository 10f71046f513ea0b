"""The summary alone: verdicts, risks and what to do first, on two pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.report.chapters.remediation import remediation
from archdraw.report.chapters.risks import risks
from archdraw.report.chapters.summary import summary
from archdraw.report.document import Figure, Section, Table, Verdicts

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext
    from archdraw.report.document import Block

# So much of each fits on two pages; the whole of it is in the full review.
MOST_JOURNEYS = 6
MOST_FIXES = 3


def brief(context: ReportContext) -> tuple[Section, ...]:
    """Return the sections, cut to what two pages hold, and saying so."""
    sections = [
        replace(one, title=_title(one), blocks=tuple(map(_short, one.blocks))) for one in summary(context)
    ]
    figures = [block for one in risks(context) for block in one.blocks if isinstance(block, Figure)]
    if figures:
        sections.append(Section("risk-register", "Risks", 1, tuple(figures)))
    plan = [block for one in remediation(context) for block in one.blocks if isinstance(block, Table)]
    if plan and plan[0].id in ("table-plan", "table-remediation"):
        sections.append(Section("remediation", "What to do first", 1, (_short(plan[0]),)))
    return tuple(sections)


def _title(section: Section) -> str:
    count = max((len(one.verdicts) for one in section.blocks if isinstance(one, Verdicts)), default=0)
    return section.title if count <= MOST_JOURNEYS else f"Verdicts: {MOST_JOURNEYS} of {count} journeys"


def _short(block: Block) -> Block:
    if isinstance(block, Verdicts) and len(block.verdicts) > MOST_JOURNEYS:
        worst = sorted(block.verdicts, key=lambda one: one.mark != "missed")[:MOST_JOURNEYS]
        return Verdicts(tuple(worst))
    if isinstance(block, Table) and len(block.rows) > MOST_FIXES:
        caption = f"{block.caption} The first {MOST_FIXES} of {len(block.rows)}."
        return replace(block, rows=block.rows[:MOST_FIXES], caption=caption)
    return block
