"""Reading and writing one field of one or many records; each change is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter, eq
from typing import Any

from archdraw.core.history import DOCUMENT_KEY, TableName
from archdraw.core.model import InvalidRecordError, Record
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.following import follow_sheet
from archdraw.editor.session import Session
from archdraw.qt.panels.field import Path
from archdraw.qt.panels.parsing import RefusedError


class _Differs:
    """Stands for: the chosen elements do not agree."""


DIFFERS = _Differs()


class Target:
    """The records that the inspector shows and changes: one or many of one table."""

    def __init__(self, session: Session, table: TableName, keys: Sequence[str]) -> None:
        self.session = session
        self.table = table
        self.keys = tuple(keys)
        self._values: dict[Path, object] = {}
        self._known: Mapping[str, Any] = {}
        self._records: list[Record] = []

    @classmethod
    def document(cls, session: Session) -> Target:
        """Return the target for the document's own fields."""
        return cls(session, "document", (DOCUMENT_KEY,))

    def records(self) -> list[Record]:
        """Return the records that still exist; not to be asked inside a transaction."""
        table = self.session.store.table(self.table)
        # Every row asks for them, and there may be ten thousand. A table that was changed is another one.
        if self._known is not table:
            self._known = table
            self._records = [record for record in map(table.get, self.keys) if record is not None]
            self._values.clear()
        return self._records

    def value(self, path: Path) -> object:
        """Return what all records have at `path`, or DIFFERS."""
        records = self.records()
        if path not in self._values:
            self._values[path] = self._shared(records, path)
        return self._values[path]

    @staticmethod
    def _shared(records: list[Record], path: Path) -> object:
        if not records:
            return None
        first = value_at(records[0], path)
        name = path[0]
        if len(path) == 1 and name in records[0].defaults:
            # As below, for ten thousand records.
            stated = map(attrgetter(name), records)
            if all(map(eq, stated, repeat(getattr(records[0], name)))):
                return first
        return first if all(value_at(record, path) == first for record in records) else DIFFERS

    def is_usual(self, path: Path, value: object) -> bool:
        """Tell whether a value is the one that a record has when nobody states any."""
        records = self.records()
        return bool(records) and usual_value(records[0], path) == value

    def change(self, path: Path, value: object, label: str) -> None:
        """Set `path` in all records as one step.

        Raises
        ------
        RefusedError
            When the records do not take the value; nothing is changed then.
        """
        self.change_each(lambda record: with_value(record, path, value), label)

    def change_each(self, revise: Callable[[Record], Record], label: str) -> None:
        """Replace every record by what `revise` makes of it, as one step.

        Raises
        ------
        RefusedError
            When a record does not take it; nothing is changed then.
        """
        if len(self.keys) > 1:
            label = f"{label} of {len(self.keys):,} elements"
        try:
            with self.session.change(label) as store:
                for key in self.keys:
                    record = store.get(self.table, key)
                    if record is not None:
                        revised = revise(record)
                        store.put(self.table, key, revised)
                        follow_sheet(store, self.table, record, revised)
        except InvalidRecordError as error:
            raise RefusedError(refusal_of(error)) from error
        except EditRefused as refusal:
            raise RefusedError(str(refusal)) from refusal


def value_at(record: Record, path: Path) -> object:
    """Return the value at a path through fields and dictionaries; None where nothing is stated."""
    found: Any = record
    for step in path:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, Record):
            found = getattr(found, step, None)
        else:
            return None
    if found in ("", ()):
        return None
    return found


def usual_value(record: Record, path: Path) -> object:
    """Return what stands at a path in a fresh record; None inside dictionaries."""
    name, rest = path[0], path[1:]
    if not rest:
        return type(record).defaults[name]
    inner = getattr(record, name, None)
    return usual_value(inner, rest) if isinstance(inner, Record) else None


def with_value(record: Record, path: Path, value: object) -> Record:
    """Return the record with the value at `path`; None removes it or sets the field's default.

    Raises
    ------
    InvalidRecordError
        When the field does not take the value.
    """
    name, rest = path[0], path[1:]
    if not rest:
        if value is None:
            value = type(record).defaults[name]
        changed: Record = record.revised(**{name: value})
        return changed
    inner = getattr(record, name)
    if isinstance(inner, Record):
        revised: Record = record.revised(**{name: with_value(inner, rest, value)})
        return revised
    nested: Record = record.revised(**{name: _with_entry(dict(inner), rest, value)})
    return nested


def _with_entry(entries: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    name, rest = path[0], path[1:]
    if not rest:
        if value is None:
            entries.pop(name, None)
        elif value is True and isinstance(entries.get(name), dict):
            pass  # "yes" for something described in detail says nothing new
        else:
            entries[name] = value
        return entries
    inner = entries.get(name)
    parts = _with_entry(dict(inner) if isinstance(inner, dict) else {}, rest, value)
    if parts:
        entries[name] = parts
    elif isinstance(inner, dict):
        entries[name] = True
    return entries


def refusal_of(error: InvalidRecordError) -> str:
    """Return the first complaint of a validation as a sentence."""
    first = error.problems[0]
    place = ".".join(str(step) for step in first.place if not str(step).startswith(("int", "literal")))
    text = first.message.removeprefix("Input ")
    return f"{place.replace('_', ' ').capitalize() or 'The value'} {text}."
