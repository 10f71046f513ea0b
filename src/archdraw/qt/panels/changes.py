"""The improvements panel: which single change saves most downtime, and making it with one key.

The ranking is calculated beside the window, only while the panel shows; an edit makes it stale.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.history import Changed
from archdraw.core.model import element_name
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import improving
from archdraw.editor.session import Session
from archdraw.qt.bridge.layouts import edge_to_edge
from archdraw.qt.bridge.side_run import SideRun, Tell
from archdraw.qt.bridge.worker import DRAWING_ONLY, ShouldStop
from archdraw.qt.panels.change_model import (
    AVAILABILITY,
    COST,
    DOWNTIME,
    JOURNEY,
    SAVES,
    WHAT,
    WORTH,
    ChangeModel,
)
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords

if TYPE_CHECKING:
    from archdraw.core.analysis.what_if import Change
    from archdraw.core.model import Design

# A ranking that took longer is not made again after each edit, only when it is asked for.
_PATIENCE_S = 8.0
# One that takes long shows what has been found this often.
_TELL_S = 0.5
_WIDTHS = (0, 112, 128, 192, 184, 108, 92)
# What a change needs of a row to be told from others.
_LEAST_PX = 240


class ChangesPanel(QWidget):
    """The ranked changes, and what each would bring.

    Signals
    -------
    applied(label, effect)
        A change was made, as the step of this label; what it does to the journey of its row.
    lit(ids)
        The component of the chosen change is to be pointed out; none: nothing any more.
    """

    applied = Signal(str, str)
    lit = Signal(frozenset)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._run = SideRun(self)
        self._started = 0.0
        self._patient = True
        self._fresh = False
        # Whether the list that comes next follows from a change made here.
        self._applied = False
        self._problem = ""
        # How many changes of how many were tried where the list is not whole.
        self._share: tuple[int, int] | None = None
        self.model = ChangeModel()
        self.table = FilterTable("Single changes by the downtime that they save")
        self.filter_field = FilterField("Filter improvements")
        self.journey_field = QComboBox()
        self.journey_field.setAccessibleName("Journey")
        self._state = ElidedLabel()
        self._state.setObjectName("second")
        self.again = QPushButton("Calculate")
        self.apply_button = QPushButton("Apply")
        self.apply_button.setObjectName("primary")
        self.apply_button.setToolTip("Make the chosen change, in one step (Enter)")
        self._pages = RowsOrWords(self.table)
        self._set_up_table()
        self._lay_out()
        self._run.answered.connect(self._take_answer)
        self._run.told.connect(self._take_part)
        self._run.failed.connect(self._take_problem)
        self.again.clicked.connect(self._flip)
        self.apply_button.clicked.connect(self.apply_chosen)
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(self.focus_rows)
        self.journey_field.currentIndexChanged.connect(self._filter)
        self._stop = session.store.listen(self._hear)
        self._fill_journeys()
        self._show_state()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(64)
        for column, width in enumerate(_WIDTHS):
            if width:
                header.resizeSection(column, width)
        header.setSortIndicator(SAVES, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.taken.connect(lambda _: self.apply_chosen())
        table.doubleClicked.connect(lambda _: self.apply_chosen())
        table.typed.connect(self.filter_field.take)
        table.let_go.connect(lambda: self.lit.emit(frozenset()))
        table.pointed.connect(self._light)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Never from within the header's own signals.
        QTimer.singleShot(0, self, self._fit_columns)

    def _fit_columns(self) -> None:
        """Leave out the columns that say least where changes would have no room; the tips say them all."""
        room = self.width() - self.table.verticalScrollBar().sizeHint().width() - _LEAST_PX
        for column in (SAVES, JOURNEY, DOWNTIME, AVAILABILITY, COST, WORTH):
            room -= _WIDTHS[column]
            self.table.setColumnHidden(column, room < 0)

    def _lay_out(self) -> None:
        column = edge_to_edge(QVBoxLayout(self))
        bar = self.filter_field.bar(column)
        bar.addWidget(self.journey_field)
        bar.addWidget(self._state, 3)
        bar.addWidget(self.again)
        bar.addWidget(self.apply_button)
        column.addWidget(self._pages, 1)

    # -- what others ask -----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a ranking is being calculated."""
        return self._run.busy

    @property
    def stale(self) -> bool:
        """Whether the list belongs to another state of the design than the present one."""
        return not self._fresh

    @property
    def state(self) -> str:
        """What is said about the ranking."""
        return self._state.text()

    @property
    def empty_words(self) -> str:
        """What is said where no row shows."""
        return self._pages.words.text()

    def note_results(self) -> None:
        """The live analysis is done: what it slowed down can be calculated now."""
        self._fill_journeys()
        if not self._fresh and self._patient and self.isVisible():
            self.calculate()
        else:
            self._show_state()

    def restyle(self) -> None:
        """Write all figures anew, in the style that is set."""
        self.model.restyle()

    def focus_rows(self) -> None:
        """Give the keyboard to the rows, the first one chosen."""
        self.table.take_keyboard()

    def close_session(self) -> None:
        """Stop listening and calculating."""
        self._stop()
        self._run.stop()

    def calculate(self) -> None:
        """Rank the changes for the present design, on the thread."""
        design, catalog = self._session.design, self._session.catalog
        self._problem, self._fresh, self._share = "", False, None
        self._started = time.monotonic()

        def work(should_stop: ShouldStop, tell: Tell) -> Any:
            from archdraw.core.analysis.what_if import rank_changes

            last = time.monotonic()

            def told(tried: int, total: int, found: tuple[Change, ...]) -> None:
                nonlocal last
                if time.monotonic() - last >= _TELL_S and tried < total:
                    last = time.monotonic()
                    tell((design, found, (tried, total)))

            return design, rank_changes(design, catalog, should_stop=should_stop, told=told)

        self._run.ask_telling(work)
        self._show_state()

    def apply_chosen(self) -> None:
        """Make the chosen change."""
        line = self.model.line(self.table.currentIndex().row())
        if line is None:
            self._session.say("Choose a change in the list first.")
            return
        if not self._fresh:
            self._session.say("The design has changed since this list was made; calculate it again first.")
            return
        effect = self.model.brief_effect(line)
        self._applied = True
        try:
            improving.apply_change(self._session, line.change)
        except EditRefused as refusal:
            self._applied = False
            self._session.say(str(refusal))
            return
        self.applied.emit(improving.label_of(line.change), effect)

    # -- following -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        whole = self._fresh and self._share is None
        if not whole and not self.busy and (self._patient or not self.model.total):
            self.calculate()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run.cancel()
        self._show_state()

    def _hear(self, changed: Changed) -> None:
        if changed.diff and not set(changed.diff) - DRAWING_ONLY:
            return
        self._run.cancel()
        self._fresh, self._share = False, None
        if changed.origin == "load":
            self._patient = True
            self.model.show((), self._session.design)
        self._show_state()

    def _take_answer(self, answer: Any) -> None:
        design: Design = answer[0]
        found: tuple[Change, ...] = answer[1]
        self._patient = time.monotonic() - self._started < _PATIENCE_S
        self._show_changes(design, found)

    def _take_part(self, part: Any) -> None:
        """Show what has been found so far: it holds, but what follows may be better."""
        self._show_changes(*part)

    def _show_changes(
        self, design: Design, found: tuple[Change, ...], share: tuple[int, int] | None = None
    ) -> None:
        self._fresh, self._share = True, share
        row = self.table.currentIndex().row()
        line = self.model.line(row)
        self.model.show(found, design)
        self._fill_journeys()
        # What follows the change that was made is worth less than what stands in its place.
        place = self.model.place_of(line.change) if line is not None and not self._applied else None
        self._applied = False
        if place is None and line is not None and self.table.hasFocus():
            place = min(row, self.model.rowCount() - 1)  # the keyboard goes on from where it was
        if place is not None:
            self.table.selectRow(place)
        self._show_state()

    def _take_problem(self, sentence: str) -> None:
        self._problem = sentence
        self._show_state()

    def _flip(self) -> None:
        if self.busy:
            self._run.cancel()
            self._patient = False
            self._show_state()
        else:
            self.calculate()

    def _fill_journeys(self) -> None:
        design = self._session.design
        wanted = [("Any journey", None), *((element_name(design, j.id), j.id) for j in design.journeys)]
        field = self.journey_field
        if wanted == [(field.itemText(at), field.itemData(at)) for at in range(field.count())]:
            return
        chosen = field.currentData()
        field.blockSignals(True)
        field.clear()
        for words, journey in wanted:
            field.addItem(words, journey)
        field.setCurrentIndex(max(0, field.findData(chosen)))
        field.blockSignals(False)
        self._filter()

    def _filter(self) -> None:
        self.model.filter(self.filter_field.text(), self.journey_field.currentData())
        self._show_state()

    def _show_state(self) -> None:
        busy = self.busy
        part = "" if self._share is None else f"{self._share[0]} of {self._share[1]} changes tried"
        self.again.setText("Cancel" if busy else "Calculate again" if self.model.total else "Calculate")
        self.again.setVisible(busy or not self._fresh or bool(part))
        self.apply_button.setEnabled(self._fresh and self.model.rowCount() > 0)
        if busy and part:
            self._state.say(f"{part}, the rest follow… ({self.model.method} so far)")
        elif busy:
            self._state.say(
                "calculating…" + ("; the list is that of an earlier state" if self.model.total else "")
            )
        elif self._problem:
            self._state.say(f"The calculation broke off: {self._problem}")
        elif self._fresh and part:
            self._state.say(f"cancelled, {part}; {self.model.method}")
        elif self._fresh:
            self._state.say(f"{self.model.method}: each change by itself, calculated through all journeys")
        else:
            self._state.say(
                "out of date: the design has changed" if self.model.total else "not calculated yet"
            )
        self._show_page(busy)

    def _show_page(self, busy: bool) -> None:
        self._pages.show_rows(there=bool(self.model.rowCount()))
        if not self._session.design.journeys:
            text = "Add a journey beside this panel: then the changes that help it most are listed here."
        elif busy:
            text = "Every single change is being tried…"
        elif self.model.total:
            text = "No change fits the filter, or none helps the journey that is chosen."
        elif self._fresh:
            text = "No single change would save any downtime."
        else:
            text = (
                "The single changes that save most downtime are listed here once they have been calculated."
            )
        self._pages.words.setText(text)

    def _light(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is not None:
            self.lit.emit(frozenset({line.change.component}))
