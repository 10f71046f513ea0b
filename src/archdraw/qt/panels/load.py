"""The load panel: how long a journey takes and what makes it up, at any traffic, and what breaks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.result import Analysis
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import bar_in, edge_to_edge
from archdraw.qt.bridge.plot_library import plot_library
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.filter_table import FilterTable
from archdraw.qt.panels.load_answer import LoadAnswer, answer_for
from archdraw.qt.panels.load_rows import BarDelegate, LoadRows
from archdraw.qt.panels.load_words import (
    completion_rows,
    hop_rows,
    limit_rows,
    percentile_rows,
    range_rows,
    state_words,
)
from archdraw.qt.panels.traffic_slider import TrafficSlider

if TYPE_CHECKING:
    from archdraw.editor.workspace import SessionEvent
    from archdraw.qt.panels.latency_plot import LatencyPlot

_REST_MS = 60
_NARROW_HOPS_PX, _NARROW_LIMITS_PX = 380, 260
# The least that two of the tables need.
_HOPS_PX, _LIMITS_PX = 140, 120
# So many rows of a table beyond those in sight say how wide its columns are.
_MEASURED = 30
# A panel of less than this shows no curve.
_ROOMY_PX, _PERCENTILES_PX = 900, 320
# One of less leaves out the caption of the slider, too.
_NARROW_PX = 500


class LoadPanel(QWidget):
    """Plot, percentiles, waterfall by hop, and the order in which things break.

    Signals
    -------
    lit(ids)
        These elements are to be pointed out; none of them: nothing any more.
    """

    lit = Signal(frozenset)

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icons = icons
        self._answer: LoadAnswer | None = None
        self._filling = False
        self.run = SideRun(self)
        self._library = plot_library()
        self._library.loaded.connect(self._show)
        self.journey_field = QComboBox()
        self.journey_field.setAccessibleName("Journey")
        self.traffic = TrafficSlider()
        self.state = ElidedLabel()
        self.state.setObjectName("second")
        self.tag = QLabel()
        self.tag.setObjectName("tag")
        self.percentiles = self._table("Latency of the journey", ("", "Time", "Target"))
        self.hops = self._table(
            "What makes up the latency, hop by hop", ("Hop", "Waits", "Works", "Mean", "of p99")
        )
        self.limits = self._table("What breaks first", ("Breaks first", "Limit", "At traffic"), 2)
        self.plot: LatencyPlot | None = None
        self._waiting_words = QLabel("Working out the latency …")
        self._waiting_words.setObjectName("second")
        self._waiting_words.setWordWrap(True)
        self._waiting_words.setMargin(10)
        self._lay_out()
        self.run.answered.connect(self._take_answer)
        self.run.failed.connect(self._say_failed)
        self.journey_field.currentIndexChanged.connect(self._take_journey)
        self.traffic.moved.connect(session.set_traffic)
        self._stop = session.listen(self._hear)
        self.traffic.show_factor(session.traffic.factor)

    @property
    def busy(self) -> bool:
        """Whether figures are being computed, or what draws them is being loaded."""
        return self.run.busy or self._library.busy

    def close_session(self) -> None:
        """Stop listening and computing."""
        self._stop()
        self.run.stop()

    # -- assembly ------------------------------------------------------------------------------

    def _table(self, name: str, titles: tuple[str, ...], words: int = 1) -> FilterTable:
        table = FilterTable(name)
        model = LoadRows(self._icons, titles, words)
        model.setParent(table)
        table.setModel(model)
        table.setItemDelegateForColumn(len(titles) - 1, BarDelegate(self._icons, table))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Beyond what is in sight Qt would measure a thousand rows more.
        header.setResizeContentsPrecision(_MEASURED)
        header.setMinimumSectionSize(44)
        table.pointed.connect(lambda index: self._light(model, index.row()))
        table.let_go.connect(lambda: self.lit.emit(frozenset()))
        return table

    def _lay_out(self) -> None:
        whole = edge_to_edge(QVBoxLayout(self))
        bar = bar_in(whole)
        self.journey_field.setMinimumWidth(90)
        self.journey_field.setMaximumWidth(260)
        bar.addWidget(self.journey_field)
        bar.addWidget(self.traffic)
        bar.addWidget(self.tag)
        bar.addWidget(self.state, 1)
        self._drawn = drawn = QWidget()
        self._plot_place = QStackedLayout(drawn)
        self._plot_place.addWidget(self._waiting_words)
        self._body = QSplitter()
        self._body.setChildrenCollapsible(False)
        for widget, stretch in ((drawn, 4), (self.percentiles, 3), (self.hops, 5), (self.limits, 4)):
            self._body.addWidget(widget)
            self._body.setStretchFactor(self._body.count() - 1, stretch)
        drawn.setMinimumWidth(150)
        self.hops.setMinimumWidth(_HOPS_PX)
        self.limits.setMinimumWidth(_LIMITS_PX)
        self._body.splitterMoved.connect(lambda *_: self._fit_columns())
        whole.addWidget(self._body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_columns)

    def _fit_columns(self) -> None:
        """Leave out what says least where names would have no room; the tip of a row has the figures.

        The curve goes first: on a strip it says nothing, and its percentiles stand beside it.
        """
        # As wide as it may be: its own least width may still be that of a wider window.
        place = self.parentWidget()
        room = self.width() if place is None else min(self.width(), place.width())
        self._drawn.setVisible(room >= _ROOMY_PX)
        self.traffic.caption.setVisible(room >= _NARROW_PX)
        model = self.percentiles.model()
        self.percentiles.setColumnHidden(2, not (isinstance(model, LoadRows) and model.has(2)))
        wanted = min(_PERCENTILES_PX, self._wanted_width(self.percentiles))
        # In the narrowest window they may scroll, rather than push what breaks first off its edge.
        left = room - _HOPS_PX - _LIMITS_PX - 2 * self._body.handleWidth()
        self.percentiles.setMinimumWidth(min(wanted, max(_LIMITS_PX, left)))
        narrow = self.hops.width() < _NARROW_HOPS_PX
        self.hops.setColumnHidden(1, narrow)
        self.hops.setColumnHidden(2, narrow)
        self.limits.setColumnHidden(1, self.limits.width() < _NARROW_LIMITS_PX)

    @staticmethod
    def _wanted_width(table: FilterTable) -> int:
        """Return how wide a table is that cuts nothing and needs no sideways scrolling."""
        header = table.horizontalHeader()
        shown = [column for column in range(header.count()) if not header.isSectionHidden(column)]
        columns = sum(
            max(table.sizeHintForColumn(column), header.sectionSizeHint(column)) for column in shown
        )
        return columns + table.verticalScrollBar().sizeHint().width() + 2 * table.frameWidth()

    # -- what is asked -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._library.begin()
        self.take(self._session.analysis)

    def take(self, _analysis: Analysis | None) -> None:
        """Follow the newest result; what is shown is computed beside the window."""
        if self.isVisible():
            self._fill_journeys()
            self.run.ask_later(self._ask, _REST_MS)

    def focus_rows(self) -> None:
        """Give the keyboard to the slider: what this panel is moved with."""
        self.traffic.slider.setFocus()

    def restyle(self) -> None:
        """Show everything in the colours and figures that are set."""
        if self.plot is not None:
            self.plot.restyle()
        self._show()

    @property
    def journey_id(self) -> str | None:
        """The journey that is shown."""
        found: Any = self.journey_field.currentData()
        return found if isinstance(found, str) else None

    @property
    def answer(self) -> LoadAnswer | None:
        """What is shown, None while nothing has been computed."""
        return self._answer

    def _fill_journeys(self) -> None:
        design = self._session.design
        wanted = self.journey_id or self._session.journey_id
        self._filling = True
        entries = [(journey.name or journey.id, journey.id) for journey in design.journeys]
        now = [
            (self.journey_field.itemText(at), self.journey_field.itemData(at))
            for at in range(self.journey_field.count())
        ]
        if entries != now:
            self.journey_field.clear()
            for name, journey_id in entries:
                self.journey_field.addItem(name, journey_id)
        place = self.journey_field.findData(wanted)
        self.journey_field.setCurrentIndex(max(0, place) if entries else -1)
        self.journey_field.setEnabled(bool(entries))
        self._filling = False

    def _take_journey(self) -> None:
        if not self._filling:
            self.run.ask_later(self._ask, 0)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        journey = self.journey_id
        if journey is None:
            self.run.cancel()
            self._answer = None
            self._show()
            return
        traffic, analysis = self._session.traffic, self._session.present_analysis
        flow, factor = traffic.flow(), traffic.factor
        self.run.ask(lambda should_stop: answer_for(flow, factor, journey, analysis, should_stop))

    def _take_answer(self, answer: object) -> None:
        if isinstance(answer, LoadAnswer):
            self._answer = answer
            self._show()

    def _say_failed(self, sentence: str) -> None:
        self._answer = None
        self._show()
        self.state.say(sentence)

    # -- what is shown -------------------------------------------------------------------------

    def _show(self) -> None:
        answer, design = self._answer, self._session.design
        latency = answer.latency if answer is not None else None
        completion = answer.completion if answer is not None else None
        targets = answer.targets if answer is not None else {}
        rows = (
            (
                self.percentiles,
                [
                    *percentile_rows(latency, targets),
                    *range_rows(answer.p99_range if answer is not None else None),
                    *completion_rows(completion),
                ],
            ),
            (self.hops, hop_rows(design, latency)),
            (self.limits, limit_rows(design, answer)),
        )
        for table, found in rows:
            model = table.model()
            if isinstance(model, LoadRows):
                model.show(found)
        self._fit_columns()
        words, tag = state_words(design, answer)
        self.state.say(words)
        self.tag.setText(tag)
        self.tag.setVisible(bool(tag))
        if latency is None or not latency.stable or not latency.curve:
            self._waiting_words.setText(words or "Working out the latency …")
            self._plot_place.setCurrentWidget(self._waiting_words)
            return
        plot = self._made_plot()
        if plot is None:
            self._waiting_words.setText("Drawing the latency …")
            self._plot_place.setCurrentWidget(self._waiting_words)
            return
        plot.show_latency(latency, {name: time for name, time in targets.items() if name != "mean_ms"})
        self._plot_place.setCurrentWidget(plot)

    def _made_plot(self) -> LatencyPlot | None:
        """Return the plot; None while what draws it is still being loaded."""
        if self.plot is None and self._library.ready:
            from archdraw.qt.panels.latency_plot import LatencyPlot

            self.plot = LatencyPlot(self._icons)
            self._plot_place.addWidget(self.plot)
        return self.plot

    def _light(self, model: LoadRows, at: int) -> None:
        row = model.row(at)
        if row is not None and row.element is not None:
            self.lit.emit(frozenset({row.element}))

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "overlay":
            self._follow_traffic()

    def _follow_traffic(self) -> None:
        factor = self._session.traffic.factor
        shown = self._answer.factor if self._answer is not None else None
        self.traffic.show_factor(factor)
        if shown != factor and self.isVisible():
            self.run.ask_later(self._ask, _REST_MS)
