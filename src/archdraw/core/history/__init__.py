"""The store of a document: transactions, record diffs, marks, undo and redo."""

from archdraw.core.history.store import Changed, Step, Store, TransactionError
from archdraw.core.history.tables import (
    DOCUMENT_KEY,
    Diff,
    TableDiff,
    TableName,
    place_key,
    split_place_key,
)

__all__ = [
    "DOCUMENT_KEY",
    "Changed",
    "Diff",
    "Step",
    "Store",
    "TableDiff",
    "TableName",
    "TransactionError",
    "place_key",
    "split_place_key",
]
