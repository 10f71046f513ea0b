"""What stands beside the drawing: added, taken over, deleted and put in order; each is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from archdraw.core.model import (
    Api,
    Decision,
    Entity,
    FailureMode,
    RemediationStep,
    Requirement,
    Risk,
    element_name,
    fresh_id,
)
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from archdraw.core.analysis.failure_modes import ProposedMode
    from archdraw.core.analysis.result import Finding
    from archdraw.editor.workspace import Workspace

PaperTable = Literal["requirements", "apis", "entities", "decisions", "risks", "failure_modes", "remediation"]
Paper = Requirement | Api | Entity | Decision | Risk | FailureMode | RemediationStep
PAPER_TABLES: tuple[PaperTable, ...] = get_args(PaperTable)
_KINDS: dict[PaperTable, type[Paper]] = {
    "requirements": Requirement,
    "apis": Api,
    "entities": Entity,
    "decisions": Decision,
    "risks": Risk,
    "failure_modes": FailureMode,
    "remediation": RemediationStep,
}
# What one of them is called, and how its id begins.
NOUNS: dict[PaperTable, str] = {
    "requirements": "requirement",
    "apis": "interface",
    "entities": "kind of data",
    "decisions": "decision",
    "risks": "risk",
    "failure_modes": "failure mode",
    "remediation": "step of the plan",
}
_STEMS: dict[PaperTable, str] = {
    "requirements": "req",
    "apis": "api",
    "entities": "entity",
    "decisions": "adr",
    "risks": "risk",
    "failure_modes": "fmea",
    "remediation": "plan",
}


def table_of_paper(desk: Workspace, record_id: str) -> PaperTable | None:
    """Return the table a record stands in, None where there is no such record."""
    return next((table for table in PAPER_TABLES if record_id in desk.store.table(table)), None)


def add_paper(desk: Workspace, table: PaperTable, *, after: str | None = None, **fields: Any) -> str:
    """Add a record behind another one of its table, or at its end; return its id."""
    new = _free_id(desk, table)
    put_paper(desk, table, _KINDS[table](id=new, **fields), after=after)
    return new


def put_paper(desk: Workspace, table: PaperTable, record: Paper, *, after: str | None = None) -> None:
    """Add a record that is made already behind another one of its table, or at its end."""
    with desk.change(f"Add a {NOUNS[table]}") as store:
        store.put(table, record.id, record)
        order = [key for key in store.table(table) if key != record.id]
        place = order.index(after) + 1 if after in order else len(order)
        store.reorder(table, [*order[:place], record.id, *order[place:]])


def taken_up_mode(desk: Workspace, proposal: ProposedMode) -> FailureMode:
    """Return a row of the failure analysis for what the analysis proposes, not in the document yet."""
    new = fresh_id(f"fmea-{proposal.element}", desk.store.ids())
    return FailureMode(id=new, element=proposal.element, loss=proposal.loss)


def taken_up_finding(desk: Workspace, finding: Finding) -> RemediationStep:
    """Return a step of the plan that settles a finding, not in the document yet."""
    new = fresh_id(f"plan-{finding.rule}", desk.store.ids())
    named = tuple(one for one in finding.elements if desk.role(one) is not None)
    title = _what_to_do(finding)
    if named:
        title = f"{title}: {element_name(desk.design, named[0])}"
    return RemediationStep(id=new, rule=finding.rule, about=finding.about, title=title, elements=named)


def _what_to_do(finding: Finding) -> str:
    """Return what settles a finding in few words; its remedy carries figures that would not stay true."""
    from archdraw.core.analysis.fixes.table import FIXES

    fix = FIXES.get(finding.fix or "")
    return fix.title if fix is not None else finding.title


def delete_paper(desk: Workspace, record_id: str) -> None:
    """Delete a record.

    Raises
    ------
    EditRefused
        There is no such record.
    """
    table = _required(desk, record_id)
    with desk.change(f"Delete a {NOUNS[table]}") as store:
        store.remove(table, record_id)


def move_paper(desk: Workspace, record_id: str, step: int) -> None:
    """Move a record up (step -1) or down (+1) within its table; at the end it stays.

    Raises
    ------
    EditRefused
        There is no such record.
    """
    table = _required(desk, record_id)
    order = list(desk.store.table(table))
    place = order.index(record_id)
    wanted = min(max(place + step, 0), len(order) - 1)
    if wanted != place:
        order.insert(wanted, order.pop(place))
        with desk.change(f"Move a {NOUNS[table]}") as store:
            store.reorder(table, order)


def _free_id(desk: Workspace, table: PaperTable) -> str:
    taken = desk.store.ids()
    number = len(desk.store.table(table)) + 1
    while f"{_STEMS[table]}-{number}" in taken:
        number += 1
    return fresh_id(f"{_STEMS[table]}-{number}", taken)


def _required(desk: Workspace, record_id: str) -> PaperTable:
    table = table_of_paper(desk, record_id)
    if table is None:
        raise EditRefused(f"There is no “{record_id}” any more.")
    return table
