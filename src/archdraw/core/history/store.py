"""The store: the one place where a document changes, with transactions, marks, undo and redo."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.history.conversion import design_of, document_ids, share_parts, tables_of
from archdraw.core.history.tables import (
    DOCUMENT_KEY,
    PLACED,
    TABLES,
    Diff,
    Table,
    TableDiff,
    TableName,
    apply_diff,
    compare_tables,
    invert,
)
from archdraw.core.model import Record
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from archdraw.core.model import Design

Origin = Literal["edit", "undo", "redo", "bail", "load"]


class TransactionError(RuntimeError):
    """A change was tried outside a transaction, or history was moved inside one."""


@frozen
class Changed:
    """Told to listeners once after each transaction, undo or redo.

    `diff` says what happened; `revision` counts up with each change; `label` names the step.
    """

    diff: Diff
    revision: int
    origin: Origin
    label: str

    @property
    def element_ids(self) -> set[str]:
        """The ids of all records that the change names, whatever view their places are in."""
        found: set[str] = set()
        for name, diff in self.diff.items():
            if name in PLACED:
                found.update(key.partition("/")[2] for key in diff.keys)
            else:
                found |= diff.keys
        return found


@frozen
class Step:
    """One entry of the undo list."""

    label: str
    diff: Diff


class Store:
    """Holds the records of one document and the history of their changes.

    All changes run inside ``with store.transaction("label"):``; an exception inside takes back all of
    it. One transaction is one undo step, unless a gesture is open (`begin_gesture`): then everything
    until `end_gesture` becomes one step and `bail_out` takes it back without leaving a trace.
    """

    def __init__(self, design: Design) -> None:
        self._tables: dict[TableName, Table] = tables_of(design)
        share_parts(self._tables)
        self._design: Design | None = design
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._listeners: list[Callable[[Changed], None]] = []
        self._open: _Transaction | None = None
        self._gesture: tuple[str, int] | None = None
        self.revision = 0

    # -- reading -------------------------------------------------------------------------------

    def table(self, name: TableName) -> Mapping[str, Any]:
        """Return the records of a table by key, in document order. Do not change it."""
        return self._tables[name]

    def get(self, name: TableName, key: str) -> Any:
        """Return a record, or None where there is none under this key."""
        return self._tables[name].get(key)

    @property
    def design(self) -> Design:
        """The document as one immutable record (made anew only after a change)."""
        if self._design is None:
            self._design = design_of(self._tables)
        return self._design

    def ids(self) -> set[str]:
        """Return every id in the document, for making new ones."""
        return document_ids(self._tables)

    def contains_id(self, wanted: str) -> bool:
        """Tell whether a component, group, connection or journey has this id."""
        return any(
            wanted in self._tables[name] for name in ("components", "groups", "connections", "journeys")
        )

    # -- changing ------------------------------------------------------------------------------

    @contextmanager
    def transaction(self, label: str) -> Iterator[None]:
        """Open a transaction; inside another one it joins that.

        Raises
        ------
        Exception
            Whatever the body raises, after all its changes are taken back.
        """
        if self._open is not None:
            yield
            return
        self._open = _Transaction(self._tables)
        try:
            yield
        except BaseException:
            self._open.take_back()
            self._open = None
            # Whoever asked for the design inside has seen what was taken back.
            self._design = None
            raise
        diff = self._open.diff()
        self._open = None
        if diff:
            self._record(Step(label, diff))
            self._tell(diff, "edit", label)

    def put(self, name: TableName, key: str, record: Any) -> None:
        """Add a record at the end of a table, or replace the one under this key."""
        self._writable(name, key)[key] = record

    def put_all(self, name: TableName, records: Mapping[str, Any]) -> None:
        """Add or replace many records of a table, as `put` does each."""
        if records:
            table = self._writable(name, next(iter(records)))
            table.update(records)
            if self._open is not None:
                self._open.touch_all(name, records)

    def displace(self, name: TableName, keys: Collection[str], dx: float, dy: float) -> None:
        """Move many records of a table with places by the same way; nothing is checked."""
        if keys:
            alone = self._open is not None and not self._open.touched(name)
            table = self._writable(name, next(iter(keys)))
            moved = Record.all_displaced(map(table.__getitem__, keys), dx, dy)
            table.update(zip(keys, moved, strict=True))
            if self._open is not None:
                self._open.displaced(name, keys, (dx, dy) if alone else None)

    def remove(self, name: TableName, key: str) -> None:
        """Remove a record; one that is not there is left alone."""
        table = self._writable(name, key)
        table.pop(key, None)
        if self._open is not None:
            # Put back, it would stand at the end.
            self._open.reordered.add(name)

    def remove_all(self, name: TableName, keys: Collection[str]) -> None:
        """Remove many records of a table, as `remove` does each."""
        if keys:
            table = self._writable(name, next(iter(keys)))
            for key in keys:
                table.pop(key, None)
            if self._open is not None:
                self._open.touch_all(name, keys)
                self._open.reordered.add(name)

    def reorder(self, name: TableName, keys: Iterable[str]) -> None:
        """Set the order of a table; keys that are not named follow in their old order.

        Raises
        ------
        KeyError
            When a named key is not in the table.
        """
        table = self._writable(name, "")
        order = list(dict.fromkeys(keys))
        ordered = {key: table[key] for key in order}
        ordered.update({key: record for key, record in table.items() if key not in ordered})
        table.clear()
        table.update(ordered)
        if self._open is not None:
            self._open.reordered.add(name)

    def change_document(self, **fields: Any) -> None:
        """Change fields of the document itself: title, description, settings …"""
        self.put("document", DOCUMENT_KEY, self.get("document", DOCUMENT_KEY).revised(**fields))

    def _writable(self, name: TableName, key: str) -> Table:
        if self._open is None:
            message = f"The table {name} was changed outside a transaction."
            raise TransactionError(message)
        self._design = None
        return self._open.touch(name, key)

    # -- history -------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """What redo would bring back, or None."""
        return self._redo[-1].label if self._redo else None

    @property
    def undo_depth(self) -> int:
        """How many steps can be taken back."""
        return len(self._undo)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._open is not None

    @property
    def in_gesture(self) -> bool:
        """Whether a gesture is open."""
        return self._gesture is not None

    def undo(self) -> bool:
        """Take back the last step; return whether there was one."""
        self._refuse_when_busy("undone")
        if not self._undo:
            return False
        step = self._undo.pop()
        self._redo.append(step)
        self._apply(invert(step.diff), "undo", step.label)
        return True

    def redo(self) -> bool:
        """Bring back the step taken back last; return whether there was one."""
        self._refuse_when_busy("redone")
        if not self._redo:
            return False
        step = self._redo.pop()
        self._undo.append(step)
        self._apply(step.diff, "redo", step.label)
        return True

    def begin_gesture(self, label: str) -> None:
        """Open a gesture: all transactions until its end become one undo step called `label`."""
        if self._gesture is not None:
            self.end_gesture()
        self._gesture = (label, len(self._undo))

    def end_gesture(self) -> None:
        """Close the gesture and squash its transactions into one step."""
        if self._gesture is None:
            return
        label, depth = self._gesture
        self._gesture = None
        steps = self._undo[depth:]
        if not steps:
            return
        del self._undo[depth:]
        diff = steps[0].diff if len(steps) == 1 else self._squash(steps)
        if diff:
            self._undo.append(Step(label, diff))

    def join_last(self, label: str) -> None:
        """Make one undo step called `label` of the last two, for a change that completes the one before."""
        if self._gesture is not None or len(self._undo) < 2:
            return
        steps = self._undo[-2:]
        del self._undo[-2:]
        diff = self._squash(steps)
        if diff:
            self._undo.append(Step(label, diff))

    def bail_out(self) -> None:
        """Take back everything since the gesture began, and close it."""
        if self._gesture is None:
            return
        label, depth = self._gesture
        self._gesture = None
        steps = self._undo[depth:]
        del self._undo[depth:]
        if steps:
            diff = self._squash(steps)
            if diff:
                self._apply(invert(diff), "bail", label)

    def replace_design(self, design: Design) -> None:
        """Show another document; history is emptied and listeners hear one change with an empty diff."""
        self._refuse_when_busy("replaced")
        self._tables = tables_of(design)
        share_parts(self._tables)
        self._design = design
        self._undo.clear()
        self._redo.clear()
        self._gesture = None
        self._tell({}, "load", "")

    # -- listeners -----------------------------------------------------------------------------

    def listen(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `listener` after every change; return a function that ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _tell(self, diff: Diff, origin: Origin, label: str) -> None:
        self.revision += 1
        change = Changed(diff, self.revision, origin, label)
        for listener in tuple(self._listeners):
            listener(change)

    def _record(self, step: Step) -> None:
        self._undo.append(step)
        self._redo.clear()

    def _apply(self, diff: Diff, origin: Origin, label: str) -> None:
        self._design = None
        for name, table_diff in diff.items():
            self._tables[name] = apply_diff(self._tables[name], table_diff)
        self._tell(diff, origin, label)

    def _squash(self, steps: list[Step]) -> Diff:
        """Return one diff for a run of steps that ends at the present state."""
        names = {name for step in steps for name in step.diff}
        squashed: Diff = {}
        for name in (table for table in TABLES if table in names):
            before = self._tables[name]
            touched: set[str] = set()
            reordered = False
            for step in reversed(steps):
                if name in step.diff:
                    before = apply_diff(before, step.diff[name].inverse())
                    touched |= step.diff[name].keys
                    # Taken out in one step and put back in another: the order may differ.
                    reordered = reordered or step.diff[name].moves_order
            diff = compare_tables(before, self._tables[name], touched, reordered=reordered)
            if diff:
                squashed[name] = diff
        return squashed

    def _refuse_when_busy(self, what: str) -> None:
        if self._open is not None:
            message = f"History can't be {what} inside a transaction."
            raise TransactionError(message)
        if self._gesture is not None:
            self.end_gesture()


class _Transaction:
    """The state of the tables before a transaction touched them."""

    def __init__(self, tables: dict[TableName, Table]) -> None:
        self._tables = tables
        self._before: dict[TableName, Table] = {}
        self._touched: dict[TableName, set[str]] = {}
        self.reordered: set[TableName] = set()
        # Tables to which nothing happened but that records were displaced once.
        self._ways: dict[TableName, tuple[tuple[float, float], Collection[str]]] = {}

    def touch(self, name: TableName, key: str) -> Table:
        if name in self._ways:
            self._touched[name].update(self._ways.pop(name)[1])
        if name not in self._before:
            self._before[name] = self._tables[name]
            self._tables[name] = dict(self._tables[name])
            self._touched[name] = set()
        self._touched[name].add(key)
        return self._tables[name]

    def touch_all(self, name: TableName, keys: Iterable[str]) -> None:
        self._touched[name].update(keys)

    def touched(self, name: TableName) -> bool:
        return name in self._before

    def displaced(self, name: TableName, keys: Collection[str], way: tuple[float, float] | None) -> None:
        if way is not None:
            self._ways[name] = (way, keys)
        else:
            self._touched[name].update(keys)

    def take_back(self) -> None:
        self._tables.update(self._before)

    def diff(self) -> Diff:
        result: Diff = {}
        for name, before in self._before.items():
            if name in self._ways:
                after, (way, keys) = self._tables[name], self._ways[name]
                # In the order of the keys: in that of a set one would be all over the memory.
                updated = {key: (before[key], after[key]) for key in keys}
                result[name] = TableDiff(updated=updated, way=way)
                continue
            moved = name in self.reordered
            found = compare_tables(before, self._tables[name], self._touched[name], reordered=moved)
            if found:
                result[name] = found
            else:
                self._tables[name] = before
        return result
