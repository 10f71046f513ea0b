"""The status line: the chosen journey's availability and ceiling, what is being done, problems and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QWidget,
)

from archdraw.core.analysis.result import Analysis
from archdraw.editor.hints import hint_of
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import (
    bounds_text,
    counted,
    downtime_of,
    first_bounds_tip,
    letters,
    measured_text,
    rate_text,
    style,
)
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.live_analysis import FirstBounds
from archdraw.qt.bridge.motion import moves
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.strips import announce

if TYPE_CHECKING:
    from archdraw.qt.panels.analysis_offer import AnalysisOffer
    from archdraw.qt.panels.ways import Ways

_REFRESH_MS = 40
# That lines find their ways is not told where it takes less.
_SHORT_MS = 300


class StatusLine(QWidget):
    """The foot of the window.

    Signals
    -------
    cancel_wanted()
        The long job under way is to be stopped.
    problems_wanted()
        The findings are to be shown.
    zoom_wanted()
        The drawing is to be shown at 100 %.
    stop_wanted(), again_wanted()
        The analysis is to be stopped, or to begin again.
    """

    cancel_wanted = Signal()
    problems_wanted = Signal()
    zoom_wanted = Signal()
    stop_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAccessibleName("Status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(30)
        self._session = session
        self._icons = icons
        self._analysis: Analysis | None = None
        self._bounds: FirstBounds | None = None
        self._state_ways: tuple[str, ...] = ("",)
        # Whether the figures may be of before the last change, and whether the next ones were called off.
        self._behind = self._stopped = False
        self._journey = QComboBox()
        self._journey.setAccessibleName("Journey that the status line is about")
        self._journey.setToolTip("The journey that overlays and status line are about")
        self._journey.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._journey.setMaximumWidth(240)
        self._journey.setMinimumContentsLength(12)
        self._figures = QLabel()
        self._figures.setObjectName("figure")
        self._state = QLabel()
        self._hint = ElidedLabel()
        self._hint.hide()
        self._work = QLabel()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(140)
        self._cancel = QToolButton()
        self._cancel.setText("Cancel")
        self._cancel.setObjectName("cancelWork")
        self._problems = QToolButton()
        self._problems.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._problems.setIconSize(QSize(14, 14))
        self._problems.setToolTip("Show the findings")
        self._zoom = QToolButton()
        self._zoom.setToolTip("Zoom to 100 %")
        for button in (self._cancel, self._problems, self._zoom):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self._journey.activated.connect(self._choose)
        self._cancel.clicked.connect(self._ask_to_stop)
        self._problems.clicked.connect(self.problems_wanted)
        self._zoom.clicked.connect(self.zoom_wanted)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._follow)
        self._stop = session.listen(self._hear)
        self.end_work()
        self.count_problems(None)
        self._show_zoom()
        self.refresh()

    def _lay_out(self) -> None:
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(10)
        layout.addWidget(self._journey)
        layout.addWidget(self._figures)
        layout.addWidget(self._state)
        layout.addWidget(self._hint, 1000)
        layout.addStretch(1)
        # What stops an analysis is there once one takes long.
        self._offer: AnalysisOffer | None = None
        # Told by what the canvas has to do, in large drawings only.
        self._ways: Ways | None = None
        self._share = 0, 0
        self._ways_late = QTimer(self)
        self._ways_late.setSingleShot(True)
        self._ways_late.timeout.connect(self._make_ways)
        for widget in (self._work, self._progress, self._cancel):
            layout.addWidget(widget)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedSize(1, 16)
        layout.addWidget(line)
        layout.addWidget(self._problems)
        layout.addWidget(self._zoom)

    @property
    def text(self) -> str:
        """The figures as shown."""
        return self._figures.text()

    @property
    def state(self) -> str:
        """The revision of the figures, or "calculating…"."""
        return self._state.text()

    @property
    def hint(self) -> str:
        """What is said about the keys of the gesture under way, else an empty text."""
        return self._hint.text()

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._stop()

    # -- analysis ------------------------------------------------------------------------------

    def note_calculating(self) -> None:
        """Say that the figures are being calculated anew; the old ones stay, greyed if it takes long."""
        if self._session.analysis is None:
            # What was known may be of another document.
            self._analysis = self._bounds = None
            self.refresh()
        self._stopped = False
        self._say_state("calculating…", behind=True)
        if self._bounds is not None:
            # Whoever waits for this design's results is told at once.
            self.note_older(older=True)

    def note_older(self, older: bool) -> None:
        """Grey the figures while they are of before the last change; first bounds may be of after it."""
        grey = older and self._behind
        if grey != bool(self._figures.property("older")):
            self._figures.setProperty("older", grey)
            self._figures.style().unpolish(self._figures)
            self._figures.style().polish(self._figures)

    def note_failed(self) -> None:
        """Say that the calculation broke off."""
        self._bounds = None
        self.refresh()
        self._say_state("not calculated")

    def take(self, analysis: Analysis) -> None:
        """Show the newest figures."""
        self._stopped = False
        self._analysis, self._bounds = analysis, None
        self.note_older(older=False)
        self._say_state(f"revision {letters(analysis.revision)}")
        self._state.setToolTip(f"The figures belong to {analysis.revision}")
        self.refresh()

    def take_figures(self, analysis: Analysis) -> None:
        """Show the newest figures, whose findings follow."""
        self.take(analysis)
        whole = f"revision {letters(analysis.revision)}"
        self._say_state(f"{whole}, findings follow", whole)

    def take_bounds(self, bounds: FirstBounds) -> None:
        """Show what the availability lies between until the newest figures are there."""
        self._stopped = False
        self._bounds = bounds
        self.refresh()
        short = f"first bounds of {letters(bounds.revision)}"
        whole = f"first bounds of revision {letters(bounds.revision)}"
        self._say_state(f"{whole}, result follows", whole, short, "first bounds")
        self.note_older(older=False)
        self._state.setToolTip(f"The figures belong to {bounds.revision}")

    @property
    def _ends(self) -> tuple[float, float] | None:
        """What the availability of the chosen journey lies between, until there is a result."""
        served = {} if self._bounds is None else self._bounds.served
        return served.get(str(self._journey.currentData()))

    def _say_state(self, *ways: str, behind: bool = False) -> None:
        """Say what the state is, in the longest of these ways there is room for."""
        self._behind = behind
        self._state_ways = ways
        self._state.setAccessibleName(ways[0])
        self._fit_state()

    def _fit_state(self) -> None:
        layout = self.layout()
        chosen = self._state_ways[-1]
        if layout is not None and len(self._state_ways) > 1:
            metrics = self._state.fontMetrics()
            room = self.width() - layout.minimumSize().width() + self._state.minimumSizeHint().width()
            room -= metrics.averageCharWidth()
            fitting = (words for words in self._state_ways if metrics.horizontalAdvance(words) <= room)
            chosen = next(fitting, chosen)
        self._state.setText(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if len(self._state_ways) > 1:
            self._fit_state()

    def refresh(self) -> None:
        """Show the journeys of the document and the figures of the chosen one."""
        journeys = tuple(self._session.store.table("journeys").values())
        with QSignalBlocker(self._journey):
            wanted = [(journey.id, journey.name or journey.id) for journey in journeys]
            shown = [
                (self._journey.itemData(at), self._journey.itemText(at))
                for at in range(self._journey.count())
            ]
            if wanted != shown:
                self._journey.clear()
                for journey_id, name in wanted:
                    self._journey.addItem(name, journey_id)
            chosen = self._session.journey_id
            at = self._journey.findData(chosen) if chosen is not None else 0
            self._journey.setCurrentIndex(max(0, at))
        self._journey.setVisible(bool(journeys))
        self._figures.setText(self._words())
        self._figures.setToolTip(self._tip())

    def _words(self) -> str:
        if not self._session.store.table("journeys"):
            return "No journey yet: add one to see availability and load"
        if self._bounds is not None:
            unknown = "–" if self._stopped else "…"
            return f"{bounds_text(self._ends)} bounded" if self._ends is not None else unknown
        if self._analysis is None:
            return ""
        result = self._analysis.journey(str(self._journey.currentData()))
        if result is None:
            return ""
        parts = []
        measure = result.measures.get("served")
        if measure is not None:
            parts.append(f"{measured_text(measure)} {measure.method}")
            parts.append(downtime_of(measure))
        if result.ceiling_rps is not None:
            parts.append(f"ceiling {rate_text(result.ceiling_rps)}")
        return "  ·  ".join(parts)

    def _tip(self) -> str:
        """Return how the availability was found, and how far it can be trusted."""
        if self._bounds is not None:
            if self._ends is None:
                return ""
            return first_bounds_tip(self._ends, self._bounds.revision, stopped=self._stopped)
        result = self._analysis.journey(str(self._journey.currentData())) if self._analysis else None
        measure = result.measures.get("served") if result is not None else None
        if measure is None:
            return ""
        from archdraw.core.analysis.cut_set_words import method_meaning, method_tag, outages_text

        often = style().written(outages_text(measure))
        tag = style().written(method_tag(measure))
        return f"Availability: {tag}\n{method_meaning(measure)}\n{often[:1].upper()}{often[1:]}."

    # -- stopping the analysis -----------------------------------------------------------------

    @property
    def offer(self) -> AnalysisOffer:
        """The button that stops the analysis or begins it again, made when it is first needed."""
        if self._offer is None:
            from archdraw.qt.panels.analysis_offer import AnalysisOffer

            self._offer = AnalysisOffer(self.stop_wanted.emit, self.again_wanted.emit)
            self._row.insertWidget(self._row.indexOf(self._hint), self._offer)
        return self._offer

    def note_working(self, seconds: int, step: str) -> None:
        """Say how long closer figures have been worked out and what is now, and offer to stop that."""
        from archdraw.qt.panels.analysis_offer import working_words

        self.offer.offer_stop(seconds)
        if self._bounds is not None or self._behind:
            bounds = "" if self._bounds is None else letters(self._bounds.revision)
            self._state_ways = working_words(step, bounds)
        elif self._analysis is self._session.analysis is not None:
            whole = f"revision {letters(self._session.analysis.revision)}"
            self._state_ways = f"{whole}, times follow", whole
        self._fit_state()

    def note_stopped(self, *, behind: bool) -> None:
        """Say what shows now that the analysis was stopped, and how to go on; the figures stay.

        `behind` tells that there is no result for the present design.
        """
        from archdraw.qt.panels.analysis_offer import stopped_words

        newest = self._analysis is not self._session.analysis
        said, wanted = stopped_words(self._bounds, self._analysis, behind=behind, newest=newest)
        whole = f"{said}. Analyse again, or change the design, for {wanted}."
        self._stopped = True
        self.offer.offer_again(wanted)
        older = behind and not newest and self._bounds is None
        self._say_state(whole, said, "Stopped", behind=older)
        self._state.setToolTip(whole)
        self.refresh()
        announce(self, whole)

    def note_broken_off(self) -> None:
        """Offer to analyse again."""
        self.offer.offer_again("its figures")
        self._fit_state()

    def end_offer(self) -> None:
        """Offer neither to stop nor to go on."""
        if self._offer is not None:
            self._offer.withdraw()
            self._fit_state()

    def _choose(self, index: int) -> None:
        self._session.choose_journey(self._journey.itemData(index))
        self.refresh()

    # -- work, problems, zoom ------------------------------------------------------------------

    def show_ways(self, found: int, total: int) -> None:
        """Say how many lines of how many have found their ways where it takes long; 0 of 0: all have."""
        self._share = found, total
        if self._ways is not None:
            self._ways.tell(found, total)
        elif not total:
            self._ways_late.stop()
        elif not self._ways_late.isActive():
            self._ways_late.start(_SHORT_MS)

    def _make_ways(self) -> None:
        from archdraw.qt.panels.ways import Ways

        self._ways = Ways(_SHORT_MS, self)
        self._row.insertWidget(self._row.indexOf(self._work), self._ways)
        self._ways.begin(*self._share)

    @property
    def ways(self) -> str:
        """What is said about lines that look for their ways; empty while nothing is."""
        return self._ways.text() if self._ways is not None and self._ways.isVisibleTo(self) else ""

    def begin_work(self, label: str) -> None:
        """Show that a long job runs."""
        self._work.setText(label)
        self._cancel.setEnabled(True)
        self._show_unknown()
        for widget in (self._work, self._progress, self._cancel):
            widget.show()

    def _show_unknown(self) -> None:
        still = not moves()
        self._progress.setRange(0, 2 if still else 0)
        if still:
            self._progress.setValue(1)

    def show_progress(self, share: float, text: str) -> None:
        """Show how far the job is (0..1; below 0: unknown)."""
        if share < 0:
            self._show_unknown()
        else:
            self._progress.setRange(0, 1000)
            self._progress.setValue(round(share * 1000))
        if text:
            self._work.setText(text)

    @property
    def work(self) -> str:
        """What is said about the job under way; empty while there is none."""
        return self._work.text() if self._work.isVisibleTo(self) else ""

    @property
    def is_still(self) -> bool:
        """Whether the bar of the job under way stands still."""
        return self._progress.maximum() > 0

    def _ask_to_stop(self) -> None:
        """Have the job stopped, and say so at once: a child process takes a moment to end."""
        self._work.setText("Stopping …")
        self._cancel.setEnabled(False)
        self.cancel_wanted.emit()

    def end_work(self) -> None:
        """Hide what is about the long job."""
        for widget in (self._work, self._progress, self._cancel):
            widget.hide()

    def count_problems(self, total: int | None, worst: str = "") -> None:
        """Show how many findings there are, None: not known yet; the symbol follows the worst severity."""
        good = total == 0
        name = {"critical": "error", "high": "error", "medium": "warning"}.get(
            worst, "good" if good else "info"
        )
        token = {"critical": "danger", "high": "danger", "medium": "warning"}.get(
            worst, "good" if good else "text-second"
        )
        self._problems.setIcon(self._icons.icon(name, token))
        self._problems.setText("Findings" if total is None else counted(total, "finding"))

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "camera":
            self._show_zoom()
        elif event.kind in ("tool", "editing"):
            self._show_hint()
        elif event.kind in ("overlay", "changed") and not self._timer.isActive():
            self._timer.start()

    def _follow(self) -> None:
        if self._session.store.in_gesture:
            self._timer.start()
        else:
            self.refresh()

    def _show_hint(self) -> None:
        """Say what the held keys do while something is dragged; the figures wait that long."""
        hint = hint_of(self._session.tool, self._session)
        if hint != self._hint.text():
            self._hint.say(hint)
            self._hint.setVisible(bool(hint))
            self._figures.setVisible(not hint)
            self._state.setVisible(not hint)
            if self._offer is not None:
                self._offer.give_way(bool(hint))

    def _show_zoom(self) -> None:
        percent = self._session.camera.zoom * 100
        self._zoom.setText(f"{percent:.0f}\u2009%" if percent >= 1 else "<\u20091\u2009%")
