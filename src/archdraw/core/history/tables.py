"""The document as tables of records: what one transaction reads, changes and can take back."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal, get_args

from archdraw.core.model import ListName
from archdraw.core.records import frozen

TableName = Literal[
    "document",
    ListName,
    "suppressions",
    "views",
    "nodes",
    "edges",
    "notes",
]
TABLES: tuple[TableName, ...] = get_args(TableName)

# Tables whose keys are made by `place_key`.
PLACED: frozenset[TableName] = frozenset({"nodes", "edges", "notes"})
DOCUMENT_KEY = "document"
# Ids never contain a slash, so view and element can share one key.
_SEPARATOR = "/"


def place_key(view_id: str, element_id: str) -> str:
    """Return the key under which tables nodes, edges and notes keep an element of a view."""
    return f"{view_id}{_SEPARATOR}{element_id}"


def split_place_key(key: str) -> tuple[str, str]:
    """Return (view id, element id) of a key made by `place_key`."""
    view_id, _, element_id = key.partition(_SEPARATOR)
    return view_id, element_id


Table = dict[str, Any]


@frozen
class TableDiff:
    """What happened to one table.

    `added` and `removed` hold (place in the order of the table, record); `updated` holds
    (old record, new record); `reordered` holds (old order, new order) of all keys when the order
    itself was changed. `way` is told where all that happened is that every updated record was displaced
    by the same (x, y).
    """

    added: dict[str, tuple[int, Any]] = field(default_factory=dict)
    removed: dict[str, tuple[int, Any]] = field(default_factory=dict)
    updated: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    reordered: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    way: tuple[float, float] | None = None

    def __bool__(self) -> bool:
        """Tell whether anything happened."""
        return bool(self.added or self.removed or self.updated or self.reordered)

    @property
    def keys(self) -> set[str]:
        """All keys that were added, removed or updated."""
        return {*self.added, *self.removed, *self.updated}

    @property
    def moves_order(self) -> bool:
        """Whether the order of the keys may differ before and after."""
        return bool(self.added or self.removed or self.reordered)

    def inverse(self) -> TableDiff:
        """Return the diff that takes this one back."""
        return TableDiff(
            added=self.removed,
            removed=self.added,
            updated={key: (new, old) for key, (old, new) in self.updated.items()},
            reordered=None if self.reordered is None else (self.reordered[1], self.reordered[0]),
            way=None if self.way is None else (-self.way[0], -self.way[1]),
        )


Diff = dict[TableName, TableDiff]


def compare_tables(before: Table, after: Table, touched: set[str], *, reordered: bool) -> TableDiff:
    """Return what happened to the `touched` keys between two states of a table."""
    gone = [key for key in touched if key in before and key not in after]
    come = [key for key in touched if key in after and key not in before]
    before_at = {key: index for index, key in enumerate(before)} if gone else {}
    after_at = {key: index for index, key in enumerate(after)} if come else {}
    updated = {
        key: (old, new)
        for key in touched
        for old, new in ((before.get(key), after.get(key)),)
        if old is not None and new is not None and old is not new and old != new
    }
    orders = None
    if reordered:
        stayed_before, stayed_after = list(before), list(after)
        if gone or come:
            stayed_before = [key for key in before if key in after]
            stayed_after = [key for key in after if key in before]
        if stayed_before != stayed_after:
            orders = (tuple(before), tuple(after))
    return TableDiff(
        added={key: (after_at[key], after[key]) for key in sorted(come, key=after_at.__getitem__)},
        removed={key: (before_at[key], before[key]) for key in sorted(gone, key=before_at.__getitem__)},
        updated=updated,
        reordered=orders,
    )


def apply_diff(table: Table, diff: TableDiff) -> Table:
    """Return the table with the diff applied; the order of records is restored too."""
    result = dict(table)
    for key in diff.removed:
        del result[key]
    if diff.added:
        keys = list(result)
        for key, (index, record) in sorted(diff.added.items(), key=lambda entry: entry[1][0]):
            keys.insert(index, key)
            result[key] = record
        result = {key: result[key] for key in keys}
    result.update([(key, new) for key, (_, new) in diff.updated.items()])
    if diff.reordered is not None:
        result = {key: result[key] for key in diff.reordered[1]}
    return result


def invert(diff: Diff) -> Diff:
    """Return the diff that takes the whole `diff` back."""
    return {name: table.inverse() for name, table in diff.items()}
