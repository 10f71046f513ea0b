"""What the review is about: goals, what is left out, who is concerned, how far its figures are trusted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import percent_text
from archdraw.core.model import listed
from archdraw.report.document import (
    Block,
    Column,
    Definition,
    Definitions,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.model import Requirement
    from archdraw.report.context import ReportContext

MOST_NAMED = 12
# Letter, confidence, what it is called and what it means.
MARKS = (
    ("M", "measured", "measured", "seen in this system or in one like it"),
    ("S", "published", "published (solid source)", "stated by the provider or in a specification"),
    ("R", "rule-of-thumb", "rule of thumb", "an order of magnitude that engineers agree on"),
    ("A", "assumed", "assumed", "nobody has said so: check it first"),
    ("D", "derived", "derived", "follows from other figures by a formula"),
)


def scope(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter, as far as the design says anything of it."""
    design = context.design
    if not design.components:
        return ()
    wanted = [one for one in design.requirements if one.priority != "wont"]
    items = [
        _bullets("Goals", [one for one in wanted if one.kind != "constraint" and one.priority == "must"]),
        _bullets("Constraints", [one for one in wanted if one.kind == "constraint"]),
        _bullets("Left out on purpose", [one for one in design.requirements if one.priority == "wont"]),
        _covered(context),
        _stakeholders(context),
    ]
    blocks: list[Block] = [Definitions(tuple(item for item in items if item is not None))]
    table = _trust(context)
    if table is not None:
        text = "How far the figures can be trusted; each of them stands with its source in "
        blocks += [Paragraph((Run(text), Run("", link="assumptions"), Run("."))), table]
    return (Section("scope", "Scope and stakeholders", 1, tuple(blocks)),)


def _bullets(term: str, found: list[Requirement]) -> Definition | None:
    texts = [(one, one.text.strip() or one.id) for one in found]
    if not texts:
        return None
    runs: list[Run] = []
    for index, (one, text) in enumerate(texts[:MOST_NAMED]):
        runs.append(Run("\n" if index else ""))
        runs += [Run(one.id, link=f"requirement:{one.id}"), Run(f"  {text}")]
    if len(texts) > MOST_NAMED:
        runs += [Run(f"\nand {len(texts) - MOST_NAMED} more in "), Run("", link="requirements-list")]
    return Definition(term, tuple(runs))


def _covered(context: ReportContext) -> Definition:
    design = context.design
    said = [
        counted(len(design.components), "component"),
        counted(len(design.connections), "connection"),
        counted(len(design.journeys), "journey"),
    ]
    text = f"{listed(said)} as drawn. What is not drawn is not reviewed: code, releases, staff, work."
    return Definition("Covered", (Run(text),))


def _stakeholders(context: ReportContext) -> Definition | None:
    owned = Counter(one.owner.strip() for one in context.design.components if one.owner.strip())
    words = [f"{owner} ({counted(count, 'component')})" for owner, count in sorted(owned.items())]
    without = len(context.design.components) - sum(owned.values())
    if context.design.authors:
        words.insert(0, f"{listed(context.design.authors, MOST_NAMED)} (authors)")
    if not words:
        return None
    text = f"{listed(words, MOST_NAMED)}."
    if without:
        text += f" {counted(without, 'component')[:1].upper()}{counted(without, 'component')[1:]} "
        text += f"{'has' if without == 1 else 'have'} no owner."
    return Definition("Stakeholders", (Run(text),))


def _trust(context: ReportContext) -> Table | None:
    found = context.analysis.assumptions
    if not found:
        return None
    counts = Counter(one.confidence for one in found)
    rows = tuple(
        Row(
            (
                cell(letter, style="strong"),
                cell(word),
                cell(meaning),
                cell(str(counts[name]) if counts[name] else "–"),
                cell(percent_text(counts[name] / len(found)) if counts[name] else "–"),
            )
        )
        for letter, name, word, meaning in MARKS
    )
    weak = counts["rule-of-thumb"] + counts["assumed"]
    caption = f"{weak} of {counted(len(found), 'figure')} rest on a rule of thumb or an assumption."
    columns = (
        Column("Mark", 0.6),
        Column("Confidence", 2),
        Column("Meaning", 3.4),
        Column("Figures", 0.8, "right"),
        Column("Share", 0.8, "right"),
    )
    return Table("table-trust", caption, columns, rows)
