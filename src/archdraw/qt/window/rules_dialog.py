"""All rules with what became of them, how bad each is in this document, its page, and the thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.rule_pages import FAMILIES
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.accepting import OFF, judge
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords
from archdraw.qt.panels.rule_model import COUNT, ID, SEVERITY, STATES, STATUS, TITLE, RuleLine, RuleModel
from archdraw.qt.panels.rule_text import FINDINGS, THRESHOLD, rule_html
from archdraw.qt.panels.threshold_sheet import ThresholdSheet
from archdraw.qt.window.closing import closing_buttons

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis
    from archdraw.qt.window.desk import Desk

_SIZE = (1040, 640)
_MARGIN = 40
_WIDTHS = {ID: 78, TITLE: 230, COUNT: 72, SEVERITY: 104}


class RulesDialog(QDialog):
    """The ledger as a table at the left, the page of the chosen rule at the right; a second page for limits.

    Signals
    -------
    findings_wanted(rule)
        The findings of a rule are to be shown; the dialog closes.
    """

    findings_wanted = Signal(str)

    def __init__(self, window: Desk, rule: str = "") -> None:
        super().__init__(window)
        self.setWindowTitle("Rules")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(_SIZE[0], window.width() - _MARGIN), min(_SIZE[1], window.height() - 2 * _MARGIN))
        self._session = window.session
        self._icons = window.icons
        self.model = RuleModel(window.icons)
        self.table = FilterTable("All rules")
        self.filter_field = FilterField("Filter rules")
        self.status_field = QComboBox()
        self.status_field.setAccessibleName("Status")
        self.family_field = QComboBox()
        self.family_field.setAccessibleName("Family")
        self.severity_field = QComboBox()
        self.severity_field.setAccessibleName("Severity in this document")
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setAccessibleName("The chosen rule")
        self.page.document().setDocumentMargin(8)
        self.thresholds = ThresholdSheet(window.session, window.icons)
        self.tabs = QTabWidget()
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName("Rules and thresholds")
        self._pages = RowsOrWords(self.table)
        self._pages.words.setText("No rule fits the filter.")
        self.sentence = QLabel()
        self.sentence.setObjectName("second")
        self._set_up()
        self._lay_out()
        self._connect(window)
        self._fill()
        self.choose(rule)
        self.table.take_keyboard()

    # -- making --------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.status_field.addItem("Any status", None)
        for status, (sign, word, _) in STATES.items():
            self.status_field.addItem(f"{sign}  {word.capitalize()}", status)
        self.family_field.addItem("All families", None)
        for words in FAMILIES.values():
            self.family_field.addItem(words, words)
        self.severity_field.addItem("As the rule says", None)
        for severity in SEVERITIES:
            self.severity_field.addItem(severity.capitalize(), severity)
        self.severity_field.addItem("Off", OFF)
        self.severity_field.setEnabled(not self._session.document.read_only)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(STATUS, QHeaderView.ResizeMode.Stretch)
        self.table.setSortingEnabled(True)

    def _lay_out(self) -> None:
        left = QWidget()
        column = edge_to_edge(QVBoxLayout(left))
        bar = self.filter_field.bar(column)
        bar.setContentsMargins(0, 8, 8, 6)
        bar.addWidget(self.status_field)
        bar.addWidget(self.family_field)
        bar.addStretch(1)
        column.addWidget(self._pages, 1)
        label = QLabel("In this document")
        label.setBuddy(self.severity_field)
        right = QWidget()
        side = edge_to_edge(QVBoxLayout(right))
        row = nested(side, QHBoxLayout())
        row.setContentsMargins(9, 8, 0, 6)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.severity_field)
        row.addStretch(1)
        side.addWidget(self.page, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([700, 300])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        self.tabs.addTab(splitter, "Rules")
        self.tabs.addTab(self.thresholds, "Thresholds")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 10)
        whole.addWidget(self.tabs, 1)
        foot = nested(whole, QHBoxLayout())
        foot.addWidget(self.sentence, 1)
        foot.addWidget(closing_buttons(self))

    def _connect(self, window: Desk) -> None:
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(self.table.take_keyboard)
        self.status_field.currentIndexChanged.connect(self._filter)
        self.family_field.currentIndexChanged.connect(self._filter)
        self.table.typed.connect(self.filter_field.take)
        self.table.let_go.connect(self.reject)
        self.table.taken.connect(self._take)
        self.table.doubleClicked.connect(self._take)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_page())
        self.model.modelReset.connect(self._keep_place)
        self.severity_field.activated.connect(self._judge)
        self.page.anchorClicked.connect(self._follow)
        window.runner.finished.connect(self._take_analysis)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        self._rule = ""

    # -- content -------------------------------------------------------------------------------

    @property
    def chosen(self) -> RuleLine | None:
        """The rule whose page is shown."""
        return self.model.line_of(self._rule)

    def choose(self, rule: str) -> None:
        """Show the page of a rule; of none, the first that has failed."""
        lines = (self.model.line(row) for row in range(self.model.rowCount()))
        failed = next((line.rule.id for line in lines if line is not None and line.status == "failed"), "")
        place = self.model.place_of(rule or failed)
        self.table.selectRow(place or 0)
        self.table.scrollTo(self.model.index(place or 0, ID))

    def _take_analysis(self, _: Analysis) -> None:
        self._fill()

    def _fill(self) -> None:
        self.model.show(self._session.design, self._session.analysis)
        self.thresholds.model.show()
        counts = self.model.counts
        said = ", ".join(
            f"{count} {'do not apply' if one == 'not-applicable' and count > 1 else STATES[one][1]}"
            for one, count in counts.items()
            if count
        )
        if said and self._session.behind:
            said = f"before the last change: {said}; {self._session.behind}"
        self.sentence.setText(f"{said[:1].upper()}{said[1:]}." if said else "Nothing analysed yet.")
        self._show_page()

    def _filter(self) -> None:
        self.model.filter(
            self.filter_field.text(), self.status_field.currentData(), self.family_field.currentData()
        )

    def _keep_place(self) -> None:
        """Choose the same rule again after the rows were filled anew, else the first that is left."""
        self._pages.show_rows(there=self.model.rowCount() > 0)
        place = self.model.place_of(self._rule)
        if self.model.rowCount():
            self.table.selectRow(place or 0)

    def _show_page(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        if line is not None:
            self._rule = line.rule.id
        shown = self.chosen
        if shown is None:
            self.page.clear()
            return
        self.page.setHtml(rule_html(shown, self._session.design, self._icons.appearance.theme))
        self.severity_field.setCurrentIndex(max(0, self.severity_field.findData(shown.override)))

    # -- acting --------------------------------------------------------------------------------

    def _judge(self) -> None:
        shown = self.chosen
        if shown is None:
            return
        try:
            judge(self._session, shown.rule.id, self.severity_field.currentData())
        except EditRefused as refusal:
            self.sentence.setText(str(refusal))
            return
        self._fill()

    def _take(self, index: QModelIndex) -> None:
        """Show the findings of a rule that has some; the page of any other has the keyboard."""
        line = self.model.line(index.row())
        if line is not None and line.count:
            self._leave_for(line.rule.id)
        elif line is not None:
            self.page.setFocus()

    def _leave_for(self, rule: str) -> None:
        self.findings_wanted.emit(rule)
        self.accept()

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == FINDINGS:
            self._leave_for(url.path())
        elif url.scheme() == THRESHOLD:
            self.tabs.setCurrentWidget(self.thresholds)
            self.thresholds.choose(url.path())

    def _find(self) -> None:
        field = self.filter_field if self.tabs.currentIndex() == 0 else self.thresholds.filter_field
        field.setFocus()
        field.selectAll()
