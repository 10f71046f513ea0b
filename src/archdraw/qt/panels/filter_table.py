"""A table of whole rows, walked by keys, and the field whose words its rows must have in them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from archdraw.qt.bridge.interface_icons import add_cross
from archdraw.qt.bridge.layouts import bar_in

ROW_PX = 24


class FilterTable(QTableView):
    """A table of whole rows that is walked by keys; Escape lets go of the row, a letter goes to a filter.

    Signals
    -------
    let_go()
        Escape: nothing is to be chosen any more.
    typed(text)
        A letter was typed: it belongs to the filter beside the table.
    taken(index)
        Enter on a row.
    pointed(index)
        A row was chosen, by a key or a click; the index is none where there is no row any more.
    """

    let_go = Signal()
    typed = Signal(str)
    taken = Signal(QModelIndex)
    pointed = Signal(QModelIndex)

    def __init__(self, name: str, row_px: int = ROW_PX) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_px)
        self.verticalHeader().setMinimumSectionSize(row_px)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        # A click on the row that is chosen already counts, too.
        self.clicked.connect(self.pointed)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.pointed.emit(now))

    def take_keyboard(self) -> None:
        """Take the keyboard, with the current row chosen, else the first."""
        if not self.selectionModel().hasSelection() and self.model().rowCount():
            self.selectRow(max(0, self.currentIndex().row()))
        self.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # By itself the view has a current row from here on, which nobody would see.
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if event.key() == Qt.Key.Key_Escape and plain:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            self.let_go.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self.currentIndex().isValid():
                self.taken.emit(self.currentIndex())
        elif plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class FilterField(QLineEdit):
    """Words that rows must have in them; Down goes to the rows, Escape empties it.

    Signals
    -------
    go_down()
        The rows want the keyboard.
    """

    go_down = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        add_cross(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.go_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def bar(self, column: QVBoxLayout) -> QHBoxLayout:
        """Return a row for the tools of a panel that begins with this field."""
        bar = bar_in(column)
        self.setMaximumWidth(280)
        bar.addWidget(self, 2)
        return bar

    def take(self, text: str) -> None:
        """Go on with a letter that was typed on the rows."""
        self.setFocus()
        self.insert(text)


class RowsOrWords(QWidget):
    """A table, and what is said in its place where it has no rows."""

    def __init__(self, table: QTableView) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setObjectName("second")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(table)
        self._pages.addWidget(self.words)

    def show_rows(self, *, there: bool) -> None:
        """Show the table, or what is said in its place."""
        self._pages.setCurrentIndex(0 if there else 1)
