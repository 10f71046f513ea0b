"""Requirements, decisions and risks: added, copied, deleted and put in order; each is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.model import Decision, Requirement, Risk, fresh_id
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from archdraw.editor.workspace import Workspace

PaperTable = Literal["requirements", "decisions", "risks"]
PAPER_TABLES: tuple[PaperTable, ...] = ("requirements", "decisions", "risks")
_KINDS: dict[PaperTable, type[Requirement | Decision | Risk]] = {
    "requirements": Requirement,
    "decisions": Decision,
    "risks": Risk,
}
# What one of them is called, and how its id begins.
NOUNS: dict[PaperTable, str] = {"requirements": "requirement", "decisions": "decision", "risks": "risk"}
_STEMS: dict[PaperTable, str] = {"requirements": "req", "decisions": "adr", "risks": "risk"}


def table_of_paper(desk: Workspace, record_id: str) -> PaperTable | None:
    """Return the table a record stands in, None where there is no such record."""
    return next((table for table in PAPER_TABLES if record_id in desk.store.table(table)), None)


def add_paper(desk: Workspace, table: PaperTable, *, after: str | None = None, **fields: Any) -> str:
    """Add a record behind another one of its table, or at its end; return its id."""
    taken = desk.store.ids()
    number = len(desk.store.table(table)) + 1
    while f"{_STEMS[table]}-{number}" in taken:
        number += 1
    new = fresh_id(f"{_STEMS[table]}-{number}", taken)
    with desk.change(f"Add a {NOUNS[table]}") as store:
        store.put(table, new, _KINDS[table](id=new, **fields))
        order = [key for key in store.table(table) if key != new]
        place = order.index(after) + 1 if after in order else len(order)
        store.reorder(table, [*order[:place], new, *order[place:]])
    return new


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


def _required(desk: Workspace, record_id: str) -> PaperTable:
    table = table_of_paper(desk, record_id)
    if table is None:
        raise EditRefused(f"There is no “{record_id}” any more.")
    return table
