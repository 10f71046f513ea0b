"""Keeping a document in step with its sheet: stored results, and the fields that results feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.estimate.bindings import fitting, place_of, value_at, with_fed
from archdraw.core.estimate.quantities import CalculationError
from archdraw.core.estimate.sheet import book_of, compute, rows_of
from archdraw.core.history import DOCUMENT_KEY
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from archdraw.core.estimate.sheet import Sheet
    from archdraw.core.history import Store, TableName
    from archdraw.core.model import Estimate, Record, Settings

_SIGNIFICANT = 12


def sheet_of(store: Store, *, wait: bool = True) -> Sheet:
    """Return the computed sheet of the document as it is now, also inside a transaction.

    Without `wait` a row with an uncommon unit is pending while the library of units is not loaded.
    """
    settings: Settings = store.get("document", DOCUMENT_KEY).settings
    rows = rows_of(store.table("inputs").values(), store.table("estimates").values())
    return compute(rows, settings.estimates, book_of(settings, wait=wait))


def settle(store: Store) -> Sheet:
    """Compute the sheet and write what it gives: into the rows, and into the fields they feed.

    Belongs in the transaction of the change. A row without a result leaves the field it feeds alone, and so
    does one whose unit does not fit: the panel says so beside the row.
    """
    sheet = sheet_of(store)
    fed: set[str] = set()
    for one in tuple(store.table("estimates").values()):
        outcome = sheet.outcomes[one.id]
        result = outcome.value if one.unit.strip() and one.formula.strip() else None
        if one.formula.strip():
            value = None if result is None else float(f"{result:.{_SIGNIFICANT}g}")
            if value != one.value:
                store.put("estimates", one.id, one.revised(value=value))
        place = place_of(one.feeds)
        if place is None or place.text in fed:
            continue
        fed.add(place.text)
        record = store.get(place.table, place.record)
        if record is None or outcome.quantity is None:
            continue
        try:
            new = fitting(outcome, place, sheet.book)
            if value_at(record, place.path) != new:
                store.put(place.table, place.record, with_fed(record, place, new))
        except CalculationError:
            continue
    return sheet


def check_feeding(store: Store, row: Estimate) -> None:
    """Refuse a row that feeds what it can't feed.

    Raises
    ------
    EditRefused
        When there is no such field, another row feeds it, or the result does not fit it.
    """
    place = place_of(row.feeds)
    if place is None:
        raise EditRefused(f"“{row.feeds}” is no field that takes a result: choose one of the list.")
    record = store.get(place.table, place.record)
    if record is None:
        raise EditRefused(f"There is no “{place.record}” in the drawing any more: choose another field.")
    other = next(
        (one for one in store.table("estimates").values() if one.feeds == row.feeds and one.id != row.id),
        None,
    )
    if other is not None:
        name = other.name or other.id
        raise EditRefused(
            f"“{name}” already feeds {place.label} of “{record.name or place.record}”: end that first."
        )
    sheet = sheet_of(store)
    try:
        with_fed(record, place, fitting(sheet.outcomes[row.id], place, sheet.book))
    except CalculationError as error:
        raise EditRefused(str(error)) from None


def release_changed(store: Store, table: TableName, old: Record, new: Record) -> list[str]:
    """End the feeding of every field that a hand has changed in a record; return the names of the rows.

    Belongs in the transaction of the change.
    """
    released = []
    for one in tuple(store.table("estimates").values()):
        place = place_of(one.feeds)
        if place is None or place.table != table or place.record != getattr(old, "id", None):
            continue
        if value_at(old, place.path) != value_at(new, place.path):
            store.put("estimates", one.id, one.revised(feeds=None))
            released.append(one.name or one.id)
    return released
