"""The slider of traffic: from a tenth to a hundred times what is stated, in even ratios."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QStyle, QWidget

from archdraw.editor.traffic import LEAST, MOST
from archdraw.qt.bridge.figures import factor_text

# Steps for each factor of ten: one arrow key is 2.3 %, Page Up and Down a quarter of a factor of ten.
_STEPS = 100
# Width of the handle with its border, and heights of the ticks.
_HANDLE_PX, _SHORT_PX, _LONG_PX, _TALL_PX = 16, 2, 5, 28


class _Scale(QSlider):
    """A slider under a stylesheet, which draws no ticks by itself: one for each factor of ten, × 1 longer."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.0))
        room = self.width() - _HANDLE_PX
        for step in range(self.minimum(), self.maximum() + 1, self.tickInterval()):
            along = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), step, room)
            x, foot = along + _HANDLE_PX // 2, self.height() - 1
            painter.drawLine(x, foot - (_LONG_PX if step == 0 else _SHORT_PX), x, foot)
        painter.end()


class TrafficSlider(QWidget):
    """A slider on a logarithmic scale with its figure beside it.

    Signals
    -------
    moved(factor)
        The user has chosen another multiple of the stated traffic.
    """

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.slider = _Scale(Qt.Orientation.Horizontal)
        self.slider.setRange(round(_STEPS * math.log10(LEAST)), round(_STEPS * math.log10(MOST)))
        self.slider.setPageStep(_STEPS // 4)
        self.slider.setFixedHeight(_TALL_PX)
        self.slider.setTickInterval(_STEPS)
        self.slider.setMinimumWidth(64)
        self.slider.setMaximumWidth(320)
        self.slider.setAccessibleName("Traffic as a multiple of the stated load")
        self.slider.setToolTip("Traffic from a tenth to a hundred times what is stated; the drawing follows")
        self.figure = QLabel()
        self.figure.setMinimumWidth(48)
        self.reset = QPushButton("As stated")
        self.reset.setToolTip("Back to the load that the journeys state")
        self.caption = QLabel("Traffic")
        self.caption.setObjectName("second")
        self.caption.setBuddy(self.slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.caption, self.slider, self.figure, self.reset):
            row.addWidget(widget)
        self.slider.valueChanged.connect(self._tell)
        self.reset.clicked.connect(lambda: self.slider.setValue(0))
        self.show_factor(1.0)

    def show_factor(self, factor: float) -> None:
        """Stand at a multiple without telling of it."""
        self._filling = True
        self.slider.setValue(round(_STEPS * math.log10(factor)))
        self._filling = False
        self.figure.setText(factor_text(factor))
        self.reset.setEnabled(factor != 1.0)

    def _tell(self, steps: int) -> None:
        if self._filling:
            return
        factor = 10.0 ** (steps / _STEPS)
        # Round figures are exact: × 1, × 10, and three digits for all others.
        factor = float(f"{factor:.3g}")
        self.show_factor(factor)
        self.moved.emit(factor)
