"""The losses panel: what each component, instance or domain takes down with it, journey by journey."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.result import Analysis
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords
from archdraw.qt.panels.loss_model import KIND, LOST, LossModel

_NAME_PX, _KIND_PX, _JOURNEY_PX = 240, 110, (112, 220)
_KINDS = (("Everything", None), ("Components", "component"), ("Instances", "instance"), ("Domains", "domain"))


class LossesPanel(QWidget):
    """A row for each thing that can be lost, a column for each journey.

    Signals
    -------
    lost(id)
        A component, domain or instance is to be taken down on the canvas.
    copied(rows)
        So many rows are on the clipboard.
    """

    lost = Signal(str)
    copied = Signal(int)

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = LossModel(icons)
        self.table = FilterTable("What each loss does to each journey")
        self.filter_field = FilterField("Filter losses")
        self.kind_field = QComboBox()
        self.kind_field.setAccessibleName("What is lost")
        for words, kind in _KINDS:
            self.kind_field.addItem(words, kind)
        self.hurting = QCheckBox("Only what hurts")
        self.hurting.setChecked(True)
        self.hurting.setToolTip("Leave out what no journey would notice")
        self.copy_button = QPushButton("Copy")
        self.copy_button.setToolTip("Copy the rows as a table, for a spreadsheet (Ctrl+C)")
        self.state = ElidedLabel()
        self.state.setObjectName("second")
        self._pages = RowsOrWords(self.table)
        self._set_up_table()
        self._lay_out()
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(self.focus_rows)
        self.kind_field.currentIndexChanged.connect(self._filter)
        self.hurting.toggled.connect(self._filter)
        self.copy_button.clicked.connect(self.copy)
        self._fill(session.analysis)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(56)
        header.setStretchLastSection(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.taken.connect(self._lose)
        table.doubleClicked.connect(self._lose)
        table.typed.connect(self.filter_field.take)
        table.let_go.connect(self.restore)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def _lay_out(self) -> None:
        column = edge_to_edge(QVBoxLayout(self))
        bar = self.filter_field.bar(column)
        bar.addWidget(self.kind_field)
        bar.addWidget(self.hurting)
        bar.addWidget(self.state, 3)
        bar.addWidget(self.copy_button)
        column.addWidget(self._pages, 1)

    # -- content -------------------------------------------------------------------------------

    def take(self, analysis: Analysis | None) -> None:
        """Show the newest result, now or when somebody looks; the chosen row stays chosen."""
        if self.isVisible():
            self._fill(analysis)

    def note_older(self, older: bool) -> None:
        """Say, or no longer, that what shows is of before the last change."""
        self.state.say("from before the last change…" if older else "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill(self._session.analysis)

    def _fill(self, analysis: Analysis | None) -> None:
        chosen = self.chosen
        columns = self.model.columnCount()
        self.model.show(self._session.design, analysis)
        self._choose(chosen)
        if self.model.columnCount() != columns:
            self._fit_columns()
        self._show_page()

    def focus_rows(self) -> None:
        """Give the keyboard to the rows, the first one chosen."""
        self.table.take_keyboard()

    @property
    def chosen(self) -> str | None:
        """The id of what is lost in the chosen row, or None."""
        line = self.model.line(self.table.currentIndex().row())
        return line.row.lost if line is not None else None

    @property
    def empty_words(self) -> str:
        """What is said where no row shows."""
        return self._pages.words.text()

    def copy(self) -> None:
        """Put the rows that show on the clipboard, as a table with tabs."""
        analysis = self._session.analysis
        older = analysis is not None and (self._session.behind or self.state.text())
        remark = f"Of {analysis.revision}, before the last change" if analysis is not None and older else ""
        QGuiApplication.clipboard().setText(self.model.as_text(remark))
        self.copied.emit(self.model.rowCount())

    def restore(self) -> None:
        """Let everything work again that this panel took down."""
        self._session.set_failed(())

    def _fit_columns(self) -> None:
        header = self.table.horizontalHeader()
        header.resizeSection(LOST, _NAME_PX)
        header.resizeSection(KIND, _KIND_PX)
        for column in range(KIND + 1, self.model.columnCount()):
            wanted = header.sectionSizeHint(column)
            header.resizeSection(column, max(_JOURNEY_PX[0], min(wanted, _JOURNEY_PX[1])))

    def _choose(self, lost: str | None) -> None:
        place = self.model.place_of(lost) if lost is not None else None
        if place is not None and self.chosen != lost:
            self.table.selectRow(place)

    def _filter(self) -> None:
        chosen = self.chosen
        self.model.filter(
            self.filter_field.text(), self.kind_field.currentData(), hurting=self.hurting.isChecked()
        )
        self._choose(chosen)
        self._show_page()

    def _show_page(self) -> None:
        self._pages.show_rows(there=bool(self.model.rowCount()))
        self.copy_button.setEnabled(self.model.rowCount() > 0)
        if not self._session.design.journeys:
            text = "Add a journey in the panel beside this one: then it shows here what each loss does to it."
        elif not self.model.total:
            text = "What each loss does to each journey is listed here as soon as it has been computed."
        elif not self.model.hurting and self.hurting.isChecked():
            text = "No single loss hurts any journey. Switch off “Only what hurts” to see them all."
        else:
            text = "No loss fits the filter."
        self._pages.words.setText(text)

    def _lose(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is not None:
            self.lost.emit(line.row.lost)
