"""The thresholds of a document: a table with the limit that counts here, typed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QVBoxLayout, QWidget

from archdraw.qt.bridge.layouts import edge_to_edge
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords
from archdraw.qt.panels.threshold_model import DEFAULT, MEANING, NAME, RULES, UNIT, VALUE, ThresholdModel

if TYPE_CHECKING:
    from archdraw.editor.session import Session
    from archdraw.qt.bridge.interface_icons import Icons

_WIDTHS = {NAME: 172, VALUE: 118, UNIT: 66, DEFAULT: 112, RULES: 78}


class ThresholdSheet(QWidget):
    """A filter, the table, and a line that says what was refused."""

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ThresholdModel(session, icons)
        self.table = FilterTable("Thresholds")
        self.filter_field = FilterField("Filter thresholds")
        self.sentence = QLabel()
        self.sentence.setObjectName("second")
        self._pages = RowsOrWords(self.table)
        self._pages.words.setText("No threshold fits the filter.")
        self._editable = not session.document.read_only
        self._set_up()
        column = edge_to_edge(QVBoxLayout(self))
        bar = self.filter_field.bar(column)
        bar.setContentsMargins(0, 8, 8, 6)
        bar.addWidget(self.sentence, 3)
        column.addWidget(self._pages, 1)
        self._say("")

    def choose(self, name: str) -> None:
        """Choose a threshold, with the keyboard on it."""
        self.filter_field.clear()
        for row in range(self.model.rowCount()):
            line = self.model.line(row)
            if line is not None and line.name == name:
                self.table.setCurrentIndex(self.model.index(row, VALUE))
        self.table.setFocus()

    def _set_up(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(MEANING, QHeaderView.ResizeMode.Stretch)
        table.setSortingEnabled(True)
        table.taken.connect(self._edit)
        table.doubleClicked.connect(self._edit)
        table.typed.connect(self.filter_field.take)
        reset = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), table)
        reset.setContext(Qt.ShortcutContext.WidgetShortcut)
        reset.activated.connect(lambda: self._reset(table.currentIndex()))
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(table.take_keyboard)
        self.model.refused.connect(self._say)
        self.model.modelAboutToBeReset.connect(self._note_place)
        self.model.modelReset.connect(self._keep_place)
        self._name: str | None = None

    def _edit(self, index: QModelIndex) -> None:
        if self._editable and self.table.state() != QAbstractItemView.State.EditingState:
            at = self.model.index(index.row(), VALUE)
            self.table.setCurrentIndex(at)
            self.table.edit(at)

    def _reset(self, index: QModelIndex) -> None:
        if self._editable and index.isValid():
            self.model.reset(index.row())

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        self._pages.show_rows(there=self.model.rowCount() > 0)

    def _note_place(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        self._name = line.name if line is not None else self._name

    def _keep_place(self) -> None:
        for row in range(self.model.rowCount()):
            line = self.model.line(row)
            if line is not None and line.name == self._name:
                self.table.setCurrentIndex(self.model.index(row, VALUE))

    def _say(self, sentence: str) -> None:
        self.sentence.setObjectName("refusal" if sentence else "second")
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)
        usual = "Enter changes a limit of this document; Delete brings the default back."
        self.sentence.setText(sentence or (usual if self._editable else "This document is read-only."))
