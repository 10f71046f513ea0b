"""The latency of a journey as a curve: how many requests have their answer by when.

The library of plots is loaded between frames as soon as a panel that may show one is opened; see
`qt.bridge.plot_library`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archdraw.qt.bridge.figures import number_text, range_ms_text, time_text
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.plot_library import plot_library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.result import Latency

_MARKED = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
_SHARES = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "p999_ms": 0.999}


class LatencyPlot(QWidget):
    """The curve between both certain ends, with percentiles marked and targets as upright lines."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plots = plot_library().now()
        self._icons = icons
        self._plots: Any = plots
        self._shown: tuple[Latency, Mapping[str, float]] | None = None
        # Ticks say the unit: a panel this low has no room for titles beside the axes.
        self._across, self._up = _axis(plots, "bottom"), _axis(plots, "left")
        self._up.setTicks([[(share, f"{share}\u2009%") for share in (0, 50, 100)]])
        self.view: Any = plots.PlotWidget(
            background=None, axisItems={"bottom": self._across, "left": self._up}
        )
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName("Latency: share of requests answered by a time")
        self.view.setMenuEnabled(False)
        self.view.setMouseEnabled(False, False)
        self.view.hideButtons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.view)
        self.setMinimumWidth(140)
        self.view.setBackground(icons.colour("panel"))

    def show_latency(self, latency: Latency, targets: Mapping[str, float]) -> None:
        """Draw a latency and the targets, in ms by "p99_ms" …"""
        self._shown = latency, dict(targets)
        self._draw()

    def clear(self) -> None:
        """Draw nothing."""
        self._shown = None
        self.view.clear()
        self.view.setAccessibleDescription("Nothing to show.")

    def restyle(self) -> None:
        """Draw in the colours of the theme that is on."""
        # Its ground does not follow the palette by itself: it would stay as white as it was made.
        self.view.setBackground(self._icons.colour("panel"))
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        latency, targets = self._shown
        plots, view = self._plots, self.view
        ink, line = self._icons.colour("text-second"), self._icons.colour("accent")
        view.clear()
        for side in ("left", "bottom"):
            axis = view.getAxis(side)
            axis.setPen(ink)
            axis.setTextPen(ink)
        shares = [100.0 * share for share, _, _ in latency.curve]
        low = [first for _, first, _ in latency.curve]
        high = [last if last is not None else first for _, first, last in latency.curve]
        most = max([*high, *targets.values()], default=1.0)
        long = most >= 3000.0
        scale = 1000.0 if long else 1.0
        self._across.unit = "\u2009s" if long else "\u2009ms"
        pen = plots.mkPen(line, width=2)
        first = view.plot([one / scale for one in low], shares, pen=pen)
        last = view.plot([one / scale for one in high], shares, pen=pen)
        tint = self._icons.colour("accent")
        tint.setAlpha(50)
        view.addItem(plots.FillBetweenItem(first, last, brush=tint))
        view.setXRange(0.0, most / scale * 1.04, padding=0.0)
        view.setYRange(0.0, 124.0, padding=0.0)
        self._mark(latency, scale)
        self._draw_targets(latency, targets, scale, most / scale)
        view.setAccessibleDescription(self._in_words(latency, targets))

    def _mark(self, latency: Latency, scale: float) -> None:
        plots, view = self._plots, self.view
        for name, share in _MARKED:
            ends = latency.percentile(f"{name}_ms")
            if ends is None:
                continue
            at = (ends[1] if ends[1] is not None else ends[0]) / scale
            brush = self._icons.colour("accent")
            view.plot(
                [at], [100.0 * share], pen=None, symbol="o", symbolSize=7, symbolBrush=brush, symbolPen=None
            )
            # p95 and p99 lie close together: one is named below its point, the other above.
            below = 0.0 if share < 0.99 else 1.0
            words = plots.TextItem(name, color=self._icons.colour("text"), anchor=(0.0, below))
            words.setPos(at, 100.0 * share)
            view.addItem(words)

    def _draw_targets(
        self, latency: Latency, targets: Mapping[str, float], scale: float, most: float
    ) -> None:
        plots, view = self._plots, self.view
        for place, (name, wanted) in enumerate(targets.items()):
            # The words stand on the side of their line where there is more room, each in a row of its own.
            side = (0.0, 0.5) if wanted / scale < most / 2.0 else (1.0, 0.5)
            ends = latency.percentile(name) if name in _SHARES else None
            met = ends is not None and ends[1] is not None and ends[1] <= wanted
            colour = self._icons.colour("good" if met else "danger")
            label = f"target {name.removesuffix('_ms').replace('p999', 'p99.9')}"
            view.addItem(
                plots.InfiniteLine(
                    wanted / scale,
                    angle=90,
                    pen=plots.mkPen(colour, width=1.5, style=Qt.PenStyle.DashLine),
                    label=f"{label} {'✓' if met else '✗'}",
                    labelOpts={"color": colour, "position": 0.07 + 0.11 * place, "anchors": [side, side]},
                )
            )

    @staticmethod
    def _in_words(latency: Latency, targets: Mapping[str, float]) -> str:
        said = [f"{name} {range_ms_text(latency.percentile(f'{name}_ms'))}" for name, _ in _MARKED]
        said += [f"target {name.removesuffix('_ms')} {time_text(wanted)}" for name, wanted in targets.items()]
        return ", ".join(said)


def _axis(plots: Any, side: str) -> Any:
    """Return an axis whose first tick carries the unit that its `unit` says."""

    class Axis(plots.AxisItem):  # type: ignore[misc]  # the base is known at run time only
        unit = ""

        def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
            # Side by side there is no room for the unit at each of them.
            first = min((value for value in values if value > 0.0), default=0.0)
            return [number_text(value) + (self.unit if value == first else "") for value in values]

    made = Axis(side)
    made.enableAutoSIPrefix(False)
    return made
