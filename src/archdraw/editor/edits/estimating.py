"""Changing the sheet of estimates: each verb is one undo step with everything that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.estimate.renaming import is_free_word, symbol_for, with_names, written_name
from archdraw.core.estimate.templates import template
from archdraw.core.model import Estimate, Input, InvalidRecordError
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.feeding import check_feeding, settle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.estimate.sheet import Rounding
    from archdraw.core.history import Store
    from archdraw.editor.workspace import Workspace

SheetTable = Literal["inputs", "estimates"]
_LONGEST_SYMBOL = 200
_NEW: dict[SheetTable, str] = {"inputs": "input", "estimates": "estimate"}


def table_of(desk: Workspace, row_id: str) -> SheetTable:
    """Return the table a row of the sheet stands in.

    Raises
    ------
    EditRefused
        When there is no such row.
    """
    for name in ("inputs", "estimates"):
        if row_id in desk.store.table(name):
            return name
    raise EditRefused(f"There is no row “{row_id}” in the sheet any more.")


def add_row(
    desk: Workspace, table: SheetTable, *, after: str | None = None, name: str = "", **fields: Any
) -> str:
    """Add a row behind another one of its table, or at its end; return its id.

    Without a name the id is one that goes when the row gets a name.
    """
    row_id = symbol_for(name or f"{_NEW[table]} {len(desk.store.table(table)) + 1}", desk.store.ids())
    kind = Input if table == "inputs" else Estimate
    with desk.change(f"Add an {_NEW[table]}") as store:
        store.put(table, row_id, _checked(kind, id=row_id, name=name, **fields))
        _order_behind(store, table, row_id, after)
        settle(store)
    return row_id


def change_row(desk: Workspace, row_id: str, label: str = "", **fields: Any) -> None:
    """Change fields of a row: name, value, unit, source; or formula, unit.

    Raises
    ------
    EditRefused
        When there is no such row, or a value does not fit its field.
    """
    table = table_of(desk, row_id)
    row = desk.store.get(table, row_id)
    try:
        changed = row.revised(**fields)
    except InvalidRecordError as error:
        raise EditRefused(f"This does not fit: {error.problems[0].message.lower()}.") from None
    with desk.change(label or f"Change {row.name or row_id}") as store:
        store.put(table, row_id, changed)
        settle(store)


def name_row(desk: Workspace, row_id: str, name: str) -> str:
    """Give a row a name; while its id was made for a nameless row, the id follows. Return the id."""
    table = table_of(desk, row_id)
    row = desk.store.get(table, row_id)
    made = row_id.rstrip("0123456789").rstrip("_") == _NEW[table] and not row.name
    with desk.change("Name the row") as store:
        store.put(table, row_id, row.revised(name=name))
        if made and name.strip():
            row_id = _rename(store, table, row_id, symbol_for(name, store.ids()))
        settle(store)
    return row_id


def rename_row(desk: Workspace, row_id: str, symbol: str) -> None:
    """Change the word that formulas use for a row; every formula follows.

    Raises
    ------
    EditRefused
        When the word can't be an id, is taken, or means a unit or function.
    """
    table = table_of(desk, row_id)
    symbol = symbol.strip()
    if symbol == row_id:
        return
    if written_name(symbol) != symbol or len(symbol) > _LONGEST_SYMBOL:
        raise EditRefused(f"“{symbol}” can’t stand in a formula: take letters, digits and _, a letter first.")
    if not is_free_word(symbol):
        raise EditRefused(f"“{symbol}” is a unit or a function in formulas: take another word.")
    if symbol in desk.store.ids():
        raise EditRefused(f"“{symbol}” already names something in this document: take another word.")
    with desk.change(f"Rename {row_id}") as store:
        _rename(store, table, row_id, symbol)
        settle(store)


def delete_rows(desk: Workspace, ids: Iterable[str]) -> None:
    """Delete rows; fields that they fed keep their value."""
    wanted = [(table_of(desk, row_id), row_id) for row_id in ids]
    if not wanted:
        raise EditRefused("Choose the row to delete first.")
    with desk.change("Delete rows" if len(wanted) > 1 else "Delete a row") as store:
        for table, row_id in wanted:
            store.remove(table, row_id)
        settle(store)


def move_row(desk: Workspace, row_id: str, by: int) -> None:
    """Move a row up (-1) or down (1) among its like; at the end of them nothing happens."""
    table = table_of(desk, row_id)
    keys = list(desk.store.table(table))
    at = keys.index(row_id)
    to = min(max(0, at + by), len(keys) - 1)
    if to == at:
        return
    keys.insert(to, keys.pop(at))
    with desk.change("Move a row") as store:
        store.reorder(table, keys)


def feed(desk: Workspace, row_id: str, place: str | None) -> None:
    """Let the result of a row feed a field, or with None end that.

    Raises
    ------
    EditRefused
        When the row has no result, its unit does not fit, or another row feeds the field.
    """
    row = desk.store.get("estimates", row_id)
    if row is None:
        raise EditRefused("Only estimates feed fields; an input can be used by an estimate.")
    label = f"Feed from {row.name or row_id}" if place else f"End feeding from {row.name or row_id}"
    with desk.change(label) as store:
        changed = row.revised(feeds=place or None)
        store.put("estimates", row_id, changed)
        if place:
            check_feeding(store, changed)
        settle(store)


def set_rounding(desk: Workspace, rounding: Rounding) -> None:
    """Compute exactly, or as at a whiteboard: a day of 100,000 s, two figures."""
    settings = desk.design.settings
    label = "Estimate exactly" if rounding == "exact" else "Estimate as at a whiteboard"
    with desk.change(label) as store:
        store.change_document(settings=settings.revised(estimates=rounding))
        settle(store)


def insert_template(desk: Workspace, template_id: str) -> tuple[str, ...]:
    """Add the rows of a template at the end; return their ids.

    Raises
    ------
    TemplateError
        When there is no such template.
    """
    found = template(template_id)
    inputs, estimates = found.for_document(desk.store.ids())
    with desk.change(f"Insert the sheet “{found.title}”") as store:
        store.put_all("inputs", {one.id: one for one in inputs})
        store.put_all("estimates", {one.id: one for one in estimates})
        settle(store)
    return tuple(one.id for one in (*inputs, *estimates))


def bring_up_to_date(desk: Workspace) -> bool:
    """Write every result where it belongs; return whether anything was different."""
    before = desk.store.revision
    with desk.change("Bring the estimates up to date") as store:
        settle(store)
    return desk.store.revision != before


# -- inside ------------------------------------------------------------------------------------------------


def _checked(kind: type[Input | Estimate], **fields: Any) -> Input | Estimate:
    try:
        return kind(**fields)
    except InvalidRecordError as error:
        raise EditRefused(f"This does not fit: {error.problems[0].message.lower()}.") from None


def _order_behind(store: Store, table: SheetTable, row_id: str, after: str | None) -> None:
    keys = [key for key in store.table(table) if key != row_id]
    if after in keys:
        keys.insert(keys.index(after) + 1, row_id)
        store.reorder(table, keys)


def _rename(store: Store, table: SheetTable, row_id: str, symbol: str) -> str:
    order = [symbol if key == row_id else key for key in store.table(table)]
    row = store.get(table, row_id)
    store.remove(table, row_id)
    store.put(table, symbol, row.revised(id=symbol))
    store.reorder(table, order)
    for one in tuple(store.table("estimates").values()):
        formula = with_names(one.formula, {row_id: symbol})
        if formula != one.formula:
            store.put("estimates", one.id, one.revised(formula=formula))
    return symbol
