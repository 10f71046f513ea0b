"""The risk register: findings by how grave and how likely, as a matrix and as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.acceptance import Acceptances
from archdraw.core.analysis.likelihood import LIKELIHOODS
from archdraw.report.document import (
    Block,
    Cell,
    Column,
    Figure,
    Paragraph,
    RiskMatrix,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.likelihood import IMPACTS, likelihood_of_finding
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.likelihood import Likelihood
    from archdraw.core.analysis.result import Finding
    from archdraw.report.context import ReportContext

MOST_RISKS = 40
# From this product of both classes on a risk is called grave: both are at least likely or high.
GRAVE = 15
_IMPACT_WORDS = tuple(sorted(IMPACTS, key=lambda name: IMPACTS[name]))


class _Risk(NamedTuple):
    number: int
    finding: Finding
    likelihood: Likelihood
    assumed: bool

    @property
    def impact(self) -> int:
        return IMPACTS[self.finding.severity]

    @property
    def score(self) -> int:
        return self.impact * self.likelihood.level


def risks(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where nothing was found."""
    found = [
        _Risk(number, finding, *likelihood_of_finding(context, finding))
        for number, finding in enumerate(context.analysis.findings, 1)
    ]
    if not found:
        return ()
    live = sorted(
        (one for one in found if one.finding.suppressed is None),
        key=lambda one: (-one.score, -one.impact, one.number),
    )
    accepted = [one for one in found if one.finding.suppressed is not None]
    text = (
        "The impact of a risk is the severity of its finding; its likelihood is how often what the finding "
        "names is down. Where nothing of that has an availability, the middle class is assumed, marked “≈”. "
        f"The score is their product; from {GRAVE} on a risk is grave."
    )
    blocks: list[Block] = [Paragraph((Run(text),))]
    if live:
        blocks += [_matrix(live), _register(context, live)]
    sections = [Section("risk-register", "Risk register", 1, tuple(blocks))]
    if accepted:
        sections.append(Section("risks-accepted", "Accepted risks", 2, (_accepted(context, accepted),)))
    return tuple(sections)


def _matrix(live: list[_Risk]) -> Figure:
    cells: dict[tuple[int, int], list[int]] = {}
    for one in live:
        cells.setdefault((one.likelihood.level, one.impact), []).append(one.number)
    grave = sum(1 for one in live if one.score >= GRAVE)
    caption = (
        f"{grave} of {counted(len(live), 'open risk')} {'is' if grave == 1 else 'are'} grave: upper right."
    )
    matrix = RiskMatrix(
        tuple(one.word for one in LIKELIHOODS),
        _IMPACT_WORDS,
        {place: tuple(numbers) for place, numbers in cells.items()},
        GRAVE,
    )
    return Figure("risk-matrix", caption, matrix)


def _register(context: ReportContext, live: list[_Risk]) -> Table:
    rows = []
    for one in live[:MOST_RISKS]:
        owners = _owners(context, one.finding)
        rows.append(
            Row(
                (
                    cell(str(one.score), style="strong"),
                    Cell((Run(f"F{one.number}", link=f"finding:{one.number}"),)),
                    cell(one.finding.message),
                    cell(one.finding.severity, one.finding.severity),
                    cell(f"{'≈ ' if one.assumed else ''}{one.likelihood.word}"),
                    cell(owners or "nobody yet"),
                )
            )
        )
    ownerless = sum(1 for one in live if not _owners(context, one.finding))
    caption = (
        f"{ownerless} of {counted(len(live), 'open risk')} {'has' if ownerless == 1 else 'have'} no owner."
    )
    if len(live) > MOST_RISKS:
        caption += f" The {MOST_RISKS} with the highest score."
    columns = (
        Column("Score", 0.6, "right"),
        Column("", 0.5),
        Column("Risk", 4.4),
        Column("Impact", 1.0),
        Column("Likelihood", 1.0),
        Column("Owner", 1.1),
    )
    return Table("table-risk-register", caption, columns, tuple(rows))


def _owners(context: ReportContext, finding: Finding) -> str:
    known = context.design.component_by_id
    named = [known[one].owner.strip() for one in finding.elements if one in known]
    return ", ".join(dict.fromkeys(name for name in named if name))


def _accepted(context: ReportContext, accepted: list[_Risk]) -> Table:
    book = Acceptances(context.design.suppressions, context.options.date)
    rows = []
    endless = 0
    for one in accepted:
        entry = book.of(one.finding)
        owner = entry.owner if entry is not None else ""
        expires = entry.expires if entry is not None else ""
        endless += not expires
        rows.append(
            Row(
                (
                    Cell((Run(f"F{one.number}", link=f"finding:{one.number}"),)),
                    cell(one.finding.message),
                    cell((one.finding.suppressed or "").strip() or "no reason stated"),
                    cell(owner or "nobody"),
                    cell(expires or "no end"),
                )
            )
        )
    are = "is" if len(rows) == 1 else "are"
    caption = f"{counted(len(rows), 'risk')} {are} accepted, {endless} without an end."
    columns = (
        Column("", 0.5),
        Column("Risk", 3.4),
        Column("Reason", 2.6),
        Column("Accepted by", 1.2),
        Column("Until", 1.0),
    )
    return Table("table-risks-accepted", caption, columns, tuple(rows))
