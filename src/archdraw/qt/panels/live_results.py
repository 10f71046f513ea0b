"""The live figures of one component: availability, load, journeys, and whether it is a single point."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from archdraw.core.analysis.result import Analysis, ComponentResult
from archdraw.core.analysis.wording import (
    DAY_S,
    likely_text,
    own_availability_text,
    percent_text as plain_percent,
)
from archdraw.core.model import Settings
from archdraw.editor.session import Session
from archdraw.editor.workspace import HALTED
from archdraw.qt.bridge.figures import (
    downtime_words,
    percent_text,
    rate_text,
    style as figure_style,
    time_text,
)
from archdraw.qt.bridge.fonts import in_number_font, number_font
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.report.overlays import single_points, total_losses


class LiveResults(QWidget):
    """A quiet box over the fields; hidden for anything that is not one component."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._box = QFrame()
        self._box.setObjectName("liveBox")
        grid = QGridLayout(self._box)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        self._figures: dict[str, QLabel] = {}
        for column, (name, caption) in enumerate(
            (("availability", "Availability"), ("load", "Utilisation at peak"))
        ):
            head = QLabel(caption)
            head.setObjectName("second")
            figure = QLabel("–")
            figure.setObjectName("liveFigure")
            under = QLabel()
            under.setObjectName("second")
            under.setWordWrap(True)
            for row, label in enumerate((head, figure, under)):
                label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
            self._figures[name] = figure
            self._figures[f"{name}-under"] = under
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        self._verdict.setContentsMargins(0, 4, 0, 0)
        self._journeys = QLabel()
        self._journeys.setObjectName("second")
        self._journeys.setWordWrap(True)
        grid.addWidget(self._verdict, 3, 0, 1, 2)
        grid.addWidget(self._journeys, 4, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 8)
        layout.addWidget(self._box)
        self.hide()

    @property
    def availability(self) -> str:
        """Its own availability."""
        return self._figures["availability"].text()

    @property
    def availability_words(self) -> str:
        """How far its own availability can be trusted, and the downtime that it means."""
        return self._figures["availability-under"].text()

    @property
    def verdict(self) -> str:
        """What is said about single points of failure."""
        return self._verdict.text()

    @property
    def journeys(self) -> str:
        """What is said about the journeys that need it."""
        return self._journeys.text()

    def show_component(self, session: Session, component_id: str | None) -> None:
        """Show the figures of a component from the newest analysis, or hide for None."""
        self.setVisible(component_id is not None)
        if component_id is None:
            return
        analysis = session.analysis
        result = analysis.component(component_id) if analysis is not None else None
        if analysis is None or result is None:
            for name, label in self._figures.items():
                label.setText("" if name.endswith("under") else "–")
            halted = HALTED.get(session.analysing)
            self._verdict.setText(f"Not analysed: {halted}" if halted else "calculating…")
            self._verdict.setStyleSheet("")
            self._journeys.setText("")
            return
        self._show_availability(result, session.design.settings)
        self._show_load(result.utilisation, result.rate_rps)
        if result.utilisation_range is not None:
            likely = figure_style().written(likely_text(result.utilisation_range, plain_percent))
            self._figures["load-under"].setText(f"{self._figures['load-under'].text()}\n{likely}")
        self._figures["load-under"].setToolTip(_queue_words(result))
        self._show_verdict(session, analysis, component_id)

    def _show_availability(self, result: ComponentResult, settings: Settings) -> None:
        """Say how much of the time it is up by itself, and how far that can be trusted."""
        figure, under = self._figures["availability"], self._figures["availability-under"]
        figure.setFont(number_font(16))
        availability, method = result.availability, result.availability_method
        if availability is None:
            figure.setText("–")
            under.setText("not part of the sum")
            under.setToolTip("")
            return
        figure.setText(in_number_font(figure_style().written(own_availability_text(result))))
        down_s = (1.0 - availability) * DAY_S
        most = "at most " if method == "bounded" else ""
        spans = down_s * settings.year_days, down_s * settings.month_days
        under.setText(f"{method} · {most}{downtime_words(*spans)}")
        under.setToolTip(
            "Of all its instances together with the domains they stand in, as many of them up as it needs; "
            "without what it calls. The fields below say what it follows from, (i) where each figure is from."
        )

    def _show_load(self, utilisation: float | None, rate: float | None) -> None:
        self._figures["load"].setFont(number_font(16))
        used = percent_text(utilisation) if utilisation is not None else "–"
        self._figures["load"].setText(in_number_font(used))
        no_rate = "no load reaches it" if not rate else rate_text(rate)
        self._figures["load-under"].setText(
            no_rate if utilisation is not None or not rate else f"{no_rate}, no capacity stated"
        )
        hot = utilisation is not None and utilisation > 1
        self._figures["load"].setStyleSheet(f"color: {self._icons.colour('danger').name()}" if hot else "")

    def _show_verdict(self, session: Session, analysis: Analysis, component_id: str) -> None:
        names = {journey.id: journey.name or journey.id for journey in session.design.journeys}
        on = [journey.id for journey in analysis.journeys if component_id in journey.path]
        result = analysis.component(component_id)
        if on:
            said = "On: " + ", ".join(names.get(journey_id, journey_id) for journey_id in on)
        elif result is not None and result.rate_rps:
            said = "No answer waits for it"
        else:
            said = "On no journey"
        self._journeys.setText(said)
        reasons = single_point_reasons(session, analysis, component_id)
        shared = total_losses(session.design, analysis.journeys).get(component_id)
        if not session.design.journeys:
            text, token = "Add a journey to see whether this is a single point of failure", "text-second"
        elif reasons:
            text, token = "\n".join(f"❶ {one}" for one in reasons), "danger"
        elif shared is not None:
            text, token = f"✓ Redundant: {shared}", "good"
        else:
            text, token = "✓ Not a single point of failure", "good"
        self._verdict.setText(text)
        self._verdict.setStyleSheet(f"color: {self._icons.colour(token).name()}")


def _queue_words(result: ComponentResult) -> str:
    """Return how long requests take at a component, and by which model of its queue."""
    if result.growth_rps is not None:
        return f"Unstable: its queue grows by {rate_text(result.growth_rps)}."
    if result.response_ms is None:
        return ""
    answer = f"Answers in {time_text(result.response_ms)} on average"
    if result.waiting_ms is None:
        return f"{answer}; no service time is stated, so no waiting is counted."
    return f"{answer}, {time_text(result.waiting_ms)} of it waiting ({result.queue})."


def single_point_reasons(session: Session, analysis: Analysis, component_id: str) -> tuple[str, ...]:
    """Return why a component is a single point of failure, in sentences; none where it is no such point."""
    from archdraw.core.analysis.element_impact import single_point_sentences

    sentences = single_point_sentences(session.design, analysis, component_id)
    said = single_points(session.design, analysis.journeys).get(component_id)
    return sentences or (() if said is None else (said,))
