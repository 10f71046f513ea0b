"""What a change of a record by hand means for the sheet of estimates; costs nothing where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.history import Store, TableName
    from archdraw.core.model import Estimate, Record

_FED = ("journeys", "components", "connections")
_SHEET = ("inputs", "estimates", "document")


def feeding_row(store: Store, table: TableName, key: str, path: tuple[str, ...]) -> Estimate | None:
    """Return the estimate whose result a field takes, None for a field that nothing feeds."""
    rows = store.table("estimates")
    if not rows or table not in _FED:
        return None
    place = f"{table.removesuffix('s')}:{key}.{'.'.join(path)}"
    return next((one for one in rows.values() if one.feeds == place), None)


def follow_sheet(store: Store, table: TableName, old: Record, new: Record) -> None:
    """End the feeding of fields that were changed, or compute the sheet anew where its own rows were.

    Belongs in the transaction of the change. The arithmetic is loaded only for a document with estimates.
    """
    if not store.table("estimates"):
        return
    if table in _FED:
        from archdraw.editor.edits.feeding import release_changed

        release_changed(store, table, old, new)
    elif table in _SHEET:
        from archdraw.editor.edits.feeding import settle

        settle(store)
