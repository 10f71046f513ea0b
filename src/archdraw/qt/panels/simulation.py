"""The simulation panel: what to simulate, its figures beside the computed ones, and plots over time.

The replications run in processes of their own, so that the window's frames never wait for them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.revision import design_revision
from archdraw.core.analysis.simulation.keeping import kept_simulation
from archdraw.core.analysis.simulation.results import SimulationResult
from archdraw.core.analysis.simulation.wording import headline, span_text
from archdraw.core.drawing import Theme
from archdraw.core.history import Changed
from archdraw.core.model import element_name
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import keeping
from archdraw.editor.session import Session
from archdraw.qt.bridge.layouts import bar_in, edge_to_edge, nested
from archdraw.qt.bridge.plot_library import plot_library
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.bridge.worker import DRAWING_ONLY, ShouldStop
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.filter_table import FilterTable, RowsOrWords
from archdraw.qt.panels.simulation_form import SimulationForm
from archdraw.qt.panels.simulation_model import PLOT_NAMES, SimulationModel

if TYPE_CHECKING:
    from archdraw.qt.panels.simulation_plots import SimulationPlots

_PROGRESS_MS = 100
_ROOM_PX, _WIDEST_PX = 10, 240
_PLOT_PX, _TABLE_PX = 260, 720
_NAME_PX, _LEAST_PX = 110, 60
_NO_PLOT = "Figures only"


class SimulationPanel(QWidget):
    """Form, table and plots.

    Signals
    -------
    kept(words)
        The result was put into the document, for its report.
    copied(rows)
        So many rows are on the clipboard.
    """

    kept = Signal(str)
    copied = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._theme = theme
        self._run = SideRun(self)
        self._choices = SideRun(self)
        self._library = plot_library()
        self._library.loaded.connect(self._show_plots)
        self._share = 0.0
        self._problem = ""
        self._stale = False
        self.result: SimulationResult | None = None
        self.form = SimulationForm()
        self.model = SimulationModel()
        self.table = FilterTable("Figures of the simulation")
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(160, 6)
        self.progress.setAccessibleName("Simulated so far")
        self.keep_button = QPushButton("Keep for the report")
        self.keep_button.setToolTip("Put this result into the document: its report gets a chapter on it")
        self.plot_field = QComboBox()
        self.plot_field.setAccessibleName("Plot")
        self.plot_field.setToolTip("Which plot is shown where there is no room for all three")
        self.plot_field.addItems((*PLOT_NAMES, _NO_PLOT))
        self.plot_field.hide()
        self.copy_button = QPushButton("Copy")
        self.copy_button.setToolTip("Copy the rows as a table, for a spreadsheet (Ctrl+C)")
        self._state = ElidedLabel()
        self._state.setObjectName("second")
        self._words = ElidedLabel()
        self._words.setObjectName("second")
        self._pages = RowsOrWords(self.table)
        self.plots: SimulationPlots | None = None
        # What was chosen by hand, which stays however much or little room there is.
        self._plot_chosen: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PROGRESS_MS)
        self._timer.timeout.connect(self._show_share)
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.form.show_journeys(session.design, session.journey_id)
        self._show_state()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(_LEAST_PX)
        header.setStretchLastSection(True)
        table.selectionModel().currentRowChanged.connect(lambda now, _: self._show_words(now))
        table.let_go.connect(lambda: self._words.say(""))
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def _lay_out(self) -> None:
        whole = edge_to_edge(QVBoxLayout(self))
        bar = bar_in(whole)
        bar.addWidget(self.form.run_button)
        bar.addWidget(self.progress)
        bar.addWidget(self._state, 1)
        bar.addWidget(self.plot_field)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.keep_button)
        figures = QWidget()
        column = edge_to_edge(QVBoxLayout(figures))
        column.addWidget(self._pages, 1)
        words = nested(column, QHBoxLayout())
        words.setContentsMargins(8, 2, 8, 4)
        words.addWidget(self._words)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.form)
        self._split.addWidget(figures)
        self._split.setStretchFactor(0, 0)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._split.splitterMoved.connect(lambda *_: self._fit_columns())
        whole.addWidget(self._split, 1)

    def _connect(self) -> None:
        self._run.answered.connect(self._take_answer)
        self._run.failed.connect(self._take_problem)
        self._choices.answered.connect(self._take_choices)
        self._choices.failed.connect(lambda _: self.form.show_elements(self.session.design, []))
        self.form.run_wanted.connect(self.flip)
        self.form.scenario_changed.connect(self._ask_choices)
        self.keep_button.clicked.connect(self.keep)
        self.copy_button.clicked.connect(self.copy)
        self._stop = self.session.store.listen(self._hear)

    # -- what others ask -----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a simulation runs."""
        return self._run.busy

    @property
    def drawing(self) -> bool:
        """Whether there is a result whose plots are not there yet."""
        made = self.plots is not None and self.plots.whole
        return self.isVisible() and self.result is not None and not made

    @property
    def state(self) -> str:
        """What is said about the result."""
        return self._state.text()

    @property
    def words(self) -> str:
        """What is said about the chosen figure."""
        return self._words.text()

    @property
    def empty_words(self) -> str:
        """What is said where there are no figures."""
        return self._pages.words.text()

    def focus_form(self) -> None:
        """Give the keyboard to the first field."""
        self.form.journey_field.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        if self.plots is not None:
            self.plots.set_theme(theme)

    def close_session(self) -> None:
        """Stop listening and simulating."""
        self._stop()
        self._timer.stop()
        self._choices.stop()
        self._run.stop()

    def flip(self) -> None:
        """Start, or cancel what runs."""
        if self.busy:
            self._run.cancel()
            self._timer.stop()
            self._show_state()
        else:
            self.simulate()

    def simulate(self) -> None:
        """Simulate what the form asks for, on a thread that leaves the work to processes."""
        try:
            request = self.form.request()
        except ValueError as error:
            self.session.say(str(error))
            return
        if request is None:
            self.session.say("Add a journey first: a simulation follows the requests of one.")
            return
        design, catalog = self.session.design, self.session.catalog
        self._problem, self._share = "", 0.0
        workers = own_processes()

        def work(should_stop: ShouldStop) -> Any:
            from archdraw.core.analysis.simulation.running import simulate

            return simulate(
                design, catalog, request, workers=workers, progress=self._take_share, should_stop=should_stop
            )

        self._run.ask(work)
        self._timer.start()
        self._show_state()

    def keep(self) -> None:
        """Put the result into the document, for its report."""
        if self.result is None:
            return
        try:
            keeping.keep_simulation(self.session, self.result)
        except EditRefused as refusal:
            self.session.say(str(refusal))
            return
        self.kept.emit(headline(self.result, self.session.design))

    def copy(self) -> None:
        """Put the table on the clipboard, with tabs."""
        QGuiApplication.clipboard().setText(self.model.as_text())
        self.copied.emit(self.model.rowCount())

    # -- following -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._library.begin()
        self.form.show_journeys(self.session.design, self.session.journey_id)
        if self.result is None and not self.busy:
            kept = kept_simulation(self.session.design)
            if kept is not None:
                self._show_result(kept)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._choices.cancel()

    def _hear(self, changed: Changed) -> None:
        if changed.diff and not set(changed.diff) - DRAWING_ONLY:
            return
        if changed.origin == "load":
            self._run.cancel()
            self._timer.stop()
            self._show_result(None)
        self._stale = self.result is not None and self.result.revision != design_revision(self.session.design)
        if self.isVisible():
            self.form.show_journeys(self.session.design, self.session.journey_id)
        self._show_state()

    def _ask_choices(self) -> None:
        journey, play = self.form.journey, self.form.scenario
        if journey is None or play.elements is None:
            return
        design, catalog = self.session.design, self.session.catalog

        def work(_should_stop: ShouldStop) -> Any:
            from archdraw.core.analysis.simulation.running import able_to_strike

            return play.id, able_to_strike(design, catalog, journey, play.id)

        self._choices.ask(work)

    def _take_choices(self, answer: Any) -> None:
        scenario, able = answer
        if scenario == self.form.scenario.id:
            self.form.show_elements(self.session.design, able.get(scenario, []))

    def _take_share(self, share: float) -> None:
        self._share = share

    def _show_share(self) -> None:
        self.progress.setValue(round(self._share * 1000))

    def _take_answer(self, answer: Any) -> None:
        self._timer.stop()
        self._show_result(answer)

    def _take_problem(self, sentence: str) -> None:
        self._timer.stop()
        self._problem = sentence
        self._show_state()

    def _show_result(self, result: SimulationResult | None) -> None:
        design = self.session.design
        self.result = result
        self._stale = result is not None and result.revision != design_revision(design)
        self._words.say("")
        self.model.show(result, design)
        if result is not None:
            self._fit_columns()
        self._show_plots()
        self._show_state()

    def _show_plots(self) -> None:
        """Draw the result, once what draws it is there."""
        if self.plots is None:
            if self.result is None or not self._library.ready:
                return
            self.plots = self._make_plots()
        self.plots.setVisible(self.result is not None and self.plot_field.currentIndex() < len(PLOT_NAMES))
        self.plots.show_result(self.result, self.session.design)

    def _make_plots(self) -> SimulationPlots:
        from archdraw.qt.panels.simulation_plots import SimulationPlots

        plots = SimulationPlots(self._theme)
        plots.fitted.connect(self.plot_field.setHidden)
        self.plot_field.currentIndexChanged.connect(self._choose_plot)
        self.plot_field.setVisible(True)
        self._split.addWidget(plots)
        self._split.setStretchFactor(2, 0)
        wide = self._split.width() - self.form.width()
        table = max(wide // 2, min(wide - _PLOT_PX, _TABLE_PX))
        self._split.setSizes([self.form.width(), table, wide - table])
        QTimer.singleShot(0, self, self._fit_columns)
        return plots

    def _choose_plot(self, at: int) -> None:
        """Show a plot whatever room it leaves to the figures, or none whatever room there is."""
        self._plot_chosen = at
        if self.plots is not None:
            self.plots.setVisible(at < len(PLOT_NAMES) and self.result is not None)
            if at < len(PLOT_NAMES):
                self.plots.choose(at)
        QTimer.singleShot(0, self, self._fit_columns)

    def _give_room(self, wanted: int) -> None:
        """Leave the plots out where the figures would be cut beside them; choosing one brings it back."""
        plots = self.plots
        if plots is None or self._plot_chosen is not None:
            return
        tight = wanted + _PLOT_PX > self._split.width() - self.form.width()
        if tight == plots.isHidden():
            return
        plots.setHidden(tight)
        with QSignalBlocker(self.plot_field):
            self.plot_field.setCurrentIndex(len(PLOT_NAMES) if tight else 0)
        self.plot_field.setVisible(tight)
        QTimer.singleShot(0, self, self._fit_columns)

    def _fit_columns(self) -> None:
        """Give every column its width; where there is no room for intervals, the tips have them."""
        if self.result is None:
            return
        self.model.set_brief(True)
        brief = self._wanted_widths()
        self._give_room(sum(brief))
        self.model.set_brief(False)
        widths = self._wanted_widths()
        if sum(widths) > self.table.viewport().width():
            self.model.set_brief(True)
            widths = self._squeezed(brief)
        for column, width in enumerate(widths):
            self.table.horizontalHeader().resizeSection(column, width)

    def _squeezed(self, widths: list[int]) -> list[int]:
        """Return narrower columns where these have no room: first titles give way, then names."""
        room = self.table.viewport().width()
        if sum(widths) <= room:
            return widths
        figures = [max(_LEAST_PX, self.table.sizeHintForColumn(at)) for at in range(1, len(widths))]
        return [max(_NAME_PX, room - sum(figures)), *figures]

    def _wanted_widths(self) -> list[int]:
        header, columns = self.table.horizontalHeader(), range(self.model.columnCount())
        wanted = [max(self.table.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in columns]
        return [min(one + _ROOM_PX, _WIDEST_PX) for one in wanted]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_columns)

    def _show_words(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        self._words.say(line.words.replace("\n", " ") if line is not None else "")

    def _show_state(self) -> None:
        busy, result = self.busy, self.result
        self.form.show_running(running=busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.setValue(round(self._share * 1000))
        self.keep_button.setEnabled(result is not None and not busy)
        self.copy_button.setEnabled(result is not None)
        design = self.session.design
        if busy:
            self._state.say("simulating…")
        elif self._problem:
            self._state.say(self._problem)
        elif result is not None:
            journey = element_name(design, result.journey)
            stale = "of an earlier state of the design · " if self._stale else ""
            notes = "\n".join(result.notes)
            self._state.say(f"{stale}{journey} · {headline(result, design)} · {span_text(result)}", notes)
        else:
            self._state.say("")
        self._pages.show_rows(there=self.model.rowCount() > 0)
        if not design.journeys:
            text = "Add a journey in the panel beside this one: a simulation follows its requests."
        elif busy:
            text = "Requests are being followed one by one…"
        else:
            text = (
                "Run a scenario: latencies, errors and queues are shown here with their 95 % intervals, "
                "beside what the formulas say."
            )
        self._pages.words.setText(text)


def own_processes() -> int:
    """Return how many processes replications run in: one core is the window's."""
    return max(1, min(8, (os.cpu_count() or 2) - 1))
