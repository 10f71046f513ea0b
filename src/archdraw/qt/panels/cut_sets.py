"""What stops the chosen journey: single points, cut sets by share of the downtime, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.cut_set_words import (
    MEASURE_MEANINGS,
    alone_text,
    counts_text,
    lacks_repair_times,
    method_meaning,
    method_tag,
    nothing_listed_text,
    outages_text,
)
from archdraw.core.analysis.result import JourneyResult, Measure, MeasureName
from archdraw.core.analysis.wording import THIN, interval_text
from archdraw.core.model import Design, element_of_event, event_name
from archdraw.qt.bridge.figures import downtime_of, letters, measured_text, style
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.cut_set_model import EVENTS, ORDER, SHARE, CutSetModel
from archdraw.qt.panels.elided import ElidedButton, ElidedLabel
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords

if TYPE_CHECKING:
    from archdraw.qt.panels.single_points import SinglePointList

# What is said of the journey's load stands elsewhere.
_REMARKS = ("ambiguous_cycle", "network_narrowed", "needs_more_than_there_is")
_WIDE_PX = 320
_MEASURES: tuple[MeasureName, ...] = ("served", "full", "done")


class CutSetList(QWidget):
    """The cut sets of one journey in one measure.

    Signals
    -------
    lit(ids)
        These elements are to be pointed out; none of them: nothing any more.
    selected(ids)
        Enter: these elements are to be selected, so that the inspector says what they cost and why.
    ranges_wanted()
        The inputs are to be shown whose ranges give the interval.
    repair_times_wanted()
        What states no time to repair is to be shown.
    """

    lit = Signal(frozenset)
    selected = Signal(frozenset)
    ranges_wanted = Signal()
    repair_times_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CutSetModel()
        self.table = FilterTable("What stops the chosen journey")
        self.filter_field = FilterField("Filter what stops it")
        self.measure_name: MeasureName = "served"
        self._design = Design()
        self._result: JourneyResult | None = None
        self._filling = False
        # The revision of what shows while another result is on its way.
        self._older, self._follows = "", True
        self._title = ElidedLabel()
        self._title.setObjectName("sectionTitle")
        self._figures = ElidedLabel()
        self.how_often = ElidedButton("How often it is down", roomy=True)
        self.how_often.say("How often?", "Not known: times to repair are missing. Click to state them.")
        self.how_often.hide()
        self.how_often.clicked.connect(self.repair_times_wanted)
        self._remark = ElidedLabel()
        self._remark.hide()
        self._counts = ElidedLabel()
        self._counts.setObjectName("second")
        self.tag = QLabel()
        self.tag.setObjectName("tag")
        self.spread = ElidedButton("Where it lies given the ranges on inputs", roomy=True)
        self.spread.hide()
        self.spread.clicked.connect(self.ranges_wanted)
        self._pages = RowsOrWords(self.table)
        self._points: SinglePointList | None = None
        self.points_button = self._points_button()
        self.measures = {name: self._measure_button(name) for name in _MEASURES}
        self._set_up_table()
        self._lay_out()
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(self.focus_rows)

    @property
    def points(self) -> SinglePointList:
        """The single points of failure, made when they are first asked for."""
        if self._points is None:
            from archdraw.qt.panels.single_points import SinglePointList

            self._points = made = SinglePointList()
            self._lists.addWidget(made)
            self.setTabOrder(self.table, made.table)
            made.lit.connect(self._light_events)
            made.taken.connect(self._select_events)
            made.typed.connect(self.filter_field.take)
            made.let_go.connect(lambda: self.lit.emit(frozenset()))
            made.filter(self.filter_field.text())
            made.show_result(self._design, self._result, self.measure)
        return self._points

    def _points_button(self) -> QPushButton:
        button = QPushButton("❶")
        button.setObjectName("segment")
        button.setProperty("wide", True)
        button.setCheckable(True)
        button.toggled.connect(self._show_points)
        return button

    def _measure_button(self, name: MeasureName) -> QPushButton:
        button = QPushButton(name.capitalize())
        button.setObjectName("segment")
        button.setCheckable(True)
        button.setChecked(name == self.measure_name)
        button.setToolTip(MEASURE_MEANINGS[name])
        button.setAccessibleName(f"Measure: {name}")
        button.clicked.connect(lambda: self.choose_measure(name))
        return button

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(EVENTS, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 80)
        header.resizeSection(1, 72)
        header.setSortIndicator(SHARE, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.pointed.connect(self._light)
        table.taken.connect(self._take)
        table.doubleClicked.connect(self._take)
        table.let_go.connect(lambda: self.lit.emit(frozenset()))
        table.typed.connect(self.filter_field.take)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 6, 0)
        column.setSpacing(2)
        head = self._row(column, self._title, self.tag)
        head.setSpacing(8)
        self._row(column, self._figures, self.how_often)
        self._count_row = self._row(column, self._counts, self.points_button)
        column.addWidget(self._remark)
        column.addWidget(self.spread)
        for button in self.measures.values():
            button.setProperty("wide", True)
        self._tools = self._row(column, self.filter_field, *self.measures.values())
        lists = QWidget()
        self._lists = QStackedLayout(lists)
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._lists.addWidget(self._pages)
        column.addWidget(lists, 1)

    def _row(self, column: QVBoxLayout, stretched: QWidget, *others: QWidget) -> QHBoxLayout:
        row = nested(column, QHBoxLayout())
        row.setSpacing(4)
        row.addWidget(stretched, 1)
        for one in others:
            row.addWidget(one)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Beside the filter it takes no room of the rows; where that is narrow, beside the counts.
        wide = self.width() >= _WIDE_PX
        # How many there are is seen from their names, which have more room without the number.
        self.table.setColumnHidden(ORDER, not wide)
        if wide != (self._tools.indexOf(self.points_button) >= 0):
            if wide:
                self._tools.insertWidget(0, self.points_button)
            else:
                self._count_row.addWidget(self.points_button)

    # -- content -------------------------------------------------------------------------------

    def show_result(self, design: Design, title: str, result: JourneyResult | None) -> None:
        """Show what stops a journey; the chosen set stays chosen where it still is one."""
        self._design, self._result, self._older = design, result, ""
        self._title.say(f"What stops “{title}”" if title else "What stops it")
        self._fill()

    def note_older(self, revision: str, *, follows: bool) -> None:
        """Say that what shows belongs to a revision before, and whether another result follows."""
        self._older, self._follows = revision, follows
        self._show_counts(self.measure)

    def restyle(self) -> None:
        """Write all figures anew, in the style that is set."""
        self._fill()
        self.table.viewport().update()

    def choose_measure(self, name: MeasureName) -> None:
        """Show the sets of another measure: served, full or done."""
        self.measure_name = name
        for one, button in self.measures.items():
            button.setChecked(one == name)
        self._fill()

    def focus_rows(self) -> None:
        """Give the keyboard to the rows, the first one chosen."""
        table = self.points.table if self.points_button.isChecked() else self.table
        table.take_keyboard()

    @property
    def counts(self) -> str:
        """How many sets of each order there are, in full."""
        return self._counts.text()

    @property
    def remark(self) -> str:
        """What else there is to know of the figures; empty where there is nothing."""
        return self._remark.text() if self._remark.isVisibleTo(self) else ""

    @property
    def figures(self) -> str:
        """Availability, downtime and how often it is down, in full."""
        return self._figures.text()

    @property
    def measure(self) -> Measure | None:
        """The measure that shows, or None where nothing was computed."""
        return self._result.measures.get(self.measure_name) if self._result is not None else None

    def _fill(self) -> None:
        measure = self.measure
        chosen = self.model.line(self.table.currentIndex().row())
        self._filling = True
        self.model.show(measure.cut_sets.list if measure is not None else (), self._design)
        if chosen is not None:
            place = self.model.place_of(chosen.events)
            if place is not None:
                self.table.selectRow(place)
        self._filling = False
        self.tag.setVisible(measure is not None)
        if measure is not None:
            self.tag.setText(measure.method)
            tag = style().written(method_tag(measure))
            self.tag.setToolTip(f"{tag}\n{method_meaning(measure)}\n{MEASURE_MEANINGS[self.measure_name]}")
        if self._points is not None:
            self._points.show_result(self._design, self._result, measure)
        self._show_points_button(measure)
        self._show_figures(measure)
        self._show_remark()
        self._show_counts(measure)
        self._show_spread(measure)
        self._show_page()

    def _show_points_button(self, measure: Measure | None) -> None:
        """Count what the list behind the button has: single failures, then losses of all instances."""
        text, counts = "❶", ""
        if measure is not None:
            points = measure.single_points
            text += f"\u2009{len(points.failures):,}"
            text += f"\u2009+\u2009{len(points.components):,}" if points.components else ""
            counts = f": {alone_text(points)}"
        self.points_button.setText(text)
        self.points_button.setAccessibleName(f"Only single points of failure{counts}")
        self.points_button.setToolTip(f"Only what stops the journey alone, and why{counts}")

    def _show_figures(self, measure: Measure | None) -> None:
        """Say the availability in this measure, the downtime, and how often and how long it is down."""
        known = measure is not None and not lacks_repair_times(measure)
        self.how_often.setVisible(measure is not None and not known)
        parts = [] if measure is None else [measured_text(measure), downtime_of(measure)]
        if measure is not None and known:
            parts.append(style().written(outages_text(measure)))
        self._figures.say("  ·  ".join(parts))

    def _show_remark(self) -> None:
        """Say what else there is to know of the figures: a choice that cycles leave, ways left out."""
        found = () if self._result is None else self._result.warnings
        known = self._result is not None and any(one.partition(":")[0] in _REMARKS for one in found)
        self._remark.setVisible(known)
        if self._result is not None and known:
            from archdraw.core.analysis.warning_words import warning_sentences

            said = warning_sentences(self._result, lambda one: event_name(self._design, one), _REMARKS)
            self._remark.say(f"▲ {said[0]}", "\n".join(said[1:]))

    def _show_counts(self, measure: Measure | None) -> None:
        if measure is None:
            self._counts.say("")
        elif self._older:
            then = "the new result follows" if self._follows else "before the last change"
            self._counts.say(f"Of revision {letters(self._older)}; {then}", f"These belong to {self._older}")
        elif self.points_button.isChecked():
            self._counts.say(style().written(alone_text(measure.single_points)), "What stops it alone")
        else:
            counts = style().written(counts_text(measure.cut_sets))
            self._counts.say(counts, "How many sets, by their number of events")

    def _show_spread(self, measure: Measure | None) -> None:
        ends = measure.uncertainty if measure is not None else None
        self.spread.setVisible(ends is not None)
        if ends is None:
            return
        from archdraw.core.analysis.stated_ranges import stated_ranges

        count = len(stated_ranges(self._design))
        inputs = "a range on 1 input" if count == 1 else f"ranges on {count} inputs"
        self.spread.say(
            f"5–95{THIN}%: {style().written(interval_text(ends))}, from {inputs}",
            "With 90 % certainty the availability lies between these; click to see the inputs",
        )

    def _show_page(self) -> None:
        self._pages.show_rows(there=bool(self.model.rowCount()))
        if self._result is None:
            text = "What stops a journey is listed here as soon as it has been computed."
        elif self.measure is None:
            text = "This journey has no start yet: choose one in the inspector, then what stops it is listed."
        elif self.model.total:
            text = "No cut set fits the filter; Escape in the filter shows all of them."
        else:
            text = nothing_listed_text(self.measure)
        self._pages.words.setText(text)

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        if self._points is not None:
            self._points.filter(text)
        self._show_page()

    def _show_points(self, alone: bool) -> None:
        self._lists.setCurrentWidget(self.points if alone else self._pages)
        self._show_counts(self.measure)

    def _light(self, index: QModelIndex) -> None:
        found = self.model.line(index.row())
        if found is not None and not self._filling:
            self._light_events(found.events)

    def _take(self, index: QModelIndex) -> None:
        found = self.model.line(index.row())
        if found is not None:
            self._select_events(found.events)

    def _light_events(self, events: tuple[str, ...]) -> None:
        self.lit.emit(frozenset(element_of_event(self._design, event) for event in events))

    def _select_events(self, events: tuple[str, ...]) -> None:
        self.selected.emit(frozenset(element_of_event(self._design, event) for event in events))
