"""Plots of a simulation over time: requests, latencies, who waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from archdraw.core.analysis.simulation.results import Band, SimulationResult
from archdraw.core.analysis.simulation.wording import longest_queues
from archdraw.core.drawing import Theme
from archdraw.core.model import Design, element_name
from archdraw.core.records import frozen
from archdraw.qt.bridge.plot_library import plot_library
from archdraw.qt.panels.simulation_model import PLOT_NAMES

_UNITS = ("1/s", "ms", "requests")
_SOLID, _DASHED, _DOTTED = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
# What a line looks like in the legend above its plot.
_SIGNS = {_SOLID: "━━", _DASHED: "╍╍", _DOTTED: "┅┅"}
_STYLES = (_SOLID, _DASHED, _DOTTED)
_QUEUE_TOKENS = ("accent", "warning", "good")
_LONGEST_NAME = 18
# A plot that is narrower than this says nothing: then fewer stand beside each other.
_LEAST_WIDTH = 230


@frozen
class Line:
    """A line of a plot: its name, its points, what it looks like, and what it certainly lies within."""

    name: str
    times: Sequence[float]
    values: Sequence[float | None]
    token: str
    style: Qt.PenStyle
    band: Band | None = None


class SimulationPlots(QWidget):
    """As many of three plots as fit beside each other; a shaded stretch is when something happened.

    Lines are told apart by their style, which the legend above the plot repeats; colour comes on top. Around
    each is its 95 % interval. Plots are made one after the other, so that no frame waits for all of them.

    Signals
    -------
    fitted(all)
        Whether all plots are shown, or only some.
    """

    fitted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph: Any = plot_library().now()
        self._theme = theme
        self._result: SimulationResult | None = None
        self._design = Design()
        self._first = 0
        self.plots: tuple[Any, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        self._grow()

    def _grow(self) -> None:
        """Make one more plot, and the next after this turn."""
        at = len(self.plots)
        plot = self._plot(PLOT_NAMES[at], _UNITS[at])
        self.plots = (*self.plots, plot)
        self._row.addWidget(plot, 1)
        self._paint(plot)
        self._show_fitting()
        self._draw_all((at,))
        if not self.whole:
            QTimer.singleShot(0, self, self._grow)

    @property
    def whole(self) -> bool:
        """Whether all plots are made."""
        return len(self.plots) == len(PLOT_NAMES)

    def choose(self, first: int) -> None:
        """Show a plot (0: requests, 1: latency, 2: who waits), and as many of the others as fit."""
        self._first = first
        self._show_fitting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_fitting()

    def _show_fitting(self) -> None:
        count = max(1, min(len(PLOT_NAMES), self.width() // _LEAST_WIDTH))
        first = min(self._first, len(PLOT_NAMES) - count)
        for at, plot in enumerate(self.plots):
            plot.setVisible(first <= at < first + count)
        self.fitted.emit(count == len(PLOT_NAMES))

    def _plot(self, name: str, unit: str) -> Any:
        plot = self._graph.PlotWidget()
        plot.setAccessibleName(f"{name} over time")
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setLabel("left", f"{name} ({unit})")
        plot.setLabel("bottom", "Time (s)")
        for axis in ("left", "bottom"):
            plot.getAxis(axis).enableAutoSIPrefix(False)
        return plot

    def show_result(self, result: SimulationResult | None, design: Design) -> None:
        """Draw a result; None empties the plots."""
        self._result, self._design = result, design
        self._draw_all(range(len(self.plots)))

    def _draw_all(self, places: Iterable[int]) -> None:
        lines = self._lines()
        for at in places:
            plot = self.plots[at]
            plot.clear()
            plot.setTitle(self._legend(lines[at]) or None)
            if self._result is not None:
                self._draw(plot, lines[at], self._result)

    def _lines(self) -> tuple[list[Line], list[Line], list[Line]]:
        if self._result is None:
            return [], [], []
        series = self._result.series
        middle = [moment + series.step_s / 2.0 for moment in series.times_s]
        longest = longest_queues(self._result)
        return (
            [
                Line("served", middle, series.success_rps, "good", _SOLID, series.bands.get("success_rps")),
                Line("failed", middle, series.error_rps, "danger", _DASHED, series.bands.get("error_rps")),
            ],
            [
                Line("p50", middle, series.p50_ms, "accent", _SOLID, series.bands.get("p50_ms")),
                Line("p95", middle, series.p95_ms, "warning", _DASHED, series.bands.get("p95_ms")),
                Line("p99", middle, series.p99_ms, "danger", _DOTTED, series.bands.get("p99_ms")),
            ],
            [
                Line(
                    self._short(one),
                    series.times_s,
                    series.queues[one],
                    _QUEUE_TOKENS[at],
                    _STYLES[at],
                    series.queue_bands.get(one),
                )
                for at, one in enumerate(longest)
            ],
        )

    def _short(self, component: str) -> str:
        name = element_name(self._design, component)
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"

    def _legend(self, lines: Sequence[Line]) -> str:
        ink = self._theme.color("text")
        return "&nbsp;&nbsp; ".join(
            f'<span style="color:{self._theme.color(line.token)};font-size:9pt">{_SIGNS[line.style]}</span> '
            f'<span style="color:{ink};font-size:9pt">{escape(line.name)}</span>'
            for line in lines
        )

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        for plot in self.plots:
            self._paint(plot)
        self.show_result(self._result, self._design)

    def _paint(self, plot: Any) -> None:
        theme = self._theme
        plot.setBackground(QColor(theme.color("card")))
        for axis in ("left", "bottom"):
            side = plot.getAxis(axis)
            side.setPen(self._graph.mkPen(theme.color("card-border")))
            side.setTextPen(self._graph.mkPen(theme.color("text-second")))

    def _draw(self, plot: Any, lines: Sequence[Line], result: SimulationResult) -> None:
        if len(result.phases) > 1:
            plot.addItem(self._shade(result), ignoreBounds=True)
        top = 0.0
        for line in lines:
            if line.band is not None:
                top = max(top, self._draw_band(plot, line, line.band))
        for line in lines:
            known = [(at, one) for at, one in zip(line.times, line.values, strict=True) if one is not None]
            if known:
                pen = self._graph.mkPen(self._theme.color(line.token), width=2, style=line.style)
                plot.plot([at for at, _ in known], [one for _, one in known], pen=pen, antialias=True)
                top = max(top, *(one for _, one in known))
        plot.setXRange(0.0, result.measured_s, padding=0.0)
        plot.setYRange(0.0, top * 1.05 or 1.0, padding=0.0)

    def _draw_band(self, plot: Any, line: Line, band: Band) -> float:
        """Tint what a line lies within, and return how high that reaches."""
        known = [
            (at, low, high)
            for at, low, high in zip(line.times, band.low, band.high, strict=True)
            if low is not None and high is not None
        ]
        if not known:
            return 0.0
        times, lower, upper = (
            [at for at, _, _ in known],
            [low for _, low, _ in known],
            [up for _, _, up in known],
        )
        tint = QColor(self._theme.color(line.token))
        tint.setAlpha(45)
        edges = [self._graph.PlotDataItem(times, ends) for ends in (lower, upper)]
        plot.addItem(self._graph.FillBetweenItem(*edges, brush=self._graph.mkBrush(tint)))
        return max(upper)

    def _shade(self, result: SimulationResult) -> Any:
        event = result.phases[1]
        colour = QColor(self._theme.color("warning"))
        colour.setAlpha(36)
        region = self._graph.LinearRegionItem(
            (event.start_s - result.warm_up_s, event.end_s - result.warm_up_s),
            movable=False,
            brush=self._graph.mkBrush(colour),
            pen=self._graph.mkPen(self._theme.color("warning"), style=_DOTTED),
        )
        region.setZValue(-10)
        return region
