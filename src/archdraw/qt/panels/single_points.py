"""The single points of failure of the chosen journey: four lists in one table, each row with its reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QVBoxLayout, QWidget

from archdraw.core.analysis.result import JourneyResult, Measure
from archdraw.core.model import Design
from archdraw.qt.bridge.timing import single_shot
from archdraw.qt.panels.filter_table import ROW_PX, FilterTable, RowsOrWords
from archdraw.qt.panels.single_point_model import KIND, WHAT, WHY, SinglePointModel, point_lines

_KIND_PX, _NAME_PX = 96, 110
# Where it is narrower, reasons have more room without the kind, which they and the tips say too.
_ROOMY_PX = 480
# Of a cell, what no text stands in; and what no reason needs.
_BESIDE_PX, _ABOVE_PX, _HIGHEST_PX = 24, 8, 1000


class SinglePointList(QWidget):
    """What stops a journey alone.

    Signals
    -------
    lit(events)
        The row of these events was chosen.
    taken(events)
        Enter or a double click on it.
    let_go()
        Escape: nothing is to be chosen any more.
    typed(text)
        A letter was typed: it belongs to the filter beside the table.
    """

    lit = Signal(tuple)
    taken = Signal(tuple)
    let_go = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SinglePointModel()
        self.table = FilterTable("What stops the chosen journey alone")
        self._filling = False
        self._open = -1
        self._second_click = single_shot(self, QApplication.doubleClickInterval(), self._open_row)
        self._pages = RowsOrWords(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._set_up_table()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(KIND, _KIND_PX)
        header.resizeSection(WHAT, _NAME_PX)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        # Of the chosen row the whole reason shows.
        header.sectionResized.connect(lambda *_: self._open_row())
        table.selectionModel().currentRowChanged.connect(lambda *_: self._open_when_clicked())
        self.model.modelReset.connect(self._open_row)
        table.pointed.connect(self._light)
        table.taken.connect(self._take)
        table.doubleClicked.connect(self._take)
        table.let_go.connect(self.let_go)
        table.typed.connect(self.typed)

    def show_result(self, design: Design, result: JourneyResult | None, measure: Measure | None) -> None:
        """Show the single points of a measure; the chosen one stays chosen where it still is one."""
        chosen = self.model.line(self.table.currentIndex().row())
        self._filling = True
        lines = [] if result is None or measure is None else point_lines(design, result, measure)
        self.model.show(lines)
        place = None if chosen is None else self.model.place_of(chosen.event)
        if place is not None:
            self.table.selectRow(place)
        self._filling = False
        self._show_page()

    def filter(self, text: str) -> None:
        """Show only the points with these words."""
        self.model.filter(text)
        self._show_page()

    def _show_page(self) -> None:
        self._pages.show_rows(there=bool(self.model.rowCount()))
        fits = "No single point fits the filter; Escape in the filter shows all of them."
        self._pages.words.setText(fits if self.model.total else "Nothing stops this journey alone.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(KIND, self.width() < _ROOMY_PX)

    def _open_when_clicked(self) -> None:
        """Open the chosen row, but leave rows where they are until a second click has found its one."""
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._open_row()
        else:
            self._second_click.start()

    def _open_row(self) -> None:
        if self._open >= 0:
            self.table.setRowHeight(self._open, ROW_PX)
        self._open = self.table.currentIndex().row()
        line = self.model.line(self._open)
        if line is None:
            return
        # What the style sheet leaves beside a text is no part of the size that the view would ask for.
        room = QRect(0, 0, max(1, self.table.columnWidth(WHY) - _BESIDE_PX), _HIGHEST_PX)
        wrapped = self.table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, line.why)
        self.table.setRowHeight(self._open, max(ROW_PX, wrapped.height() + _ABOVE_PX))
        self.table.scrollTo(self.table.currentIndex())

    def _light(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is not None and not self._filling:
            self.lit.emit((line.event,))

    def _take(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is not None:
            self.taken.emit((line.event,))
