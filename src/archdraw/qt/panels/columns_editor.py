"""The fields of a kind of data, typed into a small table: name, type and key of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from archdraw.core.model import EntityField
from archdraw.qt.panels.editors import ValueEditor
from archdraw.qt.panels.field import Field

_COLUMNS = ("name", "type", "key")
_TITLES = ("Field", "Type", "Key")
_ROWS_SHOWN = 4
_MOST_ROWS_SHOWN = 9


class ColumnsEditor(ValueEditor):
    """A table with one empty row below the last field: writing into it adds a field.

    Enter or F2 edits a cell, Tab goes to the next one, Delete takes the chosen field out, Alt+Up and Alt+Down
    move it.
    """

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._fields: tuple[EntityField, ...] = ()
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setHorizontalHeaderLabels(list(_TITLES))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.setToolTip("Write into the last row to add a field; Delete takes one out")
        self.table.installEventFilter(self)
        self._offer(self.table)
        self.table.cellChanged.connect(self._commit)
        self._fill()

    def show_value(self, value: object) -> None:
        super().show_value(value)
        known = tuple(value) if isinstance(value, tuple) else ()
        if known != self._fields:
            self._fields = known
            self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.table.currentRow()
            there = 0 <= row < len(self._fields)
            key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if key == Qt.Key.Key_Delete and there:
                self._store([one for at, one in enumerate(self._fields) if at != row])
                return True
            if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and there:
                self._move(row, -1 if key == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)

    def _move(self, row: int, step: int) -> None:
        wanted = row + step
        if 0 <= wanted < len(self._fields):
            order = list(self._fields)
            order.insert(wanted, order.pop(row))
            column = self.table.currentColumn()
            self._store(order)
            self.table.setCurrentCell(wanted, column)

    def _fill(self) -> None:
        with QSignalBlocker(self.table):
            at = self.table.currentRow(), self.table.currentColumn()
            self.table.setRowCount(len(self._fields) + 1)
            for row in range(self.table.rowCount()):
                for column, name in enumerate(_COLUMNS):
                    text = getattr(self._fields[row], name) if row < len(self._fields) else ""
                    self.table.setItem(row, column, QTableWidgetItem(text))
            self.table.setCurrentCell(*at)
        rows = min(max(self.table.rowCount(), _ROWS_SHOWN), _MOST_ROWS_SHOWN)
        head = max(self.table.horizontalHeader().sizeHint().height(), 26)
        self.table.setFixedHeight(head + rows * self.table.verticalHeader().defaultSectionSize() + 4)

    def _commit(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        text = item.text().strip() if item is not None else ""
        fields: list[Any] = list(self._fields)
        if row < len(fields):
            fields[row] = fields[row].revised(**{_COLUMNS[column]: text})
        elif text:
            fields.append(EntityField(**{_COLUMNS[column]: text}))
        # What says nothing at all is no field.
        self._store([one for one in fields if any(getattr(one, name) for name in _COLUMNS) or one.extra])

    def _store(self, fields: Sequence[EntityField]) -> None:
        new = tuple(fields)
        if new != self._fields:
            self.committed.emit(new or None)
        else:
            self._fill()
