"""Failure modes and effects: what fails, what that does, how often, who notices, what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.wording import downtime_text
from archdraw.core.model import listed
from archdraw.report.document import Cell, Column, Mark, Paragraph, Row, Run, Section, Table, cell
from archdraw.report.judging import YEAR_S
from archdraw.report.likelihood import LIKELIHOODS, likelihood_of
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding, LossRow
    from archdraw.report.context import ReportContext

MOST_MODES = 60
MOST_JOURNEYS = 3
_MODES = {
    "component": "all of it is down",
    "domain": "the whole domain is lost",
    "instance": "one instance is down",
}


class _Mode(NamedTuple):
    """A loss that is felt: journeys that stop, journeys that get worse, and how much it is down."""

    row: LossRow
    element: str
    down: tuple[str, ...]
    degraded: tuple[str, ...]
    outage: float | None


def failure_modes(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter, worst first; losses that no journey feels are only counted."""
    if not context.analysis.loss_matrix or not context.served:
        return ()
    modes = sorted(_modes(context), key=_gravity)
    unfelt = sum(1 for row in context.analysis.loss_matrix if row.kind != "instance") - sum(
        1 for mode in modes if mode.row.kind != "instance"
    )
    text = (
        "One loss at a time. How often comes from the availability of the element: "
        + "; ".join(f"{one.word} is {one.limit}" for one in LIKELIHOODS)
        + ". An outage that nobody is told of lasts longer than its repair: detection says whether the "
        "element states that it is monitored and alarmed."
    )
    if unfelt:
        text += f" {counted(unfelt, 'further loss', 'further losses').capitalize()} would not be felt."
    intro = Paragraph((Run(text),))
    if not modes:
        return (Section("failure-modes", "Failure modes and effects", 1, (intro,)),)
    return (Section("failure-modes", "Failure modes and effects", 1, (intro, _table(context, modes))),)


def _modes(context: ReportContext) -> list[_Mode]:
    served = {journey.id for journey, _ in context.served}
    found: list[_Mode] = []
    seen: set[tuple[str, str]] = set()
    for row in context.analysis.loss_matrix:
        element = context.names.owner(row.lost)
        component = context.design.component_by_id.get(element)
        # Of equal instances one speaks for all, and that of a single one is the whole component.
        if row.kind == "instance" and (component is None or component.replicas == 1):
            continue
        down = tuple(one for one, impact in row.journeys.items() if impact == "down" and one in served)
        degraded = tuple(
            one for one, impact in row.journeys.items() if impact == "degraded" and one in served
        )
        if not (down or degraded) or (row.kind, element) in seen:
            continue
        seen.add((row.kind, element))
        outage = None if row.kind == "instance" else context.unavailabilities.get(element)
        found.append(_Mode(row, element, down, degraded, outage))
    return found


def _gravity(mode: _Mode) -> tuple[float, ...]:
    level = likelihood_of(mode.outage).level if mode.outage is not None else 0
    return (-len(mode.down) * level, -len(mode.down), -level, -len(mode.degraded), -(mode.outage or 0.0))


def _table(context: ReportContext, modes: list[_Mode]) -> Table:
    remedies = _remedies(context)
    rows = tuple(_row(context, mode, remedies) for mode in modes[:MOST_MODES])
    stopping = sum(1 for mode in modes if mode.down)
    unseen = sum(1 for mode in modes if mode.down and _detection(context, mode.element)[0] != "met")
    caption = f"{stopping} of {counted(len(modes), 'failure mode')} stop a journey"
    caption += f"; {unseen} of these without a stated alarm." if stopping else "."
    if len(modes) > MOST_MODES:
        caption += f" The {MOST_MODES} worst."
    columns = (
        Column("What fails", 2.0),
        Column("Effect", 2.2),
        Column("How often", 1.2),
        Column("Detection", 1.7),
        Column("What helps", 3.0),
    )
    return Table("table-failure-modes", caption, columns, rows)


def _row(context: ReportContext, mode: _Mode, remedies: dict[str, tuple[int, Finding]]) -> Row:
    what = (
        Run(context.names.element(mode.element), link=context.row_of(mode.element)),
        Run(f"\n{_MODES[mode.row.kind]}", "quiet"),
    )
    often = Cell((Run("not computed", tone="quiet"),))
    if mode.outage is not None:
        often = Cell(
            (
                Run(likelihood_of(mode.outage).word),
                Run(f"\n{downtime_text(mode.outage * YEAR_S)} a year", "quiet"),
            )
        )
    mark, words = _detection(context, mode.element)
    return Row((Cell(what), _effect(context, mode), often, cell(words, mark), _help(mode.element, remedies)))


def _effect(context: ReportContext, mode: _Mode) -> Cell:
    served = len(context.served)
    if mode.down:
        names = [context.names.element(one) for one in mode.down]
        who = "all journeys" if len(names) == served > 1 else listed(names, MOST_JOURNEYS)
        said = f"stops {who}"
        if mode.degraded:
            said += f"; degrades {len(mode.degraded)} more"
        return cell(said, "down")
    names = [context.names.element(one) for one in mode.degraded]
    who = "all journeys" if len(names) == served > 1 else listed(names, MOST_JOURNEYS)
    return cell(f"degrades {who}", "degraded")


def _detection(context: ReportContext, element: str) -> tuple[Mark, str]:
    """Return whether somebody is told of the outage, as far as the component states it."""
    component = context.design.component_by_id.get(element)
    if component is None:
        return "unknown", "not stated"
    stated = component.attributes
    if stated.get("alarmed") is True:
        return "met", "alarmed"
    if stated.get("monitored") is True or "monitored" in component.tags:
        return "degraded", "monitored, no alarm stated"
    if stated.get("monitored") is False:
        return "missed", "nobody watches"
    return "unknown", "not stated"


def _remedies(context: ReportContext) -> dict[str, tuple[int, Finding]]:
    """Return the gravest open finding about each element that a remedy can come from."""
    found: dict[str, tuple[int, Finding]] = {}
    for number, finding in enumerate(context.analysis.findings, 1):
        if finding.suppressed is None and finding.remedy and len(finding.elements) == 1:
            found.setdefault(finding.elements[0], (number, finding))
    return found


def _help(element: str, remedies: dict[str, tuple[int, Finding]]) -> Cell:
    if element not in remedies:
        return cell("nothing found by the rules", tone="quiet")
    number, finding = remedies[element]
    return Cell((Run(f"F{number}", link=f"finding:{number}"), Run(f"  {finding.remedy}")))
